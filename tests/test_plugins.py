"""Plugins: found by entry point, checked before use; every refusal says whose fault it is and what to do."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from kret import kret, records
from toy import dist
from toy.guests import build

import kretcore
from kretcore import (
    ImageError,
    Kernel,
    Kretprobe,
    PluginApiError,
    PluginConflictError,
    PluginError,
    PluginImportError,
    PluginIncompleteError,
    PluginNotFoundError,
    TaskState,
    UsageError,
    boot,
    hookspecs,
    plugins,
)
from kretcore.images import load_image

HOOKS = {
    "arch_describe",
    "arch_create_machine",
    "arch_function_entry",
    "arch_enter_function",
    "arch_init",
    "arch_prepare_kprobe",
    "arch_resume_execution",
    "arch_call_site",
    "arch_prepare_kretprobe",
    "arch_frame_distance",
    "arch_fixup_return",
}
REMOVED = (
    "arch_get_kprobe_task",
    "arch_kprobe_flush_task",
    "get_rp_inst_tsk",
    "get_rp_inst",
    "trampoline_post_handler",
)
"""What the redesign of 2005 took out of the kernel, and what must not come back."""

FOREIGN = 0xABCD
"""An ``e_machine`` of nobody."""

_serial = count()


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory on ``sys.path`` to install plugins in."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def nothing_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(plugins.DISABLE_VARIABLE, raising=False)


def install(directory: Path, *, name: str | None = None, version: str = "3.2", **options: Any) -> str:
    """Install a plugin that is the toy but for what is asked; return its name, new each time."""
    name = name or f"arch{next(_serial)}"
    source = options.pop("source", None) or dist.plugin_source(name, **options)
    dist.write_plugin(directory, dist=f"kretcore-{name}", name=name, source=source, version=version)
    return name


def refusal(name: str, kind: type[PluginError]) -> str:
    """What a user hears who asks for a plugin; it must name the distribution and its version."""
    with pytest.raises(kind) as caught:
        boot(build("toy"), arch=name)
    error = caught.value
    assert type(error) is kind
    assert (error.name, error.dist, error.version) == (name, f"kretcore-{name}", "3.2")
    message = str(error)
    assert f"kretcore-{name} 3.2" in message
    return message


# --- found, and left alone until needed -----------------------------------------------------------


def test_installed_plugins_are_found_by_their_metadata(directory: Path) -> None:
    name = install(directory)
    found = {plugin.name: plugin for plugin in plugins.installed()}
    assert {"toy", "toystack", name} <= set(found)
    assert str(found[name]) == f"kretcore-{name} 3.2"
    assert list(found) == sorted(found)
    assert found[name].entry_point.module not in sys.modules, "finding it imports nothing"


def test_loading_a_plugin_imports_no_engine(directory: Path) -> None:
    """That is for ``arch_create_machine``."""
    engine = f"engine_of_test_{next(_serial)}"
    (directory / f"{engine}.py").write_text("LOADED = True\n")
    name = install(
        directory,
        extra=f"""
@hookimpl
def arch_create_machine(description):
    import {engine}
    return _base.arch_create_machine(description)
""",
    )
    architecture = plugins.load(name)
    assert architecture.description.name == name
    assert engine not in sys.modules
    boot(build("toy"), arch=name).close()
    assert engine in sys.modules


def test_importing_the_core_imports_no_plugin_and_no_engine() -> None:
    script = """
import sys, kretcore
from kretcore import plugins
kretcore.boot, plugins.installed()
found = [m for m in sys.modules if m.split(".")[0] in ("toy", "unicorn", "capstone", "llvmlite")
         or m.startswith("kretcore_")]
assert not found, found
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(kretcore.__file__).parents[1])


def test_the_image_chooses_the_architecture() -> None:
    for name in ("toy", "toystack"):
        assert plugins.for_image(load_image(build(name))).description.name == name
        with boot(build(name)) as kernel:
            assert kernel.arch.name == name


def test_two_architectures_live_side_by_side() -> None:
    with boot(build("toy")) as first, boot(build("toystack")) as second:
        for kernel in (first, second):
            kernel.register_kretprobe(Kretprobe(symbol="fib"))
        assert (first.call("fib", 5), second.call("fib", 6)) == (5, 8)
        assert (first.receipt().returned, second.receipt().returned) == (15, 25)


