"""A comparison group, where the cohort has one: how alike both are, and the difference with weights; and dosage."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from mentorkit.errors import InvalidInputError
from mentorkit.evaluation.attrition import standardized_difference
from mentorkit.evaluation.change import Comparison, comparisons
from mentorkit.evaluation.intervals import NAN, Estimate, part
from mentorkit.evaluation.metrics import Standing, outcome_people

FEWEST_IN_A_GROUP = 50
FEWEST_FOR_DOSAGE = 100
BALANCED = 0.1
CONVERSIONS = {"hired": "hired", "promoted": "promoted", "retention": "left-organisation"}
CONVERSION_COLUMNS = ["metric", "value", "n", "value_comparison", "n_comparison", "difference", "low", "high"]
BALANCE_COLUMNS = ["measure", "mean_programme", "mean_comparison", "difference", "difference_weighted"]


@dataclass(frozen=True)
class Difference:
    """
    What people with the programme have more than those of the comparison group, in scale points.

    `raw` is the plain difference of the last wave; `weighted` is doubly robust (AIPW) over the measures of the start.
    `balance` has a row a measure; `lowest` and `highest` are the least and greatest probability of being in the
    programme, by which a reader sees whether the groups overlap.
    """

    raw: Estimate
    weighted: Estimate
    balance: pd.DataFrame
    n_programme: int
    n_comparison: int
    lowest: float = NAN
    highest: float = NAN

    @property
    def enough(self) -> bool:
        """Whether both groups have 50 people; below, the weighted figure is not to be printed."""
        return min(self.n_programme, self.n_comparison) >= FEWEST_IN_A_GROUP

    @property
    def balanced(self) -> bool:
        """Whether every measure differs by less than 0.1 standard deviations after weighting."""
        return bool((self.balance["difference_weighted"].abs() < BALANCED).all())


def primary_comparison(now: Standing) -> Comparison | None:
    """Give the mentees' comparison of waves on the primary scale, or of the first compared one."""
    found = [c for c in comparisons(now.cohort.surveys) if c.who == "mentees" and not c.refused]
    primary = now.cohort.program.evaluation.primary
    return next((c for c in found if c.scale == primary), found[0] if found else None)


def against_comparison_group(now: Standing) -> Difference | None:
    """
    Give the difference between the programme and its comparison group, or None where there is no such group.

    `evaluation.comparison` names the column of the mentees that says who is in which group, the value of the
    comparison group, and measures of the start beside the first score. Somebody of the comparison group who was
    matched after all is left out.
    """
    plan, found = now.cohort.program.evaluation.comparison, primary_comparison(now)
    people = now.cohort.mentees
    if plan is None or found is None or plan.column not in people:
        return None
    ids = [id for id in found.before.index if id in people.index]
    compared = people.loc[ids, plan.column].astype(str) == plan.value
    matched = pd.Series([id in set(now.mentees) for id in ids], index=ids)
    kept = [id for id in ids if compared[id] != matched[id]]
    measures = pd.DataFrame({found.scale: found.before[kept]}).join(_numeric(people.loc[kept], plan.covariates))
    complete = measures.dropna()
    return weighted_difference(found.after[complete.index], (~compared[complete.index]).astype(int), complete)


