"""The decisions that follow from notebook 2, counted and in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pandas import DataFrame

from mentorkit.participants import alliance_shares, data_quality, screening, supply_and_demand
from mentorkit.participants.cautions import data_cautions
from mentorkit.participants.consents import left_out
from mentorkit.participants.reviewing import reviewed
from mentorkit.participants.screening import CAUTIONS, DECIDED
from mentorkit.participants.tags import SIDES, field_columns
from mentorkit.participants.waiting import capacity, waiting_list
from mentorkit.telling.desk import Desk
from mentorkit.telling.labels import Voice

VOICE = Voice("participants")
say, worded, sheet_of = VOICE.label, VOICE.worded, VOICE.sheet
Decision = tuple[str, int, dict]
TWICE = ("same-phone", "close-name", "like-address", "both-sides")
ADDRESSES = ("no-address", "accented", "look-alike", "short-phone")
TAGS = ("near-tag", "no-such-tag", "lonely-tag")
FILLED = 0.9


def decision_table(desk: Desk) -> DataFrame:
    """Give what is to be decided: `decision, count, whom`; most pressing first, nothing that counts nobody."""
    found = [*_about_people(desk), *_about_places(desk), *_about_data(desk)]
    rows = [
        (say(desk, f"decide-{kind}", n=count, **values), count, values.get("whom", "–"))
        for kind, count, values in found if count
    ]
    return DataFrame(rows, columns=["decision", "count", "whom"])


def objected(screened: DataFrame) -> DataFrame:
    """Give the applications to which a rule objects and that nobody has decided against."""
    silent = {*CAUTIONS, "fulfils", "no-place", "decided"}
    against = screened["rules"].map(lambda rules: bool(set(rules.split("; ")) - silent)).astype(bool)
    return screened[against & ~screened["status"].isin(DECIDED)]


def _about_people(desk: Desk) -> Iterator[Decision]:
    screened = screening(desk.cohort)
    against = objected(screened)
    accepted = against[against["status"] == "accepted"]
    yield "minors", *_whom(accepted[accepted["rules"].str.contains("guardian")])
    yield "no-consent", *_ids([id for side in SIDES for id, rule in left_out(desk.cohort, side).items() if "guardian" not in rule])
    yield "accepted-against", *_whom(accepted)
    maybe = screened["rules"].str.contains("may-be-minor") & (screened["status"] == "accepted")
    yield "maybe-minors", *_whom(screened[maybe])
    applied = screened[screened["status"] == "applied"]
    yield "incomplete", *_whom(applied[applied["outcome"] == "incomplete"])
    third = reviewed(desk.cohort)
    yield "third", *_ids(list(third.loc[third["third_reader"].astype(bool), "person_id"]))
    yield "decline", *_whom(applied[applied["outcome"] == "declined"])
    yield "accept", *_whom(applied[applied["outcome"] == "accepted"])
    yield "waiting", *_whom(screened[screened["outcome"] == "waiting"])
    yield "paused", *_whom(screened[screened["outcome"] == "paused"])


def _whom(people: DataFrame) -> tuple[int, dict]:
    return _ids(list(people["person_id"]))


def _ids(people: list[str]) -> tuple[int, dict]:
    return len(people), {"whom": ", ".join(people) or "–"}


def _about_places(desk: Desk) -> Iterator[Decision]:
    numbers = capacity(desk.cohort)
    queue = waiting_list(desk.cohort)
    yield "places", max(0, -numbers["free"]), {"whom": f"{numbers['accepted']} / {numbers['places']}"}
    yield "free", *_ids(list(queue.loc[queue["would_fit"].astype(bool), "person_id"]))
    if field_columns(desk.program):
        supply = supply_and_demand(desk.cohort)
        short = supply[(supply["gap"] > 0) & (supply["field"] != "–")]
        yield "recruit", int(short["gap"].sum()), {"whom": ", ".join(f"{row.field} ({row.gap})" for row in short.itertuples())}
    missing = alliance_shares(desk.cohort)
    missing = missing[missing["missing"] > 0]
    yield "alliances", int(missing["missing"].sum()), {"whom": ", ".join(f"{row.organisation} ({row.missing})" for row in missing.itertuples())}


def _about_data(desk: Desk) -> Iterator[Decision]:
    cautions = data_cautions(desk.cohort)
    counts = Counter(caution.kind for caution in cautions)
    for name, kinds in (("twice", TWICE), ("addresses", ADDRESSES), ("birth-years", ("birth-year",)), ("tags", TAGS)):
        places = sorted({caution.source for caution in cautions if caution.kind in kinds})
        yield name, sum(counts[kind] for kind in kinds), {"whom": ", ".join(places)}
    quality = data_quality(desk.cohort)
    thin = quality[(quality["share"] < FILLED) & quality["wordings"].notna() & (quality["column"] != "organisation")]
    yield "thin", len(thin), {"whom": ", ".join(f"{row.side}.{row.column} ({row.filled}/{row.of})" for row in thin.itertuples())}