# --- not installed, hidden, twice -----------------------------------------------------------------


def test_an_architecture_that_is_not_installed_is_named_with_what_is() -> None:
    with pytest.raises(PluginNotFoundError) as caught:
        boot(build("toy"), arch="vax_11")
    message = str(caught.value)
    assert "'vax_11'" in message
    assert "toy" in message
    assert "pip install kretcore-vax-11" in message
    assert caught.value.name == "vax_11"


def foreign(machine: int) -> bytes:
    """The toy's program with another ``e_machine``."""
    data = bytearray(build("toy"))
    data[18:20] = machine.to_bytes(2, "big")
    return bytes(data)


def test_an_image_nobody_runs_names_the_plugin_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(plugins.DISABLE_VARIABLE, "ppc64,ppc64le")
    with pytest.raises(PluginNotFoundError) as caught:
        boot(foreign(21))
    assert "pip install kretcore-ppc64" in str(caught.value)
    with pytest.raises(PluginNotFoundError) as caught:
        boot(foreign(FOREIGN))
    message = str(caught.value)
    assert "32-bit big-endian" in message
    assert "toy" in message
    assert "porting" in message


@pytest.mark.parametrize(
    ("change", "has", "runs"),
    [
        ({"byte_order": "little"}, "32-bit big-endian (", "32-bit little-endian programs only"),
        (
            {"elf_flags": frozenset({9, 7})},
            "big-endian with flags 0x0 (",
            "big-endian programs with flags 0x7 or 0x9 only",
        ),
    ],
)
def test_an_image_for_another_kind_of_an_installed_processor(
    directory: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, object], has: str, runs: str
) -> None:
    """What is installed need not be installed: the image is the wrong one."""
    name = install(
        directory,
        extra=f"""
_plain = arch_describe
@hookimpl
def arch_describe():
    return _plain().model_copy(update={change!r})
""",
    )
    monkeypatch.setenv(plugins.DISABLE_VARIABLE, "toy,toystack")
    with pytest.raises(PluginNotFoundError) as caught:
        boot(build("toy"))
    message = str(caught.value)
    assert has in message
    assert f"{name} runs" in message and f"{runs}; build the program for that" in message
    assert "pip" not in message


def test_plugins_can_be_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(plugins.DISABLE_VARIABLE, "toy, other")
    assert "toy" not in {plugin.name for plugin in plugins.installed()}
    assert "toystack" in {plugin.name for plugin in plugins.installed()}
    with pytest.raises(PluginNotFoundError, match="toystack"):
        boot(build("toy"))
    with pytest.raises(PluginNotFoundError, match=plugins.DISABLE_VARIABLE):
        boot(build("toy"), arch="toy")
    monkeypatch.setenv(plugins.DISABLE_VARIABLE, "")
    boot(build("toy")).close()


def test_a_hidden_plugin_is_not_imported(
    directory: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = install(directory, source="raise RuntimeError('imported')")
    monkeypatch.setenv(plugins.DISABLE_VARIABLE, name)
    boot(build("toy")).close()
    assert "imported" not in capsys.readouterr().err


def test_two_distributions_of_one_name_conflict(directory: Path) -> None:
    name = f"arch{next(_serial)}"
    for number in (1, 2):
        dist.write_plugin(
            directory, dist=f"vendor{number}-{name}", name=name, source=dist.plugin_source(name), version=f"{number}.0"
        )
    with pytest.raises(PluginConflictError) as caught:
        boot(build("toy"), arch=name)
    message = str(caught.value)
    assert f"vendor1-{name} 1.0" in message
    assert f"vendor2-{name} 2.0" in message
    assert "uninstall" in message
    boot(build("toystack")).close()


def test_two_architectures_for_one_image_must_be_told_apart(directory: Path) -> None:
    name = install(directory)
    with pytest.raises(PluginConflictError, match=name):
        boot(build("toy"))
    with boot(build("toy"), arch=name) as kernel:
        assert kernel.arch.name == name


def test_elf_flags_tell_architectures_apart(directory: Path) -> None:
    install(
        directory,
        extra="""
_plain = arch_describe
@hookimpl
def arch_describe():
    return _plain().model_copy(update={"elf_flags": frozenset({7})})
""",
    )
    with boot(build("toy")) as kernel:
        assert kernel.arch.name == "toy"


def test_an_image_of_another_shape_is_refused(directory: Path) -> None:
    name = install(directory, byte_order="little")
    with pytest.raises(UsageError, match="big-endian"):
        boot(build("toy"), arch=name)


# --- broken ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("raise RuntimeError('no luck')", "no luck"),
        ("import a_module_nobody_has", "a_module_nobody_has"),
        ("def broken(:", "SyntaxError"),
        ("import sys\nsys.exit('gone')", "gone"),
        ("class Odd(BaseException): pass\nraise Odd('neither this nor that')", "neither this nor that"),
        ("raise ValueError('in\\nthree\\nlines')", "in three lines"),
    ],
)
def test_a_plugin_that_does_not_import(directory: Path, source: str, words: str) -> None:
    name = install(directory, source=source)
    message = refusal(name, PluginImportError)
    assert words in message
    assert "reinstall" in message
    assert "\n" not in message
    with pytest.raises(PluginImportError) as caught:
        plugins.load(name)
    assert caught.value.__cause__ is not None


