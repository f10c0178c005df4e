"""Each criterion as integer features of mentees and mentors, whose product is the points it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from pandas import DataFrame
from scipy.sparse import csr_array

from mentorkit.matching.hours import QUARTERS_AN_HOUR
from mentorkit.matching.parts import Below, Either, Elementwise, Mixed, Part, Product, mixed
from mentorkit.matching.vocabulary import Vocabulary, cells, codes, listed, number, values
from mentorkit.matching.wordvectors import ONE, plain, tfidf
from mentorkit.model.criteria import Ahead, Criterion, Matrix, Near

WIDEST, WIDEST_TEXT = 256, 512
FEW = 2_000
TINY = 1e-9


@dataclass(frozen=True)
class Encoded:
    """
    One criterion over a roster: features, further parts of its points, and the rule it sets.

    The points of mentee i and mentor j, in units, are `left[i] · right[j]` plus the parts' values.
    `left` is (mentees, d), `right` (mentors, d), both whole numbers ≥ 0. `rule` is true where the
    criterion forbids a pair. `slack` bounds by how many units rounding may lift a pair above the weight.
    """

    left: np.ndarray
    right: np.ndarray
    parts: tuple[Part, ...] = ()
    rule: Part | None = None
    slack: int = 1


@dataclass(frozen=True)
class _Sides:
    """What both sides answered on a criterion, and what it is worth in units."""

    criterion: Criterion
    weight: int
    mentees: list
    mentors: list
    words: Vocabulary
    order: Sequence[str] | None = field(default=None)


def encoded(
    criterion: Criterion,
    weight: int,
    mentees: DataFrame,
    mentors: DataFrame,
    words: Vocabulary,
    orders: Mapping[str, Sequence[str]],
) -> Encoded:
    """
    Give a criterion as integer features.

    Args:
        criterion: Any of the six kinds.
        weight: Units that a pair gets at a score of 1.
        mentees: Frame with the id as index.
        mentors: Likewise.
        words: The programme's synonyms.
        orders: Steps of ordered columns, lowest first.
    """
    order = getattr(criterion, "order", None) or orders.get(criterion.mentee) or orders.get(criterion.mentor)
    sides = _Sides(
        criterion, weight, cells(mentees, criterion.mentee), cells(mentors, criterion.mentor), words, order
    )
    return _KINDS[criterion.kind](sides)


def fails(criterion: Criterion, share: np.ndarray) -> np.ndarray:
    """Tell where a score from 0 to 1 makes the pair impossible under the criterion."""
    found = np.zeros(np.shape(share), bool)
    if criterion.required:
        found = found | (np.asarray(share) <= 0)
    if criterion.at_least is not None:
        found = found | (np.asarray(share) < criterion.at_least - TINY)
    return found


def demands(criterion: Criterion) -> bool:
    """Tell whether the criterion can make a pair impossible."""
    return criterion.required or criterion.at_least is not None


# ---------------------------------------------------------------- overlap


def _overlap(sides: _Sides) -> Encoded:
    left, right = ([_named(cell, sides.words) for cell in side] for side in (sides.mentees, sides.mentors))
    sizes = np.array([len(named) for named in left], float)
    here, there = sizes > 0, np.array([len(named) > 0 for named in right], bool)
    members = _memberships(left, right)
    if sides.criterion.enough is not None:
        return _up_to_enough(sides, members, here, there)
    merged_left, merged_right, widths = _merged(*members)
    shares = _units_of_share(merged_left, widths, sizes, sides.weight)
    slack = 1 + int(np.ceil(np.diff(merged_left.indptr).max(initial=0) / 2))
    masks = _masks(sides, here, there)
    rule = _overlap_rule(sides.criterion, members, (merged_left, merged_right), sizes, here, there)
    if merged_left.shape[1] > WIDEST:
        part = Product(*mixed(shares, merged_right, WIDEST))
        return Encoded(*masks, (part,), rule, slack)
    return Encoded(*_beside((_table(shares), _table(merged_right)), masks), (), rule, slack)


def _up_to_enough(sides: _Sides, members: tuple, here: np.ndarray, there: np.ndarray) -> Encoded:
    """What both name ÷ what is enough, at most 1: to name more never lowers it, on either side."""
    hours = any(isinstance(cell, (set, frozenset)) for cell in sides.mentees)
    enough = sides.criterion.enough * (QUARTERS_AN_HOUR if hours else 1)
    left, right = (_bits(side) for side in members)

    def share(rows, cols):
        return np.minimum(1, _common(left, right, rows, cols, counted=True) / enough)

    either = _with_missing(sides.criterion, ~here, ~there, share)
    return _elementwise(sides, either, _rule_on(sides.criterion, either))


def _named(cell: object, words: Vocabulary) -> tuple:
    if isinstance(cell, (set, frozenset)):
        return tuple(sorted(cell))
    return words.terms(cell if isinstance(cell, tuple) else listed(cell))


def _memberships(left: list[tuple], right: list[tuple]) -> tuple[csr_array, csr_array]:
    """Give who named what, over the values that both sides name."""
    common = {value for named in left for value in named} & {value for named in right for value in named}
    place = {
        value: at for at, value in enumerate(sorted(common, key=lambda value: (str(type(value)), value)))
    }
    return _membership(left, place), _membership(right, place)


def _membership(people: list[tuple], place: dict) -> csr_array:
    at = [[place[value] for value in named if value in place] for named in people]
    columns = np.array([column for named in at for column in sorted(named)], np.int64)
    pointers = np.concatenate([[0], np.cumsum([len(named) for named in at])]).astype(np.int64)
    return csr_array((np.ones(len(columns), np.int64), columns, pointers), shape=(len(people), len(place)))


def _merged(left: csr_array, right: csr_array) -> tuple[csr_array, csr_array, np.ndarray]:
    """Join values that the same people name on both sides (quarters of one hour), with their number."""
    by_value = left.tocsc(), right.tocsc()
    first: dict[tuple, int] = {}
    group = np.zeros(left.shape[1], np.int64)
    for at in range(left.shape[1]):
        key = tuple(side.indices[side.indptr[at] : side.indptr[at + 1]].tobytes() for side in by_value)
        group[at] = first.setdefault(key, len(first))
    widths = np.bincount(group, minlength=len(first)).astype(np.int64)
    chosen = np.unique(group, return_index=True)[1]
    return _sorted(left[:, chosen]), _sorted(right[:, chosen]), widths


def _table(members: csr_array) -> np.ndarray:
    return members.astype(np.float32).toarray()


def _sorted(table: csr_array) -> csr_array:
    table = csr_array(table)
    table.sort_indices()
    return table


def _units_of_share(members: csr_array, widths: np.ndarray, sizes: np.ndarray, weight: int) -> csr_array:
    """
    Give each named value's units: all alike up to ten values, beyond that so that every run adds up.

    Alike keeps ties ties; running sums keep the rounding of somebody's forty hours below one unit a run.
    """
    counts = np.diff(members.indptr)
    row = np.repeat(np.arange(members.shape[0]), counts)
    width = widths[members.indices] if len(widths) else np.zeros(0)
    per = weight / np.maximum(sizes, 1)[row]
    running = np.cumsum(width)
    before = np.concatenate([[0], running])[members.indptr[:-1]][row]
    run = running - before
    units = np.rint(per * run) - np.rint(per * (run - width))
    units = np.where(counts[row] <= 10, np.rint(per * width), units)
    return csr_array((units, members.indices, members.indptr), shape=members.shape)


def _overlap_rule(criterion, members, merged, sizes, here, there) -> Part | None:
    if not demands(criterion):
        return None
    counted = criterion.at_least is not None
    left, right = (_bits(side) for side in (members if counted else merged))
    missing = bool(fails(criterion, np.array([criterion.missing]))[0])

    def broken(rows, cols):
        share = _common(left, right, rows, cols, counted)
        if counted:
            share = share / np.maximum(sizes[rows], 1)
        return np.where(here[rows] & there[cols], fails(criterion, share), missing)

    return Elementwise(broken)


def _bits(members: csr_array) -> np.ndarray:
    words = np.zeros((members.shape[0], max(1, -(-members.shape[1] // 64))), np.uint64)
    row = np.repeat(np.arange(members.shape[0]), np.diff(members.indptr))
    np.bitwise_or.at(
        words, (row, members.indices // 64), np.uint64(1) << (members.indices % 64).astype(np.uint64)
    )
    return words


def _common(left, right, rows, cols, counted: bool) -> np.ndarray:
    found = 0
    for word in range(left.shape[1]):
        both = left[:, word][rows] & right[:, word][cols]
        found = found + np.bitwise_count(both) if counted else (both | found if word else both)
    return found.astype(float) if counted else (found != 0)


# ---------------------------------------------------------------- same, matrix, near, ahead


def _same(sides: _Sides) -> Encoded:
    left, right = ([sides.words.terms(cell) for cell in side] for side in (sides.mentees, sides.mentors))
    (a, b), _ = codes(left, right)
    common = np.intersect1d(a[a >= 0], b[b >= 0])
    share = _with_missing(sides.criterion, a < 0, b < 0, lambda r, c: (a[r] == b[c]).astype(float))
    rule = _rule_on(sides.criterion, share)
    if len(common) > WIDEST:
        return _elementwise(sides, share, rule)
    hot = [(side[:, None] == common[None]).astype(np.float32) for side in (a, b)]
    features = _beside((hot[0] * np.float32(sides.weight), hot[1]), _masks(sides, a >= 0, b >= 0))
    return Encoded(*features, (), rule)


def _matrix(sides: _Sides) -> Encoded:
    criterion: Matrix = sides.criterion
    scores = {
        (sides.words.term(mentee), sides.words.term(mentor)): share
        for mentee, row in criterion.scores.items()
        for mentor, share in row.items()
    }
    left, right = ([sides.words.terms(cell) for cell in side] for side in (sides.mentees, sides.mentors))
    (a,), mine = codes(left)
    (b,), theirs = codes(right)
    table = np.array(
        [
            [max(scores.get((x, y), 0.0) for x in mentee for y in mentor) for mentor in theirs]
            for mentee in mine
        ]
    ).reshape(len(mine), len(theirs))
    return _by_table(sides, a, b, table, lambda r, c: table[a[r], b[c]] if table.size else _nothing(r, c))


def _near(sides: _Sides) -> Encoded:
    criterion: Near = sides.criterion
    return _by_numbers(
        sides,
        [number(cell) for cell in sides.mentees],
        [number(cell) for cell in sides.mentors],
        lambda mentee, mentor: np.clip(1 - np.abs(mentor - mentee) / criterion.scale, 0, 1),
    )


def _ahead(sides: _Sides) -> Encoded:
    criterion: Ahead = sides.criterion
    steps = {sides.words.term(step): float(at) for at, step in enumerate(sides.order or ())}

    def position(cell):
        found = values(cell)
        return steps.get(sides.words.term(found[0]), np.nan) if steps and found else number(cell)

    return _by_numbers(
        sides,
        [position(cell) for cell in sides.mentees],
        [position(cell) for cell in sides.mentors],
        lambda mentee, mentor: np.clip((mentor - mentee) / criterion.by, 0, 1),
    )


def _by_numbers(sides: _Sides, mentees: list[float], mentors: list[float], share: Callable) -> Encoded:
    x, y = np.array(mentees, float), np.array(mentors, float)
    mine, a = np.unique(x[~np.isnan(x)], return_inverse=True)
    theirs, b = np.unique(y[~np.isnan(y)], return_inverse=True)
    if min(len(mine), len(theirs)) > WIDEST:
        either = _with_missing(sides.criterion, np.isnan(x), np.isnan(y), lambda r, c: share(x[r], y[c]))
        return _elementwise(sides, either, _rule_on(sides.criterion, either))
    table = share(mine[:, None], theirs[None, :])
    return _by_table(sides, _placed(x, a), _placed(y, b), table, lambda r, c: share(x[r], y[c]))


def _placed(numbers: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    found = np.full(len(numbers), -1, np.int32)
    found[~np.isnan(numbers)] = inverse
    return found


def _by_table(sides: _Sides, a: np.ndarray, b: np.ndarray, table: np.ndarray, share: Callable) -> Encoded:
    """One-hot on the side with fewer values, the table's line on the other."""
    either = _with_missing(sides.criterion, a < 0, b < 0, share)
    units = np.rint(table * sides.weight)
    lines, columns = table.shape
    if min(lines, columns) > WIDEST:
        return _elementwise(sides, either, _rule_on(sides.criterion, either))
    if lines <= columns:
        features = _hot(a, lines), _looked_up(units.T, b)
    else:
        features = _looked_up(units, a), _hot(b, columns)
    return Encoded(*_beside(features, _masks(sides, a >= 0, b >= 0)), (), _rule_on(sides.criterion, either))


