"""What an architecture says about itself, as frozen data.

A difference between architectures is either a field here or a hook (:mod:`kretcore.hookspecs`);
the core never asks for an architecture's name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kretcore.errors import PluginApiError

HOOK_API = 1
"""Generation of the hooks and of the classes they mention. It moves apart from the package version."""


def check_generation(hook_api: int) -> None:
    """Refuse what was written for another generation of the hooks.

    :raises PluginApiError: it was; the message says what to upgrade.
    """
    if hook_api != HOOK_API:
        side = "the plugin" if hook_api < HOOK_API else "kretcore"
        raise PluginApiError(
            f"the plugin is written for hook API {hook_api}, this kretcore has {HOOK_API}: upgrade {side}"
        )


Capability = Literal[
    "boost",
    "branches",
    "callee_pops",
    "descriptors",
    "entry_log",
    "floating_point",
    "non_local_jumps",
    "predication",
    "register_stack",
    "system_calls",
]
"""What an architecture can do beyond the minimum: see :data:`kretcore.conformance.capabilities.MEANING`."""


class Frame(NamedTuple):
    """Which activation of a function this is.

    :ivar stack: the stack pointer at the function's first instruction.
    :ivar backing_store: the register stack's pointer there (ia64), otherwise 0.

    Deeper means a lower stack, or the same stack and a higher backing store.
    """

    stack: int
    backing_store: int = 0


@dataclass(frozen=True, slots=True)
class FunctionEntry:
    """Where a function is entered.

    :ivar call: the address a call jumps to.
    :ivar probe: the address a probe on "the function" goes to (behind ENDBR, at a local entry, ...).
    :ivar global_pointer: what the global pointer must be on entry, or None.
    """

    call: int
    probe: int
    global_pointer: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Clean text of one function, as :func:`~kretcore.hookspecs.arch_prepare_kprobe` gets it.

    :ivar start: address of the function's symbol.
    :ivar code: the bytes from there on, breakpoints of other probes taken out; at least one
        instruction beyond the probed address where the text goes on that far.
    """

    start: int
    code: bytes


@dataclass(frozen=True, slots=True)
class Patch:
    """How to arm a breakpoint: ``code`` replaces the bits of the text that ``mask`` selects.

    :ivar address: first byte written.
    :ivar code: the bytes that arm it.
    :ivar mask: which bits of them are written, as bytes of the same length.
    """

    address: int
    code: bytes
    mask: bytes


@dataclass(frozen=True, slots=True)
class InstructionCopy:
    """A probed instruction, ready to be executed elsewhere.

    :ivar address: the probed address.
    :ivar length: bytes from it to the next instruction.
    :ivar slot: where ``code`` will be placed.
    :ivar patch: how the breakpoint is written.
    :ivar code: the instruction, relocated to ``slot``; empty if ``emulate`` is set.
    :ivar jump_back: text that, placed behind ``code``, continues at the next instruction; None if the
        copy needs :func:`~kretcore.hookspecs.arch_resume_execution` behind it (not boostable).
    :ivar passes: instructions behind the probed one that ``jump_back`` executes as well, before it goes on: their own
        address by their place in the slot (bytes from its start). Such a copy jumps back only while none of them is
        probed.
    :ivar emulate: for what cannot be copied: does the instruction's work on the machine and leaves ``pc`` where
        execution goes on. An :class:`kretcore.errors.InstructionFault` from it becomes the guest's fault, a
        :class:`kretcore.errors.MemoryFault` an unmapped read.
    """

    address: int
    length: int
    slot: int
    patch: Patch
    code: bytes = b""
    jump_back: bytes | None = None
    passes: Mapping[int, int] = field(default_factory=dict)
    emulate: Callable[[Any], None] | None = None


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Deny(_Data):
    """A rule of the deny list. What returns twice or reads its return address everywhere (``setjmp``, ``mcount``) is on
    the kernel's own.

    :ivar pattern: glob over symbol names.
    :ivar reason: why such a function must not be probed; completes "cannot be probed: ...".
    :ivar probes: ``"return"`` if only its returns are off limits, ``"all"`` if no probe may be set.
    """

    pattern: str
    reason: str
    probes: Literal["return", "all"] = "return"


