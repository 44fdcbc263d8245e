"""What cannot be probed is refused, with the kernel's errno and a reason."""

from __future__ import annotations

import errno

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from x86_bench import ADDRESS, SLOT, Bench, guests

from kretcore.arch import Text
from kretcore.errors import RegistrationError
from kretcore.images import SymbolTable, load_image

EINVAL, EOPNOTSUPP, EILSEQ = errno.EINVAL, errno.EOPNOTSUPP, errno.EILSEQ

# Code, errno, and the word sizes it is an instruction in.
REFUSED = [
    ("cc", EOPNOTSUPP, (32, 64)),  # int3 of the program's own
    ("cd03", EOPNOTSUPP, (32, 64)),
    ("cd21", EOPNOTSUPP, (32, 64)),
    ("cd80", EOPNOTSUPP, (64,)),
    ("ce", EOPNOTSUPP, (32,)),  # into
    ("f1", EOPNOTSUPP, (32, 64)),  # int1
    ("0f0b", EOPNOTSUPP, (32, 64)),  # ud2
    ("0fb9c0", EOPNOTSUPP, (32, 64)),  # ud1
    ("0fff00", EOPNOTSUPP, (32, 64)),  # ud0
    ("0f0b6b766d", EINVAL, (32, 64)),  # forced emulation: KVM
    ("0f0b78656e", EINVAL, (32, 64)),  # forced emulation: Xen
    ("8ed0", EINVAL, (32, 64)),  # mov ss, eax
    ("8e10", EINVAL, (32, 64)),  # mov ss, [eax]
    ("668ed0", EINVAL, (32, 64)),
    ("17", EINVAL, (32,)),  # pop ss
    ("9a001000003300", EOPNOTSUPP, (32,)),  # call far
    ("ea001000003300", EOPNOTSUPP, (32,)),  # jmp far
    ("ff18", EOPNOTSUPP, (32, 64)),  # call far [eax]
    ("ff28", EOPNOTSUPP, (32, 64)),  # jmp far [eax]
    ("48ff28", EOPNOTSUPP, (64,)),
    ("cb", EOPNOTSUPP, (32, 64)),  # retf
    ("ca0800", EOPNOTSUPP, (32, 64)),
    ("48cb", EOPNOTSUPP, (64,)),
    ("cf", EOPNOTSUPP, (32, 64)),  # iret
    ("48cf", EOPNOTSUPP, (64,)),
    ("0f01c0", EOPNOTSUPP, (32, 64)),  # enclv, vmcall, ...: 0F 01, register form, /0
    ("0f01c1", EOPNOTSUPP, (32, 64)),
    ("0f01c2", EOPNOTSUPP, (32, 64)),
    ("0f01c3", EOPNOTSUPP, (32, 64)),
    ("0f01c4", EOPNOTSUPP, (32, 64)),
    ("0f01c5", EOPNOTSUPP, (32, 64)),
    ("ff10", EOPNOTSUPP, (32, 64)),  # call [eax]
    ("ff1510000000", EOPNOTSUPP, (32, 64)),
    ("ff20", EOPNOTSUPP, (32, 64)),  # jmp [eax]
    ("ff2510000000", EOPNOTSUPP, (32, 64)),
    ("ff248510000000", EOPNOTSUPP, (32, 64)),  # jmp [eax*4+table]
    ("67ffd0", EOPNOTSUPP, (32, 64)),  # another address size
    ("67ffe0", EOPNOTSUPP, (32, 64)),
    ("66c3", EOPNOTSUPP, (32, 64)),  # 16-bit forms
    ("66c20400", EOPNOTSUPP, (32, 64)),
    ("66e800010000", EOPNOTSUPP, (64,)),
    ("66e80001", EOPNOTSUPP, (32,)),
    ("66e900010000", EOPNOTSUPP, (64,)),
    ("66eb10", EOPNOTSUPP, (32, 64)),
    ("667410", EOPNOTSUPP, (32, 64)),
    ("660f8410000000", EOPNOTSUPP, (64,)),
    ("66e210", EOPNOTSUPP, (32, 64)),
    ("66e310", EOPNOTSUPP, (32, 64)),
    ("66ffd0", EOPNOTSUPP, (32, 64)),
    ("66ffe0", EOPNOTSUPP, (32, 64)),
    ("669c", EOPNOTSUPP, (32, 64)),
    ("669d", EOPNOTSUPP, (32, 64)),
    ("0f05", EOPNOTSUPP, (32,)),  # syscall
    ("0f34", EOPNOTSUPP, (32, 64)),  # sysenter
    ("0f35", EOPNOTSUPP, (32, 64)),  # sysexit
    ("0f07", EOPNOTSUPP, (32, 64)),  # sysret
    ("0faa", EOPNOTSUPP, (32, 64)),  # rsm
    ("f4", EOPNOTSUPP, (32, 64)),  # hlt
    ("c7f810000000", EOPNOTSUPP, (32, 64)),  # xbegin
]


@pytest.mark.semantics("2.1-refused")
@pytest.mark.parametrize(("code", "number", "sizes"), REFUSED)
def test_refused_instructions(bench: Bench, code: str, number: int, sizes: tuple[int, ...]) -> None:
    if bench.bits not in sizes:
        pytest.skip("not an instruction of this word size, or another one")
    with pytest.raises(RegistrationError) as refusal:
        bench.prepare(bytes.fromhex(code))
    assert refusal.value.errno == number
    assert refusal.value.address == ADDRESS


