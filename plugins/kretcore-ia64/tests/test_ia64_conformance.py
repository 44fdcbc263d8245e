"""The conformance suite, on ia64."""

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

kret_arch = "ia64"