def _hot(code: np.ndarray, width: int) -> np.ndarray:
    return (code[:, None] == np.arange(width)[None]).astype(np.float32)


def _looked_up(table: np.ndarray, code: np.ndarray) -> np.ndarray:
    found = np.zeros((len(code), table.shape[1]), np.float32)
    found[code >= 0] = table[code[code >= 0]]
    return found


# ---------------------------------------------------------------- text


def _text(sides: _Sides) -> Encoded:
    left, right = (
        [" ".join(map(str, values(cell))) for cell in side] for side in (sides.mentees, sides.mentors)
    )
    mine, theirs, here, there = (_known_vectors if len(left) + len(right) <= FEW else _vectors)(tuple(left), tuple(right))
    shift = 2 * (ONE.bit_length() - 1)
    rule = None
    if demands(sides.criterion):
        bound = round(((sides.criterion.at_least or 0) - 1e-6) * (1 << shift))
        least = max(1 if sides.criterion.required else 0, bound)
        missing = bool(fails(sides.criterion, np.array([sides.criterion.missing]))[0])
        absent = Elementwise(lambda r, c: missing & ~(here[r] & there[c]))
        rule = Either((Below(Product(mine, theirs), least, here, there), absent))
    parts = (Product(mine, theirs, sides.weight, shift),) if sides.weight else ()
    return Encoded(*_masks(sides, here, there), parts, rule)


