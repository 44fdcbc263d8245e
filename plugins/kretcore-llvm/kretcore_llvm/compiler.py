"""LLVM IR, as text, to machine code in this process; or from the cache of object code.

llvmlite is imported when something is first compiled.
"""

from __future__ import annotations

import ctypes
import functools
import os
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, TypeVar

from kretcore_llvm.cache import ObjectCache, default_directory

T = TypeVar("T")

_SLOW_CODE: Final = 0
_GOOD_CODE: Final = 1
"""The code generator's levels. 2 and 3 take as long as 1 or longer, and the code is no faster."""

_ROOM: Final = 64
"""Units for one linker. An unloaded unit leaves 9 KiB in its linker, and a linker takes 110 KiB."""


class _Toolchain:
    """LLVM for this processor: one per process, as it keeps no state between compilations."""

    def __init__(self) -> None:
        import llvmlite.binding as llvm  # type: ignore[import-untyped]

        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        self.llvm: Any = llvm
        self.cpu: str = llvm.get_host_cpu_name()
        self.features: str = llvm.get_host_cpu_features().flatten()
        target = llvm.Target.from_default_triple()
        self.targets: dict[int, Any] = {
            level: target.create_target_machine(cpu=self.cpu, features=self.features, opt=level, jit=True)
            for level in (_SLOW_CODE, _GOOD_CODE)
        }
        # GVN would double the time of all three together, and what comes from the builders has little for it.
        self.passes: Any = llvm.create_new_function_pass_manager()
        self.passes.add_sroa_pass()
        self.passes.add_instruction_combine_pass()
        self.passes.add_simplify_cfg_pass()
        self.pipeline: Any = llvm.create_pass_builder(
            self.targets[_GOOD_CODE], llvm.create_pipeline_tuning_options(speed_level=1)
        )

    def identity(self) -> tuple[str, ...]:
        """Everything besides the IR that decides what the object code is."""
        import llvmlite

        version = ".".join(map(str, self.llvm.llvm_version_info))
        return llvmlite.__version__, version, self.llvm.get_default_triple(), self.cpu, self.features

    def emit(self, text: str, optimise: bool) -> bytes:
        """Compile IR to an object file."""
        module = self.llvm.parse_assembly(text)
        module.verify()
        if optimise:
            for function in module.functions:
                if not function.is_declaration:
                    self.passes.run(function, self.pipeline)
        code: bytes = self.targets[_GOOD_CODE if optimise else _SLOW_CODE].emit_object(module)
        return code


# ---- the thread that compiles

_busy = threading.Lock()


@functools.cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "kretcore-llvm")


def later(function: Callable[..., T], *arguments: Any) -> Future[T]:
    """Have a function called by the process's thread for compiling, in the order of these calls.

    llvmlite lets one thread at a time into LLVM, so whatever must not wait for a compilation leaves LLVM to it.
    """

    def call() -> T:
        with _busy:
            return function(*arguments)

    return _thread().submit(call)


def _forked() -> None:
    _busy.release()
    _thread.cache_clear()


# A child has no such thread; and nobody may be inside LLVM, as it would be locked for ever.
os.register_at_fork(before=_busy.acquire, after_in_parent=_busy.release, after_in_child=_forked)


@functools.cache
def _toolchain() -> _Toolchain:
    return _Toolchain()


class Unit:
    """Loaded code. It stays until :meth:`close` is called, or its compiler's, even if nobody holds the unit.

    :ivar addresses: host address of each function that was asked for.
    """

    def __init__(self, addresses: dict[str, int], tracker: Any, units: set[Unit]) -> None:
        self.addresses = addresses
        self._tracker = tracker
        self._units = units
        units.add(self)

    def close(self) -> None:
        """Unload the code, which must not be running or be called again. Idempotent."""
        self._units.discard(self)
        self._tracker.close()


def _close(units: set[Unit]) -> None:
    for unit in list(units):
        unit.close()


def python_symbols(*names: str) -> dict[str, int]:
    """Return the host addresses of functions of Python's C interface."""
    return {name: ctypes.cast(getattr(ctypes.pythonapi, name), ctypes.c_void_p).value or 0 for name in names}


class Compiler:
    """Compiles for this computer's processor and keeps what it compiled loaded."""

    def __init__(self) -> None:
        self._units: set[Unit] = set()
        self._linker: Any = None
        self._linked = 0  # units that the linker was given
        weakref.finalize(self, _close, self._units)  # also at exit, while llvmlite is whole

    def compile(self, text: str, names: Sequence[str], symbols: Mapping[str, int], *, optimise: bool = True) -> Unit:
        """Compile LLVM IR and load it.

        :param text: the IR of one module. Host addresses in it are allowed here, unlike in :meth:`cached`.
        :param names: the functions whose addresses are wanted.
        :param symbols: host addresses of what the module declares and does not define; functions of the C library
            need not be among them.
        :param optimise: False compiles four times faster, to code that keeps every value in memory.
        :raises RuntimeError: the IR is not valid, or something that it declares is not found.
        """
        return self._load(_toolchain().emit(text, optimise), names, symbols)

    def cached(
        self,
        key: str,
        text: Callable[[], str],
        names: Sequence[str],
        symbols: Mapping[str, int],
        *,
        optimise: bool = True,
    ) -> Unit:
        """Like :meth:`compile`, but compile only what no earlier process has compiled.

        :param key: what determines the text, whole: the sources it is made from, or their digest.
        :param text: makes the IR if it is needed. It holds no host address, which would be another one next time.
        """
        toolchain = _toolchain()
        cache = ObjectCache(default_directory())
        path = cache.path((key, f"{optimise}", *toolchain.identity(), *names))
        code = cache.load(path)
        if code is None:
            code = toolchain.emit(text(), optimise)
            cache.store(path, code)
        return self._load(code, names, symbols)

    def close(self) -> None:
        """Unload everything; nothing of it must be running. Idempotent."""
        _close(self._units)
        self._linker = None

    def _load(self, code: bytes, names: Sequence[str], symbols: Mapping[str, int]) -> Unit:
        toolchain = _toolchain()
        if self._linker is None or self._linked == _ROOM:
            # The units' trackers hold the old one.
            self._linker = toolchain.llvm.create_lljit_compiler(toolchain.targets[_GOOD_CODE])
            self._linked = 0
        builder = toolchain.llvm.JITLibraryBuilder().add_object_img(code).add_current_process()
        for name, address in symbols.items():
            builder.import_symbol(name, address)
        for name in names:
            builder.export_symbol(name)
        self._linked += 1
        tracker = builder.link(self._linker, f"unit{self._linked}")  # a name can be used once, even if unloaded
        return Unit({name: tracker[name] for name in names}, tracker, self._units)
