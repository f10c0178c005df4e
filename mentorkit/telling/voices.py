"""What notebook 6 shows of people: what both sides say, and whether every group had the same chances."""

from __future__ import annotations

from mentorkit.evaluation.groups import group_table
from mentorkit.evaluation.voices import answer_bounds, both_sides, measured
from mentorkit.telling.catalogue import set_number
from mentorkit.telling.desk import Desk
from mentorkit.telling.dots import stacked
from mentorkit.telling.evaluation import (
    found,
    name_of,
    now,
    pair_scores,
    percent,
    plain,
    remembered_note,
    say,
    say_nothing,
    sheet_of,
    silent,
)
from mentorkit.telling.labels import group_name
from mentorkit.telling.showing import Prose, Sheet, Together


def voices(desk: Desk) -> Together | Prose:
    """Draw how both sides answered what measures satisfaction and relationship, and how far the silent could move it."""
    rows, told, few = [], [], []
    for measure in ("satisfaction", "relationship"):
        for side in ("mentees", "mentors"):
            answers = measured(desk.cohort.surveys, side, measure)
            if answers is None or answers[0].kind != "scale" or not len(answers[1]):
                continue
            item, values = answers[0], answers[1]["value"].astype(float)
            top = found(desk)[f"{measure}_{side}"]
            line = f"{name_of(desk, top.id)}: {percent(desk, top)}"
            if silent(top):
                few.append(f"{line}.")
                continue
            steps = range(int(item.min), int(item.max) + 1)
            shares = [(f"{v}", float((values == v).mean())) for v in steps]
            rows.append((say(desk, f"{measure}-{side}", n=len(values)), shares))
            told.append(line)
    if not rows:
        return Prose(" ".join(few)) if few else say_nothing(desk)
    caption = f"{plain(desk, 'voices-caption')} {'. '.join(told)}."
    drawn = stacked(rows, caption, "; ".join(told), say(desk, "share-plain"))
    return Together([drawn, *([Prose(" ".join(few))] if few else []), *_bounds(desk)])


def _bounds(desk: Desk) -> list[Prose]:
    lines = [
        say(desk, "bounds-line", name=name_of(desk, metric), answered=answered, asked=asked, low=low, high=high)
        for metric, answered, asked, low, high in answer_bounds(desk.cohort, now(desk))
        if not silent(found(desk)[metric])
    ]
    return [Prose(say(desk, "bounds") + "\n\n" + "\n".join(lines))] if lines else []


def two_views(desk: Desk) -> Together | Prose:
    """Show where mentee and mentor of one pair see their relationship differently."""
    table = both_sides(desk.cohort, now(desk).matches)
    both = table.dropna(subset="difference")
    if both.empty:
        return Prose(say(desk, "views-none"))
    apart = both[both["difference"].abs() >= 2].sort_values(["difference", "mentee_id"])
    counts = {
        "agree": both["difference"].abs() <= 1, "mentor_higher": both["difference"] > 0, "mentee_higher": both["difference"] < 0
    }
    values = {name: int(found.sum()) for name, found in counts.items()}
    prose = Prose(say(desk, "views", n=len(both), total=len(table), apart=len(apart), **values))
    return Together([prose, sheet_of(desk, apart, say(desk, "views-caption"))]) if len(apart) else prose


def equal_chances(desk: Desk) -> Sheet | Prose:
    """Show participation, match, progress and outcome by group; groups under five people are left empty."""
    table = group_table(now(desk), desk.program.evaluation.groups, pair_scores(desk))
    if table.empty:
        return Prose(say(desk, "groups-none"))
    table["shown"] = [
        _group_cell(desk, *row) for row in table[["measure", "value", "low", "high", "n"]].itertuples(index=False)
    ]
    table["category"] = table["category"].fillna(say(desk, "no-answer"))
    measures = list(dict.fromkeys(table["measure"]))
    wide = table.pivot_table(index=["group", "category"], columns="measure", values="shown", aggfunc="first", sort=True)
    wide = wide[measures].reset_index()
    wide["group"] = [group_name(desk, name) for name in wide["group"]]
    return sheet_of(desk, wide, plain(desk, "groups-caption") + (remembered_note(desk) if "change" in measures else ""))


def _group_cell(desk: Desk, measure: str, value: float, low: float, high: float, n: int) -> str:
    if value != value:
        return say(desk, "cell-few", n=int(n))
    form = ".1f" if measure == "score" else "+.2f" if measure == "change" else ".0%"
    low, high = (set_number(x, form, desk.language) for x in (low, high))
    return f"{set_number(value, form, desk.language)} ({low} / {high}; n = {int(n)})"
