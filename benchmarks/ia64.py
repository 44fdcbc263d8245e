"""Measure the ia64 machine on C programs, as ratios to the x86_64 machine on the same programs in one run.

    python benchmarks/ia64.py [--json FILE] [PROGRAM ...]

Needs gcc and ia64-linux-gnu-gcc. Times are processor time of this process, best of several rounds, both machines in
turn. Instructions are ia64's, with the nops that fill bundles.

* warm: everything that is going to be compiled has been;
* cold: the first call on a new machine, with all compilation, which is another thread's;
* reference: the interpreter in Python that defines what instructions mean.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import kretcore

SOURCES = Path(__file__).parent / "ia64"
PROGRAMS = {
    "calls": (3_000_000, 20_000),
    "recursion": (27, 14),
    "sort": (1, 0),
    "walk": (1_000_000, 20_000),
    "matrix": (30, 0),
    "fused": (30, 0),
    "bodies": (20_000, 50),
    "mandelbrot": (150, 10),
}
"""Argument of ``run`` for compiled code and for the interpreter; 0 is too little to measure there."""
SOURCE_OF = {"fused": "matrix"}
FLAGS = ("-O2", "-fno-tree-loop-distribute-patterns", "-static", "-nostdlib", "-Wl,--build-id=none", "-Wl,-e,run")
FLAGS_FOR = {
    "x86_64": ("-fno-pie", "-no-pie", "-fno-stack-protector", "-fcf-protection=none"),
    "ia64": ("-nostartfiles",),
}
COMPILER = {"x86_64": "gcc", "ia64": "ia64-linux-gnu-gcc"}
ROUNDS = 5
WARM_UP = 8
PROBED_CALLS = 100_000
FUNCTIONS = 3000

Kernels = dict[str, kretcore.Kernel]


def build(directory: Path, arch: str, name: str, source: Path) -> Path:
    """Build a program; multiply and add are fused on ia64 only in ``fused``, as that rounds differently."""
    program = directory / f"{name}.{arch}"
    contract = "fast" if name in SOURCE_OF else "off"
    sources = [str(source), str(SOURCES / "pointer.c")]
    flags = [*FLAGS, *FLAGS_FOR[arch], f"-ffp-contract={contract}"]
    subprocess.run([COMPILER[arch], *flags, "-o", str(program), *sources, "-lgcc"], check=True)
    return program


def seconds(action: Callable[[], object]) -> float:
    """Processor time of one action."""
    start = time.process_time()
    action()
    return time.process_time() - start


def in_turn(actions: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the best time of each action."""
    best = dict.fromkeys(actions, float("inf"))
    for _ in range(rounds):
        for name, action in actions.items():
            best[name] = min(best[name], seconds(action))
    return best


def interpret(kernel: kretcore.Kernel) -> kretcore.Kernel:
    """Leave a kernel's ia64 machine to the reference interpreter."""
    engine: Any = kernel.machine
    engine = engine.engine
    engine.translations.close()
    engine.translations = None
    return kernel


def count(kernel: kretcore.Kernel, action: Callable[[], object]) -> int:
    """Return how many instructions an action executes on an ia64 machine."""
    machine: Any = kernel.machine
    engine, run, executed = machine.engine, machine.engine.run, 0

    def counted(budget: int | None) -> Any:
        nonlocal executed
        stop = run(1 << 40 if budget is None else budget)
        executed += stop.executed
        return stop

    engine.run = counted
    action()
    del engine.run
    return executed


def measure(directory: Path, name: str) -> dict[str, float]:
    """Run one program on both machines and by the interpreter."""
    number, few = PROGRAMS[name]
    source = SOURCES / f"{SOURCE_OF.get(name, name)}.c"
    kernels = {arch: kretcore.boot(build(directory, arch, name, source)) for arch in COMPILER}
    results: dict[str, Any] = {}

    def action(arch: str) -> Callable[[], object]:
        def run() -> None:
            results[arch] = kernels[arch].call("run", number) & (1 << 64) - 1

        return run

    actions = {arch: action(arch) for arch in kernels}
    cold = seconds(actions["ia64"])
    actions["x86_64"]()
    if name not in SOURCE_OF and results["x86_64"] != results["ia64"]:
        sys.exit(f"{name} computes {results}")
    machine: Any = kernels["ia64"].machine
    for _ in range(WARM_UP):
        machine.engine.hot.wait()
        actions["ia64"]()
    executed = count(kernels["ia64"], actions["ia64"])
    best = in_turn(actions)
    for kernel in kernels.values():
        kernel.close()
    figures = {
        "x86_64 ms": best["x86_64"] * 1e3,
        "ia64 ms": best["ia64"] * 1e3,
        "ratio": best["ia64"] / best["x86_64"],
        "warm MIPS": executed / best["ia64"] / 1e6,
        "cold MIPS": executed / cold / 1e6,
    }
    if few:
        kernel = interpret(kretcore.boot(directory / f"{name}.ia64"))
        kernel.call("run", few)
        spent = in_turn({"reference": lambda: kernel.call("run", few)}, 2)["reference"]
        figures["reference MIPS"] = count(kernel, lambda: kernel.call("run", few)) / spent / 1e6
        kernel.close()
    return figures


