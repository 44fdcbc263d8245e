"""What instructions do, written once: functions of :class:`kretcore_ia64.cpu.Cpu`, by the names that rows give."""
