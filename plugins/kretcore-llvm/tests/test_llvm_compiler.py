"""Compiling, loading, unloading, and the cache of object code."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kretcore_llvm.cache import ObjectCache, default_directory
from kretcore_llvm.compiler import Compiler, Unit

WORDS = st.integers(0, (1 << 64) - 1)
UNARY = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_uint64)

COUNTDOWN = """
define preserve_nonecc void @step(ptr %state, i64 %left) {
  %done = icmp eq i64 %left, 0
  br i1 %done, label %out, label %go
go:
  %old = load i64, ptr %state
  %new = add i64 %old, 3
  store i64 %new, ptr %state
  %less = sub i64 %left, 1
  %cell = getelementptr i64, ptr %state, i64 1
  %next = load ptr, ptr %cell
  musttail call preserve_nonecc void %next(ptr %state, i64 %less)
  ret void
out:
  ret void
}
define void @enter(ptr %state, i64 %left) {
  call preserve_nonecc void @step(ptr %state, i64 %left)
  ret void
}
"""

OUTSIDE = """
declare i64 @outside(i64)
@word = external global i64
define i64 @f(i64 %x) {
  %y = call i64 @outside(i64 %x)
  %w = load i64, ptr @word
  %z = add i64 %y, %w
  ret i64 %z
}
"""


def adding(constant: int, name: str = "f") -> str:
    return f"define i64 @{name}(i64 %x) {{\n %y = add i64 %x, {constant}\n ret i64 %y\n}}\n"


@pytest.fixture
def compiler() -> Iterator[Compiler]:
    made = Compiler()
    yield made
    made.close()


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KRETCORE_CACHE", str(tmp_path / "a" / "cache"))
    return tmp_path / "a" / "cache"


def files(directory: Path) -> list[Path]:
    return sorted(directory.iterdir()) if directory.exists() else []


class Text:
    """IR that counts how often it was asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.made = 0

    def __call__(self) -> str:
        self.made += 1
        return self.text


def call(compiler: Compiler, text: Text, x: int = 1, key: str = "key") -> int:
    unit = compiler.cached(key, text, ["f"], {})
    result: int = UNARY(unit.addresses["f"])(x)
    unit.close()
    return result


@pytest.mark.parametrize("optimise", [False, True])
def test_tail_calls_through_memory_use_no_stack(compiler: Compiler, optimise: bool) -> None:
    unit = compiler.compile(COUNTDOWN, ["enter", "step"], {}, optimise=optimise)
    state = (ctypes.c_uint64 * 2)(0, unit.addresses["step"])
    enter = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint64)(unit.addresses["enter"])
    enter(ctypes.addressof(state), 5_000_000)  # the host's stack would hold a tenth of that
    assert state[0] == 15_000_000


@pytest.mark.parametrize("optimise", [False, True])
@settings(max_examples=20, deadline=None)
@given(x=WORDS, constant=WORDS)
def test_code_finds_the_functions_and_words_it_is_given(optimise: bool, x: int, constant: int) -> None:
    compiler = Compiler()
    outside = UNARY(lambda value: value ^ constant)
    word = ctypes.c_uint64(constant)
    symbols = {
        "outside": ctypes.cast(outside, ctypes.c_void_p).value or 0,
        "word": ctypes.addressof(word),
        "unused": 1,
    }
    unit = compiler.compile(OUTSIDE, ["f"], symbols, optimise=optimise)
    assert UNARY(unit.addresses["f"])(x) == ((x ^ constant) + constant) % (1 << 64)
    compiler.close()


def test_functions_of_the_c_library_are_found(compiler: Compiler) -> None:
    text = """
declare double @fmod(double, double)
define double @f(double %x, double %y) {
  %r = frem double %x, %y
  ret double %r
}
"""
    function = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double, ctypes.c_double)
    assert function(compiler.compile(text, ["f"], {}).addresses["f"])(7.5, 2.0) == 1.5


def test_bad_text_and_missing_symbols_are_errors(compiler: Compiler, capfd: pytest.CaptureFixture[str]) -> None:
    for text in (
        "define i64 @f() { ret i64 %x }",
        "define i64 @f() {\n %y = add i64 %x, 1\n %x = add i64 1, 1\n ret i64 %y\n}",  # parsed, and not valid
        "declare i64 @kretcore_nowhere()\ndefine i64 @f() {\n %x = call i64 @kretcore_nowhere()\n ret i64 %x\n}",
        adding(1, "g"),
    ):
        with pytest.raises(RuntimeError):
            compiler.compile(text, ["f"], {})
    capfd.readouterr()  # the linker tells the missing names to the standard error stream
    assert UNARY(compiler.compile(adding(2), ["f"], {}).addresses["f"])(1) == 3, "the compiler is usable afterwards"


def test_names_can_be_used_again_and_a_unit_outlives_its_object(compiler: Compiler) -> None:
    addresses = [compiler.compile(adding(constant), ["f"], {}).addresses["f"] for constant in range(20)]
    assert [UNARY(address)(100) for address in addresses] == list(range(100, 120))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts the mappings in /proc/self/maps")
@pytest.mark.parametrize("count", [10, 200])
def test_closing_unloads(compiler: Compiler, count: int) -> None:
    def mapped() -> int:
        return Path("/proc/self/maps").read_text().count("\n")

    def load() -> list[Unit]:
        return [compiler.compile(adding(constant), ["f"], {}, optimise=False) for constant in range(count)]

    for unit in load():
        unit.close()
    before = mapped()
    units = load()
    assert mapped() >= before + count
    for unit in [*units, *units]:
        unit.close()
    assert mapped() < before + count


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc/self/statm")
def test_what_was_unloaded_leaves_no_memory_behind() -> None:
    program = f"""
import os
from pathlib import Path
from kretcore_llvm.compiler import Compiler

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")

def load_and_close(count):
    for _ in range(count):
        compiler.compile({adding(1)!r}, ["f"], {{}}, optimise=False).close()

compiler = Compiler()
load_and_close(300)
before = resident()
load_and_close(500)
print(resident() - before)
"""
    # a process of its own, for the memory that other tests have freed would be used first
    grown = subprocess.run([sys.executable, "-c", program], check=True, timeout=60, capture_output=True).stdout
    assert int(grown) < 500 * 4000, "one linker for all would grow by 9 KiB a unit"


