"""The conformance suite, on i386."""

from __future__ import annotations

from kretcore.conformance.suite import (
    TestDescription,
    TestFunctions,
    TestKprobes,
    TestKretprobes,
    TestMachine,
    TestTasks,
)

__all__ = ["TestDescription", "TestFunctions", "TestKprobes", "TestKretprobes", "TestMachine", "TestTasks"]

kret_arch = "i386"
