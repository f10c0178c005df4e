"""Whether the flags were any good: against what happened, cohort by cohort, and beside a model once there is enough."""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame

from mentorkit.telling.desk import Desk, once
from mentorkit.telling.drawing import AMBER, GREY, SAND, TEAL, canvas, legend
from mentorkit.telling.labels import group_name
from mentorkit.telling.looking import live_pairs, living, pair_logs, say, sheet_of, worded
from mentorkit.telling.showing import Picture, Prose, Sheet, Together, picture
from mentorkit.tracking import calls, early_warning, foresight, histories

FILE = "progress/histories.csv"


@once
def history_table(desk: Desk) -> DataFrame:
    """Give the cohort's own histories, empty until its day of flags has passed."""
    table = histories.pair_histories(desk.cohort, desk.pairs, desk.as_of)
    return table if desk.as_of > early_warning.day_of_flags(desk.cohort) else table.head(0)


def program_histories(desk: Desk) -> DataFrame:
    """Give the histories of the programme's earlier cohorts that had ended, as their runs wrote them, and this one's."""
    from mentorkit.io.cohort import earlier_cohorts

    parts = [history_table(desk)] if desk.as_of >= desk.cohort.ends else []
    for folder in earlier_cohorts(desk.cohort.folder):
        stored = folder / "results" / FILE
        if stored.is_file():
            parts.append(_stored(desk, stored))
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else history_table(desk).head(0)


def _stored(desk: Desk, file) -> DataFrame:
    """What an earlier run wrote, if that cohort had ended by the day of view."""
    from mentorkit.io.results import read_result

    table = read_result(file)
    if not set(histories.HISTORY_COLUMNS) <= set(table.columns) or table.empty:
        return table.head(0)
    starts = pd.to_datetime(table["starts"]).dt.date
    ended = starts.map(lambda day: day + (desk.cohort.ends - desk.cohort.starts) <= desk.as_of)
    flags = {name: table[name] == "yes" for name in ("flagged", "early")}
    numbers = {name: pd.to_numeric(table[name], errors="coerce") for name in ("place", "lead_days", *histories.PREDICTORS)}
    return table.assign(starts=starts, **flags, **numbers)[ended]


def warning_check(desk: Desk) -> Together | Prose:
    """Say how well the flags at a quarter of the programme foresaw early closures, and what a model would add."""
    own, early = history_table(desk), len(early_warning.early_closings(desk.cohort, desk.as_of))
    told = desk.say("progress", "warning-none", early=early)
    if int(own["early"].sum()) >= 5:
        found = histories.confusion(own).iloc[0]
        lead = "" if pd.isna(found["lead_days"]) else say(desk, "warning-lead", days=float(found["lead_days"]))
        right, missed = int(found["flagged_closed"]), int(found["calm_closed"])
        counts = {"flags": int(found["calls"]), "right": right, "early": right + missed, "missed": missed}
        told = Prose(say(desk, "warning-say", on=early_warning.day_of_flags(desk.cohort), lead="§", **counts).replace("§", lead))
    known = program_histories(desk)
    table = histories.confusion(known if len(known) else own)
    shares = dict.fromkeys(("sensitivity", "specificity", "precision"), ".0%")
    sheet = sheet_of(desk, table, say(desk, "confusion-caption"), shares, sortable=False)
    return Together([told, *([sheet] if len(table) else []), flag_picture(desk), flag_rates(desk), *_model(desk, known)])


@once
def flag_table(desk: Desk) -> DataFrame:
    """Give the flags of each week."""
    return early_warning.flags_by_week(desk.cohort, pair_logs(desk), desk.as_of)


def rate_table(desk: Desk) -> DataFrame:
    """Give the flag rate of each group of mentees a quarter into the programme, with Wilson's interval."""
    from mentorkit.evaluation.intervals import share

    groups = desk.program.evaluation.groups
    table = early_warning.flags_by_group(history_table(desk), desk.cohort.mentees, groups)
    found = [share(flagged, pairs) for flagged, pairs in zip(table["flagged"], table["pairs"], strict=True)]
    return table.assign(low=[one.low for one in found], high=[one.high for one in found])


