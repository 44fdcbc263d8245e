"""Measure what a probed call costs, as ratios within one run, on one ELF file.

    python benchmarks/run.py [--json FILE] [--qiling PYTHON]

Needs gcc for its guest, and a Python that has Qiling for the comparison (``tox -e benchmarks`` provides both but gcc).
Absolute figures depend on the machine and its mood; the ratios are what to quote. Each figure is the best of several
rounds, the rounds of all figures of a group taken in turn.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kretcore
from kretcore.conformance.port import Port
from kretcore.plugins import installed

HERE = Path(__file__).parent
CALLS = 100_000
ROUNDS = 7
FUNCTIONS = 100_000
TASKS = 10_000
DEEP = 10_000


def build(directory: Path, functions: int = 0) -> Path:
    """Build the guest, with a number of small functions besides."""
    gcc = shutil.which("gcc")
    if gcc is None:
        sys.exit("benchmarks need gcc to build their guest")
    source = (HERE / "guest.S").read_text()
    many = [
        f".globl f{n}\n.type f{n}, @function\nf{n}: leaq {n}(%rdi), %rax\nret\n.size f{n}, . - f{n}\n"
        for n in range(functions)
    ]
    path = directory / f"guest-{functions}.S"
    path.write_text(source + ".text\n" + "".join(many))
    program = path.with_suffix(".elf")
    subprocess.run([gcc, "-nostdlib", "-static", "-Wl,--build-id=none", "-o", str(program), str(path)], check=True)
    return program


def seconds(action: Callable[[], object]) -> float:
    """Time one action."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def in_turn(actions: dict[str, Callable[[], object]], calls: int = CALLS) -> dict[str, float]:
    """Return the best microseconds per call of each action, taking them in turn."""
    best = dict.fromkeys(actions, float("inf"))
    for _ in range(ROUNDS):
        for name, action in actions.items():
            best[name] = min(best[name], seconds(action) / calls * 1e6)
    return best


def looper(
    program: Path, probe: Callable[[kretcore.Kernel], object], loop: str = "loop", arch: str | None = None
) -> tuple[kretcore.Kernel, Callable[[], object]]:
    """Boot a guest, set probes, and return a loop of ``CALLS`` calls of a small function."""
    kernel = kretcore.boot(program, arch=arch)
    probe(kernel)
    return kernel, lambda: kernel.call(loop, CALLS)


def read_result(kernel: kretcore.Kernel, function: str = "leaf") -> object:
    """Probe a function the way people do: a handler that reads the result."""

    @kernel.on_return(function)
    def seen(ret: kretcore.Return) -> None:
        ret.value  # noqa: B018 -- reading is the point

    return seen


def raw_kretprobe(kernel: kretcore.Kernel) -> object:
    """Probe ``leaf`` with a kretprobe, as in the kernel."""
    probe = kretcore.Kretprobe(symbol="leaf", handler=lambda instance, registers: registers["rax"], maxactive=20)
    kernel.register_kretprobe(probe)
    return probe


def with_entry_handler(kernel: kretcore.Kernel) -> object:
    """The same with an entry handler, so that both ends call Python."""
    probe = kretcore.Kretprobe(
        symbol="leaf",
        handler=lambda instance, registers: registers["rax"],
        entry_handler=lambda instance, registers: 0,
        maxactive=20,
    )
    kernel.register_kretprobe(probe)
    return probe


def floor(program: Path) -> tuple[kretcore.Kernel, Callable[[], object]]:
    """Two breakpoints per call whose callbacks are an empty function: what trapping twice costs at least."""
    kernel = kretcore.boot(program)
    machine = kernel.machine
    leaf = kernel.symbols.lookup("leaf").address
    handle = machine.on_breakpoint
    assert handle is not None
    code = kernel.arch.breakpoint
    machine.memory.write_code(leaf, code + code + b"\xc3")

    def empty(address: int) -> None:
        if address > leaf + 1 or address < leaf:
            handle(address)

    machine.on_breakpoint = empty
    return kernel, lambda: kernel.call("loop", CALLS)


def timed(kernels_and_loops: dict[str, tuple[kretcore.Kernel, Callable[[], object]]]) -> dict[str, float]:
    """Time the loops in turn, and close their kernels."""
    result = in_turn({name: loop for name, (_, loop) in kernels_and_loops.items()})
    for kernel, _ in kernels_and_loops.values():
        kernel.close()
    return result


def probed_call(program: Path) -> dict[str, float]:
    """Unprobed, probed in three ways, and the floor."""
    kernels_and_loops = {
        "unprobed": looper(program, lambda kernel: None),
        "on_return": looper(program, read_result),
        "kretprobe": looper(program, raw_kretprobe),
        "kretprobe with entry handler": looper(program, with_entry_handler),
        "floor": floor(program),
    }
    return timed(kernels_and_loops)


QILING = """
import sys, time
from qiling import Qiling
from qiling.const import QL_VERBOSE
program, leaf, back = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
seen = [0, 0]
def entered(ql):
    seen[0] += 1
def returned(ql):
    seen[1] += ql.arch.regs.rax
best = None
for _ in range(3):
    ql = Qiling([program], rootfs=sys.argv[4], verbose=QL_VERBOSE.DISABLED)
    ql.hook_address(entered, leaf)
    ql.hook_address(returned, back)
    seen[0] = 0
    start = time.perf_counter()
    ql.run()
    spent = (time.perf_counter() - start) / seen[0] * 1e6
    best = spent if best is None else min(best, spent)
print(best)
"""


