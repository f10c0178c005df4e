"""Single questions asked twice: how many moved up, stayed, or moved down, with tests for pairs of ordered answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from mentorkit.errors import InvalidInputError
from mentorkit.evaluation.change import wave_order
from mentorkit.evaluation.intervals import NAN, adjusted_p
from mentorkit.model.survey import Answers, Item

COLUMNS = ["item", "who", "n", "rose", "same", "fell", "p_sign", "p_wilcoxon", "p_stuart_maxwell", "p_bh"]
FEWEST = 10


@dataclass(frozen=True)
class Moves:
    """How many of the same people moved up, stayed and moved down, with two-sided p values; NaN where undefined."""

    rose: int
    same: int
    fell: int
    p_sign: float
    p_wilcoxon: float
    p_stuart_maxwell: float

    @property
    def n(self) -> int:
        """People with both answers."""
        return self.rose + self.same + self.fell


def moves(before: ArrayLike, after: ArrayLike) -> Moves:
    """
    Give how ordered answers of the same people moved.

    The sign test counts directions alone. Wilcoxon's uses ranks of the differences; scipy chooses the exact or the
    permutation way, because its "exact" is wrong with ties, and Likert answers always have ties. Stuart and
    Maxwell's asks whether the whole distribution moved, for unordered answers too.

    >>> moves([1, 2, 2, 3], [2, 3, 2, 4]).p_sign
    0.25

    Raises:
        InvalidInputError: Different lengths, or a missing answer: leave out people without both.

    Source:
        Dixon & Mood (1946); Wilcoxon (1945); Stuart (1955) and Maxwell (1970), by statsmodels.
    """
    from scipy import stats

    a, b = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if a.shape != b.shape or a.ndim != 1 or np.isnan(a).any() or np.isnan(b).any():
        raise InvalidInputError("paired answers are of the same people, none missing; give one of each a person")
    d = (b - a)[np.lexsort((b, a))]
    rose, fell = int((d > 0).sum()), int((d < 0).sum())
    sign = float(stats.binomtest(rose, rose + fell).pvalue) if rose + fell else NAN
    wilcoxon = float(stats.wilcoxon(d).pvalue) if np.any(d) else NAN
    return Moves(rose, len(d) - rose - fell, fell, sign, wilcoxon, stuart_maxwell_p(a, b))


def stuart_maxwell_p(before: ArrayLike, after: ArrayLike) -> float:
    """Give Stuart and Maxwell's p for pairs of answers; NaN where nobody moved or the table has no solution."""
    from statsmodels.stats.contingency_tables import SquareTable

    a, b = pd.Series(np.asarray(before)), pd.Series(np.asarray(after))
    moved = sorted(set(a[(a != b).to_numpy()]) | set(b[(a != b).to_numpy()]))
    if not moved:
        return NAN
    table = pd.crosstab(a, b).reindex(index=moved, columns=moved, fill_value=0).to_numpy(dtype=float)
    try:
        found = SquareTable(table, shift_zeros=False).homogeneity(method="stuart_maxwell")
    except np.linalg.LinAlgError:
        return NAN
    return float(found.pvalue)


def item_moves(surveys: Mapping[str, Answers]) -> pd.DataFrame:
    """
    Give a row for each question of the same side that was asked in two waves with the same range.

    Columns: `item, who, n, rose, same, fell, p_sign, p_wilcoxon, p_stuart_maxwell, p_bh`; the last is the sign test's p
    among all questions of ten people or more (Benjamini and Hochberg). Reversed questions are turned, so that up is better. Answers without persons, and questions whose wording or range changed, are left out.
    """
    rows = []
    for (id, who), waves in sorted(_asked_twice(surveys).items()):
        first, last = waves[0], waves[-1]
        a, b = (_answers(answers, id) for answers in (first, last))
        both = a.index.intersection(b.index).sort_values()
        if len(both):
            found = moves(a[both], b[both])
            rows.append((id, who, found.n, found.rose, found.same, found.fell, found.p_sign, found.p_wilcoxon, found.p_stuart_maxwell))
    table = pd.DataFrame(rows, columns=COLUMNS[:-1])
    known = table.loc[(table["n"] >= FEWEST) & table["p_sign"].notna(), "p_sign"]
    return table.assign(p_bh=pd.Series(adjusted_p(list(known), method="bh"), index=known.index, dtype=float))


def _asked_twice(surveys: Mapping[str, Answers]) -> dict[tuple[str, str], list[Answers]]:
    found: dict[tuple[str, str], list[Answers]] = {}
    for answers in sorted(surveys.values(), key=wave_order):
        if answers.survey.person is not None and answers.survey.unit == "person":
            for item in answers.survey.items:
                if item.kind in ("scale", "number"):
                    found.setdefault((item.id, answers.survey.who), []).append(answers)
    return {key: waves for key, waves in found.items() if len(waves) > 1 and _alike(waves[0], waves[-1], key[0])}


def _alike(first: Answers, last: Answers, id: str) -> bool:
    a, b = first.survey.item(id), last.survey.item(id)
    same = (a.kind, a.min, a.max, a.reverse) == (b.kind, b.min, b.max, b.reverse)
    return same and bool(set(a.wordings) & set(b.wordings)) and first.survey.wave != last.survey.wave


def _answers(answers: Answers, id: str) -> pd.Series:
    item: Item = answers.survey.item(id)
    values = answers.frame.set_index("person")[id].astype(float)
    values = values[values.index.notna() & values.notna().to_numpy()]
    return item.min + item.max - values if item.reverse else values
