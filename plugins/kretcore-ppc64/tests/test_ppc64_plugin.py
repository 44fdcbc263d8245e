"""What the description says that the conformance suite cannot know."""

from __future__ import annotations

import fnmatch
from types import ModuleType

import pytest
from kretcore_ppc64 import ppc64, ppc64le
from kretcore_ppc64.registers import REGISTERS

from kretcore.arch import HOOK_API

ARCHITECTURES = (ppc64, ppc64le)

NUMBERS = (
    "1 exit 3 read 4 write 5 open 20 getpid 45 brk 90 mmap 158 sched_yield 207 gettid 234 exit_group 286 openat "
    "387 rseq 435 clone3"
)
DENIED = "_savegpr0_14 _restgpr1_31 _savefpr_20 _restvr_20 __novec_start_context"
ALLOWED = "longjmp swapcontext main fork read _savegame restore"

by_name = pytest.mark.parametrize("plugin", ARCHITECTURES, ids=lambda plugin: plugin.DESCRIPTION.name)


@by_name
def test_description(plugin: ModuleType) -> None:
    description = plugin.arch_describe()
    assert description is plugin.arch_describe()
    assert description.hook_api == HOOK_API
    assert (description.bits, description.elf_machine) == (64, 21)
    assert description.elf_flags == {0, 1, 2}
    assert description.breakpoint == (0x7FE00008).to_bytes(4, description.byte_order)
    assert set(description.registers) == set(REGISTERS)


def test_the_byte_orders() -> None:
    assert (ppc64.DESCRIPTION.byte_order, ppc64le.DESCRIPTION.byte_order) == ("big", "little")


@by_name
def test_system_calls_have_linux_numbers(plugin: ModuleType) -> None:
    numbers = plugin.DESCRIPTION.syscalls.numbers
    known = NUMBERS.split()
    for number, name in zip(known[::2], known[1::2], strict=True):
        assert numbers[int(number)] == name
    assert len(set(numbers.values())) == len(numbers)


@by_name
@pytest.mark.parametrize("name", DENIED.split() + ALLOWED.split())
def test_deny_list(plugin: ModuleType, name: str) -> None:
    rules = [rule for rule in plugin.DESCRIPTION.deny if fnmatch.fnmatchcase(name, rule.pattern)]
    assert bool(rules) == (name in DENIED.split())
    assert all(rule.probes == "return" and rule.reason for rule in rules)
