"""The conformance suite, on i386."""

from __future__ import annotations

from kretcore.conformance import suite


class TestDescription(suite.TestDescription):
    arch = "i386"


class TestMachine(suite.TestMachine):
    arch = "i386"


class TestFunctions(suite.TestFunctions):
    arch = "i386"


class TestKprobes(suite.TestKprobes):
    arch = "i386"


class TestKretprobes(suite.TestKretprobes):
    arch = "i386"


class TestTasks(suite.TestTasks):
    arch = "i386"
