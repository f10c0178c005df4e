"""What a coordinator tries in notebook 3: one pair explained, other weights, and decisions about pairs."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from mentorkit import matching as core
from mentorkit.errors import MentorkitError, UsageError
from mentorkit.model.roster import roster
from mentorkit.model.words import localized
from mentorkit.telling.labels import headed
from mentorkit.telling.matching_words import found_matching, say
from mentorkit.telling.showing import Prose, Sheet, Together

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentorkit.matching.explaining import Evidence, Explanation
    from mentorkit.matching.matching import Matching
    from mentorkit.telling.desk import Desk

DATES = {"day-first": "%d/%m/%Y", "month-first": "%m/%d/%Y", "year-first": "%Y-%m-%d"}
DECIDED = ("mentee_id", "mentor_id", "decision", "by", "reason", "at")


# ---------------------------------------------------------------- one pair


def pair_explained(desk: Desk) -> Any:
    """Show why two people fit: live for any two, otherwise for the pair with the lowest score."""
    found = found_matching(desk)
    if not found.pair_ids:
        return desk.say("matching", "nobody-matched")
    own = found.own[found.matched]
    mentee, mentor = found.pair_ids[int(own.argmin())]
    if not desk.live:
        return _explained(desk, mentee, mentor)
    return _choosing(desk, mentee, mentor, lambda i, j: _explained(desk, i, j))


def _explained(desk: Desk, mentee: str, mentor: str) -> Together:
    found = core.explanation(found_matching(desk), mentee, mentor, desk.language)
    table = pd.DataFrame(
        {
            "criterion": [_label(desk, part) for part in found.evidence],
            "points": [part.points for part in found.evidence],
            "most": [part.most for part in found.evidence],
            "evidence": [_evidence(desk, part) for part in found.evidence],
        }
    )
    form = {say(desk, f"col-{name}"): ",.1f" for name in ("points", "most")}
    caption = say(desk, "explained-caption", mentee=mentee, mentor=mentor)
    return Together(
        (_verdict(desk, found), Sheet(headed("matching", desk, table), caption, desk.language, form))
    )


def _verdict(desk: Desk, found: Explanation) -> Prose:
    key = "explained-chosen" if found.reason.code == "chosen" else "explained-other"
    return desk.say(
        "matching",
        key,
        mentee=found.mentee,
        mentor=found.mentor,
        score=found.score,
        mentee_rank=found.mentee_rank,
        mentor_rank=found.mentor_rank,
        reason=found.reason.text,
    )


def _label(desk: Desk, part: Evidence) -> str:
    return say(desk, "wishes") if part.kind == "prefers" else part.label


def _evidence(desk: Desk, part: Evidence) -> str:
    if part.missing:
        return say(desk, "missing")
    if part.hours is not None:
        return say(desk, "hours", hours=part.hours)
    if part.common:
        return say(desk, "common", values=", ".join(part.common[:6]))
    if part.kind in ("text", "prefers"):
        return say(desk, "nothing-common") if part.kind == "text" else ""
    return say(desk, "both-sides", mentee=", ".join(part.mentee), mentor=", ".join(part.mentor))


def _choosing(desk: Desk, mentee: str, mentor: str, show: Callable[[str, str], Any]):
    """Two labelled choices and what they lead to."""
    import ipywidgets

    scores = found_matching(desk).scores
    first = ipywidgets.Dropdown(
        options=list(scores.mentees.index), value=mentee, description=say(desk, "mentee")
    )
    second = ipywidgets.Dropdown(
        options=list(scores.mentors.index), value=mentor, description=say(desk, "mentor")
    )
    return _live([first, second], lambda: show(first.value, second.value))


def _live(controls: list, show: Callable[[], Any], button=None):
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


# ---------------------------------------------------------------- weights


def weights_panel(desk: Desk) -> Any:
    """Show what other weights would change: live with a number box each, otherwise for ±10 % of each."""
    if not desk.live:
        return _stability(desk)
    import ipywidgets

    boxes = {
        one.id: ipywidgets.BoundedFloatText(
            value=one.relative_weight,
            min=0,
            max=100,
            step=0.5,
            description=localized(one.label, desk.language) or one.id,
            style={"description_width": "16em"},
        )
        for one in desk.program.criteria
    }
    return _live(list(boxes.values()), lambda: _moved(desk, {name: box.value for name, box in boxes.items()}))


def _stability(desk: Desk) -> Sheet:
    table = core.weight_stability(roster(desk.cohort), desk.program, desk.cohort.tables["decisions"])
    names = {one.id: localized(one.label, desk.language) or one.id for one in desk.program.criteria}
    wide = (
        table.assign(criterion=table["criterion"].map(names))
        .pivot_table(index=["criterion", "weight"], columns="change", values="moved", sort=False)
        .reset_index()
    )
    wide.columns = ["criterion", "weight", "less", "more"][: len(wide.columns)]
    wide = wide.astype({name: int for name in ("less", "more") if name in wide})
    return Sheet(
        headed("matching", desk, wide),
        say(desk, "stability-caption", n=len(found_matching(desk).mentor)),
        desk.language,
    )


def _moved(desk: Desk, weights: dict[str, float]) -> Together:
    after = core.rescored(roster(desk.cohort), desk.program, desk.cohort.tables["decisions"], weights)
    moved = core.affected(found_matching(desk), after)
    said = desk.say("matching", "moved", n=len(moved), of=len(after.mentor), matched=after.proof.matched)
    form = {say(desk, f"col-{name}"): ",.1f" for name in ("score_before", "score_after")}
    caption = say(desk, "moved-caption")
    return Together((said, Sheet(headed("matching", desk, moved), caption, desk.language, form)))


# ---------------------------------------------------------------- decisions


def decisions_panel(desk: Desk) -> Any:
    """Show the decisions in force; live, also what a new one would cost, and a button that writes it down."""
    if not desk.live:
        return _in_force(desk)
    import ipywidgets

    scores, found = found_matching(desk).scores, found_matching(desk)
    mentee = ipywidgets.Dropdown(options=list(scores.mentees.index), description=say(desk, "mentee"))
    mentor = ipywidgets.Dropdown(options=list(scores.mentors.index), description=say(desk, "mentor"))
    kinds = [(say(desk, "keep"), "keep"), (say(desk, "never"), "never")]
    decision = ipywidgets.Dropdown(options=kinds, description=say(desk, "decision"))
    by = ipywidgets.Text(description=say(desk, "by"))
    reason = ipywidgets.Text(description=say(desk, "reason"))
    price = _live([mentee, mentor], lambda: _price(desk, found, mentee.value, mentor.value))
    button = ipywidgets.Button(description=say(desk, "write-down"))

    def write():
        try:
            return _written(desk, mentee.value, mentor.value, decision.value, by.value, reason.value)
        except MentorkitError as error:
            return desk.say("matching", "refused", why=str(error))

    return ipywidgets.VBox([_in_force_widget(desk), price, _live([decision, by, reason], write, button)])


def _in_force_widget(desk: Desk):
    import ipywidgets

    return ipywidgets.HTML(_in_force(desk)._repr_html_())


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
    return desk.say("matching", "price-forced", points=cost.points, people=cost.people, reason=reason.text)


def _written(desk: Desk, mentee: str, mentor: str, decision: str, by: str, reason: str) -> Prose:
    append_decision(
        desk, {"mentee_id": mentee, "mentor_id": mentor, "decision": decision, "by": by, "reason": reason}
    )
    return desk.say("matching", "decision-written", mentee=mentee, mentor=mentor)


def append_decision(desk: Desk, decision: dict[str, str]) -> Path:
    """
    Write a decision under the cohort's others, after trying that it contradicts none.

    Args:
        desk: The desk of the cohort.
        decision: `mentee_id, mentor_id, decision` (`keep` or `never`), `by` and `reason`.

    Raises:
        UsageError: Nobody is named who decided, or the decisions are no CSV file.
        ProblemsError: The decision contradicts another, a rule, or a capacity.
    """
    if not decision.get("by", "").strip() or not decision.get("reason", "").strip():
        raise UsageError(say(desk, "who-and-why"))
    before = desk.cohort.tables["decisions"]
    trial = pd.concat([before, pd.DataFrame([decision | {"source": f"decisions.csv:{len(before) + 2}"}])])
    core.match(roster(desk.cohort), desk.program, trial)
    path, names, order = _decisions_file(desk)
    row = decision | {"at": dt.datetime.now(dt.UTC).strftime(DATES[order])}
    _append(path, names, row)
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


def _append(path: Path, names: dict[str, str], row: dict[str, str]) -> None:
    from mentorkit.io.results import csv_text

    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    heading = next(csv.reader(text.splitlines()), None) or list(names.values())
    ours = {theirs: mine for mine, theirs in names.items()}
    cells = pd.DataFrame(
        [[str(row.get(ours.get(name, ""), "")) for name in heading]], columns=heading, dtype=object
    )
    added = csv_text(cells)
    body = added.partition("\n")[2] if text.strip() else added
    gap = "" if not text or text.endswith("\n") else "\n"
    part = path.with_name(f".{path.name}.part")
    part.write_text(text + gap + body, encoding="utf-8")
    part.replace(path)
