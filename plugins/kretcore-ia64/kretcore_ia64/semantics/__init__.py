"""What instructions do, written once: functions of :class:`kretcore_ia64.cpu.Cpu`, by the names that rows give."""

from importlib import import_module
from pkgutil import iter_modules


def register() -> None:
    """Import every module here: each registers its functions in :data:`kretcore_ia64.cpu.SEMANTICS`."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
