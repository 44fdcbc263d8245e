"""Which of a task's probed calls are over without having returned, and which one has just returned.

The rules only hold what is provable (``docs/explanation/architecture.md``): a call on another stack may still come
back. Each function looks at a task's instances, oldest first; none changes the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kretcore.instances import Fate, KretprobeInstance
from kretcore.tasks import Task

Instances = Sequence[KretprobeInstance]


def thrown_away(
    instances: Instances, own: bool, stack: int, backing_store: int, fresh: bool
) -> list[KretprobeInstance]:
    """Return the calls that a function just entered at this frame proves to be over.

    :param own: whether the frame lies on the task's own stack.
    :param fresh: whether its return address is not the trampoline.
    """
    newest = instances[-1]
    if own and newest.own and not fresh and not newest.deeper_than(stack, backing_store):
        return []  # another probe on the same call: on a task's own stack the newest call is the deepest
    return [
        instance
        for instance in instances
        if (own and instance.own and instance.deeper_than(stack, backing_store))
        or (fresh and instance.stack == stack and instance.backing_store == backing_store)
    ]


def overwritten(instances: Instances, load_word: Callable[[int], int], trampoline: int) -> list[KretprobeInstance]:
    """Return the calls whose return address in memory is no longer the trampoline."""
    return [instance for instance in instances if load_word(instance.stack) != trampoline]


def overtaken(instances: Instances, returned: KretprobeInstance) -> list[KretprobeInstance]:
    """Return the calls that were deeper than the one that has just returned."""
    return [
        other
        for other in instances
        if returned.own and other.own and other.deeper_than(returned.stack, returned.backing_store)
    ]


def abandon(task: Task, gone: Sequence[KretprobeInstance]) -> None:
    """Retire calls that were unwound, newest first."""
    if not gone:
        return
    dead = set(map(id, gone))
    task.instances[:] = [instance for instance in task.instances if id(instance) not in dead]
    for instance in reversed(gone):
        instance.retire(Fate.UNWOUND)


def find_returned(instances: Instances, distance_of: Callable[[KretprobeInstance], int | None]) -> int | None:
    """Return the position of the activation that has just returned: the smallest distance, newest first."""
    best: int | None = None
    smallest: int | None = None
    for index in range(len(instances) - 1, -1, -1):
        distance = distance_of(instances[index])
        if distance is not None and (smallest is None or distance < smallest):
            best, smallest = index, distance
            if distance == 0:
                break
    return best


def chain_at(instances: Instances, position: int | None) -> list[KretprobeInstance]:
    """Return the instances that one return consumes, newest first.

    They share a frame; the last one holds the real return address. Empty if none does.
    """
    if position is None:
        return []
    newest = instances[position]
    chain = []
    for index in range(position, -1, -1):
        instance = instances[index]
        if instance.stack == newest.stack and instance.backing_store == newest.backing_store:
            chain.append(instance)
            if not instance.chained:
                return chain
    return []


def find_return_address(
    instances: Instances, frame: int | None, after: KretprobeInstance | None
) -> KretprobeInstance | None:
    """Find whose return address an unwinder should show for a trampoline address it met (row R23).

    :param frame: the stack pointer at that activation's entry, or None if unknown.
    :param after: the instance found for the previous trampoline address, or None at the start.
    :return: the instance whose ``return_address`` is the real one, or None if there is none.
    """
    position = len(instances) if after is None else instances.index(after)
    for instance in reversed(instances[:position]):
        if not instance.chained and frame in (None, instance.stack):
            return instance
    return None
