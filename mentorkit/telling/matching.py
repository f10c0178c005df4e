"""What notebook 3 shows: supply and demand, the matching and its proof, fairness, and who is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mentorkit import matching as core
from mentorkit.matching.change import change_in_words, reason_in_words
from mentorkit.matching.scoring import POINT, whole_weights
from mentorkit.matching.vocabulary import cells, values
from mentorkit.model.roster import roster, standing_decisions
from mentorkit.participants.consents import with_left_out
from mentorkit.telling.agreeing import left_out_sheets
from mentorkit.telling.desk import Desk
from mentorkit.telling.dots import bars
from mentorkit.telling.drawing import AMBER, BLUE, GREY, MINT, PALE, RED, ROSE, TEAL, canvas, legend
from mentorkit.telling.labels import headed
from mentorkit.telling.matching_decisions import decisions_panel
from mentorkit.telling.matching_letter import write_letters
from mentorkit.telling.matching_network import (
    found_event,
    found_introductions,
    groups_sheet,
    introductions_sheet,
)
from mentorkit.telling.matching_rounds import rematch_panel
from mentorkit.telling.matching_supply import (
    criteria_worth,
    possible_picture,
    recruiting_picture,
    rules_picture,
    supply_and_demand,
)
from mentorkit.telling.matching_trials import changes_panel, pair_explained, weights_panel
from mentorkit.telling.matching_words import clock_of, found_matching, name_of, percent, say
from mentorkit.telling.showing import Picture, Prose, Sheet, Together, picture

if TYPE_CHECKING:
    from pandas import DataFrame

    from mentorkit.matching.matching import Matching

__all__ = [
    "changes_panel",
    "decisions_panel",
    "fairness",
    "network",
    "pair_explained",
    "pairs_sheet",
    "proof",
    "ranks_and_points",
    "rematch_panel",
    "rules_and_criteria",
    "save",
    "summary",
    "supply",
    "weights_panel",
    "without_mentor",
]
SHADES = (TEAL, AMBER, BLUE, MINT, RED, ROSE, GREY, "#c9b458", "#7d6b91", PALE)
LATER, LOOKED_AT = 5, 8
HALF = 0.43
"""Half the height of a row's bar, in rows."""
EVENT_COLUMNS = ["round", "table", "mentor_id", "mentee_id", "in_field"]
FIGURES = {
    "matched": "whole",
    "total": "tenths",
    "mean": "tenths",
    "worst": "tenths",
    "lowest_tenth": "tenths",
    "gini": "hundredths",
    "blocking_pairs": "whole",
    "first_choice": "whole-share",
}


def summary(desk: Desk) -> Prose:
    """Say how many have a mentor, how good the pairs are, that nothing is better, and who is left."""
    found = found_matching(desk)
    report = core.fairness_report(found)
    people = len(found.mentor)
    key = "summary" if report.matched else "summary-nobody"
    return desk.say(
        "matching",
        key,
        mentees=people,
        matched=report.matched,
        share=report.matched / max(people, 1),
        mentors=len(found.scores.capacity),
        places=int(found.scores.capacity.sum()),
        mean=report.mean,
        worst=report.worst,
        first=report.first_choice,
        left=people - report.matched,
    )


def supply(desk: Desk) -> Together:
    """Show what is sought and offered, and how many mentors would do for each mentee."""
    return Together((supply_and_demand(desk), possible_picture(desk)))


def rules_and_criteria(desk: Desk) -> Together:
    """Show what the rules make impossible, and what the criteria weigh."""
    return Together((rules_picture(desk), criteria_sheet(desk), criteria_worth(desk)))


def criteria_sheet(desk: Desk) -> Sheet:
    """Show each criterion's weight, what it can give, what the pairs got, and how many left it empty."""
    found = found_matching(desk)
    most, rows = whole_weights(desk.program.criteria), found.matched
    points = found.scores.points(rows, found.mentor[rows])
    table = pd.DataFrame(
        {
            "criterion": [name_of(desk, one) for one in desk.program.criteria],
            "kind": [say(desk, f"kind-{one.kind}") for one in desk.program.criteria],
            "required": [
                say(desk, "yes") if one.required or one.at_least is not None else ""
                for one in desk.program.criteria
            ],
            "most": [most[one.id] / POINT for one in desk.program.criteria],
            "got": [points[one.id].mean() / POINT if len(rows) else np.nan for one in desk.program.criteria],
            "empty": [
                _empty(found.scores.mentees, one.mentee) + _empty(found.scores.mentors, one.mentor)
                for one in desk.program.criteria
            ],
        }
    )
    formats = {name: ",.1f" for name in ("most", "got")}
    return _sheet(desk, table, say(desk, "criteria-caption", n=len(rows)), formats)


