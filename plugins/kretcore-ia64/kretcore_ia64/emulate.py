"""Instructions that may go on elsewhere than behind themselves: probed, they are executed where they stand.

Branches, calls, returns, checks of speculation, and what needs the host's hand on the register stack. The semantic
functions do it, so nothing is written twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kretcore.errors import InstructionFault
from kretcore.machine import Fault
from kretcore_ia64.decoder import Instruction
from kretcore_ia64.returns import Ia64Cpu

_BREAKS: Final = frozenset(("break", "break_b"))
"""A program's own breaks, its system calls, are executed as copies: their callbacks come as they would."""


def emulator(instruction: Instruction) -> Callable[[Ia64Cpu], None] | None:
    """Return what executes an instruction where it stands; None for one that can be executed elsewhere.

    :raises InstructionFault: (when called) the instruction faults.
    """
    row = instruction.row
    if row is None or not row.stop or row.semantics in _BREAKS:
        return None

    def emulate(machine: Ia64Cpu) -> None:
        fault: Fault | None = machine.execute(instruction)
        if fault is not None:
            raise InstructionFault(fault)

    return emulate
