"""A port whose module imports its engine: a module of its own, as everything in it does."""

from __future__ import annotations

from typing import Any

import kretcore_x86_64.machine

from mutants.making import Hook, wrong_port


@wrong_port("x86_64", "description::importing_the_plugin_imports_no_engine", says="imports .*unicorn")
def engine_imported_at_the_top(good: Any) -> Hook:
    """Importing the plugin imports its engine."""

    def arch_create_machine(description: Any) -> Any:
        return kretcore_x86_64.machine.X86_64Machine()

    return arch_create_machine