def _empty(people: DataFrame, column: str) -> int:
    return sum(1 for cell in cells(people, column) if not values(cell))


def _sheet(desk: Desk, table: DataFrame, caption: str, formats: dict | None = None) -> Sheet:
    shown = {say(desk, f"col-{name}"): form for name, form in (formats or {}).items()}
    return Sheet(headed("matching", desk, table), caption, desk.language, shown)


def score_picture(desk: Desk) -> Picture:
    """Show the chosen pairs' scores against those of all possible pairs."""
    found = found_matching(desk)
    edges = np.linspace(0, max(100, found.own.max(initial=0) / POINT), 26)
    everything = np.zeros(len(edges) - 1)
    for rows, cols in found.scores.blocks():
        block = found.scores.block(rows, cols)[found.scores.possible_block(rows, cols)]
        everything += np.histogram(block / POINT, edges)[0]
    own = found.own[found.matched] / POINT
    chosen = np.histogram(own, edges)[0]
    with canvas(height=3.2) as (figure, axes):
        width = np.diff(edges)
        axes.bar(
            edges[:-1],
            everything / max(everything.sum(), 1),
            width,
            align="edge",
            color=PALE,
            label=say(desk, "all-pairs"),
        )
        axes.bar(
            edges[:-1],
            chosen / max(chosen.sum(), 1),
            width,
            align="edge",
            color=TEAL,
            alpha=0.75,
            label=say(desk, "chosen-pairs"),
        )
        axes.set_xlim(0, edges[-1])
        axes.locator_params(axis="y", nbins=6, steps=[1, 2, 5, 10])
        axes.yaxis.set_major_formatter(lambda y, _: percent(desk, y))
        axes.set_xlabel(say(desk, "score-axis"))
        axes.set_ylabel(say(desk, "share-axis"))
        figure.legend(loc="outside upper left", frameon=False, ncols=2)
        mean = float((everything * (edges[:-1] + width / 2)).sum() / max(everything.sum(), 1))
        alt = say(
            desk, "score-alt", pairs=int(everything.sum()), mean=mean, own=own.mean() if len(own) else 0.0
        )
        return picture(figure, alt, say(desk, "score-caption", n=len(own)))


def proof(desk: Desk) -> Together:
    """Say why no other matching is better, and show its scores among those of all pairs."""
    return Together((proof_sentence(desk), score_picture(desk)))


def proof_sentence(desk: Desk) -> Prose:
    """Say in one sentence why no other matching is better, and what was decided by people."""
    found = found_matching(desk)
    proof = found.proof
    floor = "proof-floor" if found.floor else "proof-total"
    decided = int(found.decided.sum())
    return desk.say(
        "matching",
        "proof",
        matched=proof.matched,
        matchable=proof.matchable,
        total=proof.total_score,
        bound=proof.upper_bound,
        aim=say(desk, floor, floor=found.floor / POINT),
        decisions=say(desk, "proof-decided" if decided else "proof-undecided", decided=decided),
    )


def ranks_and_points(desk: Desk) -> Together:
    """Show how high each pair stands in each person's list, and what its points come from."""
    return Together((rank_picture(desk), points_picture(desk)))


def rank_picture(desk: Desk) -> Picture:
    """Show where each person's match stands in their own ranking, for both sides."""
    table = _table(desk)
    sides = [("mentees", table["mentee_rank"], TEAL), ("mentors", table["mentor_rank"], AMBER)]
    with canvas(height=3.0) as (figure, axes):
        for at, (side, ranks, colour) in enumerate(sides):
            counts = np.bincount(np.minimum(ranks, LATER), minlength=LATER + 1)[1:]
            place = np.arange(LATER) + (at - 0.5) * 0.38
            axes.bar(place, counts, 0.36, color=colour, label=say(desk, f"rank-{side}"))
            for x, count in zip(place, counts, strict=True):
                axes.text(x, count, f"{count}", ha="center", va="bottom", fontsize=9)
        axes.set_xticks(
            range(LATER),
            [*(say(desk, "rank", n=at) for at in range(1, LATER)), say(desk, "rank-later", n=LATER)],
        )
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.set_ylabel(say(desk, "pairs-axis"))
        figure.legend(loc="outside upper left", frameon=False, ncols=2)
        firsts = [int((ranks == 1).sum()) for _, ranks, _ in sides]
        return picture(
            figure,
            say(desk, "rank-alt", n=len(table), mentees=firsts[0], mentors=firsts[1]),
            say(desk, "rank-caption", n=len(table)),
        )


