"""What notebook 2 shows for choosing: who read what and how far readers agree, places and turns, consent, and whom to recruit."""

from __future__ import annotations

from functools import partial

from pandas import DataFrame

from mentorkit.model.forms import PURPOSES
from mentorkit.model.roster import taking_part
from mentorkit.model.words import localized
from mentorkit.participants.consents import consent_records
from mentorkit.participants.related import recruiting_list
from mentorkit.participants.reviewing import FAR, agreement, left_to_read, reviewed
from mentorkit.participants.tags import SIDES, field_columns
from mentorkit.participants.waiting import capacity, waiting_list
from mentorkit.telling.agreeing import left_out_sheets
from mentorkit.telling.deciding import VOICE, say
from mentorkit.telling.desk import Desk, once
from mentorkit.telling.drawing import AMBER, PALE, RED, TEAL, canvas
from mentorkit.telling.participants import rule_words
from mentorkit.telling.showing import Picture, Prose, Sheet, Together, picture

FEWEST_READ = 10
"""Pairs of readings below which an agreement is told with a caution."""


_sheet = partial(VOICE.sheet, sortable=False)


def names(desk: Desk) -> dict[str, str]:
    """Give each person's name by id; private."""
    sides = (getattr(desk.cohort, side) for side in SIDES)
    return {str(id): name or "–" for people in sides if "name" in people for id, name in people["name"].items()}


@once
def consent_table(desk: Desk) -> DataFrame:
    """Give the record of consents."""
    return consent_records(desk.cohort)


def readers(desk: Desk) -> Together | Prose:
    """Say how far two readers of the same application agree beyond chance, aspect by aspect, and what a third person reads."""
    if not desk.program.eligibility.rubric:
        return desk.say("participants", "readers-none")
    found, agreed = reviewed(desk.cohort), agreement(desk.cohort)
    left = [desk.say("participants", "readers-left", reader=reader, left=still, n=rows) for reader, (still, rows) in left_to_read(desk.cohort).items()]
    if not len(found):
        return Together([desk.say("participants", "readers-nothing"), *left])
    twice = found[found["readers"] > 1]
    said = desk.say("participants", "readers", read=len(found), twice=len(twice), third=int(found["third_reader"].sum()), far=FAR)
    texts = {aspect.id: localized(aspect.text, desk.language) for aspect in desk.program.eligibility.rubric}
    shown = agreed.assign(aspect=[texts[id] for id in agreed["aspect"]], means=[_agreement_words(desk, row) for row in agreed.itertuples()])
    formats = {"exact": ".0%", "kappa": ".2f", "weighted_kappa": ".2f"}
    parts: list = [said, *left, _sheet(desk, shown, say(desk, "readers-sheet", n=len(twice)), formats)]
    third = found[found["third_reader"]]
    if len(third):
        frame = third.assign(name=third["person_id"].map(names(desk)))[["person_id", "name", "readers", "points", "widest"]]
        parts.append(_sheet(desk, frame, say(desk, "third-sheet", n=len(third)), {"points": ".1f", "widest": ".0f"}))
    return Together([*parts, _points_sheet(desk, found)])


def _agreement_words(desk: Desk, row) -> str:
    """Give what an agreement means: of too few, as by chance, fair, good, after Landis and Koch's steps (1977)."""
    if row.n < FEWEST_READ or row.weighted_kappa != row.weighted_kappa:
        return say(desk, "agreement-few")
    return say(desk, "agreement-good" if row.weighted_kappa > 0.6 else "agreement-fair" if row.weighted_kappa > 0.4 else "agreement-poor")


def _points_sheet(desk: Desk, found: DataFrame) -> Sheet:
    """List the applications that were read by their mean points, the most first, with what the rules come to."""
    from mentorkit.participants import screening

    outcomes = screening(desk.cohort).set_index("person_id")["outcome"]
    found = found.sort_values(["points", "person_id"], ascending=[False, True])
    shown = found.assign(name=found["person_id"].map(names(desk)), outcome=[say(desk, f"outcome-{outcomes[id]}") if id in outcomes else "–" for id in found["person_id"]])
    shown = shown[["person_id", "name", "readers", "points", "most", "outcome"]]
    return _sheet(desk, shown, say(desk, "points-sheet", n=len(found)), {"points": ".1f", "most": ".0f"})


