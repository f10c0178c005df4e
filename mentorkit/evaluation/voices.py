"""What both sides said: response, satisfaction, likelihood to recommend, and the two sides of one pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from mentorkit.evaluation.change import WAVES
from mentorkit.evaluation.intervals import NAN, Estimate, likelihood_to_recommend, part, share_bounds
from mentorkit.model.cohort import Cohort
from mentorkit.model.survey import Answers, Item

if TYPE_CHECKING:
    from mentorkit.evaluation.metrics import Standing

SIDES = ("mentees", "mentors")
COMPLETE, PARTIAL = 0.8, 0.5


def people_asked(answers: Answers, now: Standing) -> int | None:
    """Give how many people were asked: as declared, else those matched where answers are linked, else None."""
    survey = answers.survey
    if survey.unit == "team":
        return None
    if survey.invited is not None:
        return survey.invited
    return len(now.invited(survey.who)) if survey.person is not None else None


def responses(answers: Answers) -> tuple[int, int]:
    """
    Give how many people answered completely (80 % of the closed questions) and at least partly (50 %).

    Source:
        AAPOR Standard Definitions, response rates 1 and 2.
    """
    closed = [item.id for item in answers.survey.items if item.kind != "text"]
    items = closed or [item.id for item in answers.survey.items]
    answered = answers.frame[items].notna().mean(axis=1) if len(answers.frame) else pd.Series(dtype=float)
    return int((answered >= COMPLETE - 1e-9).sum()), int((answered >= PARTIAL - 1e-9).sum())


def voice_metrics(cohort: Cohort, now: Standing) -> Iterator[tuple]:
    """Give the metrics that surveys fill: id, estimate, denominator, unit."""
    for name in sorted(cohort.surveys):
        asked = people_asked(cohort.surveys[name], now)
        complete, partly = responses(cohort.surveys[name])
        yield f"complete_response_rate_{name}", part(complete, asked), "asked", "share"
        yield f"response_rate_{name}", part(partly, asked), "asked", "share"
    for side in SIDES:
        surveys = [a for a in cohort.surveys.values() if a.survey.who == side]
        yield f"pair_complete_rate_{side}", _pair_complete(surveys), "answered-first", "share"
        for measure in ("satisfaction", "relationship", "confidence"):
            yield f"{measure}_{side}", _top_two(measured(cohort.surveys, side, measure)), "answered", "share"
        yield f"recommend_{side}", _recommend(measured(cohort.surveys, side, "recommend")), "answered", "points"


def measuring_item(surveys: Mapping[str, Answers], side: str, measure: str) -> tuple[str, Item] | None:
    """
    Give the survey and the item of one side that measure something, from the last wave.

    Where a survey has several such items the first declared one counts.
    """
    found = [
        (WAVES.get(answers.survey.wave, 1), str(answers.survey.date or ""), name, item)
        for name, answers in surveys.items() if answers.survey.who == side
        for item in answers.survey.items if item.measures == measure
    ]
    if not found:
        return None
    last = max(f[:3] for f in found)
    return last[2], next(f[3] for f in found if f[:3] == last)


def measured(surveys: Mapping[str, Answers], side: str, measure: str) -> tuple[Item, pd.DataFrame] | None:
    """Give the item of one side that measures something, from its last wave, with `person` and `value`."""
    found = measuring_item(surveys, side, measure)
    if found is None:
        return None
    name, item = found
    frame = surveys[name].frame
    return item, pd.DataFrame({"person": frame["person"], "value": frame[item.id]}).dropna(subset="value")


def _top_two(answers: tuple[Item, pd.DataFrame] | None) -> Estimate:
    if answers is None or answers[0].kind not in ("scale", "number") or None in (answers[0].min, answers[0].max):
        return Estimate(NAN)
    item, values = answers[0], answers[1]["value"].astype(float)
    top = values <= item.min + 1 if item.reverse else values >= item.max - 1
    return part(int(top.sum()), len(values))


def answer_bounds(cohort: Cohort, now: Standing) -> list[tuple[str, int, int, float, float]]:
    """
    Give how far a share of the two best answers could lie from that of everybody asked, where under 80 % answered.

    A row each: metric, people who answered, people asked, the share if all who are silent had said no, and if yes.
    """
    found = []
    for side in SIDES:
        for measure in ("satisfaction", "relationship", "confidence"):
            asked_in, told = measuring_item(cohort.surveys, side, measure), measured(cohort.surveys, side, measure)
            top = _top_two(told)
            asked = people_asked(cohort.surveys[asked_in[0]], now) if asked_in else None
            if asked and top.n and top.n / asked < COMPLETE - 1e-9:
                found.append((f"{measure}_{side}", top.n, asked, *share_bounds(round(top.value * top.n), top.n, asked)))
    return found


def _recommend(answers: tuple[Item, pd.DataFrame] | None) -> Estimate:
    if answers is None or answers[0].kind not in ("scale", "number") or (answers[0].min, answers[0].max) != (0, 10):
        return Estimate(NAN)
    return likelihood_to_recommend(answers[1]["value"].astype(float))


def _pair_complete(surveys: list[Answers]) -> Estimate:
    linked = [a for a in surveys if a.survey.person is not None and a.survey.unit == "person"]
    first = [a for a in linked if a.survey.wave == "baseline"]
    last = [a for a in linked if a.survey.wave in ("endline", "follow-up")]
    if not first or not last:
        return Estimate(NAN)
    before, after = (set().union(*(a.frame["person"].dropna() for a in wave)) for wave in (first, last))
    return part(len(before & after), len(before))


def both_sides(cohort: Cohort, matches: pd.DataFrame, measure: str = "relationship") -> pd.DataFrame:
    """
    Give what mentee and mentor of one pair said about the same thing, and by how much they differ.

    Columns: `mentee_id, mentor_id, mentee, mentor, difference`; a row a pair, NaN where a side is silent. A mentor
    with several mentees answers once for all. Without linked answers on either side the frame is empty.
    """
    columns = ["mentee_id", "mentor_id", "mentee", "mentor", "difference"]
    sides = {side: measured(cohort.surveys, side, measure) for side in SIDES}
    if any(found is None or found[1]["person"].isna().all() for found in sides.values()):
        return pd.DataFrame(columns=columns)
    said = {
        side: found[1].dropna(subset="person").drop_duplicates("person").set_index("person")["value"].astype(float)
        for side, found in sides.items()
    }
    frame = matches[["mentee_id", "mentor_id"]].copy()
    frame["mentee"] = frame["mentee_id"].map(said["mentees"])
    frame["mentor"] = frame["mentor_id"].map(said["mentors"])
    frame["difference"] = frame["mentor"] - frame["mentee"]
    return frame[columns].sort_values(["mentee_id", "mentor_id"], ignore_index=True)
