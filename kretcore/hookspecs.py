"""The whole interface of an architecture plugin: eleven hooks and the two protocols they mention.

An architecture is a module (or object) with these functions, each marked ``@hookimpl``, named by an entry point of the
group ``kretcore`` whose name is the architecture's::

    [project.entry-points.kretcore]
    x86_64 = "kretcore_x86_64"

All hooks are called with exactly the parameters shown, but for those that a hook's documentation lets an implementation
leave out. pluggy checks and binds them when a kernel boots; afterwards the
hit path calls the bound functions directly, so a hook must be a plain function, never a wrapper.
None but ``arch_init`` sees anything of the core beyond the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import pluggy

from kretcore.arch import ArchDescription, FunctionEntry, InstructionCopy, Text
from kretcore.images import Image
from kretcore.machine import Machine, Memory, Registers

PROJECT = "kretcore"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

PreHandler = Callable[[object, Registers], "int | None"]
"""``pre_handler(kprobe, registers)``: non-zero if it has set the program counter itself."""


class Boot(Protocol):
    """What :func:`arch_init` may ask of the kernel that is booting."""

    trampoline_probe_handler: PreHandler
    """The kernel's pre handler for the probe on the trampoline."""

    def load_text(self, symbol: str, code: bytes) -> int:
        """Place ``code`` into kernel text under the name ``symbol`` and return its address."""

    def register_kprobe(self, address: int, pre_handler: PreHandler) -> None:
        """Plant a kprobe at ``address`` in kernel text.

        :raises RegistrationError: the kernel's refusal.
        """


@hookspec(firstresult=True)
def arch_describe() -> ArchDescription:  # type: ignore[empty-body]
    """Describe the architecture.

    When:     at discovery and at boot; must be cheap and must not import an engine.
    Result:   the same description every time.
    Mirrors:  the constants of Linux ``arch/*/include/asm/kprobes.h``.

    .. versionadded:: 0.1
    """


@hookspec(firstresult=True)
def arch_create_machine(description: ArchDescription) -> Machine:  # type: ignore[empty-body]
    """Create a fresh machine with empty memory (but for pages that no guest can access).

    When:     once per kernel, at boot. The place to import an engine.
    Result:   a machine whose registers are those ``description`` lists.
    Errors:   :class:`~kretcore.errors.MachineError` if the engine cannot serve.

    .. versionadded:: 0.1
    """


@hookspec(firstresult=True)
def arch_function_entry(image: Image, memory: Memory, address: int) -> FunctionEntry:  # type: ignore[empty-body]
    """Tell where the function that ``address`` names is entered and where a probe on it goes.

    When:     a probe is registered, a task is spawned, symbols are listed.
    Given:    a function symbol's value, a function pointer, or a code address; memory is relocated.
    Result:   on architectures with descriptors, what the descriptor holds; the probe goes behind a landing pad (ENDBR)
              or to the local entry.
    Must not: change memory.
    Mirrors:  ``arch_adjust_kprobe_addr()``, ``dereference_function_descriptor()``.

    .. versionadded:: 0.1
    """


@hookspec(firstresult=True)
def arch_enter_function(  # type: ignore[empty-body]
    machine: Machine,
    entry: FunctionEntry,
    arguments: Sequence[int],
    return_address: int,
    stack: int,
    stack_bottom: int,
) -> bool:
    """Set the machine up as if ``entry`` had just been called.

    When:     a task starts.
    Given:    integer arguments (unsigned, at most a word each), the address to return to, and the highest usable stack
              address, page-aligned, with the stack below it. ``stack_bottom``, its lowest address, is for a second
              stack that grows up from there (a register stack's backing store); others leave this parameter out.
              Where it is taken, each of the two has the stack's whole size, and a guard page is between them.
    Result:   True. ``pc``, ``sp``, arguments (on the stack beyond the registers), return address and global pointer are
              set; the stack is aligned as the ABI asks at a function's entry. A function that reads more arguments than
              it was given finds zeros: in the registers, and in sixteen words of stack.

    .. versionadded:: 0.1
    """


