"""The native half of a machine: ``shim.ll``, LLVM IR that is compiled once per process.

The engine calls these functions; they keep the *trap frame*, a row of 64-bit words in host memory, equal to the CPU's
registers whenever Python runs, and call Python only for what Python has to decide. Everything they know is in one
block of 64-bit words, the *state*, whose layout is below.

Two copies of each frame register exist: ``FRAME``, which Python reads and writes, and ``SHADOW``, what the engine
holds. Only words that differ are written back. ``FRAME[0]`` is the program counter.
"""

from __future__ import annotations

import ctypes
import functools
import importlib.resources
import re
from typing import Final

import llvmlite.binding as llvm  # type: ignore[import-untyped]

from kretcore_unicorn.engine import library

# State, in words.
UC: Final = 0
TSTATE: Final = 1  # the Python thread state while the guest runs
ON_BREAKPOINT: Final = 2  # PyObject *, borrowed
ON_SYSCALL: Final = 3  # PyObject *, borrowed
BREAKPOINT: Final = 4  # interrupt number
BREAKPOINT_OFFSET: Final = 5
SYSCALL: Final = 6  # interrupt number
SYSCALL_OFFSET: Final = 7
PC_MASK: Final = 8
REASON: Final = 9  # why the innermost run must end; one of the values below
INTERRUPT: Final = 10  # number of the interrupt that ended the run
ACCESS: Final = 11  # of the last denied translation: UC_MEM_READ, _WRITE, _FETCH
PAGE: Final = 12  # and its page
NARROWED: Final = 13  # the narrowing hook was called
ERROR: Final = 14  # three words: exception type, value, traceback
BUDGET: Final = 17  # instructions left
TICK: Final = 18  # leave the engine before the next block
HELD: Final = 19  # the run ended at PC, whatever the engine says
PC: Final = 20
REGIONS: Final = 21  # pointer to rows of (start, end, start - physical start), ascending
REGION_COUNT: Final = 22
PERMISSIONS: Final = 23  # pointer to one byte a physical page
COUNT: Final = 24  # frame registers
IDS: Final = 32
FRAME: Final = 96
SHADOW: Final = 160
FRAME_MAX: Final = 64
HOOKS: Final = 224  # blocks of three words: state pointer, callback slot pointer, pc adjustment
STATE_SIZE: Final = 4096

# The entry log (entries.py), in words.
TABLE: Final = 320  # pointer to rows of (address, resume, quota)
TABLE_MASK: Final = 321  # number of rows, a power of two, less one
NOTES: Final = 322  # pointer to noted calls
NOTED: Final = 323  # words in use there
NOTES_LIMIT: Final = 324  # and at most; 0 until the log is configured
WIDTH: Final = 325  # words of one noted call
ON_ENTRIES: Final = 326  # PyObject *, borrowed
NESTED: Final = 327  # an inner run is active: deliver every breakpoint
TEXT_LOW: Final = 328  # where return addresses must lie
TEXT_SIZE: Final = 329
TRAMPOLINE: Final = 330
RETURN_INDEX: Final = 331  # frame index of the register with the return address, all ones if it is on the stack
STACK_OFFSET: Final = 332  # bytes from the stack pointer to the words to record
STACK_WORDS: Final = 333
WORD_BYTES: Final = 334
SWAP: Final = 335  # words in memory are big-endian
PHYSICAL: Final = 336  # host address of physical address 0
REGISTERS: Final = 337  # registers to record
ON_RETURN: Final = 338  # PyObject *, borrowed
RECORDED: Final = 340  # and their frame indices
RECORDED_MAX: Final = 32
CAME_BACK: Final = 380  # the noted call that has just returned
BREAKPOINT_SHOWN: Final = 416  # where callbacks see pc, relative to the breakpoint
BREAKPOINT_SIZE: Final = 417  # 4 if the interrupt is a breakpoint's only at the instruction BREAKPOINT_CODE, else 0
BREAKPOINT_CODE: Final = 418  # as the host loads it
FORBIDDEN_MASK: Final = 419  # of instructions that no guest may execute, as the host loads them; 0 if there are none
FORBIDDEN_VALUE: Final = 420
ON_FORBIDDEN: Final = 421  # PyObject *, borrowed: gets a page that has such a word, before it is translated
INSPECTED: Final = 8  # in a permission byte: the page has been looked through for them
HASH: Final = 0x9E3779B97F4A7C15  # of an address: the row is (address * HASH >> 32) & TABLE_MASK

# Values of REASON.
STOPPED: Final = 1
SPENT: Final = 2
FAULTED: Final = 3
RAISED: Final = 4
NO_INTERRUPT: Final = 2**32
INSTRUCTION_TRAP: Final = 2**32 + 1  # INTERRUPT: a trapping instruction that no callback waits for
FORBIDDEN: Final = 2**32 + 2  # INTERRUPT: an instruction that no guest may execute


class Shim:
    """Addresses of the compiled callbacks, and the functions Python calls, all of them holding the GIL."""

    def __init__(self) -> None:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        text = importlib.resources.files(__package__).joinpath("shim.ll").read_text(encoding="ascii")
        for name in re.findall(r"declare .*@((?:uc_|Py)\w+)\(", text):
            function = getattr(library if name.startswith("uc_") else ctypes.pythonapi, name)
            llvm.add_symbol(name, ctypes.cast(function, ctypes.c_void_p).value)
        module = llvm.parse_assembly(re.sub(r"<([A-Z_]+)>", lambda match: str(globals()[match[1]]), text))
        module.verify()
        machine = llvm.Target.from_default_triple().create_target_machine(opt=2, jit=True)
        self._compiled = llvm.create_mcjit_compiler(module, machine)
        self._compiled.finalize_object()
        self.interrupt = self._compiled.get_function_address("interrupt")
        self.instruction = self._compiled.get_function_address("instruction")
        self.block = self._compiled.get_function_address("block")
        self.count = self._compiled.get_function_address("count")
        self.forbidden = self._compiled.get_function_address("forbidden")
        self.translate = self._compiled.get_function_address("translate")
        self.narrow = self._compiled.get_function_address("narrow")
        pointer, number = ctypes.c_void_p, ctypes.c_int
        self.run = ctypes.PYFUNCTYPE(number, pointer)(self._compiled.get_function_address("run"))
        self.load_registers = ctypes.PYFUNCTYPE(None, pointer)(self._compiled.get_function_address("load_registers"))
        access = ctypes.PYFUNCTYPE(number, pointer, number, pointer)
        self.read_register = access(self._compiled.get_function_address("read_register"))
        self.write_register = access(self._compiled.get_function_address("write_register"))
        context = ctypes.PYFUNCTYPE(number, pointer, pointer)
        self.save_context = context(self._compiled.get_function_address("save_context"))
        self.restore_context = context(self._compiled.get_function_address("restore_context"))


@functools.cache
def load() -> Shim:
    """Compile the shim on the first call."""
    return Shim()
