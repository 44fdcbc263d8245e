"""How functions are found, entered and left: the calling convention, descriptors, the return address."""

from __future__ import annotations

import io

from kretcore.conformance.marks import likely, requires
from kretcore.conformance.port import Port

COUNT = 12
"""Parameters of many()."""


class TestFunctions:
    """``arch_function_entry`` and ``arch_enter_function``."""

    area = "functions"
    arch = ""

    @likely("arch_function_entry: a symbol's value was taken for the address of code, or a descriptor's word misread")
    def test_entry_is_in_the_function(self, port: Port) -> None:
        """A call goes into the function, a probe at or a few instructions behind where a local call goes."""
        with port.boot() as kernel:
            for name in ("fib", "identity", "count", "everything"):
                entry = port.entry(kernel, name)
                for what, address in (("call", entry.call), ("probe", entry.probe)):
                    assert any(low <= address < high for low, high in kernel.image.executable_ranges), (
                        f"{name}: FunctionEntry.{what} {address:#x} is not in executable memory"
                    )
                assert 0 <= entry.probe - entry.call <= 16, (
                    f"{name}: a probe at {entry.probe:#x} is too far from the entry {entry.call:#x}"
                )
                at = kernel.symbols.at(entry.probe)
                assert at is not None and name in {at.name, *kernel.symbols.aliases(at.address)}, (
                    f"{name}: the probe's address {entry.probe:#x} belongs to {at.name if at else 'no function'}"
                )

    @likely("arch_function_entry must take a symbol's value, a function pointer and a code address alike")
    def test_every_name_of_a_function_leads_to_it(self, port: Port) -> None:
        """A name, a function pointer found in memory, and the code's address mean the same function."""
        with port.boot() as kernel:
            by_name = port.entry(kernel, "negate")
            pointer = kernel.call("pointer", 1)
            assert port.entry(kernel, pointer) == by_name, (
                f"the pointer {pointer:#x} to negate() leads to {port.entry(kernel, pointer)}, its symbol to {by_name}"
            )
            by_code = port.entry(kernel, by_name.call)
            assert (by_code.call, by_code.probe) == (by_name.call, by_name.probe), (
                f"the code address {by_name.call:#x} leads to {by_code}, the symbol to {by_name}"
            )
            for function in ("negate", pointer, by_name.call):
                got = kernel.call(function, 5)
                assert got == port.unsigned(-5), f"calling {function!r} gives {got:#x}"

    @requires("descriptors")
    @likely("arch_function_entry does not read descriptors, from relocated memory")
    def test_descriptors_are_read(self, port: Port) -> None:
        """A function pointer is no code address; the descriptor gives the code's address and the global pointer."""
        with port.boot() as kernel:
            pointer = kernel.call("pointer", 0)
            entry = port.entry(kernel, pointer)
            assert entry.call != pointer, f"descriptors are declared, but the pointer {pointer:#x} is taken for code"
            assert entry.global_pointer is not None, "a descriptor holds a global pointer, FunctionEntry none"

    @likely("arch_enter_function: the order of argument registers, where arguments lie on the stack, or byte order")
    def test_arguments_arrive_in_order(self, port: Port) -> None:
        """Twelve arguments, some in registers and some on the stack, arrive each in its place."""
        values = [3 + 17 * index for index in range(COUNT)]
        with port.boot() as kernel:
            for index in range(COUNT):
                arguments = [0] * COUNT
                arguments[index] = 1000
                got = kernel.call("many", *arguments)
                assert got == (index + 1) * 1000, (
                    f"argument {index + 1} of {COUNT} was 1000, the others 0: it arrived as argument {got / 1000:g}"
                )
            expected = sum((index + 1) * value for index, value in enumerate(values))
            assert kernel.call("many", *values) == expected, "twelve different arguments arrive wrong"
            assert kernel.call("many") == 0, (
                "arguments that are not given must be zero in a fresh task, or at least defined"
            )

    @likely("arch_enter_function truncates or extends arguments")
    def test_arguments_and_results_are_whole_words(self, port: Port) -> None:
        """Every bit of a word goes in and comes out, unsigned."""
        bits = port.description.bits
        with port.boot() as kernel:
            for value in (0, 1, (1 << bits) - 1, 1 << (bits - 1), 0x0123456789ABCDEF % (1 << bits)):
                got = kernel.call("identity", value)
                assert got == value, f"identity({value:#x}) gives {got:#x}"

    @likely("calling.results: the halves of a result of two words, in the byte order of memory")
    def test_wide_results_use_the_registers_described(self, port: Port) -> None:
        """A result of two words has its halves in the first two of `results`, in the byte order of memory."""
        results = port.description.calling.results[:2]
        with port.boot() as kernel:
            assert kernel.call("call_widen", 7) == 7008, "a result of two words, 7 and 8, does not arrive"
            if len(results) < 2:
                return  # then they travel in memory
            kernel.call("widen", 7)
            halves = [kernel.machine.registers[name] for name in results]
            wanted = [7, 8] if port.description.byte_order == "big" else [8, 7]
            assert halves == wanted, (
                f"widen(7) gives the halves 7 and, less significant, 8: {results} must hold {wanted}, not {halves}"
            )

    @likely("arch_enter_function leaves the stack pointer unaligned")
    def test_stack_is_aligned_at_entry(self, port: Port) -> None:
        """The stack pointer is as the ABI asks at a function's first instruction, for any number of arguments."""
        calling = port.description.calling
        pushed = port.word if calling.return_register is None else 0
        for count in range(COUNT + 1):
            with port.bare() as bare:
                bare.enter("many", *range(count))
                sp = bare.machine.registers["sp"]
                assert (sp + pushed) % port.description.stack_alignment == 0, (
                    f"entered with {count} arguments, sp is {sp:#x}: not aligned to {port.description.stack_alignment}"
                    + (" before the return address is pushed" if pushed else "")
                )
                assert bare.stack_low < sp <= bare.stack_high, f"sp {sp:#x} is not on the stack that was given"

    @likely("the global pointer is not set at entry, or the image is not relocated: relative_relocation")
    def test_globals_and_pointers_work(self, port: Port) -> None:
        """Global variables and tables of function pointers are found, also by functions that are called directly."""
        with port.boot() as kernel:
            assert [kernel.call("count") for _ in range(3)] == [1, 2, 3], "count() does not count a global variable"
            assert kernel.call("apply", 0, 9) == 9, "a call through a table of function pointers goes wrong"
            assert kernel.call("apply", 1, 9) == port.unsigned(-9), "a call through a table of pointers goes wrong"

    @likely("arch_enter_function sets the return address where the function does not look for it")
    def test_returning_ends_the_task(self, port: Port) -> None:
        """A function that returns gives its result to the kernel; tasks do not see each other's registers."""
        with port.boot() as kernel:
            tasks = [kernel.spawn("fib", n) for n in (3, 10, 7)]
            kernel.run()
            assert [task.result for task in tasks] == [2, 55, 13], f"three tasks give {[t.result for t in tasks]}"

    @requires("floating_point")
    @likely("the floating-point unit is off, or its registers are not part of a context")
    def test_floating_point_works(self, port: Port) -> None:
        """Floating-point arguments and results travel between functions."""
        with port.boot() as kernel:
            assert [kernel.call("call_halve", n) for n in (8, 20, 1001)] == [8, 20, 1001]

    @requires("non_local_jumps")
    @likely("some instruction of the non-local jump is not what the processor does")
    def test_non_local_jumps_work(self, port: Port) -> None:
        """A jump out of several calls arrives in the function that prepared it."""
        with port.boot() as kernel:
            assert kernel.call("catch_from", 5) == 1000

    @requires("system_calls")
    @likely("syscalls: the convention's registers, the numbers, or how errors are told")
    def test_system_calls_work(self, port: Port) -> None:
        """Guests write, learn of errors as negative errno, and exit with their status."""
        with port.boot() as kernel:
            output = io.BytesIO()
            with port.boot(stdout=output) as writing:
                assert writing.call("say", 1, 5) == 5, "write(1, ..., 5) must return 5"
            assert output.getvalue() == b"kret\n", f"write() wrote {output.getvalue()!r}"
            bad = kernel.call("say", 77, 5)
            assert bad == port.unsigned(-9), f"write to descriptor 77 must give -EBADF (-9) in the guest, not {bad:#x}"
            task = kernel.spawn("leave", 3, 42)
            kernel.run()
            assert (task.exit_status, task.result) == (42, None), f"exit(42) gives status {task.exit_status}"
        self._program(port)

    @staticmethod
    def _program(port: Port) -> None:
        output = io.BytesIO()
        with port.boot(stdout=output) as kernel:
            status = kernel.run_program()
        assert (status, output.getvalue()) == (0, b"conformance 1 ok\n"), (
            f"the guest as a program ends with status {status} and prints {output.getvalue()!r}"
        )