def places(desk: Desk) -> Together:
    """Draw the places that accepted mentors bring and who has them, and list who waits, in their turn."""
    numbers, waiting = capacity(desk.cohort), waiting_list(desk.cohort)
    said = desk.say("participants", "places-free" if numbers["free"] >= 0 else "places-short", **{**numbers, "free": abs(numbers["free"])})
    if not len(waiting):
        return Together([said, _places_picture(desk, numbers), desk.say("participants", "waiting-none")])
    shown = waiting.assign(
        name=waiting["person_id"].map(names(desk)),
        rules=[rule_words(desk, rules, "mentees") for rules in waiting["rules"]],
        would_fit=[say(desk, "yes" if fits else "no") for fits in waiting["would_fit"]],
    )[["turn", "person_id", "name", "rules", "would_fit", "source"]]
    return Together([said, _places_picture(desk, numbers), _sheet(desk, shown, say(desk, "waiting-sheet", n=len(shown)))])


def _places_picture(desk: Desk, numbers: dict[str, int]) -> Picture:
    held, free, short = min(numbers["accepted"], numbers["places"]), max(0, numbers["free"]), max(0, -numbers["free"])
    bars = [("held", held, TEAL), ("open", free, PALE), ("short-bar", short, RED), ("queue", numbers["waiting"], AMBER)]
    with canvas(height=2.4) as (figure, axes):
        shown = [(say(desk, f"places-{key}"), value, colour) for key, value, colour in bars]
        axes.barh([name for name, _, _ in shown], [value for _, value, _ in shown], color=[colour for _, _, colour in shown], height=0.62)
        most = max(1, *(value for _, value, _ in shown))
        for place, (_, value, _) in enumerate(shown):
            axes.text(value + most * 0.015, place, str(value), va="center")
        axes.invert_yaxis()
        axes.set_xlim(0, most * 1.12)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        alt = "; ".join(f"{name}: {value}" for name, value, _ in shown)
        return picture(figure, alt, say(desk, "places-caption", mentors=numbers["mentors"], places=numbers["places"]))


def recruit_now(desk: Desk) -> Sheet | Prose:
    """List whom to recruit now: fields that lack places, who has applied already, where their mentors come from, and related fields."""
    if not field_columns(desk.program):
        return desk.say("participants", "supply-none")
    table = recruiting_list(desk.cohort)
    if not len(table):
        return desk.say("participants", "recruit-nobody")
    shown = table.assign(**{name: [text or "–" for text in table[name]] for name in ("related", "organisations")})
    shown = shown.rename(columns={"missing": "lacking", "applied": "undecided"})[["field", "lacking", "undecided", "organisations", "related"]]
    return _sheet(desk, shown, say(desk, "recruit-sheet", n=len(table), missing=int(table["missing"].sum())))


def consents(desk: Desk) -> Together | Prose:
    """Say whose consent is on record, since when and in which version; count each purpose; name who is not matched for want of it."""
    records = consent_table(desk)
    accepted = {str(id) for side in SIDES for id in taking_part(getattr(desk.cohort, side)).index}
    theirs = records[records["person_id"].isin(accepted)]
    if not len(theirs):
        return desk.say("participants", "consents-nobody")
    said = theirs[theirs["answer"] == "yes"]
    versions = ", ".join(f"{version} ({count})" for version, count in said["version"].value_counts().items())
    parts: list = [desk.say("participants", "consents", n=len(theirs), agreed=len(said), dated=int(said["date"].notna().sum()))]
    parts += [desk.say("participants", "consents-versions", versions=versions)] if versions else []
    counted = _purposes(desk, records)
    parts.append(_sheet(desk, counted, say(desk, "consents-sheet")) if len(counted) else desk.say("participants", "consents-unasked"))
    return Together([*parts, *left_out_sheets(desk)])


def _purposes(desk: Desk, records: DataFrame) -> DataFrame:
    """Count by purpose and side whose data may be used for it, where it was asked."""
    rows = []
    for purpose in PURPOSES:
        for side in SIDES:
            said = records.loc[records["side"] == side, purpose].dropna()
            if len(said):
                rows.append((say(desk, f"purpose-{purpose}"), say(desk, side), int(said.astype(bool).sum()), len(said)))
    return DataFrame(rows, columns=["purpose", "side", "count", "of"])
