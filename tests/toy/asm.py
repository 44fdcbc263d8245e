"""A two-pass assembler for the toy. One source serves both calling conventions.

Directives: ``.text``, ``.data``, ``.bss``, ``.section NAME``; ``.func NAME [global|local|weak] [nosize]`` ...
``.endfunc``; ``.global NAME``, ``.local NAME``, ``.weak NAME`` (put a label into the symbol table);
``.alias NEW, OLD [, BINDING]`` (a symbol table entry only, so that a name may occur twice); ``.word``, ``.byte``,
``.asciz "..."``, ``.space N``, ``.align N``; ``.if ARCH``, ``.if pie``,
``.if static`` ... ``.endif``. A label that begins with a dot belongs to its
function. ``;`` begins a comment. The entry is ``_start`` if there is one.

What differs between the conventions is written with registers ``a0``... (arguments) and ``v0`` (result) and
with: ``enter REGS`` / ``leave REGS`` (save and restore them and, where there is one, the link register), ``retf [N]``
(N bytes of arguments popped, stack only), ``callf F``, ``callfr REG``, ``tail F``, ``arg REG, N`` (the Nth
argument, before anything is pushed), ``getra REG`` (the return address, likewise), ``syscall NAME``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from toy import elf
from toy.arch import DESCRIPTIONS
from toy.isa import ISA, LENGTH, REGISTERS, encode

_COMMENT = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$).*')
_MEMORY = re.compile(r"(.*)\((\w+)\)$")
_TERM = re.compile(r"([\w.$]+)\s*(?:([+-])\s*(\w+))?$")
BASE = 0x10000
"""Where programs that are not position-independent begin."""


class AssemblyError(ValueError):
    """The source is wrong; the message names the line."""


@dataclass
class _Label:
    section: elf.Section
    offset: int
    size: int = 0
    binding: str | None = None
    kind: int = 0


@dataclass
class _Item:
    section: elf.Section
    offset: int
    make: Callable[[int], bytes]
    line: int


@dataclass
class _Assembler:
    arch: str
    pie: bool
    sections: dict[str, elf.Section] = field(default_factory=dict)
    labels: dict[str, _Label] = field(default_factory=dict)
    aliases: list[tuple[str, str, str | None]] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    relocations: list[tuple[elf.Section, int, str]] = field(default_factory=list)
    function: str = ""
    line: int = 0

    def __post_init__(self) -> None:
        description = DESCRIPTIONS[self.arch]
        self.calling = description.calling
        self.numbers = {name: number for number, name in description.syscalls.numbers.items()}
        self.registers = {name: number for number, name in enumerate(REGISTERS[:16])}
        self.registers |= {f"a{n}": self.registers[name] for n, name in enumerate(self.calling.arguments)}
        self.registers["v0"] = self.registers[self.calling.results[0]]
        self.link = self.calling.return_register is not None
        self.current = self.section(".text")

    def section(self, name: str) -> elf.Section:
        executable = name.endswith("text")
        writable = not executable and name != ".rela.dyn"
        return self.sections.setdefault(name, elf.Section(name, writable, executable))

    # First pass: what there is, and how long.

    def scan(self, source: str) -> None:
        skipping = False
        for self.line, raw in enumerate(source.splitlines(), 1):
            text = _COMMENT.sub("", raw).strip()
            if text.startswith(".if"):
                skipping = text.split()[1] not in (self.arch, "pie" if self.pie else "static")
            elif text == ".endif":
                skipping = False
            elif text and not skipping:
                self.statement(text)

    def statement(self, text: str) -> None:
        if text.endswith(":"):
            self.define(self.scoped(text[:-1]))
            return
        name, _, rest = text.partition(" ")
        operands = [part.strip() for part in rest.split(",")] if rest.strip() else []
        if name.startswith("."):
            self.directive(name[1:], rest.strip(), operands)
        else:
            for mnemonic, *arguments in self.expand(name, operands):
                self.emit(LENGTH, self.instruction(mnemonic, arguments, self.function))

    def define(self, name: str, **attributes: object) -> _Label:
        if name in self.labels:
            raise AssemblyError(f"{name} is defined twice")
        label = self.labels[name] = _Label(self.current, self.current.size)
        for key, value in attributes.items():
            setattr(label, key, value)
        return label

    def scoped(self, name: str) -> str:
        return self.function + name if name.startswith(".") else name

    def emit(self, size: int, make: Callable[[int], bytes]) -> None:
        self.items.append(_Item(self.current, self.current.size, make, self.line))
        self.current.size += size

    def directive(self, name: str, rest: str, operands: list[str]) -> None:
        match name:
            case "text" | "data" | "bss":
                self.current = self.section("." + name)
            case "section":
                self.current = self.section(rest)
            case "func":
                self.function, *attributes = rest.split()
                binding = next((word for word in attributes if word in ("local", "weak")), "global")
                size = 0 if "nosize" in attributes else -1
                self.define(self.function, binding=binding, kind=2, size=size)
            case "endfunc":
                label = self.labels[self.function]
                if label.size:
                    label.size = self.current.size - label.offset
                self.function = ""
            case "global" | "local" | "weak":
                self.aliases.append((rest, rest, name))
            case "alias":
                self.aliases.append((operands[0], operands[1], operands[2] if len(operands) > 2 else None))
            case "word":
                for text in operands:
                    if self.pie and not re.match(r"[-'\d]", text):
                        self.relocations.append((self.current, self.current.size, text))
                    self.emit(4, self.word(text))
            case "byte":
                data = bytes(self.value(text) & 0xFF for text in operands)
                self.emit(len(data), lambda address: data)
            case "asciz":
                string = ast.literal_eval(rest).encode() + b"\0"
                self.emit(len(string), lambda address: string)
            case "space" | "align":
                number = self.value(rest)
                size = number if name == "space" else -self.current.size % number
                self.emit(size, lambda address: bytes(size))
            case _:
                raise AssemblyError(f"no such directive: .{name}")

    def word(self, text: str) -> Callable[[int], bytes]:
        return lambda address: (self.value(text) & 0xFFFF_FFFF).to_bytes(4, "big")

    def expand(self, name: str, operands: list[str]) -> list[tuple[str, ...]]:
        match name, operands:
            case ("mov", [d, a]):
                return [("addi", d, a, "0")]
            case ("li", [d, text]):
                value = self.value(text)
                if -0x8000 <= value < 0x8000:
                    return [("movi", d, text)]
                return [("lui", d, str(value >> 16 & 0xFFFF)), ("ori", d, d, str(value & 0xFFFF))]
            case ("la", [d, symbol]):
                if self.pie:
                    return [("adr", d, symbol)]
                return [("lui", d, f"hi {symbol}"), ("ori", d, d, f"lo {symbol}")]
            case ("push", [a]):
                return [("addi", "sp", "sp", "-4"), ("sw", a, "0(sp)")]
            case ("pop", [d]):
                return [("lw", d, "0(sp)"), ("addi", "sp", "sp", "4")]
            case ("enter" | "leave", _):
                saved = ["lr", *operands] if self.link else operands
                move = "sw" if name == "enter" else "lw"
                moves = [(move, register, f"{4 * n}(sp)") for n, register in enumerate(saved)]
                adjust = ("addi", "sp", "sp", str((-4 if name == "enter" else 4) * len(saved)))
                if not saved:
                    return []
                return [adjust, *moves] if name == "enter" else [*moves, adjust]
            case ("retf", _):
                if self.link:
                    if operands:
                        raise AssemblyError("a function of the link convention pops no arguments")
                    return [("jr", "lr")]
                return [("ret", operands[0] if operands else "0")]
            case ("callf", [target]):
                return [("bl" if self.link else "call", target)]
            case ("callfr", [register]):
                return [("blr" if self.link else "callr", register)]
            case ("tail", [target]):
                return [("j", target)]
            case ("arg", [d, number]):
                names, n = self.calling.arguments, int(number)
                if n < len(names):
                    return [("addi", d, names[n], "0")]
                return [("lw", d, f"{self.calling.stack_arguments + 4 * (n - len(names))}(sp)")]
            case ("getra", [d]):
                return [("addi", d, "lr", "0")] if self.link else [("lw", d, "0(sp)")]
            case ("syscall", [call]):
                return [("movi", "r0", str(self.numbers.get(call, call))), ("sys",)]
        if name not in ISA and name != "ja":
            raise AssemblyError(f"no such instruction: {name} {', '.join(operands)}")
        return [(name, *operands)]

    # Second pass: every address is known.

    def instruction(self, name: str, operands: list[str], function: str) -> Callable[[int], bytes]:
        letters = ISA[name][1] if name != "ja" else "t"
        if len(letters) != len(operands):
            raise AssemblyError(f"{name} takes {len(letters)} operands")

        def make(address: int) -> bytes:
            d = a = value = 0
            for letter, text in zip(letters, operands, strict=True):
                match letter:
                    case "d":
                        d = self.registers[text]
                    case "a":
                        a = self.registers[text]
                    case "b":
                        value = self.registers[text]
                    case "m":
                        found = _MEMORY.match(text)
                        if found is None:
                            raise AssemblyError(f"not an address: {text}")
                        value, a = self.value(found[1] or "0"), self.registers[found[2]]
                    case "o" | "O":
                        value = self.value(text, function) - address
                    case _:
                        value = self.value(text, function)
            return encode(name, d, a, value).to_bytes(LENGTH, "big")

        return make

    def value(self, text: str, function: str = "") -> int:
        half, _, rest = text.partition(" ")
        if half in ("hi", "lo") and rest:
            whole = self.value(rest, function)
            return whole >> 16 & 0xFFFF if half == "hi" else whole & 0xFFFF
        if text.startswith("'"):
            return ord(ast.literal_eval(text))
        try:
            return int(text, 0)
        except ValueError:
            pass
        found = _TERM.match(text)
        name = found[1] if found else text
        if found is None or (label := self.labels.get(function + name if name.startswith(".") else name)) is None:
            raise AssemblyError(f"not defined: {text}")
        addend = int(found[3], 0) if found[3] else 0
        return label.section.address + label.offset + (-addend if found[2] == "-" else addend)

    def symbols(self) -> list[elf.Symbol]:
        found = [
            elf.Symbol(
                name, label.section.address + label.offset, label.size, label.binding, label.kind, label.section.name
            )
            for name, label in self.labels.items()
            if label.binding is not None
        ]
        for name, target, binding in self.aliases:
            label = self.labels[target]
            kind = label.kind or int(not label.section.executable)
            address = label.section.address + label.offset
            found.append(
                elf.Symbol(name, address, label.size, binding or label.binding or "global", kind, label.section.name)
            )
        return found

    def layout(self) -> elf.Layout:
        """Place everything and run the second pass."""
        if self.pie:
            rela, dynamic = self.section(".rela.dyn"), self.section(".dynamic")
            rela.size, dynamic.size = 12 * len(self.relocations), 40
        layout = elf.place(list(self.sections.values()), 0 if self.pie else BASE)
        for item in self.items:
            self.line = item.line
            if item.section.name != ".bss":
                item.section.data += item.make(item.section.address + item.offset)
        if self.pie:
            for section, offset, text in self.relocations:
                rela.data += elf.relative_relocation(section.address + offset, self.value(text))
            dynamic.data += elf.dynamic(rela.address, rela.size)
        return layout


def assemble(
    source: str,
    arch: str = "toy",
    *,
    pie: bool = False,
    stripped: bool = False,
    section_headers: bool = True,
    text_writable: bool = False,
) -> bytes:
    """Return ``source`` as a static ELF executable.

    :param arch: ``"toy"`` or ``"toystack"``.
    :param pie: position-independent; addresses in data get relative relocations.
    :param stripped: without symbol table.
    :param section_headers: with them.
    :param text_writable: text pages are writable as well.
    :raises AssemblyError: the source is wrong.
    """
    assembler = _Assembler(arch, pie)
    try:
        assembler.scan(source)
        layout = assembler.layout()
    except (ValueError, KeyError) as error:
        raise AssemblyError(f"line {assembler.line}: {error}") from error
    start = assembler.labels.get("_start") or _Label(assembler.section(".text"), 0)
    return elf.write(
        layout,
        assembler.symbols(),
        machine=DESCRIPTIONS[arch].elf_machine,
        entry=start.section.address + start.offset,
        stripped=stripped,
        section_headers=section_headers,
        text_writable=text_writable,
    )
