"""What the description says that the conformance suite cannot know."""

from __future__ import annotations

import fnmatch

import kretcore_x86_64
import pytest

from kretcore.arch import HOOK_API

NUMBERS = (
    "0 read 1 write 2 open 5 fstat 9 mmap 12 brk 24 sched_yield 39 getpid "
    "60 exit 186 gettid 231 exit_group 334 rseq 435 clone3"
)
DENIED = "__switch_to __x86_return_thunk __x86_indirect_thunk_rax"
ALLOWED = "longjmp swapcontext main fork read restore __x86.get_pc_thunk.bx"


def test_description() -> None:
    description = kretcore_x86_64.arch_describe()
    assert description is kretcore_x86_64.arch_describe()
    assert description.hook_api == HOOK_API
    assert (description.name, description.bits, description.elf_machine) == ("x86_64", 64, 62)
    assert description.relative_relocation == 8


def test_system_calls_have_linux_numbers() -> None:
    numbers = kretcore_x86_64.DESCRIPTION.syscalls.numbers
    known = NUMBERS.split()
    for number, name in zip(known[::2], known[1::2], strict=True):
        assert numbers[int(number)] == name
    assert len(set(numbers.values())) == len(numbers)


@pytest.mark.parametrize("name", DENIED.split() + ALLOWED.split())
def test_deny_list(name: str) -> None:
    rules = [rule for rule in kretcore_x86_64.DESCRIPTION.deny if fnmatch.fnmatchcase(name, rule.pattern)]
    assert bool(rules) == (name in DENIED.split())
    assert all(rule.probes == "return" and rule.reason for rule in rules)
