"""The checks, in the order in which a porter should make them pass. Each class is one area."""

from __future__ import annotations

from kretcore.conformance.suite.test_1_description import TestDescription
from kretcore.conformance.suite.test_2_machine import TestMachine
from kretcore.conformance.suite.test_3_functions import TestFunctions
from kretcore.conformance.suite.test_4_kprobes import TestKprobes
from kretcore.conformance.suite.test_5_kretprobes import TestKretprobes
from kretcore.conformance.suite.test_6_tasks import TestTasks

__all__ = ["TestDescription", "TestFunctions", "TestKprobes", "TestKretprobes", "TestMachine", "TestTasks"]
