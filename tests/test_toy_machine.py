"""The machine protocol's promises, kept by a machine in plain Python."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import guests
from toy.bench import EXIT, STACK, STACK_SIZE, Bench
from toy.isa import EQUAL, ERROR, ISA, LESS, LR, REGISTERS, decode, encode
from toy.machine import ToyMachine

from kretcore.errors import MachineError, MemoryFault
from kretcore.machine import PAGE_SIZE, Access, FaultKind, Machine, Memory, Protection, Registers, StopReason

READ, WRITE, EXECUTE, NONE = Protection.READ, Protection.WRITE, Protection.EXECUTE, Protection.NONE
TEXT = 0x1000


def machine_with(*instructions: int, protection: Protection = READ | EXECUTE) -> ToyMachine:
    """A machine with some instructions at TEXT, about to execute the first."""
    machine = ToyMachine()
    machine.memory.map(TEXT, PAGE_SIZE, protection)
    machine.memory.write(TEXT, b"".join(word.to_bytes(4, "big") for word in instructions))
    machine.registers["pc"] = TEXT
    return machine


def counting() -> ToyMachine:
    """A machine that counts in r1 for ever, two instructions a round."""
    return machine_with(encode("addi", 1, 1, 1), encode("j", value=-4))


def test_it_satisfies_the_protocols() -> None:
    machine = ToyMachine()
    whole: Machine = machine
    memory: Memory = whole.memory
    registers: Registers = whole.registers
    assert memory is machine.memory
    assert registers is machine.registers


# --- budgets


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 90), max_size=25), st.sampled_from(["mixture", "fib", "worker", "generate"]))
def test_running_in_pieces_is_running_at_once(pieces: list[int], function: str) -> None:
    whole, parts = (Bench(guests.build("toystack"), "toystack") for _ in range(2))
    for bench in (whole, parts):
        bench.enter(function, 6)
        bench.machine.on_syscall = lambda: None
        bench.machine.on_breakpoint = lambda address: None  # at EXIT it goes on hitting the same breakpoint
    at_once = whole.run(sum(pieces))
    for piece in pieces:
        stop = parts.run(piece)
        assert stop.reason is StopReason.BUDGET
        assert stop.executed == piece
    assert at_once.executed == sum(pieces)
    assert parts.state() == whole.state()


def test_budget_0_runs_nothing() -> None:
    machine = counting()
    before = machine.save()
    stop = machine.run(0)
    assert (stop.reason, stop.pc, stop.executed) == (StopReason.BUDGET, TEXT, 0)
    assert machine.save() == before


def test_a_negative_budget_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        counting().run(-1)


@settings(deadline=None)
@given(outer=st.integers(0, 50), inner=st.integers(0, 50))
def test_a_nested_run_leaves_the_outer_budget_alone(outer: int, inner: int) -> None:
    machine = machine_with(encode("sys"), encode("addi", 1, 1, 1), encode("j", value=-8))
    counted = machine_with(encode("sys"), encode("addi", 1, 1, 1), encode("j", value=-8))
    counted.on_syscall = lambda: None
    assert counted.run(outer).reason is StopReason.BUDGET
    inner_stops = []

    def nested() -> None:
        kept = machine.save()
        machine.registers["pc"] = TEXT + 4
        machine.on_syscall = None  # the inner run ends at the second sys, or before
        inner_stops.append(machine.run(inner))
        machine.on_syscall = nested
        machine.restore(kept)

    machine.on_syscall = nested
    stop = machine.run(outer)
    assert (stop.reason, stop.executed) == (StopReason.BUDGET, outer)
    assert machine.save() == counted.save()
    for inner_stop in inner_stops:
        reason = StopReason.BUDGET if inner < 3 else StopReason.FAULT
        assert (inner_stop.reason, inner_stop.executed) == (reason, min(inner, 3))


def test_breakpoints_system_calls_and_the_faulting_instruction_count() -> None:
    machine = machine_with(encode("brk"), encode("sys"), encode("halt"))

    def skip(address: int) -> None:
        machine.registers["pc"] = address + 4

    machine.on_breakpoint, machine.on_syscall = skip, lambda: None
    stop = machine.run(10)
    assert (stop.reason, stop.executed) == (StopReason.FAULT, 3)
    machine.registers["pc"] = TEXT
    assert machine.run(2).pc == TEXT + 8
    assert machine.run().executed is None


def test_ticks_count_instructions_and_restoring_a_context_does_not_turn_them_back() -> None:
    machine = machine_with(encode("tick", 1), encode("nop"), encode("tick", 2), encode("j", value=-12))
    begin = machine.save()
    machine.run(3)
    assert (machine.registers["r1"], machine.registers["r2"]) == (1, 3)
    machine.restore(begin)
    machine.run(1)
    assert machine.registers["r1"] == 4


# --- faults

FAULTS = [
    (encode("lw", 1, 2, 0), 0x5000, FaultKind.UNMAPPED, 0x5000, Access.READ),
    (encode("sb", 1, 2, -1), 0x5000, FaultKind.UNMAPPED, 0x4FFF, Access.WRITE),
    (encode("lw", 1, 2, 0), 0x3000, FaultKind.PROTECTED, 0x3000, Access.READ),
    (encode("sw", 1, 2, 4), TEXT, FaultKind.PROTECTED, TEXT + 4, Access.WRITE),
    (encode("lw", 1, 2, 0), 0x2FFE, FaultKind.MISALIGNED, 0x2FFE, Access.READ),
    (encode("sw", 1, 2, 1), 0x2000, FaultKind.MISALIGNED, 0x2001, Access.WRITE),
    (encode("div", 1, 1, 3), 0, FaultKind.ARITHMETIC, None, None),
    (encode("rem", 1, 1, 3), 0, FaultKind.ARITHMETIC, None, None),
    (encode("halt"), 0, FaultKind.TRAP, None, None),
    (encode("brk"), 0, FaultKind.TRAP, None, None),
    (encode("sys"), 0, FaultKind.TRAP, None, None),
    (0, 0, FaultKind.ILLEGAL, None, None),
    (encode("nop") | 1, 0, FaultKind.ILLEGAL, None, None),
    (0xBF00_0000, 0, FaultKind.ILLEGAL, None, None),
    (encode("ret", value=8), 0, FaultKind.UNMAPPED, 0x6000, Access.READ),
    (encode("call", value=8), 0, FaultKind.UNMAPPED, 0x5FFC, Access.WRITE),
    (encode("callr", 0, 2), TEXT, FaultKind.UNMAPPED, 0x5FFC, Access.WRITE),
]


@pytest.mark.parametrize(("word", "r2", "kind", "address", "access"), FAULTS)
def test_a_fault_says_what_and_where_and_leaves_no_trace(
    word: int, r2: int, kind: FaultKind, address: int | None, access: Access | None
) -> None:
    machine = machine_with(encode("nop"), word)
    machine.memory.map(0x2000, PAGE_SIZE, READ | WRITE)
    machine.memory.map(0x3000, PAGE_SIZE, NONE)
    machine.registers["r2"], machine.registers["sp"] = r2, 0x6000
    machine.run(1)
    before = machine.save()
    stop = machine.run(5)
    assert stop.reason is StopReason.FAULT
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.address, stop.fault.access) == (kind, address, access)
    assert stop.pc == stop.fault.pc == TEXT + 4
    assert machine.save() == before
    assert stop.fault.kind is not FaultKind.TRAP or stop.fault.detail


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        (0x4000, FaultKind.UNMAPPED),
        (0x2000, FaultKind.PROTECTED),
        (TEXT + 2, FaultKind.MISALIGNED),
        (0xFFFF_FFFC, FaultKind.UNMAPPED),
    ],
)
def test_a_jump_to_nowhere_faults_at_its_target(target: int, kind: FaultKind) -> None:
    machine = machine_with(encode("jr", 0, 2))
    machine.memory.map(0x2000, PAGE_SIZE, READ | WRITE)
    machine.registers["r2"] = target
    stop = machine.run(5)
    assert stop.fault is not None
    assert (stop.fault.kind, stop.fault.address, stop.fault.access) == (kind, target, Access.FETCH)
    assert stop.pc == stop.fault.pc == machine.registers["pc"] == target
    assert stop.executed == 1


def test_the_machine_goes_on_after_a_fault() -> None:
    machine = machine_with(encode("halt"), encode("movi", 1, 0, 7))
    machine.run()
    machine.registers["pc"] += 4
    assert machine.run(1).reason is StopReason.BUDGET
    assert machine.registers["r1"] == 7


# --- callbacks


def test_a_breakpoint_is_told_its_own_address_and_so_is_pc() -> None:
    machine = machine_with(encode("nop"), encode("brk"), encode("movi", 1, 0, 1), encode("movi", 2, 0, 1))
    seen = []

    def hit(address: int) -> None:
        seen.append((address, machine.registers["pc"]))
        machine.registers["pc"] = TEXT + 12

    machine.on_breakpoint = hit
    machine.run(3)
    assert seen == [(TEXT + 4, TEXT + 4)]
    assert (machine.registers["r1"], machine.registers["r2"]) == (0, 1)


def test_a_system_call_sees_pc_behind_it() -> None:
    machine = machine_with(encode("sys"), encode("addi", 1, 1, 1))
    seen = []
    machine.on_syscall = lambda: seen.append(machine.registers["pc"])
    machine.run(2)
    assert seen == [TEXT + 4]
    assert machine.registers["r1"] == 1


@pytest.mark.parametrize("trap", ["brk", "sys"])
def test_a_callback_may_load_another_context(trap: str) -> None:
    machine = machine_with(encode(trap), encode("halt"), encode("addi", 1, 1, 1))
    machine.registers["pc"], machine.registers["r1"] = TEXT + 8, 41
    other = machine.save()
    machine.registers["pc"], machine.registers["r1"] = TEXT, 0
    machine.on_breakpoint = lambda address: machine.restore(other)
    machine.on_syscall = lambda: machine.restore(other)
    assert machine.run(2).reason is StopReason.BUDGET
    assert machine.registers["r1"] == 42


def test_stop_ends_the_innermost_run_when_the_callback_is_done() -> None:
    machine = machine_with(encode("sys"), encode("movi", 1, 0, 1), encode("sys"), encode("halt"))
    log: list[Any] = []

    def innermost() -> None:
        machine.stop()
        log.append("after stop")

    def outer() -> None:
        machine.on_syscall = innermost
        log.append(machine.run(10))
        machine.on_syscall = None
        machine.registers["pc"] = TEXT + 4

    machine.on_syscall = outer
    stop = machine.run(2)
    assert log[0] == "after stop"
    assert (log[1].reason, log[1].pc, log[1].executed) == (StopReason.STOPPED, TEXT + 12, 2)
    assert (stop.reason, stop.pc, stop.executed) == (StopReason.BUDGET, TEXT + 8, 2)


def test_stop_asked_for_before_a_nested_run_ends_the_outer_one() -> None:
    machine = machine_with(encode("sys"), encode("nop"), encode("nop"))
    inner = []

    def outer() -> None:
        machine.stop()
        inner.append(machine.run(1))

    machine.on_syscall = outer
    stop = machine.run(10)
    assert inner[0].reason is StopReason.BUDGET
    assert (stop.reason, stop.pc) == (StopReason.STOPPED, TEXT + 8)


def test_stop_outside_a_run_does_nothing() -> None:
    machine = counting()
    machine.stop()
    assert machine.run(4).reason is StopReason.BUDGET
    assert machine.registers["r1"] == 2


class Mine(BaseException):
    """Not even an Exception."""


@pytest.mark.parametrize("error", [Mine("mine"), ZeroDivisionError(), MemoryFault(0, 4), KeyboardInterrupt()])
def test_an_exception_in_a_callback_surfaces_unchanged(error: BaseException) -> None:
    machine = machine_with(encode("sys"), encode("addi", 1, 1, 1), encode("j", value=-4))

    def raises() -> None:
        raise error

    machine.on_syscall = raises
    with pytest.raises(type(error)) as caught:
        machine.run(10)
    assert caught.value is error
    assert caught.traceback[-1].name == "raises"
    machine.stop()
    assert machine.run(10).reason is StopReason.BUDGET
    assert machine.registers["r1"] == 5


# --- registers


def test_registers_are_named_counted_and_unsigned() -> None:
    registers = ToyMachine().registers
    assert list(registers) == list(REGISTERS)
    assert len(registers) == len(REGISTERS)
    assert all(name in registers for name in ("pc", "sp", "lr", "r0"))
    assert "r13" not in registers
    assert None not in registers


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_takes_what_fits_and_refuses_the_rest(name: str) -> None:
    registers = ToyMachine().registers
    get, put = registers.accessor(name)
    limit = 1 << registers.width(name)
    for value in (0, 1, limit - 1):
        put(value)
        assert registers[name] == get() == value
        registers[name] = value ^ 1
        assert registers[name] == get() == value ^ 1
    kept = registers[name]
    for value in (limit, limit * 2, -1, -limit):
        with pytest.raises(ValueError, match="does not fit"):
            registers[name] = value
        with pytest.raises(ValueError, match="does not fit"):
            put(value)
    assert registers[name] == kept


def test_unknown_registers_are_key_errors() -> None:
    registers = ToyMachine().registers
    for use in (registers.__getitem__, registers.width, registers.accessor, lambda name: registers.reader([name])):
        with pytest.raises(KeyError):
            use("eax")
    with pytest.raises(KeyError):
        registers["eax"] = 0


@given(
    st.dictionaries(st.sampled_from(REGISTERS), st.integers(0, 255)), st.lists(st.sampled_from(REGISTERS), max_size=6)
)
def test_contexts_hold_every_register_and_bound_access_outlives_restore(
    values: dict[str, int], names: list[str]
) -> None:
    machine = ToyMachine()
    read = machine.registers.reader(names)
    get, put = machine.registers.accessor("r5")
    for name, value in values.items():
        machine.registers[name] = value
    context = machine.save()
    for name in REGISTERS:
        machine.registers[name] = 0
    machine.restore(context)
    assert {name: machine.registers[name] for name in REGISTERS} == {**dict.fromkeys(REGISTERS, 0), **values}
    assert list(read()) == [values.get(name, 0) for name in names]
    assert get() == values.get("r5", 0)
    put(99)
    assert machine.registers["r5"] == 99
    machine.restore(context)
    assert get() == values.get("r5", 0)


# --- memory


@pytest.mark.parametrize(
    ("address", "size"),
    [(1, PAGE_SIZE), (0, 1), (0, 0), (-PAGE_SIZE, PAGE_SIZE), (0xFFFF_F000, 2 * PAGE_SIZE), (0, -PAGE_SIZE)],
)
def test_impossible_ranges_are_refused(address: int, size: int) -> None:
    memory = ToyMachine().memory
    for use in (memory.map, memory.protect):
        with pytest.raises(ValueError, match="not"):
            use(address, size, READ)


def test_the_whole_address_space_can_be_mapped_for_nothing() -> None:
    machine = ToyMachine()
    tracemalloc.start()
    machine.memory.map(0, 1 << 32, READ | WRITE)
    machine.memory.write(0xFFFF_FFFF, b"x")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert machine.memory.read(0xFFFF_FFFE, 2) == b"\0x"
    assert machine.memory.read(0x1234_5678, 3 * PAGE_SIZE) == bytes(3 * PAGE_SIZE)
    assert peak < 100_000


PAGES = 12
regions = st.tuples(
    st.sampled_from(["map", "protect"]),
    st.integers(0, PAGES - 1),
    st.integers(1, 5),
    st.sampled_from([NONE, READ, READ | WRITE, READ | EXECUTE, WRITE, READ | WRITE | EXECUTE]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(regions, max_size=12))
def test_mapping_and_protecting_do_what_a_table_of_pages_would(steps: list[tuple[str, int, int, Protection]]) -> None:
    machine = ToyMachine()
    table: dict[int, Protection] = {}
    for action, first, count, protection in steps:
        pages = range(first, first + count)
        arguments = (first * PAGE_SIZE, count * PAGE_SIZE, protection)
        if action == "map" and any(page in table for page in pages):
            with pytest.raises(ValueError, match="overlaps"):
                machine.memory.map(*arguments)
        elif action == "protect" and not all(page in table for page in pages):
            with pytest.raises(MemoryFault):
                machine.memory.protect(*arguments)
        else:
            getattr(machine.memory, action)(*arguments)
            table.update(dict.fromkeys(pages, protection))
        for page in range(PAGES + 6):
            check_page(machine, page, table.get(page))


def check_page(machine: ToyMachine, page: int, protection: Protection | None) -> None:
    """Try every access of guest and host to a page."""
    memory, address = machine.memory, page * PAGE_SIZE + 8
    if protection is None:
        with pytest.raises(MemoryFault) as caught:
            memory.read(address, 4)
        assert (caught.value.address, caught.value.size) == (address, 4)
        with pytest.raises(MemoryFault):
            memory.write(address, b"1234")
    else:
        memory.write_code(address, encode("nop").to_bytes(4, "big"))
    machine.registers["r1"], machine.registers["r2"] = encode("nop"), address
    for right, access, word in (
        (READ, Access.READ, encode("lw", 3, 2, 0)),
        (WRITE, Access.WRITE, encode("sw", 1, 2, 0)),
        (EXECUTE, Access.FETCH, None),
    ):
        expected = FaultKind.UNMAPPED if protection is None else None if protection & right else FaultKind.PROTECTED
        if word is None:
            machine.registers["pc"] = address
            fault = machine.run(1).fault
        else:
            fault = outcome(machine, word)
        assert (fault.kind if fault else None) is expected, (page, access)
        assert fault is None or (fault.address, fault.access) == (address, access)


def outcome(machine: ToyMachine, word: int) -> Any:
    """Execute one instruction from a page of its own."""
    text = 0xF000_0000
    try:
        machine.memory.write_code(text, word.to_bytes(4, "big"))
    except MemoryFault:
        machine.memory.map(text, PAGE_SIZE, READ | EXECUTE)
        machine.memory.write_code(text, word.to_bytes(4, "big"))
    machine.registers["pc"] = text
    return machine.run(1).fault


@given(st.lists(st.tuples(st.integers(0, 3 * PAGE_SIZE), st.binary(max_size=PAGE_SIZE + 50)), max_size=6))
def test_host_writes_are_read_back_across_pages_whatever_the_protection(writes: list[tuple[int, bytes]]) -> None:
    memory, size = ToyMachine().memory, 4 * PAGE_SIZE
    for page, protection in enumerate((READ, NONE, EXECUTE, READ | WRITE)):
        memory.map(0x8000 + page * PAGE_SIZE, PAGE_SIZE, protection)
    model = bytearray(size)
    for offset, data in writes:
        if offset + len(data) <= size:
            memory.write(0x8000 + offset, data)
            model[offset : offset + len(data)] = data
        else:
            with pytest.raises(MemoryFault):
                memory.write(0x8000 + offset, data)
    assert memory.read(0x8000, size) == bytes(model)
    for offset in (0, PAGE_SIZE - 1, PAGE_SIZE - 4, 2 * PAGE_SIZE - 3):
        assert memory.load_word(0x8000 + offset) == int.from_bytes(model[offset : offset + 4], "big")


def test_words_are_unsigned_big_endian_and_refused_if_too_wide() -> None:
    memory = ToyMachine().memory
    memory.map(0, PAGE_SIZE, NONE)
    memory.store_word(5, 0x8102_0304)
    assert memory.read(5, 4) == bytes([0x81, 2, 3, 4])
    assert memory.load_word(5) == 0x8102_0304
    for value in (1 << 32, -1):
        with pytest.raises(ValueError, match="does not fit"):
            memory.store_word(5, value)
    for use in (memory.load_word, lambda address: memory.store_word(address, 1)):
        with pytest.raises(MemoryFault):
            use(PAGE_SIZE - 2)


# --- text patched under way


def test_code_written_in_a_callback_is_executed_next_also_in_a_loop_already_running() -> None:
    machine = machine_with(encode("sys"), encode("addi", 1, 1, 1), encode("j", value=-8))
    rounds = []

    def patch() -> None:
        rounds.append(machine.registers["r1"])
        if len(rounds) == 3:
            machine.memory.write_code(TEXT + 4, encode("addi", 1, 1, 100).to_bytes(4, "big"))

    machine.on_syscall = patch
    machine.run(15)
    assert rounds == [0, 1, 2, 102, 202]


def test_a_host_write_that_is_no_write_code_leaves_decoded_text_as_it_was() -> None:
    """The protocol allows it; the toy insists, so that a missing write_code in the core shows."""
    machine = counting()
    machine.run(4)
    machine.memory.write(TEXT, encode("addi", 1, 1, 100).to_bytes(4, "big"))
    machine.run(2)
    assert machine.registers["r1"] == 3
    machine.memory.write_code(TEXT + 1, machine.memory.read(TEXT + 1, 1))
    machine.run(2)
    assert machine.registers["r1"] == 103


def test_a_guest_sees_the_code_it_writes() -> None:
    machine = machine_with(
        encode("movi", 1, 0, 1), encode("sb", 3, 2, 0), encode("j", value=-8), protection=READ | WRITE | EXECUTE
    )
    machine.registers["r2"], machine.registers["r3"] = TEXT + 3, 9
    machine.run(4)
    assert machine.registers["r1"] == 9


def test_execution_taken_away_while_running_faults() -> None:
    machine = machine_with(encode("sys"), encode("nop"))
    machine.registers["pc"] = TEXT + 4
    machine.run(1)
    machine.registers["pc"] = TEXT
    machine.on_syscall = lambda: machine.memory.protect(TEXT, PAGE_SIZE, READ)
    stop = machine.run(5)
    assert stop.fault is not None
    assert (stop.fault.kind, stop.pc) == (FaultKind.PROTECTED, TEXT + 4)


# --- the end


def test_close_gives_everything_back_and_may_be_repeated() -> None:
    machine = counting()
    machine.close()
    machine.close()
    with pytest.raises(MachineError):
        machine.run(1)
    with pytest.raises(MemoryFault):
        machine.memory.read(TEXT, 1)


def test_two_machines_do_not_share_anything() -> None:
    first, second = counting(), counting()
    first.on_syscall = second.on_syscall = None
    first.run(4)
    second.run(2)
    first.memory.write_code(TEXT, encode("halt").to_bytes(4, "big"))
    assert second.run(2).reason is StopReason.BUDGET
    assert (first.registers["r1"], second.registers["r1"]) == (2, 2)


# --- instructions and programs


@given(
    st.one_of(
        st.integers(0, 0xFFFF_FFFF),
        st.builds(
            lambda row, rest: row[0] << 24 | rest, st.sampled_from(sorted(ISA.values())), st.integers(0, 0xFF_FFFF)
        ),
    )
)
def test_decoding_and_encoding_are_inverse(word: int) -> None:
    instruction = decode(word)
    if instruction is not None:
        assert encode(*instruction) == word


SIGNED = st.integers(-(1 << 31), (1 << 31) - 1)


@given(x=SIGNED, y=SIGNED)
def test_arithmetic_and_comparison_agree_with_python(x: int, y: int) -> None:
    left, right = x & 0xFFFF_FFFF, y & 0xFFFF_FFFF
    expected = {
        "add": left + right,
        "sub": left - right,
        "mul": left * right,
        "and": left & right,
        "or": left | right,
        "xor": left ^ right,
        "shl": left << right % 32,
        "shr": left >> right % 32,
        **({"div": left // right, "rem": left % right} if right else {}),
    }
    for name, value in expected.items():
        machine = machine_with(encode(name, 1, 2, 3))
        machine.registers["r2"], machine.registers["r3"] = left, right
        machine.run(1)
        assert machine.registers["r1"] == value & 0xFFFF_FFFF, name
    for name, taken in {"beq": x == y, "bne": x != y, "blt": x < y, "bge": x >= y}.items():
        machine = machine_with(encode("cmp", 0, 2, 3), encode(name, value=0x40))
        machine.registers["r2"], machine.registers["r3"] = left, right
        machine.run(2)
        assert machine.registers["pc"] == (TEXT + 0x44 if taken else TEXT + 8), name


def test_comparing_keeps_the_error_flag() -> None:
    machine = machine_with(encode("cmpi", 0, 1, 0), encode("cmpi", 0, 1, 1), encode("cmpi", 0, 1, -1))
    machine.registers["status"] = ERROR | LESS | 0x80
    seen = [machine.run(1) and machine.registers["status"] & ~0x80 for _ in range(3)]
    assert seen == [ERROR | EQUAL, ERROR | LESS, ERROR]
    assert machine.registers["status"] & 0x80


def test_a_call_through_the_link_register_goes_where_it_pointed() -> None:
    machine = machine_with(encode("blr", 0, LR))
    machine.registers["lr"] = 0x2000
    machine.run(1)
    assert (machine.registers["pc"], machine.registers["lr"]) == (0x2000, TEXT + 4)


@pytest.mark.parametrize("pie", [False, True])
@pytest.mark.parametrize("function", sorted(guests.MODEL))
def test_guest_programs_compute_what_they_say(toy_arch: str, function: str, pie: bool) -> None:
    for n in (0, 1, 2, 3, 9):
        bench = Bench(guests.build(toy_arch, pie=pie), toy_arch)
        before = bench.machine.save()
        assert bench.call(function, n) == guests.MODEL[function](n)
        for name in bench.description.calling.preserved:
            number = REGISTERS.index(name)
            assert bench.machine.save()[number] == before[number]
        assert bench.machine.registers["sp"] == STACK + STACK_SIZE


def test_every_build_of_a_program_computes_the_same() -> None:
    results = {
        Bench(guests.build(arch, pie=pie), arch).call("mixture", 20)
        for arch in ("toy", "toystack")
        for pie in (False, True)
    }
    assert len(results) == 1


def test_arguments_travel_in_registers_and_on_the_stack(toy_arch: str) -> None:
    assert Bench(guests.build(toy_arch), toy_arch).call("sum6", 1, 20, 300, 4000, 50000, 600000) == 654321


def test_a_function_may_pop_its_arguments() -> None:
    bench = Bench(guests.build("toystack"), "toystack")
    assert bench.call("call_callee_pop", 10) == 13
    assert bench.call("callee_pop", 1, 2, 3) == 6
    assert bench.machine.registers["sp"] == STACK + STACK_SIZE - 8 + 4  # room for one argument, padded, and it popped
    assert bench.machine.registers["pc"] == EXIT
