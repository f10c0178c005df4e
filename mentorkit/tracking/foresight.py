"""A model beside the rules: only past 100 early closures, tried on a later cohort, kept only where it does better."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pandas import DataFrame

from mentorkit.tracking.histories import PREDICTORS

NEEDED = 100
BIN = 20


@dataclass(frozen=True, eq=False)
class Foresight:
    """
    How a penalised logistic model did on the latest cohort, after learning from the earlier ones.

    `precision` of model and rules is the share of early closures among the first `capacity` pairs of
    each; `base_brier` is the Brier score of saying the earlier cohorts' rate for everybody;
    `calibration` is the rate observed less the mean predicted, `slope` that of the outcome on the
    predicted log-odds (1 is right, below 1 the model is too sure). `bins` holds
    `predicted, observed, n`, at least 20 pairs a bin, and no row where there are fewer.
    """

    early: int
    learned_from: int
    cohort: str
    pairs: int
    capacity: int
    auc: float
    brier: float
    base_brier: float
    calibration: float
    slope: float
    model_precision: float
    rules_precision: float
    bins: DataFrame
    model: Any = field(repr=False)

    @property
    def is_better(self) -> bool:
        """Whether the model's first calls were right more often than the rules' on the cohort held out."""
        return self.model_precision > self.rules_precision

    def chances(self, histories: DataFrame) -> np.ndarray:
        """Give the model's chance of an early closure for each pair, shape (pairs,)."""
        return self.model.predict_proba(_values(histories))[:, 1]


def foresight(histories: DataFrame, capacity: int) -> Foresight | None:
    """
    Give the trial of the model, or None where nothing can be said.

    That is so up to 100 early closures, with fewer than two cohorts, where the latest cohort or the earlier ones hold
    only one outcome, and where the rules flagged nobody. The model sees five predictors and no attribute of a person,
    and is penalised (ridge, C = 1, on standardised values). A figure about one cohort is no promise for the next.

    Args:
        histories: Pairs of ended cohorts, as `pair_histories` gives them, one under the other.
        capacity: Pairs that staff can call in a week.

    Source:
        Design 6.4; Lyons & Edwards (2022) for how little to expect; Riley et al. (2020) for calibration.
    """
    from sklearn.metrics import roc_auc_score

    early = histories["early"].astype(bool)
    order = histories[["starts", "cohort"]].drop_duplicates().sort_values(["starts", "cohort"])
    if early.sum() <= NEEDED or len(order) < 2:
        return None
    latest = order["cohort"].iloc[-1]
    later = (histories["cohort"] == latest).to_numpy()
    learn, test = histories[~later], histories[later].reset_index(drop=True)
    known, truth = learn["early"].to_numpy(bool), test["early"].to_numpy(bool)
    first = min(capacity, int(test["flagged"].sum()))
    if first < 1 or any(len(set(outcome)) < 2 for outcome in (known, truth)):
        return None
    model = _model().fit(_values(learn), known)
    chance = model.predict_proba(_values(test))[:, 1]
    return Foresight(
        early=int(early.sum()),
        learned_from=len(learn),
        cohort=str(latest),
        pairs=len(test),
        capacity=first,
        auc=float(roc_auc_score(truth, chance)),
        brier=float(np.mean((chance - truth) ** 2)),
        base_brier=float(np.mean((known.mean() - truth) ** 2)),
        calibration=float(truth.mean() - chance.mean()),
        slope=_slope(truth, chance),
        model_precision=float(truth[_order(-chance, test)[:first]].mean()),
        rules_precision=float(truth[_order(test["place"].fillna(np.inf).to_numpy(float), test)[:first]].mean()),
        bins=_bins(truth, chance),
        model=model,
    )


def _model():
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(SimpleImputer(keep_empty_features=True), StandardScaler(), LogisticRegression(C=1.0, max_iter=1000))


def _values(histories: DataFrame) -> np.ndarray:
    return histories[list(PREDICTORS)].to_numpy(float)


def _order(key: np.ndarray, histories: DataFrame) -> np.ndarray:
    """Places from the smallest key on; ties by ids, so that the order of rows does not matter."""
    return np.lexsort((histories["mentor_id"].astype(str), histories["mentee_id"].astype(str), key))


def _slope(truth: np.ndarray, chance: np.ndarray) -> float:
    from sklearn.linear_model import LogisticRegression

    bounded = np.clip(chance, 1e-6, 1 - 1e-6)
    odds = np.log(bounded / (1 - bounded)).reshape(-1, 1)
    return float(LogisticRegression(C=1e6, max_iter=1000).fit(odds, truth).coef_[0, 0])


def _bins(truth: np.ndarray, chance: np.ndarray) -> DataFrame:
    parts = np.array_split(np.argsort(chance, kind="stable"), min(10, len(chance) // BIN) or 1)
    rows = [(float(chance[part].mean()), float(truth[part].mean()), len(part)) for part in parts if len(part) >= BIN]
    return DataFrame(rows, columns=["predicted", "observed", "n"])