class CallingConvention(_Data):
    """How integer arguments, results and the return address travel.

    :ivar arguments: registers of the first integer arguments, in order.
    :ivar stack_arguments: byte offset, from the stack pointer at entry, of the first argument not in a register.
    :ivar results: the integer result's registers. The first holds a word; a result of two words has its halves in the
        first two, in the byte order of memory (big-endian: the more significant half first).
    :ivar return_register: register that holds the return address at entry; None if it is the word at the stack pointer.
    :ivar preserved: registers a function must give back unchanged.
    """

    arguments: tuple[str, ...]
    stack_arguments: int
    results: tuple[str, ...] = Field(min_length=1)
    return_register: str | None = None
    preserved: tuple[str, ...] = ()


class ErrorFlag(_Data):
    """A convention that tells errors apart by a flag instead of a negative result.

    On an error the result is the positive errno and ``mask`` is set in ``register``; on success it is cleared there.
    """

    register_: str = Field(alias="register")
    mask: int


class SyscallConvention(_Data):
    """How guests call the system.

    :ivar number: register of the call's number.
    :ivar arguments: registers of its arguments.
    :ivar result: register of the result.
    :ivar error_flag: how an error is told; None means a negative errno as result.
    :ivar numbers: number to name; names are Linux's. kretcore does exit, exit_group, read, write, brk, sched_yield,
        getpid and gettid; others fail with ENOSYS.
    """

    number: str
    arguments: tuple[str, ...]
    result: str
    error_flag: ErrorFlag | None = None
    numbers: dict[int, str]


class ArchDescription(_Data):
    """Everything about an architecture that is data.

    :ivar name: the architecture's name, equal to the entry point's.
    :ivar hook_api: the :data:`HOOK_API` the plugin was written for (write the number, do not import it).
    :ivar bits: word size.
    :ivar elf_machine: ``e_machine`` it accepts.
    :ivar elf_flags: ``e_flags`` it accepts; None for any.
    :ivar instruction_alignment: probe addresses are multiples of this.
    :ivar slot_size: bytes one relocated copy with its tail may take.
    :ivar breakpoint: one breakpoint, as it stands on its own in text.
    :ivar registers: every register name of the machine, ``pc`` and ``sp`` left out.
    :ivar stack_alignment: alignment of the stack pointer before a call.
    :ivar start_area: bytes between the stack pointer and the argument count where a program starts.
    :ivar relative_relocation: the type number of the image-relative relocation, None if there is none.
    :ivar descriptor_relocation: the type number of the relocation that makes a function's descriptor: an image-relative
        address, and the address that ``DT_PLTGOT`` gives, which is the global pointer; None if there is none.
    :ivar capabilities: what it declares it can do beyond the minimum; the conformance suite then requires it.
    """

    name: str
    hook_api: int
    bits: Literal[32, 64]
    byte_order: Literal["little", "big"]
    elf_machine: int
    elf_flags: frozenset[int] | None = None
    instruction_alignment: int = Field(ge=1)
    slot_size: int = Field(ge=1)
    breakpoint: bytes = Field(min_length=1)
    registers: tuple[str, ...]
    stack_alignment: int = Field(ge=4)
    start_area: int = Field(default=0, ge=0)
    relative_relocation: int | None = None
    descriptor_relocation: int | None = None
    calling: CallingConvention
    syscalls: SyscallConvention
    deny: tuple[Deny, ...] = ()
    capabilities: frozenset[Capability] = frozenset()

    @property
    def word_bytes(self) -> int:
        """Bytes of a machine word."""
        return self.bits // 8

    @model_validator(mode="before")
    @classmethod
    def _generation_first(cls, fields: Any) -> Any:
        """Another generation has other fields: what is missing or unknown would only mislead."""
        if isinstance(fields, dict) and isinstance(fields.get("hook_api"), int):
            check_generation(fields["hook_api"])
        return fields

    @model_validator(mode="after")
    def _registers_exist(self) -> ArchDescription:
        known = {*self.registers, "pc", "sp"}
        used = {
            *self.calling.arguments,
            *self.calling.results,
            *self.calling.preserved,
            *self.syscalls.arguments,
            self.syscalls.number,
            self.syscalls.result,
        }
        if self.calling.return_register is not None:
            used.add(self.calling.return_register)
        if self.syscalls.error_flag is not None:
            used.add(self.syscalls.error_flag.register_)
        if unknown := sorted(used - known):
            raise ValueError(f"registers named by a convention but not listed: {', '.join(unknown)}")
        return self
