"""The reference interpreter: every block becomes a Python function, made by the definition of what instructions do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from kretcore.machine import Access
from kretcore_llvm.isa import InstructionSet
from kretcore_llvm.memory import GuestFault, PagedMemory
from kretcore_llvm.python import Leave, PythonBuilder, compile_routines, views
from kretcore_llvm.state import StateBlock
from kretcore_llvm.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Interpreted code.

    :ivar function: executes the block; returns where to go on, or -1 - the number of an event.
    :ivar instructions: what it executes.
    :ivar count: how many these are.
    """

    function: Callable[[], int]
    instructions: Sequence[Any]
    count: int


class Interpreter:
    """Makes and keeps interpreted code. Whoever runs it counts instructions and handles what it leaves for."""

    def __init__(self, isa: InstructionSet, state: StateBlock, memory: PagedMemory, text: Text) -> None:
        self._isa = isa
        self._state = state
        self._text = text
        self.blocks: tuple[dict[int, Block], dict[int, Block]] = {}, {}
        """Blocks by address: for clean states, and for careful execution."""
        self._steps: tuple[dict[int, Block], dict[int, Block]] = {}, {}
        self._lone: WeakKeyDictionary[Any, Callable[[], int]] = WeakKeyDictionary()

        def attempt(load: Callable[[int], int]) -> Callable[[int], tuple[int, int]]:
            def attempted(address: int) -> tuple[int, int]:
                try:
                    return load(address), 1
                except GuestFault:
                    return 0, 0

            return attempted

        def misaligned(address: int, size: int, write: bool, align: int) -> None:
            """Fault as the memory says: what is not mapped, or protected, is that first."""
            memory.lookup(address, size, Access.WRITE if write else Access.READ, align)

        loads = {bits: getattr(memory, f"load{bits}") for bits in (8, 16, 32, 64)}
        self._names: dict[str, Any] = {
            **views(state),
            "Leaves": (Leave, GuestFault),
            "misaligned": misaligned,
            "permits": memory.permits,
        }
        for bits, load in loads.items():
            self._names[f"load{bits}"] = load
            self._names[f"try{bits}"] = attempt(load)
            self._names[f"store{bits}"] = getattr(memory, f"store{bits}")
        self._routines: dict[str, Any] = {}

    def block(self, address: int, careful: bool) -> Block:
        """Return the block at an address, made if need be.

        :raises GuestFault, UndecodableError: there is no instruction.
        """
        found = self.blocks[careful].get(address)
        if found is None:
            found = self.blocks[careful][address] = self._make(self._text.block(address), careful)
        return found

    def step(self, address: int, careful: bool) -> Block:
        """Return a block of only one instruction."""
        found = self._steps[careful].get(address)
        if found is None:
            found = self._steps[careful][address] = self._make([self._text.instruction(address)], careful)
        return found

    def lone(self, instruction: Any) -> Callable[[], int]:
        """Return what executes one instruction, carefully, whether or not it is in memory; kept as long as it is."""
        found = self._lone.get(instruction)
        if found is None:
            found = self._lone[instruction] = self._make([instruction], careful=True).function
        return found

    def source(self, instructions: Sequence[Any], careful: bool = False) -> str:
        """The Python text that a straight line of instructions becomes."""
        return self._build(instructions, careful)[0]

    def forget(self, address: int, size: int) -> None:
        """Drop what was made of text in a range."""
        end = address + size
        granule = self._isa.granule
        for blocks in (*self.blocks, *self._steps):
            for start, block in list(blocks.items()):
                if start < end and address < block.instructions[-1].address + granule:
                    del blocks[start]

    def _build(self, instructions: Sequence[Any], careful: bool) -> tuple[str, dict[str, Any]]:
        builder = PythonBuilder(self._state.taints, careful=careful)
        if not careful:
            builder.begin(0, instructions[0].next)
            if (check := self._isa.check(instructions)) is not None:
                self._isa.build(builder, check)
        for index, instruction in enumerate(instructions):
            builder.begin(index, instruction.next)
            self._isa.build(builder, instruction)
        return builder.finish("block", instructions[-1].next), builder.names

    def _make(self, instructions: Sequence[Any], careful: bool) -> Block:
        source, names = self._build(instructions, careful)
        for name, value in names.items():
            if name not in self._routines:
                self._routines[name] = compile_routines({name: value}, self._state.taints, self._names)[name]
        found = {**self._names, **{name: self._routines[name] for name in names}}
        exec(compile(source, f"<block {instructions[0].address:#x}>", "exec"), found)
        return Block(found["block"], instructions, len(instructions))
