"""What the plugin says about its architecture, checked against its machine, the guest's ELF header, and itself."""

from __future__ import annotations

import subprocess
import sys

from kretcore.conformance.marks import likely, requires
from kretcore.conformance.port import VERSION, Port
from kretcore.images import machine_name

ENGINES = {"angr", "bochs", "capstone", "keystone", "llvmlite", "qiling", "unicorn", "unicornafl"}
ORDINARY = ("main", "read", "work", "identity", "longjmp", "many", "_IO_puts", "operator new(unsigned long)")
NEEDED_CALLS = ("exit", "exit_group", "write", "sched_yield")


class TestDescription:
    """The plugin and its description."""

    area = "description"
    arch = ""

    @likely("the message says it: the hooks' names and parameters, hook_api, or the entry point's name")
    def test_plugin_is_accepted(self, port: Port) -> None:
        """The plugin imports, has every hook with its parameters, and describes the architecture it is named after."""
        assert port.architecture.description.name == port.name

    @likely("arch_describe() builds a description that depends on something; make it a constant of the module")
    def test_description_is_the_same_every_time(self, port: Port) -> None:
        """`arch_describe()` gives the same description every time."""
        again = port.hooks.arch_describe()
        assert again == port.description, "arch_describe() has given two different descriptions"

    @likely("the engine is imported at the top of a module instead of inside arch_create_machine()")
    def test_importing_the_plugin_imports_no_engine(self, port: Port) -> None:
        """Finding the architecture of an image must be cheap: the engine comes with the machine."""
        entry_point = port.architecture.installed.entry_point
        code = f"import sys, {entry_point.module} as m; print(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert done.returncode == 0, (
            f"`import {entry_point.module}` fails in an interpreter of its own: {done.stderr.strip().splitlines()[-1:]}"
        )
        loaded = ENGINES & set(done.stdout.split())
        assert not loaded, f"importing {entry_point.module} imports {', '.join(sorted(loaded))}"

    @likely("elf_machine, bits, byte_order or elf_flags are not those that your compiler writes: see `readelf -h`")
    def test_guest_is_of_this_architecture(self, port: Port) -> None:
        """The ELF header of the guest is one that the description accepts."""
        image, said = port.image, port.description
        assert image.elf_machine == said.elf_machine, (
            f"the guest's e_machine is {image.elf_machine} ({machine_name(image.elf_machine)}), "
            f"the description says {said.elf_machine} ({machine_name(said.elf_machine)})"
        )
        assert image.bits == said.bits, f"the guest is {image.bits}-bit, the description says {said.bits}"
        assert image.byte_order == said.byte_order, (
            f"the guest is {image.byte_order}-endian, the description says {said.byte_order}"
        )
        assert port.architecture.accepts(image), (
            f"e_flags {image.elf_flags:#x} of the guest is none of elf_flags {said.elf_flags}: None accepts any"
        )

    @likely(
        "the image is old: build it again from the source that `kret arch guest` writes. If a call does not come back: "
        "arch_enter_function, the description's breakpoint, or the machine"
    )
    def test_guest_is_of_this_version(self, port: Port) -> None:
        """The guest was built from this kretcore's source and has every function it needs."""
        for name in ("everything", "take_turns", "conformance_version"):
            port.symbol(name)
        with port.bare() as bare:
            found = bare.call("conformance_version")
            registers = bare.machine.registers
            elsewhere = [name for name in port.description.calling.results[1:] if registers[name] == VERSION]
        assert found == VERSION or not elsewhere, (
            f"conformance_version() has returned {VERSION} in {elsewhere[0]}: calling.results must begin with that "
            "register, which holds a result of one word"
        )
        assert found == VERSION, f"the guest is of version {found}, this suite needs {VERSION}"

    @requires("descriptors")
    @likely(
        "'descriptors' is for ABIs whose function pointers are not addresses of code; the global pointer that a "
        "descriptor holds must come out of arch_function_entry, and be set by arch_enter_function"
    )
    def test_pointers_are_descriptors(self, port: Port) -> None:
        """A function pointer that the guest holds is the address of a descriptor, not of the function's code."""
        with port.bare() as bare:
            pointer, code = bare.call("pointer", 0), bare.entry("identity").call
        assert pointer != code, (
            f"descriptors are declared, but the guest's pointer to identity() is {pointer:#x}, which is where "
            "arch_function_entry says that its code is"
        )

    @likely("`registers` of the description and the machine's own table have drifted apart: make one from the other")
    def test_registers_are_those_of_the_machine(self, port: Port) -> None:
        """The description lists every register of the machine, and no other; `pc` and `sp` go without saying."""
        with port.bare() as bare:
            there = set(bare.machine.registers) - {"pc", "sp"}
        listed = set(port.description.registers)
        assert len(listed) == len(port.description.registers), "a register is listed twice"
        assert listed == there, (
            f"listed but not in the machine: {', '.join(sorted(listed - there)) or 'none'}; "
            f"in the machine but not listed: {', '.join(sorted(there - listed)) or 'none'}"
        )

    @likely("calling: compare with the psABI's table of registers")
    def test_convention_makes_sense(self, port: Port) -> None:
        """Arguments, results and preserved registers are distinct where they have to be, and a word wide."""
        calling, bits = port.description.calling, port.description.bits
        for what in ("arguments", "results", "preserved"):
            names = getattr(calling, what)
            assert len(set(names)) == len(names), f"calling.{what} names a register twice: {names}"
        for what in ("arguments", "results"):
            both = set(getattr(calling, what)) & set(calling.preserved)
            assert not both, f"{', '.join(sorted(both))}: in calling.{what} and preserved across calls as well"
        assert "sp" not in {*calling.arguments, *calling.results}, "sp carries neither arguments nor results"
        used = {*calling.arguments, *calling.results, *calling.preserved, "sp", "pc"}
        if calling.return_register is not None:
            used.add(calling.return_register)
        with port.bare() as bare:
            widths = {name: bare.machine.registers.width(name) for name in used}
        odd = {name: width for name, width in widths.items() if width != bits}
        assert not odd, f"registers of {bits} bits are expected, but these have other widths: {odd}"
        assert calling.stack_arguments % port.word == 0, "calling.stack_arguments is no multiple of a word"

    @likely("units: sizes are bytes; stack_alignment is the ABI's, a power of two")
    def test_sizes_make_sense(self, port: Port) -> None:
        """Alignments, the breakpoint and the slots fit each other."""
        said = port.description
        assert said.stack_alignment & (said.stack_alignment - 1) == 0, "stack_alignment is no power of two"
        assert len(said.breakpoint) % said.instruction_alignment == 0, (
            f"a breakpoint of {len(said.breakpoint)} bytes cannot stand where instructions are aligned to "
            f"{said.instruction_alignment}"
        )
        assert said.slot_size >= 2 * len(said.breakpoint), "a slot holds a copy and at least a breakpoint behind it"
        assert said.slot_size % said.instruction_alignment == 0, "slot_size is no multiple of instruction_alignment"

    @likely("deny: a pattern is a glob over names; `*` in it matches everything")
    def test_deny_list_spares_ordinary_functions(self, port: Port) -> None:
        """No rule of the deny list hits a function that anybody would want to probe; every rule has its reason."""
        import fnmatch

        for rule in port.description.deny:
            assert rule.reason.strip(), f"the rule {rule.pattern!r} has no reason"
            hit = [name for name in ORDINARY if fnmatch.fnmatchcase(name, rule.pattern)]
            assert not hit, f"the rule {rule.pattern!r} ({rule.reason}) denies {', '.join(hit)}"

    @likely("the machine notes entries by itself, so that has to be checked: declare 'entry_log'")
    def test_an_entry_log_is_declared(self, port: Port) -> None:
        """A machine with an `entry_log` declares that capability: the kernel uses what is there."""
        with port.bare() as bare:
            there = getattr(bare.machine, "entry_log", None) is not None
        declared = "entry_log" in port.description.capabilities
        assert declared or not there, "the machine has an attribute entry_log, but 'entry_log' is not declared"

    @requires("system_calls")
    @likely("syscalls.numbers maps number to name, with Linux's names")
    def test_system_calls_are_numbered(self, port: Port) -> None:
        """The calls that programs cannot do without have numbers, and no two numbers have one name."""
        names = list(port.description.syscalls.numbers.values())
        missing = [name for name in NEEDED_CALLS if name not in names]
        assert not missing, f"syscalls.numbers lacks {', '.join(missing)}"
        doubled = sorted({name for name in names if names.count(name) > 1})
        assert not doubled, f"two numbers have the name {', '.join(doubled)}"
