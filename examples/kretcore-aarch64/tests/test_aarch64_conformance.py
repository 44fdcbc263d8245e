"""kretcore's conformance suite on this architecture, which `kret_arch` in pyproject.toml names.

What is particular to it (an instruction that is emulated, a refusal) deserves tests of its own, in files beside this.
"""

from kretcore.conformance.suite import (
    TestDescription,
    TestFunctions,
    TestKprobes,
    TestKretprobes,
    TestMachine,
    TestTasks,
)

__all__ = ["TestDescription", "TestFunctions", "TestKprobes", "TestKretprobes", "TestMachine", "TestTasks"]