def _table(desk: Desk) -> DataFrame:
    return core.pairs_table(found_matching(desk))


def points_picture(desk: Desk) -> Picture:
    """Show every pair's score as the points of its criteria, the best pair on top."""
    from matplotlib.collections import PolyCollection

    found, table = (
        found_matching(desk),
        _table(desk).sort_values(["score", "mentee_id"], ascending=[False, True]).head(60),
    )
    names = {one.id: name_of(desk, one) for one in desk.program.criteria} | {"prefers": say(desk, "wishes")}
    with canvas(height=1.5 + 0.165 * len(table)) as (figure, axes):
        left, at = np.zeros(len(table)), np.arange(len(table))
        used = [name for name in found.scores.sources if table[f"points_{name}"].sum() > 0]
        for number, name in enumerate(used):
            ends = left + table[f"points_{name}"].to_numpy()
            corners = [(left, at - HALF), (ends, at - HALF), (ends, at + HALF), (left, at + HALF)]
            shape = np.stack([np.stack(corner, axis=1) for corner in corners], axis=1)
            axes.add_collection(PolyCollection(shape, color=SHADES[number % len(SHADES)], linewidth=0, label=names[name]))
            left = ends
        axes.set_xlim(0, 1.05 * left.max(initial=1))
        axes.set_yticks(
            at,
            [f"{i} · {j}" for i, j in zip(table["mentee_id"], table["mentor_id"], strict=True)],
            fontsize=8.5,
        )
        axes.set_ylim(len(table) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(say(desk, "score-axis"))
        legend(figure, fontsize=9)
        high, low = (float(table["score"].max()), float(table["score"].min())) if len(table) else (0.0, 0.0)
        return picture(
            figure,
            say(desk, "points-alt", n=len(table), high=high, low=low),
            say(desk, "points-caption", n=len(table)),
        )


def pairs_sheet(desk: Desk) -> Sheet:
    """Show the pairs with names, score and ranks, lowest score first: those to look at."""
    table = _table(desk).sort_values(["score", "mentee_id"]).reset_index(drop=True)
    shown = pd.DataFrame(
        {
            "mentee": _named(desk.cohort.mentees, table["mentee_id"]),
            "mentor": _named(desk.cohort.mentors, table["mentor_id"]),
            "score": table["score"],
            "mentee_rank": table["mentee_rank"],
            "mentor_rank": table["mentor_rank"],
            "decided": [say(desk, "yes") if decided else "" for decided in table["decided"]],
        }
    )
    return _sheet(desk, shown, say(desk, "pairs-caption", n=len(table)), {"score": ",.1f"})


def _named(people: DataFrame, ids) -> list[str]:
    names = people.get("name", {})
    return [f"{names.get(id) or ''} ({id})".strip() for id in ids]


def without_mentor(desk: Desk) -> Together:
    """Show where one more place would help most, who has no mentor, what would give one, and who did not agree to matching."""
    return Together((recruiting_picture(desk), unmatched_sheet(desk), *left_out_sheets(desk)))


def unmatched_sheet(desk: Desk) -> Sheet | Prose:
    """Show who has no mentor, why, and the smallest change that would give one."""
    found = found_matching(desk)
    people = core.unmatched(found)
    if not people:
        return desk.say("matching", "nobody-left", n=len(found.mentor))
    table = pd.DataFrame(
        {
            "mentee": _named(desk.cohort.mentees, [one.mentee for one in people]),
            "reason": [reason_in_words(one, desk.language) for one in people],
            "change": [change_in_words(found, one, desk.language, clock_of(desk)) for one in people],
        }
    )
    return _sheet(desk, table, say(desk, "unmatched-caption", n=len(people), of=len(found.mentor)))


def fairness(desk: Desk) -> Together:
    """Show the mentors' load, both orders of aims, groups, and whether naming few hours brought a pair."""
    return Together((load_picture(desk), fairness_sheet(desk), group_sheet(desk), hours_sheet(desk)))


def fairness_sheet(desk: Desk) -> Sheet:
    """Show the matching's fairness beside the other order of aims: total first, or worst pair first."""
    found = found_matching(desk)
    other = core.best_matching(found.scores, _kept(found), not found.floor)
    reports = {"floor" if one.floor else "total": core.fairness_report(one) for one in (found, other)}
    rows = [
        (
            say(desk, f"fair-{name}"),
            *(
                say(desk, form, x=getattr(reports[side], name)) if side in reports else "–"
                for side in ("total", "floor")
            ),
        )
        for name, form in FIGURES.items()
    ]
    table = pd.DataFrame(rows, columns=["figure", "total", "floor"])
    forced = "floor" if found.floor else "total"
    return _sheet(desk, table, say(desk, f"fairness-caption-{forced}"))


def hours_sheet(desk: Desk) -> Sheet | Prose | Together:
    """Show who would be worse off with more free hours: naming few must not be what brought a pair."""
    table = core.hours_audit(roster(desk.cohort), desk.program, standing_decisions(desk.cohort), LOOKED_AT)
    if table.empty:
        return desk.say("matching", "hours-nobody", n=2 * LOOKED_AT)
    shown = pd.DataFrame(
        {
            "person": table["id"],
            "side": [say(desk, side) for side in table["side"]],
            "named": table["hours"],
            "value": table["value"],
            "value_if": table["value_if"],
        }
    )
    form = {name: ",.1f" for name in ("named", "value", "value_if")}
    sheet = _sheet(desk, shown, say(desk, "hours-caption", n=len(shown)), form)
    shares = [one for one in desk.program.criteria if one.mentee == "availability" and one.kind == "overlap"]
    if any(one.relative_weight and one.enough is None for one in shares):
        return Together((sheet, desk.say("matching", "hours-enough", criterion=shares[0].id)))
    return sheet


def _kept(found: Matching) -> np.ndarray:
    rows = np.flatnonzero(found.decided)
    return np.stack([rows, found.mentor[rows]], axis=1)


def group_sheet(desk: Desk) -> Sheet | Prose:
    """Show match rate and mean score by group; small groups are hidden."""
    columns = [
        name for name in (desk.program.evaluation.groups or ["gender", "zone"]) if name in desk.cohort.mentees
    ]
    if not columns:
        return desk.say("matching", "no-groups")
    table = core.group_tables(found_matching(desk), columns)
    table["group"] = [group or say(desk, "no-answer") for group in table["group"]]
    table["column"] = [_heading(desk, name) for name in table["column"]]
    formats = {"mentees": ",.0f", "matched": ",.0f", "rate": ".0%", "mean_score": ",.1f"}
    return _sheet(desk, table, say(desk, "group-caption", smallest=5), formats)


def _heading(desk: Desk, column: str) -> str:
    """The heading of a mentees' column as it stands in the file."""
    source = desk.cohort.settings.mentees
    theirs = (
        source.columns.get(column, column) if source is not None and not isinstance(source, str) else column
    )
    return theirs if isinstance(theirs, str) else theirs.from_


def load_picture(desk: Desk) -> Picture:
    """Show how many mentors have how many mentees, and how many places are left."""
    table = core.load_table(found_matching(desk))
    most = int(table["mentees"].max()) if len(table) else 0
    counts = [int((table["mentees"] == load).sum()) for load in range(most + 1)]
    return bars(
        [say(desk, "load", n=load) for load in range(most + 1)],
        counts,
        [f"{count}" for count in counts],
        say(desk, "load-caption", n=len(table), free=int(table["free"].sum())),
        say(desk, "load-alt", idle=counts[0], most=most),
        say(desk, "load-axis"),
    )


def network(desk: Desk) -> Together:
    """Show introductions, the tables of an event, and circles."""
    return Together((introductions_sheet(desk), groups_sheet(desk)))


def save(desk: Desk) -> Prose:
    """Write the matching's results, and say what was written."""
    found, event = found_matching(desk), found_event(desk)
    tables = {
        "pairs.csv": core.pairs_table(found),
        "unmatched.csv": with_left_out(core.unmatched_table(found, desk.language, clock_of(desk)), desk.cohort, desk.language),
        "alternatives.csv": core.alternatives_table(found, desk.language),
        "introductions.csv": found_introductions(desk).table,
        "event.csv": event.plan if event else pd.DataFrame(columns=EVENT_COLUMNS),
        "proof.json": found.proof.as_dict(),
    }
    for name, content in tables.items():
        desk.write(f"matching/{name}", content)
    return desk.say(
        "matching",
        "saved",
        pairs=len(tables["pairs.csv"]),
        left=len(tables["unmatched.csv"]),
        others=len(tables["alternatives.csv"]),
        introductions=len(tables["introductions.csv"]),
        tables=len(event.hosts) if event else 0,
        letters=write_letters(desk),
    )