def _vectors(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[Mixed, Mixed, np.ndarray, np.ndarray]:
    """Give both sides' vectors, and which texts say anything."""
    here, there = (np.array([plain(text) != "" for text in side], bool) for side in (left, right))
    return *mixed(*tfidf(left, right), WIDEST_TEXT), here, there


_known_vectors = lru_cache(maxsize=8)(_vectors)
"""A small cohort's texts are scored again and again under other weights and hours: their vectors stay."""


# ---------------------------------------------------------------- shared


def _masks(sides: _Sides, here: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two columns that give the points of a missing answer, whichever side it is missing on."""
    worth = float(np.rint(sides.weight * sides.criterion.missing))
    if worth == 0 or (here.all() and there.all()):
        return np.zeros((len(here), 0), np.float32), np.zeros((len(there), 0), np.float32)
    left = np.stack([~here, here], axis=1) * np.float32(worth)
    return left, np.stack([np.ones(len(there), bool), ~there], axis=1).astype(np.float32)


def _beside(first: tuple, second: tuple) -> tuple[np.ndarray, np.ndarray]:
    return tuple(np.concatenate([a, b], axis=1) for a, b in zip(first, second, strict=True))


def _with_missing(
    criterion: Criterion, no_left: np.ndarray, no_right: np.ndarray, share: Callable
) -> Callable:
    def either(rows, cols):
        return np.where(no_left[rows] | no_right[cols], criterion.missing, share(rows, cols))

    return either


def _rule_on(criterion: Criterion, share: Callable) -> Part | None:
    if not demands(criterion):
        return None
    return Elementwise(lambda rows, cols: fails(criterion, share(rows, cols)))


def _elementwise(sides: _Sides, share: Callable, rule: Part | None) -> Encoded:
    part = Elementwise(lambda rows, cols: np.rint(share(rows, cols) * sides.weight).astype(np.int64))
    return Encoded(np.zeros((len(sides.mentees), 0)), np.zeros((len(sides.mentors), 0)), (part,), rule)


def _nothing(rows, cols) -> np.ndarray:
    return np.zeros(np.broadcast(rows, cols).shape)


_KINDS = {
    "overlap": _overlap,
    "same": _same,
    "near": _near,
    "ahead": _ahead,
    "matrix": _matrix,
    "text": _text,
}