def qiling(python: str, program: Path) -> float | None:
    """Qiling's ``hook_address`` on the entry and the return instruction, microseconds per call."""
    kernel = kretcore.boot(program)
    leaf = kernel.symbols.lookup("leaf").address
    kernel.close()
    command = [python, "-c", QILING, str(program), str(leaf), str(leaf + 4), str(program.parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"Qiling is left out: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return float(done.stdout)


def architectures() -> dict[str, float]:
    """The same on every installed architecture whose machine is an engine, in the guest of the conformance suite."""
    kernels_and_loops = {}
    for name in sorted({plugin.name for plugin in installed()}):
        port = Port(name)
        if "entry_log" in port.description.capabilities:
            kernels_and_loops[name] = looper(
                port.image_path, lambda kernel: read_result(kernel, "identity"), loop="repeat", arch=name
            )
    return timed(kernels_and_loops)


def growth_of_probes(directory: Path) -> dict[str, float]:
    """Hit cost with 1 and with 100,000 probes registered, and what registering those costs."""
    program = build(directory, FUNCTIONS)
    few = looper(program, read_result)
    many = looper(program, read_result)
    registering = seconds(lambda: many[0].on_return("f*")(lambda ret: None))
    result = in_turn({"1 probe": few[1], "100,000 probes": many[1]})
    few[0].close()
    many[0].close()
    return result | {"registering 100,000 (s)": registering}


def growth_of_tasks(program: Path) -> dict[str, float]:
    """Hit cost with 1 and with 10,000 live tasks, what spawning those costs, and a flush among them."""
    one = looper(program, read_result)
    crowd = looper(program, read_result)[0]
    spawning = seconds(lambda: [crowd.spawn("loop", 1) for _ in range(TASKS)])

    def among_many() -> None:
        loop = crowd.spawn("loop", CALLS)
        # The newest task runs last in a round: start with it.
        crowd._scheduler.cpus[0].queue.rotate(1)
        crowd._scheduler.run(until=loop)

    result = in_turn({"1 task": one[1], "10,000 tasks": among_many})
    flushing = seconds(lambda: [crowd.kill(task) for task in crowd.tasks[:1000]]) / 1000 * 1e6
    one[0].close()
    crowd.close()
    return result | {"spawning 10,000 (s)": spawning, "kill among 10,000 (us)": flushing}


def growth_of_depth(program: Path) -> dict[str, float]:
    """Cost of a probed call in recursion 1 and 10,000 deep."""
    kernel = kretcore.boot(program)
    kernel.on_return("depth")(lambda ret: None)
    kernel.call("depth", DEEP)
    shallow = in_turn({"1 deep": lambda: kernel.call("depth", 0)}, calls=1)
    base = shallow["1 deep"]
    result = in_turn({"10,000 deep": lambda: kernel.call("depth", DEEP)}, calls=DEEP)
    tens = in_turn({"10 deep": lambda: kernel.call("depth", 1000)}, calls=1000)
    kernel.close()
    return {"a whole call()": base, "1,000 deep": tens["10 deep"], **result}


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="also write the figures there")
    parser.add_argument("--qiling", metavar="PYTHON", default=sys.executable, help="a Python that has Qiling")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        program = build(directory)
        figures: dict[str, Any] = {"call": probed_call(program), "qiling": qiling(options.qiling, program)}
        figures["architectures"] = architectures()
        figures["probes"] = growth_of_probes(directory)
        figures["tasks"] = growth_of_tasks(program)
        figures["depth"] = growth_of_depth(program)
    call = figures["call"]
    print("microseconds per call")
    for group in ("call", "architectures", "probes", "tasks", "depth"):
        for what, value in figures[group].items():
            print(f"  {what:32} {value:10.3f}")
    if figures["qiling"] is not None:
        print(f"  {'Qiling, two address hooks':32} {figures['qiling']:10.3f}")
        ratio = call["on_return"] / figures["qiling"]
        print(f"ratio  probed / Qiling          {ratio:6.2f}   (bar: 0.33)")
    probes, tasks, depth = figures["probes"], figures["tasks"], figures["depth"]
    print(f"ratio  probed / floor           {call['on_return'] / call['floor']:6.2f}   (bar: 3)")
    for name, value in figures["architectures"].items():
        print(f"ratio  {f'{name} / x86_64':24} {value / figures['architectures']['x86_64']:6.2f}   (bar: 1.5)")
    print(f"ratio  100,000 probes / 1       {probes['100,000 probes'] / probes['1 probe']:6.2f}   (bar: 1.15)")
    print(f"ratio  10,000 tasks / 1         {tasks['10,000 tasks'] / tasks['1 task']:6.2f}   (bar: 1.15)")
    print(f"ratio  10,000 deep / 1,000 deep {depth['10,000 deep'] / depth['1,000 deep']:6.2f}")
    print(f"registering 100,000 probes      {probes['registering 100,000 (s)']:6.2f} s   (bar: 10 s)")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
