"""What notebook 6 shows of change: before and after in the same people, and what that can carry."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mentorkit.evaluation.attrition import change_with_everybody, leavers_table, standing_at_the_start, tipping_point
from mentorkit.evaluation.change import Comparison, change_of, change_table, comparisons, what_to_print
from mentorkit.evaluation.figures import secondary_p
from mentorkit.evaluation.scales import reliability, straight_lined
from mentorkit.model.instruments import INSTRUMENTS
from mentorkit.telling.desk import Desk
from mentorkit.telling.drawing import PALE, TEAL
from mentorkit.telling.evaluation import change_name, plain, remembered_note, say, scale_name, sheet_of
from mentorkit.telling.labels import unmarked
from mentorkit.telling.showing import Picture, Prose, Sheet, Together
from mentorkit.telling.widths import drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _compared(desk: Desk) -> list[Comparison]:
    primary = desk.program.evaluation.primary
    found = [c for c in comparisons(desk.cohort.surveys) if not c.refused and "change" in what_to_print(len(c.before))]
    return sorted(found, key=lambda c: (c.scale != primary, c.scale, c.who))


def change_picture(desk: Desk) -> Picture | Prose:
    """Draw each person's score before and after, and the mean change with its interval."""
    found = _compared(desk)
    if not found:
        answered = any(len(c.before) for c in comparisons(desk.cohort.surveys))
        return Prose(say(desk, "change-undrawn" if answered else "change-none"))

    def draw(_, panels, narrow: bool) -> None:
        for axes, c in zip(np.atleast_1d(panels), found):
            _draw_change(desk, axes, c, 44 if narrow else 80 // len(found))

    rows = [{"low": np.nan, "high": np.nan} | change_of(c) for c in found]
    lines = [plain(desk, "change-line", **_line_values(row, change_name(desk, c.scale), len(c.before))) for row, c in zip(rows, found)]
    return drawn(draw, " ".join(lines), plain(desk, "change-caption"), (7.2, 3.8), 2.8 * len(found), len(found))


def _line_values(row: dict, scale: str, n: int) -> dict:
    ends = {name: row[name] for name in ("change", "low", "high")}
    return {"scale": scale, "before": row["mean_before"], "after": row["mean_after"], "n": n} | ends


def _draw_change(desk: Desk, axes: Axes, c: Comparison, letters: int) -> None:
    item = c.first.survey.item(next(s for s in c.first.survey.scales if s.id == c.scale).items[0])
    for a, b in zip(c.before, c.after):
        axes.plot([0, 1], [a, b], color=PALE, lw=1, zorder=1)
    axes.plot([0, 1], [c.before.mean(), c.after.mean()], color=TEAL, lw=3, marker="o", markersize=8, zorder=3)
    axes.set_title(fill(f"{unmarked(change_name(desk, c.scale))} (n\u00a0=\u00a0{len(c.before)})", letters), fontsize=10)
    axes.set_xticks([0, 1], [say(desk, "before"), say(desk, "after")])
    axes.set_xlim(-0.25, 1.25)
    axes.set_ylim(item.min - 0.1, item.max + 0.1)
    axes.yaxis.get_major_locator().set_params(integer=True)


def change_words(desk: Desk) -> Prose:
    """Say for each scale what may be said with so many people, and what may not."""
    table = change_table(desk.cohort.surveys)
    refused = [
        say(desk, "change-refused", scale=change_name(desk, c.scale), reason=say(desk, f"refused-{c.refused}"))
        for c in comparisons(desk.cohort.surveys) if c.refused
    ]
    lines = [_change_line(desk, row) for row in table.to_dict("records") if row["n_pairs"] == row["n_pairs"]]
    adjusted = secondary_p(comparisons(desk.cohort.surveys), table, desk.program.evaluation.primary)
    lines += [say(desk, "change-holm", scale=change_name(desk, scale), p=p) for scale, p in adjusted]
    limits = [say(desk, "remembered-limits")] if remembered_note(desk) else []
    return Prose("\n\n".join([*(lines or [say(desk, "change-none")]), *refused, *limits, say(desk, "change-limits")]))


def _change_line(desk: Desk, row: dict) -> str:
    n, name = int(row["n_pairs"]), change_name(desk, row["scale"])
    printable = what_to_print(n)
    if "change" not in printable or row["low"] != row["low"]:
        return say(desk, "change-too-few", scale=name, n=n)
    parts = [say(desk, "change-line", **_line_values(row, name, n)), say(desk, "change-p", p=row["p_exact"])]
    if "effect" in printable and row["hedges_g"] == row["hedges_g"]:
        effect = {"g": row["hedges_g"], "low": row["g_low"], "high": row["g_high"], "mde": row["minimum_detectable"]}
        parts.append(say(desk, "change-effect", **effect))
    return " ".join([*parts, *([say(desk, "change-subgroups")] if n < 20 else [])])


def leavers(desk: Desk) -> Together | Prose:
    """Show how those who did not answer the last survey differed at the start, and how far that could bend the result."""
    found = [c for c in _compared(desk) if len(c.only_before)]
    if not found:
        lost = any(len(c.only_before) and len(c.before) for c in comparisons(desk.cohort.surveys))
        return Prose(say(desk, "leavers-few" if lost else "leavers-none"))
    table = leavers_table(*standing_at_the_start(found[0]))
    table["gap"] = [say(desk, f"gap-{gap}") for gap in table["gap"]]
    table["measure"] = [scale_name(desk, measure) for measure in table["measure"]]
    lines = []
    for c in found:
        tip, scale = tipping_point(c.after - c.before, len(c.only_before)), change_name(desk, c.scale)
        values = {"left": tip.left, "stayed": tip.stayed, "doubt": tip.to_doubt, "zero": tip.to_zero}
        lines.append(say(desk, "tipping" if tip.to_doubt else "tipping-open", scale=scale, **values))
        if "model" in what_to_print(len(c.before)) and (e := change_with_everybody(c)).low == e.low:
            lines.append(say(desk, "change-everybody", scale=scale, **e.named("change")))
    sheet = sheet_of(desk, table, plain(desk, "leavers-caption") + remembered_note(desk))
    return Together([sheet, Prose("\n\n".join(lines))])


def instruments(desk: Desk) -> Sheet | Prose:
    """Show which published instruments the surveys use, or say that their scales are not validated."""
    used = sorted({a.survey.instrument for a in desk.cohort.surveys.values() if a.survey.instrument})
    if not used:
        return Prose(say(desk, "instruments-own"))
    rows = [(one.name, one.source, say(desk, f"terms-{one.terms}"), one.reliability) for one in map(INSTRUMENTS.__getitem__, used)]
    frame = pd.DataFrame(rows, columns=["instrument", "source", "terms", "reliability"])
    return sheet_of(desk, frame, plain(desk, "instruments-caption"))


def reliable(desk: Desk) -> Together | Prose:
    """Show alpha and omega of each scale where enough people answered, and warn of items that go the other way."""
    rows = []
    for name in sorted(desk.cohort.surveys):
        told = desk.cohort.surveys[name]
        for scale in told.survey.scales:
            r = reliability(told, scale)
            note = "reversed" if r.reversed_by_mistake else "ok" if r.worth_printing else "few"
            shown = (r.alpha, r.low, r.high, r.omega) if r.worth_printing else (np.nan,) * 4
            same = int(straight_lined(told, scale).sum())
            rows.append((name, scale_name(desk, scale.id), r.n, *shown, same, say(desk, f"reliable-{note}")))
    if not rows:
        return Prose(say(desk, "reliable-none"))
    frame = pd.DataFrame(rows, columns=["survey", "scale", "n", "alpha", "low", "high", "omega", "straight", "note"])
    return Together([sheet_of(desk, frame, plain(desk, "reliable-caption")), instruments(desk)])
