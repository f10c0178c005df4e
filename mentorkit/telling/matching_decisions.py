"""Decisions about pairs: those in force, what cannot hold together, what a new one costs, and writing it down."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from mentorkit import matching as core
from mentorkit.errors import MentorkitError, UsageError
from mentorkit.matching.contradictions import conflict_in_words, conflicts
from mentorkit.matching.decisions import kept_pairs
from mentorkit.matching.wording import enumerated
from mentorkit.model.roster import roster, standing_decisions
from mentorkit.telling.labels import headed
from mentorkit.telling.matching_words import found_matching, say
from mentorkit.telling.showing import Prose, Sheet, Together

if TYPE_CHECKING:
    from mentorkit.matching.matching import Matching
    from mentorkit.matching.reasons import ForcedCost
    from mentorkit.telling.desk import Desk

DATES = {"day-first": "%d/%m/%Y", "month-first": "%m/%d/%Y", "year-first": "%Y-%m-%d"}
SHOWN = 0.05
BOX = {"style": {"description_width": "9em"}, "layout": {"width": "30em"}}
DECIDED = ("mentee_id", "mentor_id", "decision", "by", "reason", "at")


def decisions_panel(desk: Desk) -> Any:
    """Show the decisions in force and what cannot hold; live, also what a new one costs, and buttons that write."""
    if not desk.live:
        return Together((_in_force(desk), _conflicts(desk)))
    import ipywidgets

    scores, found = found_matching(desk).scores, found_matching(desk)
    mentee = ipywidgets.Dropdown(options=list(scores.mentees.index), description=say(desk, "mentee"), **BOX)
    mentor = ipywidgets.Dropdown(options=list(scores.mentors.index), description=say(desk, "mentor"), **BOX)
    kinds = [(say(desk, "keep"), "keep"), (say(desk, "never"), "never")]
    decision = ipywidgets.Dropdown(options=kinds, description=say(desk, "decision"), **BOX)
    by = ipywidgets.Text(description=say(desk, "by"), **BOX)
    reason = ipywidgets.Text(description=say(desk, "reason"), **BOX)
    price = live_panel([mentee, mentor], lambda: _price(desk, found, mentee.value, mentor.value))
    one = ipywidgets.Button(description=say(desk, "write-down"))

    def write():
        return tried(desk, [(mentee.value, mentor.value)], decision.value, by.value, reason.value)

    shown = ipywidgets.HTML(_in_force(desk)._repr_html_() + _conflicts(desk)._repr_html_())
    shown.add_class("jp-RenderedHTMLCommon")  # its tables look like those of cells
    panel = live_panel([decision, by, reason], write, one)
    return ipywidgets.VBox([shown, price, panel, keeping(desk, lambda: found.pair_ids, "keep-all")])


def keeping(desk: Desk, pairs: Callable[[], Sequence[tuple[str, str]]], words: str) -> Any:
    """Give boxes for who and why, and a button with some words that writes pairs down as kept."""
    import ipywidgets

    by, reason = (ipywidgets.Text(description=say(desk, name), **BOX) for name in ("by", "reason"))
    button = ipywidgets.Button(description=say(desk, words), layout={"width": "20em"})
    return live_panel([by, reason], lambda: tried(desk, pairs(), "keep", by.value, reason.value), button)


def live_panel(controls: list, show: Callable[[], Any], button=None):
    """Controls above what they show, which is drawn anew at every change (or at the button)."""
    import ipywidgets
    from IPython.display import display

    place = ipywidgets.Output()

    def draw(_=None):
        place.clear_output(wait=True)
        with place:
            display(show())

    if button is None:
        for control in controls:
            control.observe(draw, names="value")
        draw()
    else:
        button.on_click(draw)
    return ipywidgets.VBox([*controls, *([button] if button else []), place])


def tried(desk: Desk, pairs: Sequence[tuple[str, str]], decision: str, by: str, reason: str) -> Prose:
    """Write decisions about pairs down, and say that it was done, or why not."""
    if not pairs:
        return desk.say("matching", "nothing-written")
    rows = [{"mentee_id": i, "mentor_id": j, "decision": decision, "by": by, "reason": reason} for i, j in pairs]
    try:
        append_decisions(desk, rows)
    except MentorkitError as error:
        return desk.say("matching", "refused", why=str(error))
    if len(pairs) == 1:
        return desk.say("matching", "decision-written", mentee=pairs[0][0], mentor=pairs[0][1])
    return desk.say("matching", "decisions-written", n=len(pairs))


def _conflicts(desk: Desk) -> Sheet | Prose:
    """What cannot hold together, with file and row."""
    matching = found_matching(desk)
    found = conflicts(matching, standing_decisions(desk.cohort))
    if not found:
        short = int((matching.load < matching.scores.minimum).sum())
        return desk.say("matching", "conflicts-unsought" if short else "no-conflicts", n=short)
    table = pd.DataFrame({"conflict": [conflict_in_words(one, desk.language) for one in found]})
    return Sheet(headed("matching", desk, table), say(desk, "conflicts-caption", n=len(found)), desk.language)


def _in_force(desk: Desk) -> Sheet | Prose:
    decisions = desk.cohort.tables["decisions"]
    if not len(decisions):
        return desk.say("matching", "no-decisions")
    table = decisions.reindex(columns=list(DECIDED)).assign(
        decision=[say(desk, kind) for kind in decisions["decision"]]
    )
    return Sheet(headed("matching", desk, table), say(desk, "decisions-caption", n=len(table)), desk.language)


def _price(desk: Desk, found: Matching, mentee: str, mentor: str) -> Prose:
    cost = core.forced_cost(found, mentee, mentor)
    reason = core.why_not(found, mentee, mentor, desk.language)
    if reason.code == "chosen":
        return desk.say("matching", "price-chosen")
    if not cost.possible:
        return desk.say("matching", "price-impossible", reason=reason.text)
    effects = enumerated(list(_effects(desk, cost, core.lowest_score(found))), desk.language)
    return desk.say("matching", "price-forced", effects=effects, reason=reason.text)


def _effects(desk: Desk, cost: ForcedCost, lowest: float) -> Iterator[str]:
    sign = "even" if abs(cost.points) < SHOWN else "costs" if cost.points > 0 else "gains"
    yield say(desk, f"price-{sign}", points=abs(cost.points))
    if cost.people:
        yield say(desk, "price-people", n=cost.people)
    if cost.minima > 0:
        yield say(desk, "price-minima", n=cost.minima)
    if lowest - cost.lowest >= SHOWN:
        yield say(desk, "price-lowest", before=lowest, after=cost.lowest)


def append_decisions(desk: Desk, decisions: Sequence[dict[str, str]]) -> Path:
    """
    Write decisions under the cohort's others, after trying that they contradict none; all of them, or none.

    The file is read anew, so that what was written since the desk was opened counts too.

    Args:
        desk: The desk of the cohort.
        decisions: Each with `mentee_id, mentor_id, decision` (`keep` or `never`), `by` and `reason`.

    Raises:
        UsageError: Nobody is named who decided, or why, or the decisions are no CSV file.
        ProblemsError: A decision contradicts another, a rule, or a capacity.
    """
    from mentorkit.io.cohort import read_cohort

    if not all(one.get("by", "").strip() and one.get("reason", "").strip() for one in decisions):
        raise UsageError(say(desk, "who-and-why"))
    cohort = read_cohort(desk.cohort.folder)
    before = cohort.tables["decisions"]
    known = set(zip(before["mentee_id"], before["mentor_id"], before["decision"], strict=True))
    new = [one for one in decisions if (one["mentee_id"], one["mentor_id"], one["decision"]) not in known]
    first = len(before) + 2
    rows = pd.DataFrame([one | {"source": f"decisions.csv:{first + at}"} for at, one in enumerate(new)])
    trial = pd.concat([before, rows], ignore_index=True) if len(new) else before
    standing = standing_decisions(replace(cohort, tables=dict(cohort.tables) | {"decisions": trial}))
    kept_pairs(core.scores(roster(cohort), cohort.program, standing), standing, desk.language)
    path, names, order = _decisions_file(desk)
    _append(path, names, [one | {"at": dt.datetime.now(dt.UTC).strftime(DATES[order])} for one in new])
    return path


def _decisions_file(desk: Desk) -> tuple[Path, dict[str, str], str]:
    """The file, their heading of each of our columns, and the order of its dates."""
    source = desk.cohort.settings.decisions
    if source is None or isinstance(source, str):
        path, names, order = desk.cohort.folder / (source or "decisions.csv"), {}, "year-first"
    else:
        path, order = desk.cohort.folder / source.file, source.dates
        names = {
            ours: theirs if isinstance(theirs, str) else theirs.from_
            for ours, theirs in source.columns.items()
        }
    if path.suffix.lower() != ".csv":
        raise UsageError(say(desk, "no-csv"))
    return path, {ours: names.get(ours, ours) for ours in DECIDED}, order


def _append(path: Path, names: dict[str, str], rows: Sequence[dict[str, str]]) -> None:
    from mentorkit.io.results import csv_text

    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    heading = next(csv.reader(text.splitlines()), None) or list(names.values())
    ours = {theirs: mine for mine, theirs in names.items()}
    cells = [[str(row.get(ours.get(name, ""), "")) for name in heading] for row in rows]
    added = csv_text(pd.DataFrame(cells, columns=heading, dtype=object))
    body = added.partition("\n")[2] if text.strip() else added
    gap = "" if not text or text.endswith("\n") else "\n"
    part = path.with_name(f".{path.name}.part")
    part.write_text(text + gap + body, encoding="utf-8")
    part.replace(path)