def test_ctrl_c_while_a_plugin_imports_is_ctrl_c(directory: Path) -> None:
    name = install(directory, source="raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        plugins.load(name)


def test_an_entry_point_to_nowhere(directory: Path) -> None:
    name = f"arch{next(_serial)}"
    dist.write_distribution(
        directory, dist=f"kretcore-{name}", version="3.2", entry_points={name: "toy.arch_toy:missing"}
    )
    assert "missing" in refusal(name, PluginImportError)


@pytest.mark.parametrize("hook", sorted(HOOKS))
def test_a_plugin_that_lacks_a_hook(directory: Path, hook: str) -> None:
    assert hook in refusal(install(directory, without=[hook]), PluginIncompleteError)


@pytest.mark.parametrize("hook", sorted(HOOKS - {"arch_describe"}))
def test_a_plugin_that_misspells_a_hook(directory: Path, hook: str) -> None:
    assert hook + "s" in refusal(install(directory, renamed={hook: hook + "s"}), PluginIncompleteError)


@pytest.mark.parametrize("removed", REMOVED)
def test_a_plugin_that_brings_an_old_hook_back(directory: Path, removed: str) -> None:
    """The hook list is closed."""
    name = install(directory, extra=f"@hookimpl\ndef arch_{removed.removeprefix('arch_')}(task): return True\n")
    assert removed.removeprefix("arch_") in refusal(name, PluginIncompleteError)


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ("@hookimpl\ndef arch_call_site(cpu): ...\n", "arch_call_site"),
        ("@hookimpl\ndef arch_call_site(): ...\n", "must take (machine)"),
        ("@hookimpl\ndef arch_frame_distance(machine, backing_store, stack): ...\n", "(machine, stack, backing_store)"),
        ("@hookimpl\ndef arch_call_site(machine, more=1): ...\n", "arch_call_site"),
        ("@hookimpl(wrapper=True)\ndef arch_call_site(machine):\n    return (yield)\n", "wrapper"),
        ("def arch_call_site(machine): ...\n", "arch_call_site"),
        ("arch_call_site = 7\n", "arch_call_site"),
    ],
    ids=["other name", "too few", "other order", "too many", "wrapper", "unmarked", "no function"],
)
def test_a_hook_of_another_shape(directory: Path, extra: str, words: str) -> None:
    assert words in refusal(install(directory, extra=extra), PluginIncompleteError)


@pytest.mark.parametrize(("generation", "who"), [(0, "upgrade the plugin"), (2, "upgrade kretcore")])
def test_a_plugin_of_another_generation(directory: Path, generation: int, who: str) -> None:
    message = refusal(install(directory, hook_api=generation), PluginApiError)
    assert f"hook API {generation}" in message
    assert who in message


def test_the_generation_is_looked_at_before_the_hooks(directory: Path) -> None:
    """Another generation has other hooks: to list what is missing would not help."""
    refusal(install(directory, hook_api=2, without=["arch_init"]), PluginApiError)


