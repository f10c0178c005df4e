"""What notebook 6 says of itself: contact period by period, what its figures cannot carry, and how they were made."""

from __future__ import annotations

import pandas as pd

from mentorkit.evaluation.change import minimum_detectable
from mentorkit.evaluation.compared import primary_comparison
from mentorkit.evaluation.figures import FIGURE_COLUMNS
from mentorkit.telling import progress
from mentorkit.telling.catalogue import sentence
from mentorkit.telling.compared import group_difference
from mentorkit.telling.desk import Desk
from mentorkit.telling.evaluation import change_name, found, name_of, now, percent, say, say_nothing
from mentorkit.telling.looking import engagement_table
from mentorkit.telling.releases import public_tables
from mentorkit.telling.showing import Picture, Prose

COUNTED = ("met", "contact", "unknown")


def engagement(desk: Desk) -> Picture | Prose:
    """Draw contact by period, each as long as the programme's cadence."""
    return progress.engagement(desk) if _followed(desk) else say_nothing(desk)


def engagement_figures(desk: Desk) -> pd.DataFrame:
    """Give the same as rows of `figures.csv`: pairs that met, that had any contact, and of which nothing is logged."""
    if not _followed(desk):
        return pd.DataFrame(columns=list(FIGURE_COLUMNS))
    table = engagement_table(desk, max(1, round(desk.program.cadence_days / 7)))
    rows = [
        ("engagement", f"{row['week']:.0f}", name, row[name], None, None, row["at_risk"])
        for row in table[table["at_risk"] > 0].to_dict("records")
        for name in COUNTED
    ]
    shares = [("engagement", week, f"share {name}", value / n, None, None, n) for _, week, name, value, _, _, n in rows]
    return pd.DataFrame(rows + shares, columns=list(FIGURE_COLUMNS)).astype({"low": float, "high": float})


def _followed(desk: Desk) -> bool:
    return desk.cohort.starts is not None and len(desk.pairs) > 0


def limits(desk: Desk) -> Prose:
    """Say what the figures of this cohort cannot carry: who is silent, how small a change shows, what is unknown."""
    m = found(desk)
    rates = [x for id, x in m.items() if id.startswith(("response_rate_", "pair_complete_rate_")) and x.estimate.known]
    lines = [f"- {name_of(desk, x.id)}: {percent(desk, x)}" for x in rates]
    logged = m["logging_rate"].estimate
    if logged.known:
        lines.append(say(desk, "limits-unknown", share=1 - logged.value, n=logged.n))
    c = primary_comparison(now(desk))
    if c is not None and len(c.before) > 2:
        change = {"scale": change_name(desk, c.scale), "n": len(c.before), "mde": minimum_detectable(len(c.before)), "left": len(c.only_before)}
        lines.append(say(desk, "limits-change", **change))
    empty = sum(not x.estimate.known for x in m.values())
    lines.append(say(desk, "limits-empty", n=empty, total=len(m)))
    compared = group_difference(desk)
    return Prose("\n".join(lines) + "\n\n" + say(desk, "comparison-none" if compared is None else "comparison-limits"))


def methods(desk: Desk) -> Prose:
    """Say how the figures were made, from which data and by which version."""
    rule, about = desk.program.evaluation.completion, public_tables(desk)["summary"]
    how = say(desk, "methods", meetings=rule.meetings, share=rule.share_of_weeks, weeks=desk.program.weeks)
    return Prose(how + "\n\n" + sentence("report", "made-from", desk.language, data=about.get("data") or "–", version=about.get("version") or "–", day=desk.as_of))
