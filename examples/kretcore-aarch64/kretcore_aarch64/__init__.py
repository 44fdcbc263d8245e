"""64-bit Arm for kretcore. The plugin is the module `hooks`."""