@pytest.mark.parametrize("where", ["module", "function"])
@pytest.mark.parametrize(("generation", "who"), [(0, "upgrade the plugin"), (2, "upgrade kretcore")])
def test_another_generation_has_other_fields(directory: Path, where: str, generation: int, who: str) -> None:
    """Its description does not fit ours. That is not what is said about it."""
    call = f"ArchDescription(name='other', hook_api={generation}, endurance=7)"
    lines = ["from kretcore.arch import ArchDescription"]
    lines += [f"_it = {call}", "def arch_describe(): return _it"] if where == "module" else []
    lines += [f"def arch_describe(): return {call}"] if where == "function" else []
    message = refusal(install(directory, source="\n".join(lines)), PluginApiError)
    assert f"hook API {generation}" in message
    assert who in message
    assert "endurance" not in message


def test_a_description_that_does_not_fit_is_told_in_one_line(directory: Path) -> None:
    body = "from kretcore.arch import ArchDescription\n    return ArchDescription(name='x', hook_api=1, colour='red')"
    message = refusal(install(directory, extra=f"@hookimpl\ndef arch_describe():\n    {body}\n"), PluginIncompleteError)
    assert "colour" in message and "upgrade the plugin" in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "options",
    [
        {"without": ["arch_init"]},
        {"without": ["arch_describe"]},
        {"renamed": {"arch_init": "arch_inits"}},
        {"extra": "@hookimpl\ndef arch_call_site(cpu, task): ...\n"},
        {"extra": "@hookimpl\ndef arch_call_site(): ...\n"},
        {"extra": "@hookimpl(wrapper=True)\ndef arch_call_site(machine):\n    return (yield)\n"},
        {"extra": "@hookimpl\ndef arch_kprobe_flush_task(task): ...\n"},
        {"extra": "@hookimpl\ndef arch_describe(): return 7\n"},
        {"extra": "@hookimpl\ndef arch_describe(): raise OSError\n"},
        {"hook_api": 0},
        {"hook_api": 9},
        {"source": "1 / 0"},
        {"source": "raise SystemExit"},
    ],
    ids=str,
)
def test_every_refusal_has_a_remedy_and_is_listed(directory: Path, options: dict[str, Any]) -> None:
    name = install(directory, **options)
    result = kret("arch", "list", "--format", "jsonl")
    assert result.exit_code == 0
    listed = {
        record["data"]["name"]: record["data"] for record in records(result.stdout) if record["type"] == "architecture"
    }
    assert listed["toy"]["usable"]
    data = listed[name]
    assert (data["usable"], data["distribution"], data["version"]) == (False, f"kretcore-{name}", "3.2")
    assert data["error"].startswith(f"kretcore-{name} 3.2: ")
    assert "upgrade" in data["error"]


def test_both_that_shadow_each_other_are_listed(directory: Path) -> None:
    name = f"arch{next(_serial)}"
    for vendor in ("one", "two"):
        dist.write_plugin(directory, dist=f"{vendor}-{name}", name=name, source=dist.plugin_source(name))
    result = kret("arch", "list", "--format", "jsonl")
    found = [r["data"] for r in records(result.stdout) if r["type"] == "architecture" and r["data"]["name"] == name]
    assert [data["distribution"] for data in found] == [f"one-{name}", f"two-{name}"]
    for data in found:
        assert not data["usable"]
        assert f"one-{name} 1.0 and two-{name} 1.0: uninstall all but one" in data["error"]


@pytest.mark.parametrize(
    ("body", "words"),
    [("raise ValueError('what am I')", "what am I"), ("return {'name': 'x'}", "dict"), ("return None", "NoneType")],
)
def test_a_description_that_is_none(directory: Path, body: str, words: str) -> None:
    name = install(directory, extra=f"@hookimpl\ndef arch_describe():\n    {body}\n")
    assert words in refusal(name, PluginIncompleteError)


def test_a_description_of_another_name(directory: Path) -> None:
    name = f"arch{next(_serial)}"
    install(directory, name=name, source=dist.plugin_source("somebody_else"))
    assert "somebody_else" in refusal(name, PluginIncompleteError)


