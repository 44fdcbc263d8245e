"""The receipt: the account of every probed entry, as a view of the pools' counters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kretcore.instances import ABANDONED, Fate, Pool

POOL_EMPTY = "pool empty"
NESTED = "nested"


@dataclass(frozen=True)
class Receipt:
    """How every probed entry ended, for one function or in total.

    ``entries = returned + declined + missed + abandoned + inside`` holds at every moment (:attr:`balanced`).

    :ivar entries: hits of entry probes.
    :ivar returned: calls that came back through the trampoline.
    :ivar declined: calls an entry handler did not want, and entries that were no calls: reached by a jump or a return,
        with no return address in the program's text to come back to (a coroutine's first function).
    :ivar missed: calls not probed, by reason: "pool empty", "nested". Only reasons that occurred.
    :ivar abandoned: calls that will never return, by reason: "exit", "killed", "fault", "exec", "unwound".
    :ivar inside: calls still under way.
    :ivar functions: the same per function; empty in a function's own receipt.
    :ivar high_water: the most instances of one pool that were ever in use at once.
    :ivar maxactive: size of that pool; None if it grows on demand.
    :ivar sufficient_maxactive: a pool size that would have missed nothing (an upper bound), None if nothing was missed.
    """

    entries: int = 0
    returned: int = 0
    declined: int = 0
    missed: Mapping[str, int] = field(default_factory=dict)
    abandoned: Mapping[str, int] = field(default_factory=dict)
    inside: int = 0
    functions: Mapping[str, Receipt] = field(default_factory=dict)
    high_water: int = 0
    maxactive: int | None = None
    sufficient_maxactive: int | None = None

    @property
    def balanced(self) -> bool:
        """Whether every entry is accounted for, in total and for each function."""
        ways = self.returned + self.declined + sum(self.missed.values()) + sum(self.abandoned.values()) + self.inside
        return self.entries == ways and all(receipt.balanced for receipt in self.functions.values())

    def __str__(self) -> str:
        parts = [f"receipt  entries {self.entries} = returned {self.returned}"]
        if self.declined:
            parts.append(f"declined {self.declined}")
        parts.append(f"missed {_with_reasons(self.missed)}")
        parts.append(f"abandoned {_with_reasons(self.abandoned)}")
        parts.append(f"still inside {self.inside}")
        parts.append(f"peak {self.high_water}" + (f" of {self.maxactive}" if self.maxactive is not None else ""))
        lines = ["   ".join(parts)]
        lines += [
            f"         {name}: maxactive {receipt.sufficient_maxactive} would have missed none for want of instances "
            f"(an upper bound; it was {receipt.maxactive})"
            for name, receipt in self.functions.items()
            if receipt.sufficient_maxactive is not None
        ]
        return "\n".join(lines)


def _with_reasons(counts: Mapping[str, int]) -> str:
    total = str(sum(counts.values()))
    return f"{total} ({', '.join(f'{reason} {count}' for reason, count in counts.items())})" if counts else total


def receipt_of(pools: Iterable[Pool]) -> Receipt:
    """Make the receipt of some pools: in total, and per function in order of registration."""
    by_name: dict[str, list[Pool]] = {}
    for pool in pools:
        by_name.setdefault(pool.name, []).append(pool)
    functions = {name: _sum(group) for name, group in by_name.items()}
    total = _sum([pool for group in by_name.values() for pool in group])
    return Receipt(**{**vars(total), "functions": functions})


def _sum(pools: list[Pool]) -> Receipt:
    fates = [sum(pool.fates[fate] for pool in pools) for fate in Fate]
    missed = {
        POOL_EMPTY: sum(pool.missed_empty for pool in pools),
        NESTED: sum(pool.missed_nested for pool in pools),
    }
    fullest = max(pools, key=lambda pool: pool.made, default=None)
    return Receipt(
        entries=sum(pool.entries for pool in pools),
        returned=fates[Fate.RETURNED],
        declined=fates[Fate.DECLINED],
        missed={reason: count for reason, count in missed.items() if count},
        abandoned={fate.name.lower(): fates[fate] for fate in ABANDONED if fates[fate]},
        inside=sum(pool.inside for pool in pools),
        high_water=fullest.made if fullest else 0,
        maxactive=fullest.maxactive if fullest else None,
        sufficient_maxactive=max((pool.sufficient for pool in pools), default=0) or None,
    )
