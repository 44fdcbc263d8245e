"""A small architecture for the core's own tests: machine, plugins, assembler and guests in plain Python.

``toy`` keeps return addresses in a link register, ``toystack`` on the stack; otherwise they are one machine.
"""

from toy.asm import assemble
from toy.dist import install

ARCHES = ("toy", "toystack")

__all__ = ["ARCHES", "assemble", "install"]