@hookspec(firstresult=True)
def arch_init(boot: Boot) -> bool:  # type: ignore[empty-body]
    """Put the return trampoline into kernel text and register a kprobe on it.

    When:     last in ``init_kprobes()``.
    Result:   True, after exactly one ``boot.register_kprobe(address, boot.trampoline_probe_handler)``.
    Why here: only the architecture knows how its trampoline's address is made (descriptors).
    Mirrors:  ``arch_init_kprobes()`` of ia64 and powerpc.

    .. versionadded:: 0.1
    """


@hookspec(firstresult=True)
def arch_prepare_kprobe(text: Text, address: int, slot: int) -> InstructionCopy:  # type: ignore[empty-body]
    """Make the out-of-line copy of the instruction at ``address``, or refuse.

    When:     the first probe on an address is registered.
    Result:   a copy for ``slot``; ``code`` and a tail (``jump_back``, or a breakpoint) fit the slot.
    Errors:   :class:`~kretcore.errors.RegistrationError` with the kernel's errno: EILSEQ not an instruction boundary,
              EINVAL or EOPNOTSUPP an instruction that cannot be probed.
    Must not: write memory.
    Mirrors:  ``arch_prepare_kprobe()``.

    .. versionadded:: 0.1
    """


@hookspec(firstresult=True)
def arch_resume_execution(machine: Machine, copy: InstructionCopy) -> bool:  # type: ignore[empty-body]
    """Undo what running out of line did to the registers: ``pc`` at least, link registers where needed.

    When:     the copy has run and the breakpoint behind it was hit; before post handlers.
    Result:   True, with ``pc`` where the original instruction would have left it.
    Mirrors:  ``resume_execution()``.

    .. versionadded:: 0.1
    """


@hookspec(firstresult=True)
def arch_call_site(machine: Machine) -> tuple[int, int, int]:  # type: ignore[empty-body]
    """Tell where the call that is about to run will return to, and which activation it is.

    When:     at the first instruction of a probed function, in the breakpoint's callback. Hot path.
    Result:   ``(return_address, stack, backing_store)``: the return address as found, *also when that is the
              trampoline* (a second probe on the function), and the two numbers of its
              :class:`~kretcore.arch.Frame` (``backing_store`` is 0 where there is no register stack).
    Must not: change the machine, allocate, log, or look at any task.
    Mirrors:  the reading half of ``arch_prepare_kretprobe()``.

    .. versionadded:: 0.1
    """


@hookspec(firstresult=True)
def arch_prepare_kretprobe(machine: Machine, trampoline: int) -> bool:  # type: ignore[empty-body]
    """Replace the return address by the trampoline's.

    When:     directly after ``arch_call_site``, at the same instruction. Hot path.
    Result:   True (not looked at).
    Mirrors:  the writing half of ``arch_prepare_kretprobe()``.

    .. versionadded:: 0.1
    """


@hookspec(firstresult=True)
def arch_frame_distance(machine: Machine, stack: int, backing_store: int) -> int | None:
    """Tell whether the activation with this frame is the one that has just returned into the trampoline.

    When:     at a trampoline hit, before anything is changed. Hot path.
    Result:   0 if it is; a positive number of bytes if it could be and popped that many more (``ret n``); None if not.

    .. versionadded:: 0.1
    """


@hookspec(firstresult=True)
def arch_fixup_return(machine: Machine, address: int) -> bool:  # type: ignore[empty-body]
    """Let execution continue at the real return address: ``pc``, and the link register where there is one.

    When:     at a trampoline hit, before return handlers run. Hot path.
    Result:   True (not looked at).
    Mirrors:  ``arch_kretprobe_fixup_return()``.

    .. versionadded:: 0.1
    """
