"""What the i386 and x86_64 architectures of kretcore share."""
