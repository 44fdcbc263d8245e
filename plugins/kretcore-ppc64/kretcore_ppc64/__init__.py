"""64-bit PowerPC for kretcore: the architectures ``ppc64`` (big-endian) and ``ppc64le`` (little-endian).

Each is a module of its own with the hooks of :mod:`kretcore.hookspecs`: :mod:`kretcore_ppc64.ppc64` and
:mod:`kretcore_ppc64.ppc64le`. Either runs programs of both ABIs; ``e_flags`` of the ELF header says which it is.
"""
