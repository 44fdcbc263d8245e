"""The plugin as kretcore finds it."""

from __future__ import annotations

import fnmatch
import subprocess
import sys
import tomllib
from pathlib import Path

import kretcore_i386
import pluggy
import pytest

from kretcore import hookspecs
from kretcore.arch import HOOK_API

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"

NUMBERS = (
    "1 exit 3 read 4 write 5 open 20 getpid 45 brk "
    "54 ioctl 90 mmap 158 sched_yield 192 mmap2 224 gettid 252 exit_group 435 clone3"
)
DENIED = "__switch_to __x86_return_thunk __x86_indirect_thunk_rax __x86.get_pc_thunk.bx __x86.get_pc_thunk.ax"
ALLOWED = "longjmp swapcontext main fork read restore"


def test_every_hook_is_there_with_its_parameters() -> None:
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    manager.register(kretcore_i386)
    manager.check_pending()
    for name, specification in vars(hookspecs).items():
        if name.startswith("arch_"):
            (implementation,) = getattr(manager.hook, name).get_hookimpls()
            expected = specification.__code__.co_varnames[: specification.__code__.co_argcount]
            assert tuple(implementation.argnames) == expected, name


def test_importing_the_plugin_imports_no_engine() -> None:
    script = "import sys, kretcore_i386; kretcore_i386.arch_describe(); print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout.split()
    assert not {"unicorn", "llvmlite", "capstone", "kretcore_unicorn"} & set(modules)


def test_entry_point_names_the_architecture() -> None:
    if not PYPROJECT.exists():
        pytest.skip("not in a source tree")
    project = tomllib.loads(PYPROJECT.read_text())["project"]
    assert project["entry-points"]["kretcore"] == {kretcore_i386.DESCRIPTION.name: "kretcore_i386"}


def test_description() -> None:
    description = kretcore_i386.arch_describe()
    assert description is kretcore_i386.arch_describe()
    assert description.hook_api == HOOK_API
    assert (description.name, description.bits, description.elf_machine) == ("i386", 32, 3)
    assert description.relative_relocation == 8


def test_system_calls_have_linux_numbers() -> None:
    numbers = kretcore_i386.DESCRIPTION.syscalls.numbers
    known = NUMBERS.split()
    for number, name in zip(known[::2], known[1::2], strict=True):
        assert numbers[int(number)] == name
    assert len(set(numbers.values())) == len(numbers)


@pytest.mark.parametrize("name", DENIED.split() + ALLOWED.split())
def test_deny_list(name: str) -> None:
    rules = [rule for rule in kretcore_i386.DESCRIPTION.deny if fnmatch.fnmatchcase(name, rule.pattern)]
    assert bool(rules) == (name in DENIED.split())
    assert all(rule.probes == "return" and rule.reason for rule in rules)
