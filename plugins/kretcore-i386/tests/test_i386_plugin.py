"""What the description says that the conformance suite cannot know."""

from __future__ import annotations

import fnmatch

import kretcore_i386
import pytest

from kretcore.arch import HOOK_API

NUMBERS = (
    "1 exit 3 read 4 write 5 open 20 getpid 45 brk "
    "54 ioctl 90 mmap 158 sched_yield 192 mmap2 224 gettid 252 exit_group 435 clone3"
)
DENIED = "__switch_to __x86_return_thunk __x86_indirect_thunk_rax __x86.get_pc_thunk.bx __x86.get_pc_thunk.ax"
ALLOWED = "longjmp swapcontext main fork read restore"


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
