"""The conformance suite, on x86_64."""

from __future__ import annotations

from kretcore.conformance import suite


class TestDescription(suite.TestDescription):
    arch = "x86_64"


class TestMachine(suite.TestMachine):
    arch = "x86_64"


class TestFunctions(suite.TestFunctions):
    arch = "x86_64"


class TestKprobes(suite.TestKprobes):
    arch = "x86_64"


class TestKretprobes(suite.TestKretprobes):
    arch = "x86_64"


class TestTasks(suite.TestTasks):
    arch = "x86_64"
