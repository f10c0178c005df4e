"""What notebook 2 shows: who applied, whom the rules accept, who is missing, and how good the data is."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from pandas import DataFrame

from mentorkit.participants import (
    alliance_shares,
    audience_gaps,
    data_quality,
    data_warnings,
    recruiting_rates,
    screening,
    supply_and_demand,
)
from mentorkit.participants.cautions import heading
from mentorkit.participants.consents import consent_records
from mentorkit.participants.screening import OUTCOMES
from mentorkit.participants.tags import SIDES, field_columns
from mentorkit.participants.waiting import waiting_list
from mentorkit.telling.deciding import FILLED, decision_table, objected, say, sheet_of, worded
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import AMBER, GREY, INK, PALE, RED, TEAL, canvas, legend
from mentorkit.telling.showing import Picture, Prose, Sheet, picture

Target = Mapping[str, Mapping[str, float]]
ROW = 0.34


def _rates(desk: Desk) -> DataFrame:
    """Give the funnel as far as this notebook looks: until accepted."""
    rates = recruiting_rates(desk.cohort, DataFrame(columns=["mentee_id", "mentor_id"]))
    return rates[(rates["step"] != "matched") & rates["count"].notna()]


def summary(desk: Desk) -> Prose:
    """Say how many applied and were accepted, which field lacks mentors, and how much there is to decide."""
    counts = _rates(desk).set_index(["side", "step"])["count"].astype(int)
    screened, decisions = screening(desk.cohort), decision_table(desk)
    if not len(screened):
        return desk.say("participants", "summary-nobody")
    people = {f"{side}_{step}": counts[side, step] for side in SIDES for step in ("applied", "accepted")}
    parts = [desk.say("participants", "summary", **people)]
    against = len(objected(screened))
    parts.append(desk.say("participants", "summary-rules" if against else "summary-no-rules", n=len(screened), objected=against))
    if field_columns(desk.program):
        supply = supply_and_demand(desk.cohort)
        places, short = int(supply["places"].sum()), supply[(supply["gap"] > 0) & (supply["field"] != "–")]
        parts.append(desk.say("participants", "summary-places", places=places, mentees=counts["mentees", "accepted"], short=len(short)))
        if len(short):
            parts.append(desk.say("participants", "summary-field", field=short["field"].iloc[0], gap=int(short["gap"].iloc[0])))
    parts.append(desk.say("participants", "summary-decide", n=len(decisions)))
    return Prose(" ".join(part.markdown for part in parts))


def funnel(desk: Desk) -> Picture:
    """Draw how many were invited, applied and were accepted, against the planned rates."""
    rates = _rates(desk).reset_index(drop=True)
    names = [f"{say(desk, row.side)} · {say(desk, row.step)}" for row in rates.itertuples()]
    with canvas(height=0.9 + 0.5 * len(rates)) as (figure, axes):
        axes.barh(names, rates["count"], color=[TEAL if side == "mentees" else AMBER for side in rates["side"]], height=0.62)
        for place, row in enumerate(rates.itertuples()):
            planned = [row.planned_low * row.of, row.planned_high * row.of] if row.planned == row.planned and row.of == row.of else []
            if planned:
                axes.plot(planned, [place, place], color=INK, lw=2, marker="|", ms=9)
            words = say(desk, "funnel-label", n=int(row.count), share=row.share) if row.share == row.share else str(int(row.count))
            axes.text(max([row.count, *planned]) + rates["count"].max() * 0.015, place, words, va="center")
        axes.invert_yaxis()
        axes.set_xlim(0, max(1, rates["count"].max()) * 1.22)
        axes.set_xlabel(say(desk, "people"))
        axes.xaxis.get_major_locator().set_params(integer=True)
        alt = "; ".join(f"{name}: {int(count)}" for name, count in zip(names, rates["count"], strict=True))
        return picture(figure, say(desk, "funnel-alt", steps=alt), say(desk, "funnel-caption"))


def funnel_sheet(desk: Desk) -> Sheet:
    """List the steps with their rates, intervals and planned rates."""
    rates = worded(desk, _rates(desk), side="", step="")
    shares = ("share", "low", "high", "planned_low", "planned", "planned_high")
    return sheet_of(desk, rates, say(desk, "funnel-sheet"), dict.fromkeys(shares, ".0%"), sortable=False)


def screening_picture(desk: Desk) -> Picture:
    """Draw what the rules come to, by side."""
    screened = screening(desk.cohort)
    counts = screened.groupby(["side", "outcome"]).size()
    names = [say(desk, f"outcome-{outcome}") for outcome in OUTCOMES]
    with canvas(height=2.6, columns=2, sharey=True) as (figure, both):
        for axes, side, colour in zip(both, SIDES, (TEAL, AMBER), strict=True):
            values = [int(counts.get((side, outcome), 0)) for outcome in OUTCOMES]
            axes.barh(names, values, color=colour, height=0.62)
            for place, value in enumerate(values):
                axes.text(value + max(values) * 0.02, place, str(value), va="center")
            axes.set_xlim(0, max([1, *values]) * 1.15)
            axes.set_title(f"{say(desk, side)} ({sum(values)})")
            axes.set_xticks([])
            axes.spines["bottom"].set_visible(False)
        both[0].invert_yaxis()
        alt = "; ".join(f"{say(desk, side)}, {say(desk, f'outcome-{outcome}')}: {n}" for (side, outcome), n in counts.items())
        return picture(figure, alt, say(desk, "screening-caption", n=len(screened)))


def rule_words(desk: Desk, rules: str, side: str) -> str:
    """Give the rules of an application in words."""

    def words(rule: str) -> str:
        if rule.startswith("needs-"):
            return say(desk, "rule-needs", column=heading_shown(desk, side, rule.removeprefix("needs-"), 60))
        return say(desk, f"rule-{rule}")

    return "; ".join(map(words, rules.split("; ")))


def screening_sheet(desk: Desk) -> Sheet | Prose:
    """List the applications that are not simply accepted, with the rules that said so."""
    screened = screening(desk.cohort)
    listed = screened[screened["rules"] != "fulfils"]
    if not len(listed):
        return desk.say("participants", "screening-all-well" if len(screened) else "screening-nobody", n=len(screened))
    rules = [rule_words(desk, rules, side) for rules, side in zip(listed["rules"], listed["side"], strict=True)]
    shown = worded(desk, listed, side="", status="outcome-", outcome="outcome-").assign(rules=rules)
    return sheet_of(desk, shown, say(desk, "screening-sheet", n=len(shown), all=len(screened)))


def audience_picture(desk: Desk, target: Target | None = None) -> Picture | Prose:
    """Draw each group's share of the accepted mentees against the share aimed at."""
    gaps = audience_gaps(desk.cohort, target)
    gaps = gaps[gaps["group"] != "–"].reset_index(drop=True)
    if not len(gaps):
        return _no_audience(desk)
    rows = _with_headings(desk, gaps)
    with canvas(height=1.0 + ROW * len(rows)) as (figure, axes):
        for place, (name, row) in enumerate(rows):
            if row is None:
                axes.text(0.01, place, textwrap.fill(name, 40), weight="bold", va="center", fontsize=9)
        places = [place for place, (_, row) in enumerate(rows) if row is not None]
        axes.hlines(places, gaps["low"], gaps["high"], color=PALE, lw=7)
        axes.plot(gaps["share_accepted"], places, "o", color=TEAL, ms=8, label=say(desk, "audience-accepted"))
        aim = "audience-target" if target else "audience-applied"
        axes.plot(gaps["target"], places, "D", mfc="none", mec=RED, ms=9, mew=1.6, label=say(desk, aim))
        axes.set_yticks(places, gaps["group"])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        legend(figure)
        alt = "; ".join(say(desk, "audience-alt", name=row.group, share=row.share_accepted, aim=row.target) for row in gaps.itertuples())
        accepted = int(gaps.groupby("column")["accepted"].sum().max())
        return picture(figure, alt, say(desk, "audience-caption", n=accepted))


