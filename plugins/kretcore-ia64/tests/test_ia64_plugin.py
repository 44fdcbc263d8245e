"""What the description says that the conformance suite cannot know."""

from __future__ import annotations

import fnmatch

import kretcore_ia64
import pytest

from kretcore.arch import HOOK_API

NUMBERS = (
    "1025 exit 1026 read 1027 write 1028 open 1041 getpid 1060 brk 1105 gettid 1113 shmget 1151 mmap 1164 sched_yield "
    "1168 nanosleep 1236 exit_group 1281 openat 1304 getcpu 1357 rseq 1460 close_range"
)


def test_description() -> None:
    description = kretcore_ia64.arch_describe()
    assert description is kretcore_ia64.arch_describe()
    assert description.hook_api == HOOK_API
    assert (description.bits, description.byte_order, description.elf_machine) == (64, "little", 50)
    assert len(description.breakpoint) == 16, "a bundle"


def test_system_calls_have_linux_numbers() -> None:
    numbers = kretcore_ia64.DESCRIPTION.syscalls.numbers
    known = NUMBERS.split()
    for number, name in zip(known[::2], known[1::2], strict=True):
        assert numbers[int(number)] == name
    assert len(set(numbers.values())) == len(numbers)


@pytest.mark.parametrize(("name", "denied"), [("__ia64_nonlocal_goto", True), ("longjmp", False), ("main", False)])
def test_deny_list(name: str, denied: bool) -> None:
    rules = [rule for rule in kretcore_ia64.DESCRIPTION.deny if fnmatch.fnmatchcase(name, rule.pattern)]
    assert bool(rules) == denied
    assert all(rule.probes == "return" and rule.reason for rule in rules)