def test_refusals_say_why(bench: Bench) -> None:
    with pytest.raises(RegistrationError, match=r"`call` cannot be probed: a call through memory is not emulated"):
        bench.prepare(b"\xff\x10")


@pytest.mark.semantics("2.1-refused")
def test_an_instruction_that_does_not_exist_is_einval(bench: Bench) -> None:
    for code in (b"\x0f\x04", b"\x0f\xa6\xff"):
        with pytest.raises(RegistrationError) as refusal:
            bench.prepare(code)
        assert refusal.value.errno == EINVAL


@pytest.mark.parametrize("code", [b"", b"\x0f", b"\xe8\0\0", b"\xc7\x05\0\0\0\0\1"])
def test_text_that_ends_within_the_instruction_is_einval(bench: Bench, code: bytes) -> None:
    with pytest.raises(RegistrationError) as refusal:
        bench.plugin.arch_prepare_kprobe(Text(ADDRESS - 1, b"\x90" + code), ADDRESS, SLOT)
    assert refusal.value.errno == EINVAL


@pytest.mark.semantics("2.1-boundary")
def test_boundaries_are_found_from_the_start_of_the_function(bench: Bench) -> None:
    # push; mov eax, imm32; ret: the immediate would decode to instructions, too
    code = b"\x55\xb8\x90\x90\x90\x90\xc3"
    allowed = {0, 1, 6}
    for order in (range(7), reversed(range(7))):
        for offset in order:
            text = Text(ADDRESS, code)
            if offset in allowed:
                bench.plugin.arch_prepare_kprobe(text, ADDRESS + offset, SLOT)
                continue
            with pytest.raises(RegistrationError) as refusal:
                bench.plugin.arch_prepare_kprobe(text, ADDRESS + offset, SLOT)
            assert refusal.value.errno == EILSEQ


@pytest.mark.semantics("2.1-boundary")
def test_code_that_does_not_decode_on_the_way_is_eilseq(bench: Bench) -> None:
    with pytest.raises(RegistrationError) as refusal:
        bench.prepare(b"\x90", before=b"\x55\x0f\x04")
    assert refusal.value.errno == EILSEQ
    bench.prepare(b"\x90", before=b"\x55\xcc")  # a breakpoint of the program's own is no obstacle


PIECES = [b"\x55", b"\x89\xe5", b"\xb8\1\2\3\4", b"\x83\xec\x18", b"\x0f\x1f\x40\0", b"\xc3", b"\xe8\0\0\0\0", b"\xcc"]


def test_boundaries_do_not_depend_on_what_was_asked_before(bench: Bench) -> None:
    functions = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12)

    @settings(deadline=None)
    @given(st.lists(functions, min_size=1, max_size=4), st.data())
    def found(bodies: list[list[bytes]], data: st.DataObject) -> None:
        for _ in range(12):
            pieces = data.draw(st.sampled_from(bodies))
            code = b"".join(pieces)
            starts = {sum(map(len, pieces[:index])) for index in range(len(pieces))}
            offset = data.draw(st.integers(0, len(code) - 1))
            # As much text as the kernel would give at least, or more.
            cut = data.draw(st.integers(min(offset + 5, len(code)), len(code)))
            try:
                bench.plugin.arch_prepare_kprobe(Text(0x1000, code[:cut]), 0x1000 + offset, SLOT)
                refused = 0
            except RegistrationError as refusal:
                refused = refusal.errno
            assert (refused == EILSEQ) == (offset not in starts)

    found()


@pytest.mark.semantics("2.1-boundary")
def test_every_byte_of_compiled_programs(bench: Bench) -> None:
    """Each instruction gives a copy that fits, or a documented refusal; nothing else can be probed."""
    for path in guests(bench.name):
        image = load_image(path)
        table = SymbolTable(image.symbols, image.executable_ranges)
        memory = {segment.address: segment for segment in image.segments}
        for function in table.functions():
            segment = next(
                (s for s in memory.values() if s.address <= function.address < s.address + len(s.data)), None
            )
            if segment is None or not function.size:
                continue
            at = function.address - segment.address
            _check_function(bench, function.address, segment.data[at : at + function.size], path.name)


def _check_function(bench: Bench, start: int, code: bytes, where: str) -> None:
    text = Text(start, code)
    expected = 0
    for offset in range(len(code)):
        try:
            copy = bench.plugin.arch_prepare_kprobe(text, start + offset, start + 0x100000)
        except RegistrationError as refusal:
            if offset == expected:
                assert refusal.errno in (EINVAL, EOPNOTSUPP), f"{where} {start + offset:#x}: {refusal}"
                expected += len(bench.plugin._decoder.first(code[offset:])[0])
            else:
                assert refusal.errno == EILSEQ
            continue
        assert offset == expected, f"{where}: {start + offset:#x} is inside an instruction"
        assert (copy.emulate is None) == bool(copy.code and copy.jump_back)
        assert len(copy.code) + len(copy.jump_back or b"\xcc") <= bench.description.slot_size
        expected += copy.length
    assert expected >= len(code)
