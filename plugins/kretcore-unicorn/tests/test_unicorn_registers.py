"""Registers: exact widths, two ways in, one state."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kretcore_unicorn import EngineConfig
from unicorn_cpus import I386, TEXT, X86_64, boot, code

CONFIGS = pytest.mark.parametrize("config", [X86_64, I386], ids=["x86_64", "i386"])


@CONFIGS
def test_names(config: EngineConfig) -> None:
    registers = boot(config, b"").registers
    assert set(registers) == {*config.registers, "pc", "sp"}
    assert len(registers) == len(set(registers))
    assert "pc" in registers
    assert "cr9" not in registers
    assert (registers["pc"], registers[config.pc]) == (TEXT, TEXT)
    for use in (lambda: registers["cr9"], lambda: registers.width("cr9"), lambda: registers.accessor("cr9")):
        with pytest.raises(KeyError):
            use()
    with pytest.raises(KeyError):
        registers["cr9"] = 1


@CONFIGS
def test_every_register_holds_its_width_and_no_more(config: EngineConfig) -> None:
    machine = boot(config, b"")
    for name in set(machine.registers) - {"eflags"}:
        width = machine.registers.width(name)
        get, put = machine.registers.accessor(name)
        for value in ((1 << width) - 1, 0x1234, 1 << width - 1, 0):
            machine.registers[name] = value
            assert machine.registers[name] == get() == value
        put(0x21)
        assert machine.registers[name] == 0x21
        for value in (1 << width, -1):
            with pytest.raises(ValueError, match=r"."):
                machine.registers[name] = value
            with pytest.raises(ValueError, match=r"."):
                put(value)
        assert machine.registers[name] == 0x21


@given(st.lists(st.sampled_from(sorted(set(X86_64.registers) - {"eax", "ax"})), max_size=6), st.data())
@settings(max_examples=30, deadline=None)
def test_a_reader_reads_in_order(names: list[str], data: st.DataObject) -> None:
    machine = boot(X86_64, b"")
    for name in names:
        if name != "eflags":
            machine.registers[name] = data.draw(st.integers(0, (1 << machine.registers.width(name)) - 1))
    assert list(machine.registers.reader(names)()) == [machine.registers[name] for name in names]
    machine.close()


def test_a_reader_of_neighbours_follows_the_guest() -> None:
    machine = boot(X86_64, code("48 ff c0 48 ff c7 48 ff c6"))
    read = machine.registers.reader(("rax", "rdi", "rsi"))
    assert list(read()) == [0, 0, 0]
    machine.run(3)
    assert list(read()) == [1, 1, 1]


def test_parts_of_a_register_agree_inside_a_callback() -> None:
    machine = boot(X86_64, code("cc 48 ff c0"))
    seen: list[object] = []

    def hit(address: int) -> None:
        machine.registers["rax"] = 0x1122_3344_5566_7788
        seen.append((machine.registers["eax"], machine.registers["ax"]))
        machine.registers["ax"] = 0xFFFF
        seen.append(machine.registers["rax"])

    machine.on_breakpoint = hit
    machine.run(2)
    assert seen == [(0x5566_7788, 0x7788), 0x1122_3344_5566_FFFF]
    assert machine.registers["rax"] == 0x1122_3344_5567_0000


@CONFIGS
def test_a_context_holds_all_registers(config: EngineConfig) -> None:
    machine = boot(config, b"")
    values = {}
    for number, name in enumerate(sorted({*config.registers} - {"eflags", "eax", "ax"} | {config.pc})):
        values[name] = (0x1234_5678_9ABC_DEF0_1122_3344 + number) % (1 << machine.registers.width(name))
        machine.registers[name] = values[name]
    context = machine.save()
    for name in values:
        machine.registers[name] = 0
    machine.restore(context)
    assert {name: machine.registers[name] for name in values} == values


def test_a_context_of_another_machine_is_refused() -> None:
    machine, other = boot(X86_64, b""), boot(X86_64, b"")
    for context in (other.save(), None, 3):
        with pytest.raises(ValueError, match="context"):
            machine.restore(context)


def test_the_cycle_counter_is_the_same_in_every_run() -> None:
    readings = []
    for _ in range(2):
        machine = boot(X86_64, code("0f 31  89 c3  0f 31  cc"))  # rdtsc; mov ebx, eax; rdtsc
        machine.run()
        readings.append((machine.registers["rbx"], machine.registers["rax"], machine.registers["rdx"]))
    assert readings[0] == readings[1]
    assert readings[0][0] < readings[0][1]