def _numeric(people: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Give measures as numbers: a number as it is, a category as a column for each value but the commonest."""
    parts = []
    for name in (column for column in columns if column in people):
        numbers = pd.to_numeric(people[name], errors="coerce")
        if numbers.notna().any():
            parts.append(numbers.astype(float).rename(name))
            continue
        values = people[name].astype(object).where(people[name].notna(), "–").map(str)
        for value in sorted(values.unique(), key=lambda v: (-int((values == v).sum()), v))[1:]:
            parts.append((values == value).astype(float).rename(f"{name}: {value}"))
    return pd.concat(parts, axis=1) if parts else pd.DataFrame(index=people.index)


def conversion_table(now: Standing) -> pd.DataFrame | None:
    """
    Give what became of the mentees matched beside the comparison group: hired, promoted, still in the organisation.

    Columns: `metric, value, n, value_comparison, n_comparison, difference, low, high`; the interval of the difference
    is Newcombe's. None where the cohort has no comparison group, or no outcome of anybody in it is on record: nobody
    followed them, and that is not zero. A row stands only for what was recorded of somebody.

    Source:
        Newcombe (1998), Statistics in Medicine 17, method 10, by statsmodels.
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    plan, people = now.cohort.program.evaluation.comparison, now.cohort.mentees
    if plan is None or plan.column not in people:
        return None
    waiting = set(people.index[people[plan.column].astype(str) == plan.value])
    with_programme, without, reached = set(now.mentees) - waiting, waiting - set(now.mentees), outcome_people(now)
    if not with_programme or not any(ids & without for ids in reached.values()):
        return None
    rows = []
    for metric, kind in CONVERSIONS.items():
        if kind in reached:
            counts = [(len(reached[kind] & group), len(group)) for group in (with_programme, without)]
            a, b = (part(n - count if metric == "retention" else count, n) for count, n in counts)
            low, high = confint_proportions_2indep(round(a.value * a.n), a.n, round(b.value * b.n), b.n, method="newcomb", compare="diff")
            rows.append((metric, a.value, a.n, b.value, b.n, a.value - b.value, float(low), float(high)))
    return pd.DataFrame(rows, columns=CONVERSION_COLUMNS)


def weighted_difference(outcome: ArrayLike, treated: ArrayLike, measures: pd.DataFrame) -> Difference:
    """
    Give the mean difference between two groups, plain and weighted by how likely each person was to be in them.

    Args:
        outcome: Scores at the end, shape (n,).
        treated: 1 with the programme, 0 in the comparison group, shape (n,).
        measures: What was known at the start, a row a person, numeric, none missing.

    Raises:
        InvalidInputError: Missing values, or a group of fewer than two people.

    Source:
        Robins, Rotnitzky & Zhao (1994), by statsmodels' TreatmentEffect (`aipw`); Austin (2011) for balance.
    """
    y, t = np.asarray(outcome, dtype=float), np.asarray(treated, dtype=int)
    x = measures.to_numpy(dtype=float)
    if np.isnan(x).any() or np.isnan(y).any() or min((t == 1).sum(), (t == 0).sum()) < 2:
        raise InvalidInputError("a comparison needs two people a group and no missing value; leave out the others and count them")
    raw = _mean_difference(y[t == 1], y[t == 0])
    weighted, probability = _aipw(y, t, x)
    weights = np.ones(len(t)) if probability is None else np.where(t == 1, 1 / probability, 1 / (1 - probability))
    rows = [
        (name, x[t == 1, i].mean(), x[t == 0, i].mean(), standardized_difference(x[t == 0, i], x[t == 1, i]), _weighted_smd(x[:, i], t, weights))
        for i, name in enumerate(measures.columns)
    ]
    ends = (NAN, NAN) if probability is None else (float(probability.min()), float(probability.max()))
    return Difference(raw, weighted, pd.DataFrame(rows, columns=BALANCE_COLUMNS), int((t == 1).sum()), int((t == 0).sum()), *ends)


def _mean_difference(a: np.ndarray, b: np.ndarray) -> Estimate:
    from scipy import stats

    found = stats.ttest_ind(a, b, equal_var=False)
    interval = found.confidence_interval()
    return Estimate(float(a.mean() - b.mean()), float(interval.low), float(interval.high), len(a) + len(b))


def _aipw(y: np.ndarray, t: np.ndarray, x: np.ndarray) -> tuple[Estimate, np.ndarray | None]:
    from statsmodels.discrete.discrete_model import Logit
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools import add_constant
    from statsmodels.tools.sm_exceptions import PerfectSeparationError
    from statsmodels.treatment.treatment_effects import TreatmentEffect

    design = add_constant(x, has_constant="add")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            selection = Logit(t, design).fit(disp=0)
            probability = np.asarray(selection.predict(design))
            if not selection.mle_retvals["converged"] or not 1e-3 < probability.min() <= probability.max() < 1 - 1e-3:
                return Estimate(NAN, n=len(y)), None
            found = TreatmentEffect(OLS(y, design), t, results_select=selection).aipw()
        except (np.linalg.LinAlgError, PerfectSeparationError, ValueError):
            return Estimate(NAN, n=len(y)), None
    low, high = found.conf_int()[0]
    return Estimate(float(found.effect[0]), float(low), float(high), len(y)), probability


def _weighted_smd(values: np.ndarray, t: np.ndarray, weights: np.ndarray) -> float:
    spread = np.sqrt((values[t == 1].var(ddof=1) + values[t == 0].var(ddof=1)) / 2)
    means = [float(np.average(values[t == side], weights=weights[t == side])) for side in (1, 0)]
    return (means[0] - means[1]) / spread if spread > 1e-12 else NAN


def meetings_of(now: Standing) -> tuple[pd.Series, pd.Series]:
    """Give meetings held and change on the primary scale of the matched mentees with both surveys, by id."""
    found = primary_comparison(now)
    if found is None or now.matches.empty:
        return pd.Series(dtype=float), pd.Series(dtype=float)
    held = now.matches.groupby("mentee_id")["held"].sum().astype(float)
    ids = [id for id in found.before.index if id in held.index]
    return held[ids], (found.after - found.before)[ids]


def dosage(now: Standing) -> Estimate:
    """
    Give by how much the last score goes with one meeting more, at the same first score; NaN below 20 people.

    People who meet more differ in other ways too, so this is no effect of a meeting. Reports print it from 100
    people on.
    """
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools import add_constant

    found, (held, _) = primary_comparison(now), meetings_of(now)
    if found is None or len(held) < 20 or held.std() < 1e-9:
        return Estimate(NAN, n=len(held))
    design = add_constant(np.column_stack([found.before[held.index], held]), has_constant="add")
    fit = OLS(found.after[held.index].to_numpy(dtype=float), design).fit(cov_type="HC3")
    low, high = fit.conf_int()[2]
    return Estimate(float(fit.params[2]), float(low), float(high), len(held))