def probes(directory: Path) -> dict[str, float]:
    """What a probe costs that is hit, and one in the loop's function that is not."""
    plain = {arch: kretcore.boot(directory / f"calls.{arch}") for arch in COMPILER}
    hit = {arch: kretcore.boot(directory / f"calls.{arch}") for arch in COMPILER}
    planted = kretcore.boot(directory / "calls.ia64")
    for kernel in hit.values():
        kernel.on_return("leaf")(lambda ret: ret.value)
    loop = planted.symbols.lookup("run")
    hits = 0

    def seen(probe: kretcore.Kprobe, registers: object) -> int:
        nonlocal hits
        hits += 1
        return 0

    last = loop.address + loop.size - 16  # the way for negative arguments
    planted.register_kprobe(kretcore.Kprobe(address=last, pre_handler=seen))
    number = PROGRAMS["calls"][0]
    actions: dict[str, Callable[[], object]] = {
        "unprobed": lambda: plain["ia64"].call("run", number),
        "planted elsewhere": lambda: planted.call("run", number),
    }
    in_turn(actions, 2)
    unprobed = in_turn(actions)
    assert not hits, "the probe was to be elsewhere"
    probed = in_turn({arch: lambda arch=arch: hit[arch].call("run", PROBED_CALLS) for arch in hit})  # type: ignore[misc]
    for kernel in (*plain.values(), *hit.values(), planted):
        kernel.close()
    return {
        "planted elsewhere / unprobed": unprobed["planted elsewhere"] / unprobed["unprobed"],
        "x86_64 us a probed call": probed["x86_64"] / PROBED_CALLS * 1e6,
        "ia64 us a probed call": probed["ia64"] / PROBED_CALLS * 1e6,
        "ia64 / x86_64 probed": probed["ia64"] / probed["x86_64"],
    }


def once(directory: Path) -> dict[str, float]:
    """A program that runs every block once: compiled code against the interpreter."""
    functions = [
        f"__attribute__((noinline)) static long f{n}(long x) {{ return (x ^ {n}) * {2 * n + 1} + (x >> {n % 60}); }}"
        for n in range(FUNCTIONS)
    ]
    calls = [f"\tx = f{n}(x);" for n in range(FUNCTIONS)]
    source = directory / "once.c"
    source.write_text("\n".join([*functions, "long run(long x)\n{", *calls, "\treturn x;\n}\n"]))
    program = build(directory, "ia64", "once", source)
    best = dict.fromkeys(("compiled", "interpreted"), float("inf"))
    for _ in range(3):
        for name in best:
            kernel = kretcore.boot(program)
            if name == "interpreted":
                interpret(kernel)
            best[name] = min(best[name], seconds(lambda kernel=kernel: kernel.call("run", 1)))  # type: ignore[misc]
            kernel.close()
    return {f"{name} ms": spent * 1e3 for name, spent in best.items()} | {
        "compiled / interpreted": best["compiled"] / best["interpreted"]
    }


START = """
import time
begin = time.process_time()
from kretcore_ia64.machine import Ia64Machine
imported = time.process_time()
machine = Ia64Machine()
print(imported - begin, time.process_time() - imported)
"""


def start() -> dict[str, float]:
    """What a new process spends on its first machine, whose handlers have been compiled before."""
    runs = [subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True) for _ in range(5)]
    pairs = [tuple(float(word) for word in run.stdout.split()) for run in runs]
    imports, machine = min(pairs, key=sum)
    return {"imports ms": imports * 1e3, "machine ms": machine * 1e3}


def main() -> None:
    """Run everything and print it."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="also write the figures there")
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help="only these, and nothing else")
    options = parser.parse_args()
    for compiler in COMPILER.values():
        if shutil.which(compiler) is None:
            sys.exit(f"needs {compiler}")
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        for program in options.programs or PROGRAMS:
            figures[program] = measure(directory, program)
        if not options.programs:
            figures |= {"probes": probes(directory), "once": once(directory), "start": start()}
    for group, values in figures.items():
        print(f"{group:10}", "  ".join(f"{what} {value:.2f}" for what, value in values.items()))
    if "calls" in figures:
        for arch in COMPILER:
            print(f"{arch:10} {figures['calls'][f'{arch} ms'] / PROGRAMS['calls'][0] * 1e6:.1f} ns a call")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
