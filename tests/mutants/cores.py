"""Wrong cores: a copy of the core with one piece of source replaced."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
CORE = TESTS.parent / "kretcore"


@dataclass(frozen=True)
class WrongCore:
    """A wrong core.

    :ivar name: its name.
    :ivar wrong: what is wrong, in a sentence.
    :ivar file: the module changed.
    :ivar old: the text replaced, which must be there exactly once.
    :ivar new: what replaces it.
    :ivar tests: files under ``tests/``, one test of which must fail.
    :ivar first: a test to begin with, which fails: for speed alone.
    """

    name: str
    wrong: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    first: str = ""

    @property
    def beginning(self) -> list[str]:
        """Where :attr:`first` is, if it still is anywhere."""
        holders = [test for test in self.tests if self.first and f"def {self.first}(" in (TESTS / test).read_text()]
        return [f"{holder}::{self.first}" for holder in holders]

    def make(self, directory: Path) -> None:
        """Make it in a directory, which is to be put on the path.

        :raises ValueError: the text to replace is not there exactly once.
        """
        right_core(directory)
        path = directory / "kretcore" / self.file
        source = path.read_text()
        if (count := source.count(self.old)) != 1:
            raise ValueError(f"{self.name}: the text to replace is {count} times in {self.file}:\n{self.old}")
        path.write_text(source.replace(self.old, self.new))


def right_core(directory: Path) -> None:
    """Copy the core, as it is, into a directory."""
    shutil.copytree(CORE, directory / "kretcore", ignore=shutil.ignore_patterns("__pycache__"))


CORES: tuple[WrongCore, ...] = (
    WrongCore(
        "trampoline_stepped",
        "After the return handlers the trampoline's own instruction is executed.",
        "kretprobes.py",
        ("                self._leave(instances, instance)\n                return 1"),
        ("                self._leave(instances, instance)\n                return 0"),
        ("test_kretprobes.py",),
        first="test_a_probe_is_registered_once",
    ),
    WrongCore(
        "return_handlers_in_the_wrong_order",
        "Of several probes on one call the newest one's handler runs last at the return.",
        "kretprobes.py",
        ("        for instance in chain:\n            if task.dying"),
        ("        for instance in reversed(chain):\n            if task.dying"),
        ("test_kretprobes.py",),
        first="test_order_on_one_address_both_ways",
    ),
    WrongCore(
        "pre_handlers_in_the_wrong_order",
        "Of several probes on one instruction the oldest runs first.",
        "kprobes.py",
        "        site.probes.insert(0, kp)",
        "        site.probes.append(kp)",
        (
            "test_kprobes.py",
            "test_kprobe_hits.py",
        ),
        first="test_the_list_has_a_line_for_every_probe",
    ),
    WrongCore(
        "walk_goes_on_after_non_zero",
        "A pre handler that has set the program counter does not end the walk over an aggregate.",
        "breakpoints.py",
        ("            if changed:\n                break\n"),
        "",
        ("test_kprobe_hits.py",),
        first="test_a_non_zero_result_skips_the_instruction_and_everything_behind",
    ),
    WrongCore(
        "flush_of_other_tasks",
        "The end of a task gives back the instances of every task.",
        "kretprobes.py",
        (
            "        for instance in reversed(task.instances):\n"
            "            instance.retire(fate)\n"
            "        task.instances.clear()\n"
        ),
        (
            "        for other in {task, *self._scheduler.tasks.values()}:\n"
            "            for instance in reversed(other.instances):\n"
            "                instance.retire(fate)\n"
            "            other.instances.clear()\n"
        ),
        (
            "test_kretprobes.py",
            "test_tasks.py",
        ),
        first="test_probes_hit_by_a_guest_function_that_a_handler_calls_are_nested",
    ),
    WrongCore(
        "flush_left_out",
        "The end of a task gives back nothing.",
        "kretprobes.py",
        (
            "        for instance in reversed(task.instances):\n"
            "            instance.retire(fate)\n"
            "        task.instances.clear()\n"
        ),
        ("        task.instances.clear()\n"),
        (
            "test_kretprobes.py",
            "test_tasks.py",
        ),
        first="test_ten_thousand_longjmps_do_not_drain_a_pool",
    ),
    WrongCore(
        "instance_consumed_twice",
        "An instance that has returned is given back to its pool twice.",
        "kretprobes.py",
        ("                instances.pop()\n                instance.retire(RETURNED)"),
        (
            "                instances.pop()\n"
            "                instance.retire(RETURNED)\n"
            "                instance.retire(RETURNED)"
        ),
        ("test_kretprobes.py",),
    ),
    WrongCore(
        "chain_cut_short",
        "A return consumes one instance, though several probes are on the call.",
        "unwinding.py",
        ("            if not instance.chained:\n                return chain\n    return []"),
        ("            return chain\n    return []"),
        ("test_kretprobes.py",),
        first="test_a_landing_pad_is_part_of_the_entry",
    ),
    WrongCore(
        "chained_address_not_found",
        "The second probe on a call takes the trampoline for the real return address.",
        "kretprobes.py",
        ("        instance.return_address = older.return_address\n"),
        "",
        ("test_kretprobes.py",),
        first="test_order_on_one_address_both_ways",
    ),
    WrongCore(
        "pool_leaks_declined_calls",
        "A call that an entry handler declines keeps its instance.",
        "kretprobes.py",
        ("            if declined:\n                instance.retire(Fate.DECLINED)"),
        ("            if declined:\n                instance.pool.fates[Fate.DECLINED] += 1"),
        (
            "test_kretprobes.py",
            "test_receipt_machine.py",
        ),
        first="test_an_entry_handler_may_decline",
    ),
    WrongCore(
        "missed_calls_not_counted",
        "A call that finds the pool empty is not counted in nmissed.",
        "kretprobes.py",
        "                pool.kretprobe.nmissed += 1",
        "                pass",
        ("test_kretprobes.py",),
        first="test_registration_starts_the_count_of_misses_anew",
    ),
    WrongCore(
        "entry_handler_without_an_instance",
        "The entry handler also runs for a call that finds the pool empty.",
        "kretprobes.py",
        (
            "        if instance is not None:\n"
            "            if pool.capture is not None:\n"
            "                instance.arguments = pool.capture()"
        ),
        (
            "        if instance is None and pool.entry_handler is not None:\n"
            "            pool.entry_handler(KretprobeInstance(pool), registers)\n"
            "        if instance is not None:\n"
            "            if pool.capture is not None:\n"
            "                instance.arguments = pool.capture()"
        ),
        ("test_kretprobes.py",),
        first="test_calls_beyond_maxactive_are_missed_and_untouched",
    ),
    WrongCore(
        "pools_too_small_by_default",
        "A return probe without maxactive has one instance.",
        "kretprobes.py",
        "            rp.maxactive = max(10, 2 * len(self._scheduler.cpus))",
        "            rp.maxactive = 1",
        ("test_kretprobes.py",),
        first="test_private_data_belongs_to_the_call",
    ),
    WrongCore(
        "handlers_before_the_fixup",
        "Return handlers run before the program counter is at the real return address.",
        "kretprobes.py",
        (
            "                self._fixup_return(self._machine, instance.return_address)\n"
            "                self._leave(instances, instance)"
        ),
        (
            "                self._leave(instances, instance)\n"
            "                self._fixup_return(self._machine, instance.return_address)"
        ),
        ("test_kretprobes.py",),
        first="test_handlers_see_the_call_and_its_return",
    ),
    WrongCore(
        "instance_lost_when_a_handler_raises",
        "A return handler that raises keeps its instance from being retired.",
        "kretprobes.py",
        (
            "        try:\n"
            "            if kretprobe is not None and kretprobe.handler is not None:\n"
            "                kretprobe.handler(instance, self._registers)\n"
            "        finally:\n"
            "            if instances and"
        ),
        (
            "        if kretprobe is not None and kretprobe.handler is not None:\n"
            "            kretprobe.handler(instance, self._registers)\n"
            "        if True:\n"
            "            if instances and"
        ),
        (
            "test_kretprobes.py",
            "test_receipt_machine.py",
        ),
        first="test_a_handler_that_raises_stops_the_run_and_nothing_is_lost",
    ),
    WrongCore(
        "handler_after_unregistering",
        "The handler of a probe that is unregistered still runs for calls under way.",
        "kretprobes.py",
        "            rp.kprobe.pool.kretprobe = None",
        "            pass",
        ("test_kretprobes.py",),
        first="test_unregistering_in_flight",
    ),
    WrongCore(
        "killed_tasks_told_as_exited",
        "Calls of a task that was killed are accounted for as if it had exited.",
        "kretprobes.py",
        "TaskState.KILLED: Fate.KILLED",
        "TaskState.KILLED: Fate.EXIT",
        (
            "test_kretprobes.py",
            "test_tasks.py",
        ),
        first="test_a_function_that_never_returns_stays_inside",
    ),
    WrongCore(
        "unwound_instances_kept",
        "Calls left by a non-local jump stay with their task.",
        "unwinding.py",
        ("        if (own and instance.own and instance.deeper_than(stack, backing_store))\n        or (fresh"),
        "        if (fresh",
        ("test_returns.py", "test_kretprobes.py"),
        first="test_the_receipt_reads_like_an_account",
    ),
    WrongCore(
        "live_instances_abandoned",
        "A call inside another one ends the outer one's instance.",
        "instances.py",
        "        return self.stack < stack or (",
        "        return self.stack != stack or (",
        ("test_kretprobes.py",),
        first="test_coroutines_with_calls_in_flight_on_both_stacks",
    ),
    WrongCore(
        "overtaken_instances_kept",
        "Calls deeper than one that returns stay with their task.",
        "unwinding.py",
        "        if returned.own and other.own and other.deeper_than(returned.stack, returned.backing_store)",
        "        if False",
        ("test_kretprobes.py",),
        first="test_longjmps_out_of_several_frames",
    ),
    WrongCore(
        "newest_instance_taken_for_the_returned",
        "The newest instance is taken for the call that has returned, whatever its frame.",
        "unwinding.py",
        ("    best: int | None = None\n    smallest"),
        ("    if instances:\n        return len(instances) - 1\n    best: int | None = None\n    smallest"),
        ("test_kretprobes.py",),
        first="test_coroutines_with_calls_in_flight_on_both_stacks",
    ),
    WrongCore(
        "depth_not_counted",
        "A call's depth is that of the probed call around it.",
        "kretprobes.py",
        "            instance.depth = newest.depth + 1",
        "            instance.depth = newest.depth",
        (
            "test_returns.py",
            "test_kretprobes.py",
        ),
        first="test_calls_are_numbered_and_nested_as_they_were_made",
    ),
    WrongCore(
        "nested_calls_counted_twice",
        "An entry that is hit while a handler runs counts as two missed ones.",
        "instances.py",
        "        self.missed_nested += 1",
        "        self.missed_nested += 2",
        ("test_kretprobes.py",),
        first="test_probes_hit_by_a_guest_function_that_a_handler_calls_are_nested",
    ),
    WrongCore(
        "nested_hits_handled",
        "A probe that is hit while a handler runs is handled like any other.",
        "breakpoints.py",
        ("        if cpu.site is not None:\n            self._reenter(site, cpu)\n            return\n"),
        "",
        ("test_kprobe_hits.py",),
        first="test_a_handler_runs_no_other_task_of_its_cpu",
    ),
    WrongCore(
        "post_handlers_after_a_fault",
        "Post handlers run although the emulated instruction has faulted.",
        "breakpoints.py",
        ("        elif self._emulate(site):\n            self._finish(site, cpu)"),
        ("        else:\n            self._emulate(site)\n            self._finish(site, cpu)"),
        ("test_kprobe_hits.py",),
        first="test_a_fault_of_an_emulated_instruction_is_the_guests",
    ),
    WrongCore(
        "post_handlers_left_out_by_boosting",
        "An instruction with a post handler is boosted like any other.",
        "breakpoints.py",
        "            copy.jump_back is not None\n            and not site.post_handlers",
        "            copy.jump_back is not None",
        ("test_kprobe_hits.py",),
        first="test_one_hit_from_pre_handler_to_post_handler",
    ),
    WrongCore(
        "disabled_handlers_run",
        "The handlers of a disabled probe run as long as another probe is on the instruction.",
        "breakpoints.py",
        "        enabled = [probe for probe in site.probes if not probe.disabled]",
        "        enabled = list(site.probes)",
        (
            "test_kprobes.py",
            "test_kprobe_hits.py",
        ),
        first="test_children_come_and_go",
    ),
    WrongCore(
        "disarming_writes_over_foreign_text",
        "Disarming writes the old text, also where the program has written its own since.",
        "breakpoints.py",
        ("        if _merge(now, patch.code, patch.mask) == now:\n            self"),
        ("        if True:\n            self"),
        ("test_kprobes.py",),
        first="test_text_the_guest_has_overwritten_stays_as_the_guest_wants_it",
    ),
    WrongCore(
        "copies_of_armed_text",
        "A copy is made from text in which other probes' breakpoints stand.",
        "breakpoints.py",
        "                        code[at] = code[at] & ~mask | original & mask",
        "                        pass",
        (
            "test_kprobes.py",
            "test_kprobe_hits.py",
        ),
        first="test_breakpoints_of_other_probes_do_not_hide_an_instruction",
    ),
    WrongCore(
        "slots_reused_too_early",
        "A slot is used again while a task may still be in it.",
        "breakpoints.py",
        ("        if self._scheduler.settled:\n            self._reclaim()"),
        "        self._reclaim()",
        (
            "test_kprobes.py",
            "test_kprobe_hits.py",
        ),
        first="test_a_slot_just_freed_is_not_taken_while_its_copy_is_to_run",
    ),
    WrongCore(
        "trampoline_disarmed_by_the_switch",
        "The global switch takes out the trampoline's breakpoint, too.",
        "kprobes.py",
        "        return site.internal or (self._all_armed and",
        "        return (self._all_armed and",
        (
            "test_kretprobes.py",
            "test_kprobes.py",
        ),
        first="test_the_global_switch_in_flight",
    ),
    WrongCore(
        "half_a_list_registered",
        "When one of several probes is refused, those before it stay registered.",
        "kprobes.py",
        ("        for probe in done:\n            unregister(probe)\n        raise"),
        "        raise",
        (
            "test_kprobes.py",
            "test_kretprobes.py",
        ),
        first="test_a_batch_is_registered_whole_or_not_at_all",
    ),
    WrongCore(
        "suffixed_names_not_denied",
        "The deny list does not look at a name without the compiler's suffix.",
        "deny.py",
        ("        names |= bases\n"),
        "",
        (
            "test_kprobes.py",
            "test_kretprobes.py",
        ),
        first="test_the_architectures_list_and_the_kernels_own",
    ),
    WrongCore(
        "turns_end_in_slots",
        "A task's turn may end inside an out-of-line copy.",
        "tasks.py",
        ("            if not task.alive or not self._in_slot(stop.pc):\n                return used"),
        "            return used",
        (
            "test_tasks.py",
            "test_kprobe_hits.py",
        ),
        first="test_a_turn_never_ends_inside_a_slot",
    ),
    WrongCore(
        "faults_in_copies_not_translated",
        "A fault in a copy is told at the copy's address.",
        "execution.py",
        "pc=self._breakpoints.original_pc(fault.pc)",
        "pc=fault.pc",
        (
            "test_kprobe_hits.py",
            "test_tasks.py",
        ),
        first="test_a_nested_task_that_faults_leaves_the_outer_probe_alone",
    ),
    WrongCore(
        "killing_ends_at_once",
        "A task that is killed in its own handler ends before that is done.",
        "tasks.py",
        ("        if task is self.current or task in self._suspended:\n            task.dying"),
        ("        if task in self._suspended:\n            task.dying"),
        ("test_tasks.py",),
        first="test_a_handler_kills_a_task",
    ),
    WrongCore(
        "other_tasks_run_in_handlers",
        "While a handler calls a guest function, other tasks of its CPU get turns.",
        "tasks.py",
        ("        if self.pinned is not None:\n            return self.pinned if self.pinned.alive else None\n"),
        ("        if self.pinned is not None and self.pinned.alive:\n            self.queue.append(self.pinned)\n"),
        (
            "test_tasks.py",
            "test_kretprobes.py",
        ),
        first="test_a_task_whose_handler_makes_a_call_is_killed_meanwhile",
    ),
    WrongCore(
        "yielding_does_nothing",
        "A task that yields goes on.",
        "syscalls.py",
        ("        self._machine.stop()\n        return 0"),
        "        return 0",
        ("test_tasks.py",),
        first="test_tasks_of_one_cpu_take_turns_at_each_yield",
    ),
)
"""Every wrong core."""
