"""The conformance suite, on riscv64."""

from __future__ import annotations

from kretcore.conformance import suite


class TestDescription(suite.TestDescription):
    arch = "riscv64"


class TestMachine(suite.TestMachine):
    arch = "riscv64"


class TestFunctions(suite.TestFunctions):
    arch = "riscv64"


class TestKprobes(suite.TestKprobes):
    arch = "riscv64"


class TestKretprobes(suite.TestKretprobes):
    arch = "riscv64"


class TestTasks(suite.TestTasks):
    arch = "riscv64"