def _no_audience(desk: Desk) -> Prose:
    return desk.say("participants", "audience-none" if len(desk.cohort.mentees) else "audience-nobody")


def _with_headings(desk: Desk, gaps: DataFrame) -> list[tuple]:
    """Give the rows of a picture: a heading for each column, then its groups."""
    rows: list[tuple] = []
    for row in gaps.itertuples():
        if not rows or rows[-1][1] is None or rows[-1][1].column != row.column:
            rows.append((heading_shown(desk, "mentees", row.column, 52), None))
        rows.append((row.group, row))
    return rows


def audience_sheet(desk: Desk, target: Target | None = None) -> Sheet | Prose:
    """List the groups with how many accepted mentees are missing from each."""
    gaps = audience_gaps(desk.cohort, target)
    if not len(gaps):
        return _no_audience(desk)
    shown = gaps.drop(columns="below").assign(column=[heading_shown(desk, "mentees", name, 40) for name in gaps["column"]])
    smallest = desk.program.publishing.threshold
    return sheet_of(desk, shown, say(desk, "audience-sheet", smallest=smallest), dict.fromkeys(("share_applied", "share_accepted", "low", "high", "target", "gap"), ".0%"), sortable=False)


def supply_picture(desk: Desk) -> Picture | Prose:
    """Draw mentees' wishes and mentors' places by field of work."""
    if not field_columns(desk.program):
        return desk.say("participants", "supply-none")
    supply = supply_and_demand(desk.cohort)
    if not len(supply):
        return desk.say("participants", "supply-nobody")
    with canvas(height=1.0 + 0.62 * len(supply)) as (figure, axes):
        places = list(range(len(supply)))
        axes.barh([place - 0.2 for place in places], supply["wanted"], height=0.36, color=AMBER, label=say(desk, "supply-wanted"))
        axes.barh([place + 0.2 for place in places], supply["places"], height=0.36, color=TEAL, label=say(desk, "supply-places"))
        for place, row in zip(places, supply.itertuples(), strict=True):
            text = say(desk, "supply-missing" if row.gap > 0 else "supply-left" if row.gap < 0 else "supply-even", n=abs(row.gap))
            axes.text(max(row.wanted, row.places) + 0.25, place, text, va="center", color=RED if row.gap > 0 else INK, weight="bold" if row.gap > 0 else "normal")
        axes.set_yticks(places, supply["field"])
        axes.invert_yaxis()
        axes.set_xlim(0, max(1, supply[["wanted", "places"]].to_numpy().max()) * 1.3)
        axes.set_xlabel(say(desk, "people"))
        axes.xaxis.get_major_locator().set_params(integer=True)
        legend(figure)
        alt = "; ".join(say(desk, "supply-alt", field=row.field, wanted=row.wanted, places=row.places) for row in supply.itertuples())
        return picture(figure, alt, say(desk, "supply-caption", mentees=supply["wanted"].sum(), mentors=supply["mentors"].sum()))


