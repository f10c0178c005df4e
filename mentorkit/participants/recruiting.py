"""From invited to matched, mentors by field, and what the alliances promised."""

from __future__ import annotations

from collections import Counter

from pandas import DataFrame

from mentorkit.errors import InvalidInputError
from mentorkit.model.cohort import Cohort
from mentorkit.model.roster import taking_part
from mentorkit.participants.tags import SIDES, Tags, cell_values, field_columns, tags_of

STEPS = ("invited", "applied", "accepted", "matched")
NAN = float("nan")
OPEN = ("applied", "waiting")


def recruiting_rates(cohort: Cohort, pairs: DataFrame, *, confidence: float = 0.95) -> DataFrame:
    """
    Give how many came how far: `side, step, count, of, share, low, high, planned_low, planned, planned_high`.

    `share` is the count over the step before (`of`), with Wilson's interval; the planned rates are those
    of `design.funnel`, made for mentees. Matched counts accepted people alone, so that it is never more
    than accepted. Invited is known for mentees where `cohort.yml` says `invited`.

    Args:
        cohort: The cohort.
        pairs: Frame with `mentee_id` and `mentor_id`; may be empty.
        confidence: Coverage of the interval, between 0 and 1.

    Raises:
        InvalidInputError: The pairs lack a column, or the confidence is out of range.
    """
    if not {"mentee_id", "mentor_id"} <= set(pairs.columns) or not 0 < confidence < 1:
        raise InvalidInputError("pairs need the columns mentee_id and mentor_id, and 0 < confidence < 1")
    rows = []
    for side in SIDES:
        counts = _counts(cohort, side, pairs)
        for step, before in zip(STEPS, (None, *STEPS[:-1]), strict=True):
            of = counts[before] if before else None
            rows.append((side, step, counts[step], of, *_share(counts[step], of, confidence), *_planned(cohort, side, step)))
    columns = ["side", "step", "count", "of", "share", "low", "high", "planned_low", "planned", "planned_high"]
    return DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[2:], float))


def _counts(cohort: Cohort, side: str, pairs: DataFrame) -> dict[str, int | None]:
    people = getattr(cohort, side)
    accepted = taking_part(people)
    matched = set(pairs[f"{side[:-1]}_id"]) & set(accepted.index)
    invited = cohort.settings.invited if side == "mentees" else None
    return {"invited": invited, "applied": len(people), "accepted": len(accepted), "matched": len(matched)}


def _share(count: int | None, of: int | None, confidence: float) -> tuple[float, float, float]:
    from statsmodels.stats.proportion import proportion_confint

    if not of or count is None or count > of:
        return NAN, NAN, NAN
    low, high = proportion_confint(count, of, alpha=1 - confidence, method="wilson")
    return count / of, min(float(low), count / of), max(float(high), count / of)


def _planned(cohort: Cohort, side: str, step: str) -> tuple[float, float, float]:
    if side == "mentors" or step == "invited":
        return NAN, NAN, NAN
    rate = getattr(cohort.program.design.funnel, step)
    return rate.low, rate.likely, rate.high


def supply_and_demand(cohort: Cohort, mentee: str | None = None, mentor: str | None = None) -> DataFrame:
    """
    Give mentors' places against mentees' wishes by field: `field, wanted, waiting, mentors, places, gap`.

    Accepted people are counted; `waiting` are mentees who applied or wait. Spellings and the programme's
    synonyms are one field. `gap` is wanted − places: positive where mentors are missing. The field that
    lacks mentors most stands first; people without an answer stand last, in the row "–".

    Args:
        cohort: The cohort.
        mentee: Column of the field that mentees want; the criterion `field` says which, unless given.
        mentor: Column of the mentors' field; likewise.

    Raises:
        InvalidInputError: No criterion compares fields and no columns are given, or a column is not there.
    """
    wish, own = _field_columns(cohort, mentee, mentor)
    tags = tags_of(cohort.program)
    mentees, mentors = taking_part(cohort.mentees), taking_part(cohort.mentors)
    later = cohort.mentees.drop(mentees.index)
    later = later[later["status"].isin(OPEN)]
    wanted, waiting = (_tally(tags, people[wish], [1] * len(people)) for people in (mentees, later))
    count, places = (_tally(tags, mentors[own], weights) for weights in ([1] * len(mentors), list(mentors["capacity"])))
    everybody = [*cohort.mentees[wish], *cohort.mentors[own]]
    names = tags.names(value for cell in everybody for value in cell_values(cell)) | {"": "–"}
    keys = set(wanted) | set(waiting) | set(count)
    rows = [(names[key], wanted[key], waiting[key], count[key], places[key], wanted[key] - places[key]) for key in keys]
    rows.sort(key=lambda row: (row[0] == "–", -row[-1], row[0]))
    return DataFrame(rows, columns=["field", "wanted", "waiting", "mentors", "places", "gap"])


def _field_columns(cohort: Cohort, mentee: str | None, mentor: str | None) -> tuple[str, str]:
    found = field_columns(cohort.program) or (None, None)
    wish, own = mentee or found[0], mentor or found[1]
    if wish not in cohort.mentees or own not in cohort.mentors:
        raise InvalidInputError("no column of mentees and of mentors holds the field of work; name both")
    return wish, own


def _tally(tags: Tags, cells, weights: list) -> Counter:
    """Count weights by tag; a cell with several tags counts in each, an empty one under no name."""
    counts: Counter = Counter()
    for cell, weight in zip(cells, weights, strict=True):
        for key in {tags.key(value) for value in cell_values(cell)} or {""}:
            counts[key] += int(weight)
    return counts


def alliance_shares(cohort: Cohort) -> DataFrame:
    """
    Give what each alliance promised and brought: `organisation, promised, applied, accepted, places, share, missing`.

    `promised`, `applied` and `accepted` are mentors, `places` the mentees that the accepted ones take, and
    `share` is accepted over promised. Organisations that promised nothing follow; mentors without one
    stand last, in the row "–".
    """
    tags, alliances = tags_of(cohort.program), cohort.program.design.alliances
    mentors = cohort.mentors
    accepted = taking_part(mentors)
    applied, taken, places = (
        _tally(tags, people["organisation"], weights)
        for people, weights in ((mentors, [1] * len(mentors)), (accepted, [1] * len(accepted)), (accepted, list(accepted["capacity"])))
    )
    promised: Counter = Counter()
    for alliance in alliances:
        promised[tags.key(alliance.name)] += alliance.mentors
    names = tags.names(value for cell in mentors["organisation"] for value in cell_values(cell))
    names |= {tags.key(alliance.name): alliance.name for alliance in alliances} | {"": "–"}
    rows = [
        (names[key], promised[key], applied[key], taken[key], places[key], _part(taken[key], promised[key]), max(0, promised[key] - taken[key]))
        for key in set(promised) | set(applied)
    ]
    rows.sort(key=lambda row: (row[0] == "–", row[1] == 0, -row[-1], row[0]))
    return DataFrame(rows, columns=["organisation", "promised", "applied", "accepted", "places", "share", "missing"])


def _part(count: int, of: int) -> float:
    return count / of if of else NAN