def test_units_survive_the_others_of_their_linker(compiler: Compiler) -> None:
    kept = []
    for constant in range(300):
        unit = compiler.compile(adding(constant), ["f"], {}, optimise=False)
        if constant % 50:
            unit.close()
        else:
            kept.append(UNARY(unit.addresses["f"]))
    assert [function(1) for function in kept] == [1, 51, 101, 151, 201, 251]


def test_close_is_idempotent_and_a_closed_compiler_starts_anew() -> None:
    compiler = Compiler()
    compiler.close()
    unit = compiler.compile(adding(1), ["f"], {})
    compiler.close()
    compiler.close()
    unit.close()
    assert UNARY(compiler.compile(adding(1), ["f"], {}).addresses["f"])(1) == 2
    compiler.close()


def test_nothing_is_left_to_crash_at_exit_or_in_the_collector() -> None:
    program = f"""
import sys
from kretcore_llvm.compiler import Compiler
assert "llvmlite" not in sys.modules
compiler = Compiler()
assert "llvmlite" not in sys.modules
kept = compiler.compile({adding(1)!r}, ["f"], {{}})
dropped = Compiler()
unit = dropped.compile({adding(1)!r}, ["f"], {{}})
del dropped
unit.close()
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_cached_code_is_compiled_once(directory: Path) -> None:
    text = Text(adding(5))
    for _ in range(3):
        compiler = Compiler()
        assert call(compiler, text) == 6
        compiler.close()
    assert text.made == 1
    assert len(files(directory)) == 1


def test_another_key_name_or_kind_of_code_is_another_file(compiler: Compiler, directory: Path) -> None:
    text = Text(adding(5) + adding(6, "g"))
    compiler.cached("a", text, ["f"], {})
    compiler.cached("b", text, ["f"], {})
    compiler.cached("a", text, ["f", "g"], {})
    compiler.cached("a", text, ["f"], {}, optimise=False)
    assert text.made == len(files(directory)) == 4


def test_cached_code_is_linked_to_the_symbols_of_this_time(compiler: Compiler, directory: Path) -> None:
    text = Text(OUTSIDE)
    for constant in (3, 4):
        outside, word = UNARY(lambda value, constant=constant: value * constant), ctypes.c_uint64(constant)
        symbols = {"outside": ctypes.cast(outside, ctypes.c_void_p).value or 0, "word": ctypes.addressof(word)}
        unit = compiler.cached("key", text, ["f"], symbols)
        assert UNARY(unit.addresses["f"])(10) == 11 * constant
    assert text.made == 1


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_absent_and_then_replaced(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    cache = ObjectCache(tmp_path_factory.mktemp("cache"))
    path = cache.path(["x"])
    assert path is not None
    cache.store(path, b"object code" * 9)
    good = path.read_bytes()
    at = data.draw(st.integers(0, len(good) - 1))
    kind = data.draw(st.sampled_from(["flip", "cut", "longer"]))
    if kind == "flip":
        path.write_bytes(good[:at] + bytes([good[at] ^ data.draw(st.integers(1, 255))]) + good[at + 1 :])
    else:
        path.write_bytes(good[:at] if kind == "cut" else good + b"\0")
    assert cache.load(path) is None
    cache.store(path, b"object code" * 9)
    assert cache.load(path) == b"object code" * 9


def test_a_damaged_file_is_compiled_again(compiler: Compiler, directory: Path) -> None:
    text = Text(adding(5))
    call(compiler, text)
    (file,) = files(directory)
    file.write_bytes(file.read_bytes()[:-100])
    assert [call(compiler, text), call(compiler, text)] == [6, 6]
    assert text.made == 2


def test_without_a_writable_directory_code_is_compiled(
    compiler: Compiler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KRETCORE_CACHE", str(tmp_path / "file" / "cache"))
    text = Text(adding(5))
    assert [call(compiler, text), call(compiler, text)] == [6, 6]
    assert text.made == 2


def test_a_write_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    cache = ObjectCache(tmp_path)
    monkeypatch.setattr(Path, "replace", full)
    cache.store(cache.path(["x"]), b"code")
    assert files(tmp_path) == []


def test_the_files_used_longest_ago_go_when_there_are_too_many(tmp_path: Path) -> None:
    cache = ObjectCache(tmp_path, limit=10 * 1032)
    (tmp_path / "not ours").write_bytes(bytes(99999))
    paths = [path for number in range(30) if (path := cache.path([str(number)])) is not None]
    for number, path in enumerate(paths):
        cache.store(path, bytes(1000))
        os.utime(path, ns=(number, number))  # as if it had been long ago
        if number >= 5:
            assert cache.load(paths[5]) is not None, "it was used all the time"
    kept = [number for number, path in enumerate(paths) if path.exists()]
    assert kept == [5, *range(21, 30)]
    assert (tmp_path / "not ours").exists()


def test_the_directory_is_chosen_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRETCORE_CACHE", str(tmp_path))
    assert default_directory() == tmp_path
    monkeypatch.delenv("KRETCORE_CACHE")
    if sys.platform.startswith("linux"):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
        assert default_directory() == tmp_path / "xdg" / "kretcore"
