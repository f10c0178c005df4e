"""One-way tables as they may leave: small categories are merged, never hidden beside a total."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate, combinations, pairwise
from typing import Any

from mentorkit.disclosure.audit import proven_small
from mentorkit.disclosure.rounding import PublicCount, public_count, public_share, shown_count, withheld


def merged(counts: Mapping[str, int], k: int, *, ordered: bool = False) -> list[tuple[str, ...]]:
    """
    Give the groups in which categories may be shown: each of k people or more, members in the declared order.

    Where every category has k or more, each stands alone. Otherwise the smallest are put together, also
    those that nobody chose, until they are k and no larger than any that stands alone: then who knows
    this rule cannot tell which of them is small. On an ordered scale neighbours are put together.

    >>> merged({"a": 20, "b": 3, "c": 0, "d": 9}, 5)
    [('a',), ('b', 'c', 'd')]
    >>> merged({"1": 0, "2": 3, "3": 9, "4": 12, "5": 2}, 5, ordered=True)
    [('1', '2', '3'), ('4', '5')]
    """
    groups = _neighbours(counts, k) if ordered else _smallest(counts, k)
    return [tuple(id for id in counts if id in group) for group in groups]


def _smallest(counts: Mapping[str, int], k: int) -> list[set[str]]:
    order = list(counts)
    pool: set[str] = set()
    for id in sorted(order, key=lambda i: (counts[i], order.index(i))):
        if counts[id] >= k and (not pool or k <= sum(counts[i] for i in pool) <= counts[id]):
            break
        pool.add(id)
    alone = [{id} for id in order if id not in pool]
    return sorted([*alone, pool] if pool else alone, key=lambda group: min(order.index(i) for i in group))


def _neighbours(counts: Mapping[str, int], k: int) -> list[set[str]]:
    """Cut the scale into as many groups of k as it has, and among such cuts into the most even ones."""
    ids = list(counts)
    sums = [0, *accumulate(counts.values())]
    best: list[tuple[int, int, tuple[int, ...]] | None] = [(0, 0, ())]
    for end in range(1, len(ids) + 1):
        cuts = [
            (cut[0] - 1, cut[1] + (sums[end] - sums[start]) ** 2, (*cut[2], end))
            for start, cut in enumerate(best)
            if cut is not None and sums[end] - sums[start] >= k
        ]
        best.append(min(cuts, default=None))
    ends = best[-1][2] if best[-1] else (len(ids),)
    return [set(ids[start:end]) for start, end in zip((0, *ends), ends)]


def public_distribution(
    counts: Mapping[str, int], n: PublicCount | None, k: int, *, ordered: bool = False, most: int | None = None
) -> dict[str, Any]:
    """
    Give the shares of the answers to a question with one answer, merged where few gave them.

    Where only one answer is left, it stands against all the others together. The table is then attacked as an
    outsider would, and withheld if any answer could be shown to have been given by fewer than k.

    Args:
        counts: People by answer, every declared answer included, in the declared order.
        n: People who answered, as published.
        ordered: Whether only neighbours may be put together.
        most: The greatest number of groups; default as many as there may be.
    """
    total = sum(counts.values())
    if n is None or not total:
        return withheld("too-few")
    groups = _fewer(merged(counts, k, ordered=ordered), counts, most, ordered=ordered)
    if len(groups) < 2:
        top = max(counts, key=lambda id: counts[id])
        if 2 * counts[top] <= total:
            return withheld("too-small-parts")
        rest = tuple(id for id in counts if id != top)
        groups = [group for group in ((top,), rest) if group]
        groups.sort(key=lambda group: list(counts).index(group[0]))
    rows = [{"options": list(group), **public_share(sum(counts[i] for i in group), total, n, k)} for group in groups]
    if any("withheld" in row for row in rows):
        return withheld(next(row["withheld"] for row in rows if "withheld" in row))
    return withheld("audit") if proven_small(rows, n, k) else {"rows": rows}


def _fewer(groups: list[tuple[str, ...]], counts: Mapping[str, int], most: int | None, *, ordered: bool) -> list[tuple[str, ...]]:
    """Put the smallest groups together (on a scale the smallest neighbours) until there are no more than so many."""
    size = {group: sum(counts[id] for id in group) for group in groups}
    while most is not None and len(groups) > max(most, 2):
        pairs = pairwise(groups) if ordered else combinations(groups, 2)
        one, other = min(pairs, key=lambda pair: size[pair[0]] + size[pair[1]])
        both = tuple(id for id in counts if id in one + other)
        size[both] = size[one] + size[other]
        groups = [both if group == one else group for group in groups if group != other]
    return groups


def public_options(counts: Mapping[str, int], total: int, n: PublicCount | None, k: int) -> dict[str, Any]:
    """Give the share of people who gave each of several possible answers; each is a table of its own."""
    if n is None or not total:
        return withheld("too-few")
    rows = [{"options": [id], **public_share(count, total, n, k)} for id, count in counts.items()]
    return withheld(rows[0]["withheld"]) if "withheld" in rows[0] else {"rows": rows}


def public_counts(counts: Mapping[str, int], k: int) -> dict[str, Any]:
    """
    Give counts by category to the nearest 5, small categories merged; withheld where nothing is left to
    tell.
    """
    groups = merged(counts, k)
    if len(groups) < 2:
        return withheld("too-few" if sum(counts.values()) < k else "nearly-everybody")
    shown = [(group, public_count(sum(counts[i] for i in group), k)) for group in groups]
    return {"rows": [{"options": list(group), **shown_count(count)} for group, count in shown if count]}