def supply_sheet(desk: Desk) -> Sheet | Prose:
    """List the fields, the one that lacks mentors most first."""
    if not field_columns(desk.program):
        return desk.say("participants", "supply-none")
    return sheet_of(desk, supply_and_demand(desk.cohort), say(desk, "supply-sheet"))


def alliance_picture(desk: Desk) -> Picture | Prose:
    """Draw the mentors that each alliance promised and those accepted from it."""
    shares = alliance_shares(desk.cohort)
    shares = shares[shares["promised"] > 0]
    if not len(shares):
        return desk.say("participants", "alliances-none")
    with canvas(height=1.0 + 0.46 * len(shares)) as (figure, axes):
        axes.barh(shares["organisation"], shares["promised"], height=0.7, color=PALE, label=say(desk, "alliance-promised"))
        axes.barh(shares["organisation"], shares["accepted"], height=0.34, color=TEAL, label=say(desk, "alliance-accepted"))
        for place, row in enumerate(shares.itertuples()):
            text = say(desk, "alliance-label", accepted=row.accepted, promised=row.promised)
            axes.text(max(row.promised, row.accepted) + 0.2, place, text, va="center", color=RED if row.missing else INK)
        axes.invert_yaxis()
        axes.set_xlim(0, shares[["promised", "accepted"]].to_numpy().max() * 1.25)
        axes.set_xlabel(say(desk, "mentors"))
        axes.xaxis.get_major_locator().set_params(integer=True)
        legend(figure)
        alt = "; ".join(f"{row.organisation}: {say(desk, 'alliance-label', accepted=row.accepted, promised=row.promised)}" for row in shares.itertuples())
        return picture(figure, alt, say(desk, "alliance-caption", promised=shares["promised"].sum(), accepted=shares["accepted"].sum()))