def flag_picture(desk: Desk) -> Picture | Prose:
    """Draw the flags at the end of each week, those that are new, and how many pairs staff can call."""
    table, most = flag_table(desk), capacity(desk)
    if table.empty:
        return desk.say("progress", "flags-none")
    with canvas(height=3.2) as (figure, axes):
        axes.bar(table["week"], table["flagged"], color=SAND, label=say(desk, "flags-standing"))
        axes.bar(table["week"], table["new"], color=AMBER, label=say(desk, "flags-new"))
        axes.set_xlim(0.3, len(table) + 0.7)
        axes.axhline(most, color=TEAL, lw=1.5, ls="--", label=say(desk, "flags-capacity", n=most))
        axes.set_xlabel(say(desk, "week-axis"))
        axes.set_ylabel(say(desk, "states-axis"))
        for axis in (axes.xaxis, axes.yaxis):
            axis.get_major_locator().set_params(integer=True)
        legend(figure)
        top = table.loc[table["flagged"].idxmax()]
        over = int((table["flagged"] > most).sum())
        values = {"weeks": len(table), "over": over, "most": most, "top": int(top["flagged"]), "week": int(top["week"]), "live": int(top["live"])}
        return picture(figure, say(desk, "flags-alt", **values), say(desk, "flags-caption", mean=float(table["flagged"].mean()), **values))


def flag_rates(desk: Desk) -> Sheet | Prose:
    """Show how often the rules flagged each group's pairs, groups of fewer than ten put together."""
    table = rate_table(desk)
    if table.empty:
        return desk.say("progress", "rates-none", least=early_warning.FEWEST)
    shown = table.assign(group=[group_name(desk, name) for name in table["group"]])
    shown = shown[["group", "category", "pairs", "flagged", "share", "low", "high"]]
    caption = say(desk, "rates-caption", day=early_warning.day_of_flags(desk.cohort), least=early_warning.FEWEST)
    return sheet_of(desk, shown, caption, dict.fromkeys(("share", "low", "high"), ".0%"), sortable=False)


def capacity(desk: Desk) -> int:
    """Give how many pairs staff can call in a week, both sides of each."""
    tracking = desk.program.tracking
    return max(1, int(calls.hours_a_week(tracking) * 60 // (2 * tracking.minutes_per_call)))


def _model(desk: Desk, known: DataFrame) -> list:
    trial = foresight.foresight(known, capacity(desk))
    counts = {"early": int(known["early"].sum()), "cohorts": known["cohort"].nunique(), "needed": foresight.NEEDED}
    if trial is None:
        return [desk.say("progress", "model-none", **counts)]
    figures = {name: getattr(trial, name) for name in ("auc", "brier", "base_brier", "calibration", "slope", "pairs", "capacity")}
    verdict = "model-better" if trial.is_better else "model-not-better"
    shares = {"model": trial.model_precision, "rules": trial.rules_precision, "first": trial.capacity}
    told = [
        desk.say("progress", "model-say", cohort=trial.cohort, learned=trial.learned_from, early=trial.early, **figures),
        *([_calibration(desk, trial)] if len(trial.bins) else []),
        desk.say("progress", verdict, **shares),
    ]
    return [*told, *_listed(desk, trial)] if trial.is_better else told


def _calibration(desk: Desk, trial: foresight.Foresight) -> Picture:
    with canvas(5.2, 3.6) as (figure, axes):
        axes.plot([0, 1], [0, 1], ":", color=GREY)
        axes.plot(trial.bins["predicted"], trial.bins["observed"], "-", color=TEAL, lw=1.5)
        axes.scatter(trial.bins["predicted"], trial.bins["observed"], s=2 * trial.bins["n"], color=AMBER, zorder=3)
        axes.set(xlim=(0, 1), ylim=(-0.02, 1.02), xlabel=say(desk, "model-predicted"), ylabel=say(desk, "model-observed"))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: f"{value:.0%}")
        rows = "; ".join(f"{row.predicted:.0%} → {row.observed:.0%} (n = {row.n})" for row in trial.bins.itertuples())
        return picture(figure, f"{say(desk, 'model-observed')}: {rows}", say(desk, "model-bins", least=foresight.BIN))


def _listed(desk: Desk, trial: foresight.Foresight) -> list[Sheet]:
    """The live pairs that the model would call first and the rules do not flag."""
    desk = living(desk)
    table = histories.pair_histories(desk.cohort, desk.pairs, desk.as_of)
    table = table.merge(live_pairs(desk)[["mentee_id", "mentor_id", "state"]])
    if table.empty:
        return []
    table = table.assign(chance=trial.chances(table)).sort_values(["chance", "mentee_id"], ascending=[False, True]).head(trial.capacity)
    table = table[table["state"].isin(["on-track", "too-early"])]
    shown = worded(desk, table, state="")[["mentee_id", "mentor_id", "state", *histories.PREDICTORS]]
    return [sheet_of(desk, shown, say(desk, "model-listed", n=len(shown), day=early_warning.day_of_flags(desk.cohort)))]