def test_a_broken_plugin_that_was_not_asked_for_is_a_warning(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = install(directory, source="raise RuntimeError('no luck')")
    with boot(build("toy")) as kernel:
        assert kernel.call("leaf", 1) == 2
    warning = capsys.readouterr().err
    assert broken in warning
    assert "no luck" in warning


def test_a_broken_plugin_is_mentioned_when_no_other_will_do(directory: Path) -> None:
    broken = install(directory, elf_machine=FOREIGN, without=["arch_init"])
    with pytest.raises(PluginNotFoundError) as caught:
        boot(foreign(FOREIGN))
    assert f"kretcore-{broken} 3.2" in str(caught.value)


def test_a_bad_image_is_refused_before_any_plugin_is_imported(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(directory, source="raise RuntimeError('imported')")
    for program in (b"", b"\x7fELF", b"hello" * 100, build("toy")[:60]):
        with pytest.raises(ImageError):
            boot(program)
    assert capsys.readouterr().err == ""


def test_an_architecture_that_registers_no_trampoline_is_refused(directory: Path) -> None:
    """It would lose every return."""
    name = install(directory, extra="@hookimpl\ndef arch_init(boot): return True\n")
    assert "arch_init" in refusal(name, PluginIncompleteError)


# --- the redesign ---------------------------------------------------------------------------------


def test_the_hook_list_is_closed() -> None:
    found = {name for name in vars(hookspecs) if name.startswith("arch_")}
    assert found == HOOKS == set(plugins.HOOK_NAMES)


def test_no_hook_sees_a_task_or_an_instance() -> None:
    """Whatever its name, a hook without them cannot do what the removed functions did."""
    tree = ast.parse(Path(hookspecs.__file__).read_text())
    hooks = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert {hook.name for hook in hooks} == HOOKS
    for hook in hooks:
        interface = f"{ast.unparse(hook.args)} -> {ast.unparse(hook.returns) if hook.returns else ''}".lower()
        for word in ("task", "instance", "kretprobe", "scheduler", "kernel"):
            assert word not in interface, f"{hook.name} mentions {word}"


def test_the_removed_functions_are_nowhere_in_the_core() -> None:
    """Not as a function, a method, an attribute, a parameter or a variable, whatever stands around the name."""
    names: set[str] = set()
    for path in Path(kretcore.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Name(id=name):
                    names.add(name)
                case ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                    names.add(name)
    assert "kprobe_flush_task" in names
    assert [name for name in names for removed in REMOVED if removed in name] == []


@pytest.fixture
def breakable(directory: Path, toy_arch: str) -> Iterator[tuple[Kernel, Any]]:
    """A kernel, and its plugin's module: once ``BROKEN`` is set there, every hook raises."""
    name = install(
        directory,
        base=toy_arch,
        extra="""
import functools
BROKEN = False

def _breakable(hook):
    @functools.wraps(hook)
    def broken(*arguments):
        if BROKEN:
            raise RuntimeError(f"{hook.__name__} was called")
        return hook(*arguments)
    return broken

for _name, _hook in list(globals().items()):
    if _name.startswith("arch_"):
        globals()[_name] = _breakable(_hook)
""",
    )
    with boot(build(toy_arch), arch=name) as kernel:
        yield kernel, sys.modules[plugins.load(name).installed.entry_point.module]


@pytest.mark.semantics("R20")
@pytest.mark.parametrize("end", ["kill", "exit", "fault"])
def test_a_flush_asks_nothing_of_the_architecture(breakable: tuple[Kernel, Any], end: str) -> None:
    """Even one whose hooks all raise after boot gets every instance back."""
    kernel, module = breakable
    function = {"kill": "worker", "exit": "exit_outer", "fault": "fault_outer"}[end]
    for symbol in {function, "pausing_leaf"}:
        kernel.register_kretprobe(Kretprobe(symbol=symbol, handler=never))
    task = kernel.spawn(function, 5)
    while len(task.instances) < (2 if end == "kill" else 1):
        kernel.run(max_instructions=1)
        assert task.alive
    inside = len(task.instances)
    module.BROKEN = True
    if end == "kill":
        kernel.kill(task)
    else:
        kernel.run()
    assert task.state is {"kill": TaskState.KILLED, "exit": TaskState.EXITED, "fault": TaskState.FAULTED}[end]
    assert task.instances == []
    receipt = kernel.receipt()
    assert receipt.balanced
    assert receipt.abandoned == {{"kill": "killed"}.get(end, end): inside}
    assert receipt.inside == 0
    with pytest.raises(RuntimeError, match="was called"):
        kernel.call("leaf", 1)


def never(instance: object, registers: object) -> None:
    raise AssertionError("no handler runs when a task ends")