def alliance_sheet(desk: Desk) -> Sheet:
    """List organisations with promised, applied and accepted mentors, and the places these bring."""
    return sheet_of(desk, alliance_shares(desk.cohort), say(desk, "alliance-sheet"), {"share": ".0%"})


def heading_shown(desk: Desk, side: str, column: str, most: int = 36) -> str:
    """Give a column's heading as it stands in the form, shortened where it is long."""
    text = heading(desk.cohort, side, column)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def quality_picture(desk: Desk) -> Picture:
    """Draw how well each column of the two forms is filled."""
    quality = data_quality(desk.cohort)
    parts = [quality[quality["side"] == side] for side in SIDES]
    with canvas(height=1.4 + 0.23 * sum(map(len, parts)), rows=2, gridspec_kw={"height_ratios": [len(part) + 1 for part in parts]}) as (figure, both):
        for axes, side, part in zip(both, SIDES, parts, strict=True):
            names = [heading_shown(desk, side, column, 34) + (" *" if needed else "") for column, needed in zip(part["column"], part["needed"], strict=True)]
            axes.barh(range(len(part)), part["share"], color=_filling_colours(desk, part), height=0.66)
            axes.set_ylim(len(part) - 0.4, -0.6)
            axes.set_yticks(range(len(part)), names, fontsize=9)
            axes.set_xlim(0, 1)
            axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
            axes.tick_params(axis="x", colors=GREY)
            axes.set_title(f"{say(desk, side)} ({len(getattr(desk.cohort, side))})")
        gaps = quality[quality["share"] < FILLED]
        alt = say(desk, "quality-alt", columns=len(quality), gaps=len(gaps), full=int((quality["share"] == 1).sum()))
        return picture(figure, alt, say(desk, "quality-caption"))


def _filling_colours(desk: Desk, part: DataFrame) -> list[str]:
    """Red where a needed answer is missing, amber where matching lacks answers, grey where a gap is no fault."""
    side = part["side"].iloc[0]
    read = {getattr(criterion, side[:-1]) for criterion in desk.program.criteria} | set(desk.program.evaluation.groups)
    colours = []
    for row in part.itertuples():
        low = AMBER if row.column in read else GREY
        colours.append(RED if row.needed and row.share < 1 else TEAL if row.share >= FILLED else low)
    return colours


def spelling_sheet(desk: Desk) -> Sheet:
    """List the columns of tags with their wordings, and how many answers were folded."""
    quality = data_quality(desk.cohort)
    tagged = quality[quality["wordings"].notna()].drop(columns=["needed", "share"])
    shown = worded(desk, tagged, side="").assign(column=[heading_shown(desk, side, name, 48) for side, name in zip(tagged["side"], tagged["column"], strict=True)])
    return sheet_of(desk, shown, say(desk, "spelling-sheet"))


def caution_sheet(desk: Desk) -> Sheet | Prose:
    """List what is odd in the applications, with file, row and column."""
    found = data_warnings(desk.cohort, desk.language)
    if not found:
        return desk.say("participants", "cautions-none")
    rows = [(p.file, p.row, p.column, say(desk, "warning" if p.warning else "error"), p.problem, p.remedy) for p in found]
    frame = DataFrame(rows, columns=["file", "row", "heading", "weight", "problem", "remedy"])
    return sheet_of(desk, frame, say(desk, "cautions-sheet", n=len(frame)))


def decisions(desk: Desk) -> Sheet | Prose:
    """List what is to be decided, most pressing first."""
    table = decision_table(desk)
    if not len(table):
        return desk.say("participants", "decisions-none")
    return sheet_of(desk, table, say(desk, "decisions-sheet", n=len(table)), sortable=False)


def save(desk: Desk) -> Prose:
    """Write screening, supply and quality, and say so."""
    written = [desk.write("participants/screening.csv", screening(desk.cohort)), desk.write("participants/quality.csv", data_quality(desk.cohort))]
    if field_columns(desk.program):
        written.append(desk.write("participants/supply.csv", supply_and_demand(desk.cohort)))
    written += [desk.write("participants/consents.csv", consent_records(desk.cohort)), desk.write("participants/waiting.csv", waiting_list(desk.cohort))]
    names = ", ".join(sorted(path.relative_to(desk.results).as_posix() for path in written))
    return desk.say("participants", "saved", files=names)
