"""Prototypes from debug information: what is declared, where arguments are, and when nothing is said."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kret import has_plugin, kret
from toy.arch import TOY

from kretcore.arch import ArchDescription, CallingConvention
from kretcore.images import load_image
from kretcore.trace.prototypes import Prototypes
from kretcore.trace.types import CType

DATA = Path(__file__).parent / "data"
GUESTS = Path(__file__).parent / "guests" / "bin"

CONVENTIONS = {
    "x86_64": (
        64,
        CallingConvention(arguments=("r1", "r2", "r3", "r4", "r5", "r6"), stack_arguments=8, results=("r0",)),
    ),
    "i386": (32, CallingConvention(arguments=(), stack_arguments=4, results=("r0", "r1"))),
    "ia64": (64, CallingConvention(arguments=tuple(f"r{n}" for n in range(8)), stack_arguments=16, results=("r0",))),
}


def description(arch: str) -> ArchDescription:
    """A description with the convention of ``arch``; no plugin is needed to read prototypes."""
    bits, calling = CONVENTIONS[arch]
    return TOY.model_copy(update={"bits": bits, "byte_order": "little", "calling": calling})


def prototypes_of(program: Path, arch: str) -> dict[str, tuple[str, list[tuple[int, int] | None]] | None]:
    image = load_image(program)
    prototypes = Prototypes(program, image.base, description(arch))
    found: dict[str, tuple[str, list[tuple[int, int] | None]] | None] = {}
    for symbol in image.symbols:
        if symbol.kind == "function":
            prototype = prototypes.find(symbol.address, (symbol.name,))
            found[symbol.name] = None
            if prototype is not None:
                places = [parameter.words for parameter in prototype.parameters]
                found[symbol.name] = prototype.declare(symbol.name), places
    return found


DECLARED = {
    "negate": "int negate(int n)",
    "half": "unsigned int half(unsigned int n)",
    "next_character": "char next_character(char c)",
    "top": "u8 top(u8 n)",
    "is_odd": "_Bool is_odd(int n)",
    "skip": "const char *skip(const char *text, long int n)",
    "mix": "enum color mix(enum color a, enum color b)",
    "nothing": "void nothing(void)",
    "scale": "double scale(int n, double f, int m)",
    "make_point": "struct point make_point(int x, int y)",
    "apply": "int apply(operation f, int a, int b)",
    "variadic": "int variadic(int n, ...)",
}


@pytest.mark.parametrize("variant", ["O0", "O2"])
@pytest.mark.parametrize("arch", CONVENTIONS)
def test_declarations(arch: str, variant: str) -> None:
    found = prototypes_of(DATA / f"typed.{arch}.{variant}", arch)
    declared = {name: prototype[0] for name, prototype in found.items() if prototype is not None and name in DECLARED}
    assert declared == DECLARED


@pytest.mark.parametrize("variant", ["O0", "O2"])
@pytest.mark.parametrize("arch", ["x86_64", "ia64"])
def test_places_with_argument_registers(arch: str, variant: str) -> None:
    """On ia64 the frame base is a list of locations."""
    places = {
        name: prototype[1]
        for name, prototype in prototypes_of(DATA / f"typed.{arch}.{variant}", arch).items()
        if prototype
    }
    assert places["eight"] == [(index, 1) for index in range(8)]
    assert places["wide"] == [(0, 1), (1, 1)]
    assert places["scale"] == [(0, 1), None, None]  # what follows a double depends on the ABI
    assert places["sum_point"] == [None, None]
    assert places["make_big"] == [None]  # a hidden pointer may come first


@pytest.mark.parametrize("variant", ["O0", "O2"])
def test_places_on_the_stack(variant: str) -> None:
    places = {
        name: prototype[1]
        for name, prototype in prototypes_of(DATA / f"typed.i386.{variant}", "i386").items()
        if prototype
    }
    assert places["eight"] == [(index, 1) for index in range(8)]
    assert places["wide"] == [(0, 2), (2, 1)]
    assert places["scale"] == [(0, 1), None, (3, 1)]
    assert places["make_big"] == [(1, 1)]  # behind the hidden pointer
    assert places["local"] == ([None, None] if variant == "O2" else [(0, 1), (1, 1)])


def test_a_changed_copy_of_a_function_has_no_prototype() -> None:
    program = DATA / "typed.x86_64.O2"
    prototypes = Prototypes(program, 0, description("x86_64"))
    address = next(symbol.address for symbol in load_image(program).symbols if symbol.name == "negate")
    assert prototypes.find(address, ("negate",)) is not None
    for suffix in ("isra.0", "constprop.3", "part.0.isra.2", "cold"):
        assert prototypes.find(address, (f"negate.{suffix}",)) is None


@pytest.mark.parametrize("arch", CONVENTIONS)
@pytest.mark.parametrize("name", ["fib.O0", "expr.O2", "fib.stripped"])
def test_line_numbers_alone_are_no_prototypes(arch: str, name: str) -> None:
    assert not any(prototypes_of(GUESTS / arch / name, arch).values())


@given(at=st.integers(0, 3000), value=st.integers(0, 255))
@settings(deadline=None)
def test_damaged_debug_information_is_left_out(at: int, value: int) -> None:
    data = bytearray((DATA / "typed.x86_64.O2").read_bytes())
    image = load_image(bytes(data))
    text_end = 0x600
    data[text_end + at] = value
    prototypes = Prototypes(bytes(data), 0, description("x86_64"))
    for symbol in image.symbols:
        prototypes.find(symbol.address, (symbol.name,))


def test_damage_is_a_warning_of_a_run(tmp_path: Path) -> None:
    if not has_plugin("x86_64"):
        pytest.skip("the architecture x86_64 is not installed")
    data = (DATA / "typed.x86_64.O2").read_bytes()
    names = subprocess.run(
        ["readelf", "-SW", str(DATA / "typed.x86_64.O2")], capture_output=True, text=True, check=True
    ).stdout
    line = next(line for line in names.splitlines() if ".debug_abbrev" in line)
    offset = int(line.split("PROGBITS")[1].split()[1], 16)
    program = tmp_path / "damaged"
    program.write_bytes(data[:offset] + b"\xff" * 40 + data[offset + 40 :])
    result = kret("trace", program, "-f", "negate")
    assert result.exit_code == 0
    assert result.stdout.startswith("negate() = raw 0x")
    assert result.stderr.count("debug information left out") == 1


# -- values ------------------------------------------------------------------------------------


@given(st.integers(-(2**31), 2**31 - 1), st.integers(0, 2**32 - 1), st.sampled_from([8, 16, 32]))
def test_what_lies_above_a_type_is_not_looked_at(value: int, junk: int, bits: int) -> None:
    signed = CType("x", "signed", bits // 8, negative=True)
    word = (value & ((1 << bits) - 1)) | (junk << bits) & 0xFFFF_FFFF_FFFF_FFFF
    expected = value & ((1 << bits) - 1)
    assert signed.value([word], 64) == (expected - (1 << bits) if expected >> (bits - 1) else expected)
    assert CType("x", "unsigned", bits // 8).value([word], 64) == expected


@pytest.mark.parametrize(
    ("code", "shown"), [(65, "'A'"), (0, "'\\0'"), (10, "'\\n'"), (39, "'\\''"), (92, "'\\\\'"), (-1, "'\\xff'")]
)
def test_characters(code: int, shown: str) -> None:
    assert CType("char", "character", 1, negative=True).text(code) == shown


def test_values_without_a_name() -> None:
    color = CType("enum color", "enumeration", 4, {0: "RED"})
    assert (color.text(0), color.text(3)) == ("RED", "3")
    boolean = CType("_Bool", "boolean", 1)
    assert [boolean.text(value) for value in (0, 1, 2)] == ["false", "true", "2"]
    assert CType("void *", "pointer", 4).text(0) == "0x0"
