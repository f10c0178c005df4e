"""What notebook 6 shows: what happened, what changed, how sure that is, and what may leave the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from mentorkit.evaluation import goals as goal_figures
from mentorkit.evaluation.change import CHANGE_COLUMNS, change_table, comparisons, what_to_print
from mentorkit.evaluation.figures import (
    FEWEST_FOLLOWED,
    figure_table,
    people_in_surveys,
    people_who_met,
    sessions_table,
)
from mentorkit.evaluation.items import OTHER, item_table
from mentorkit.evaluation.matches import records
from mentorkit.evaluation.metrics import METRIC_COLUMNS, Metric, Standing, metric_list, metrics, standing
from mentorkit.evaluation.ordinal import item_moves
from mentorkit.evaluation.survival import Survival, match_survival
from mentorkit.evaluation.voices import people_asked
from mentorkit.evaluation.wording import denominator_words, metric_definition
from mentorkit.model.tables import CLOSURE_REASONS
from mentorkit.model.words import localized
from mentorkit.telling.agreeing import left_out_words_of
from mentorkit.telling.catalogue import set_number
from mentorkit.telling.desk import Desk, once
from mentorkit.telling.dots import Dot, bars, dots, funnel
from mentorkit.telling.drawing import GREY, TEAL
from mentorkit.telling.labels import Voice
from mentorkit.telling.safe import escaped
from mentorkit.telling.showing import Picture, Prose, Sheet, Together
from mentorkit.telling.widths import drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWEST_ANSWERS = 5
FIDELITY = (
    "start_rate", "engagement", "logging_rate", "plan_adherence_80", "attendance", "attendance_not_excused",
    "completion",
)
MENTORS = "-mentors"
"""What `change.csv` adds to a scale that both sides answered."""
OUTCOMES = (
    "goal_set", "goals_met", "introduced", "hired", "promoted", "became_mentor", "became_ambassador",
    "returned_mentors", "retention",
)
VOICE = Voice("evaluation")
say, plain, sheet_of = VOICE.say, VOICE.plain, VOICE.sheet


def scale_name(desk: Desk, scale: str) -> str:
    """Give a scale's name in words: its code book's label, or its id; the mentors' where mentees have one of the same id."""
    if scale.endswith(MENTORS) and not any(s.id == scale for a in desk.cohort.surveys.values() for s in a.survey.scales):
        return f"{scale_name(desk, scale.removesuffix(MENTORS))} · {say(desk, 'side-mentors')}"
    labels = (s.label for a in desk.cohort.surveys.values() for s in a.survey.scales if s.id == scale and s.label)
    label = next(labels, None)
    return scale if label is None else escaped(localized(label, desk.language))


def change_name(desk: Desk, scale: str) -> str:
    """Give a scale's name for a figure of its change: where the start was asked for afterwards, the name says so."""
    remembered = any(c.scale == scale.removesuffix(MENTORS) and c.remembered for c in comparisons(desk.cohort.surveys))
    return scale_name(desk, scale) + (say(desk, "remembered") if remembered else "")


def remembered_note(desk: Desk) -> str:
    """Give what a caption adds where a start on the page was asked for afterwards, or nothing."""
    remembered = any(c.remembered for c in comparisons(desk.cohort.surveys))
    return plain(desk, "remembered-note") if remembered else ""


@once
def now(desk: Desk) -> Standing:
    """Give the cohort as it stands on the desk's day."""
    return standing(desk.cohort, desk.pairs, desk.as_of)


@once
def found(desk: Desk) -> dict[str, Metric]:
    """Give the cohort's metrics by id."""
    return {metric.id: metric for metric in metric_list(now(desk))}


def summary(desk: Desk) -> Prose:
    """Say in a few sentences what happened, what changed, and how many answers that rests on."""
    stand = now(desk)
    lines = [say(desk, "summary-people", day=desk.as_of, matched=len(stand.mentees), mentors=len(stand.mentors))]
    lines += [left_out_words_of(desk)] if desk.left_out else []
    figures = {id: found(desk)[id].estimate for id in ("completion", "engagement")}
    lines += [say(desk, f"summary-{id}", **figure.named("share")) for id, figure in figures.items() if figure.known]
    changed = change_table(desk.cohort.surveys)
    primary = changed[changed["scale"] == desk.program.evaluation.primary]
    row = next(iter((primary if len(primary) else changed).to_dict("records")), None)
    if row and row["low"] == row["low"] and "change" in what_to_print(int(row["n_pairs"])):
        key = "summary-change" if row["low"] <= 0 <= row["high"] else "summary-change-clear"
        values = {name: row[name] for name in ("change", "low", "high")} | {"n": int(row["n_pairs"])}
        which = say(desk, "which-main" if len(primary) else "which-first")
        lines.append(say(desk, key, scale=change_name(desk, row["scale"]), which=which, **values))
    else:
        lines.append(say(desk, "summary-no-change"))
    return Prose(" ".join(lines))


def flow(desk: Desk) -> Picture:
    """Draw the flow of participants from invitation over both surveys to completion."""
    stand, m = now(desk), found(desk)
    steps = [("invited", desk.cohort.settings.invited), ("applied", len(desk.cohort.mentees)), ("matched", len(stand.mentees))]
    if len(records(desk.cohort, "meetings", desk.as_of)):
        steps.append(("met", people_who_met(stand)))
    steps += zip(("first-survey", "both-surveys"), people_in_surveys(stand) or ())
    if m["completion"].estimate.n:
        steps.append(("completed", len(stand.completed)))
    known = [(say(desk, f"step-{step}"), count, f"{count}") for step, count in steps if count is not None]
    told = "; ".join(f"{label} {count}" for label, count, _ in known)
    return funnel(known, plain(desk, "flow-caption", day=desk.as_of), plain(desk, "flow-alt", told=told))


def silent(metric: Metric) -> bool:
    """Say whether so few people answered that what they said is no figure of the cohort."""
    return metric.denominator == "answered" and metric.estimate.n < FEWEST_ANSWERS


def percent(desk: Desk, metric: Metric) -> str:
    """Give a share with its interval and n in one line."""
    e = metric.estimate
    if not e.known:
        return say(desk, "no-data")
    if silent(metric):
        return say(desk, "few-answers", n=e.n)
    return say(desk, "beside" if e.low == e.low else "beside-bare", **e.named("share"))


def _dots(desk: Desk, ids: tuple[str, ...], key: str) -> Picture | Prose:
    m, targets = found(desk), desk.program.evaluation.targets
    shown = [(name_of(desk, id), m[id].estimate, percent(desk, m[id]), targets.get(id)) for id in ids if m[id].estimate.known]
    if not shown:
        return say_nothing(desk)
    rows = [Dot(name, e.value, e.low, e.high, beside, target) for name, e, beside, target in shown]
    missing = ", ".join(name_of(desk, id) for id in ids if not m[id].estimate.known)
    caption = plain(desk, f"{key}-caption") + (" " + plain(desk, "missing", names=missing) if missing else "")
    return dots(rows, caption, say(desk, "share-axis"), target=say(desk, "target"))


def name_of(at: Any, metric: str) -> str:
    """Give a metric's name in the language of a desk or a report."""
    return metric_definition(metric, at.language).name


def say_nothing(desk: Desk) -> Prose:
    """Say that there is nothing to compute from."""
    return Prose(say(desk, "nothing"))


def fidelity(desk: Desk) -> Picture | Prose:
    """Draw what was done of what was planned, with targets."""
    return _dots(desk, FIDELITY, "fidelity")


def attendance(desk: Desk) -> Picture | Prose:
    """Draw attendance session by session."""
    table = sessions_table(now(desk))
    if table.empty:
        return say_nothing(desk)
    beside = [say(desk, "of", count=int(a), total=int(b)) for a, b in table.itertuples(index=False)]
    shares = list(table["sum"] / table["size"])
    lowest = table.index[shares.index(min(shares))]
    alt = plain(desk, "attendance-alt", sessions=len(table), lowest=str(lowest), share=min(shares))
    sessions = list(map(str, table.index))
    return bars(sessions, shares, beside, plain(desk, "attendance-caption"), alt, say(desk, "share-plain"), percent=True)


def match_length(desk: Desk) -> Picture | Prose:
    """Draw how long matches lasted, with the number still followed below."""
    table = now(desk).matches
    table = table[table["lasted"].notna()]
    if len(table) < FEWEST_FOLLOWED:
        return say_nothing(desk)
    curve = match_survival(table["lasted"] / 7, table["early"], fewest=FEWEST_FOLLOWED)
    end, low, high = curve.at(float(max(curve.durations)))
    alt = plain(desk, "survival-alt", n=curve.n, share=end, low=low, high=high, ended=sum(curve.ended))
    return drawn(lambda _, axes, __: _draw_curve(axes, desk, curve), alt, plain(desk, "survival-caption", n=curve.n), (7.2, 3.8), 3.4)


def _draw_curve(axes: Axes, desk: Desk, curve: Survival) -> None:
    last = float(max(curve.durations))
    axes.step([0.0, *curve.times, last], [1.0, *curve.surviving, (1.0, *curve.surviving)[-1]], where="post", color=TEAL, lw=2)
    if curve.times:
        band = [*curve.low, curve.low[-1]], [*curve.high, curve.high[-1]]
        axes.fill_between([*curve.times, last], *band, step="post", color=TEAL, alpha=0.15, lw=0)
    weeks = list(range(0, desk.program.weeks + 1, 4))
    axes.set_ylim(0, 1.02)
    axes.set_xlim(0, desk.program.weeks)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xticks(weeks, [f"{week}\n{n}" for week, n in zip(weeks, curve.risk_row(weeks))])
    axes.set_xlabel(say(desk, "survival-axis"))
    axes.set_ylabel(say(desk, "survival-share"), color=GREY)


def closures(desk: Desk) -> Picture | Prose:
    """Draw why matches were closed; fit and safety are one bar, so that no page tells of a safety report."""
    reasons = now(desk).matches["reason"].dropna().replace("safety", "fit")
    if reasons.empty:
        return say_nothing(desk)
    counts = [(reason, int((reasons == reason).sum())) for reason in CLOSURE_REASONS if (reasons == reason).any()]
    counts.sort(key=lambda pair: -pair[1])
    labels = [say(desk, "reason-fit-or-other" if reason == "fit" else f"reason-{reason}") for reason, _ in counts]
    beside = [say(desk, "of", count=count, total=len(reasons)) for _, count in counts]
    caption = plain(desk, "closures-caption", n=len(reasons))
    return bars(labels, [count for _, count in counts], beside, caption, "", say(desk, "matches-axis"))


def goals(desk: Desk) -> Picture | Prose:
    """Draw the levels that goals reached, with the share met and the mean T."""
    stand, m = now(desk), found(desk)
    table = goal_figures.last_levels(records(desk.cohort, "goals", desk.as_of))
    levels = table.loc[table["person_id"].isin(stand.mentees), "level"].dropna()
    if levels.empty:
        return say_nothing(desk)
    counts = [int((levels == level).sum()) for level in (-2, -1, 0, 1, 2)]
    met, t = m["goals_met"].estimate, m["goal_attainment"].estimate
    values = met.named("share") | {"people": t.n, "t": t.value, "t_low": t.low, "t_high": t.high, "n": len(levels)}
    caption = plain(desk, "goals-caption", **values)
    easy = " " + say(desk, "goals-easy") if goal_figures.easy_goals(levels) else ""
    labels = [say(desk, f"level{level:+d}") for level in (-2, -1, 0, 1, 2)]
    beside = [say(desk, "of", count=count, total=len(levels)) for count in counts]
    return bars(labels, counts, beside, caption + easy, "", say(desk, "goals-axis"))


def outcomes(desk: Desk) -> Together:
    """Draw goals, introductions, jobs and who stays with the programme; say what a completed match cost."""
    return Together([_dots(desk, OUTCOMES, "outcomes"), costs(desk)])


def costs(desk: Desk) -> Prose:
    """Say what a completed match cost."""
    m = found(desk)["cost_per_completed"]
    if not m.estimate.known:
        return Prose(say(desk, "costs-none"))
    return Prose(say(desk, "costs", cost=round(m.estimate.value), currency=m.unit, n=m.estimate.n))


def pair_scores(desk: Desk) -> pd.Series | None:
    """Give the score of each mentee's pair, where matching wrote one."""
    return desk.pairs.drop_duplicates("mentee_id").set_index("mentee_id")["score"] if "score" in desk.pairs else None


def every_metric(desk: Desk) -> Sheet:
    """Show every metric with interval, n, denominator and definition."""
    rows = []
    for m in found(desk).values():
        words = metric_definition(m.id, desk.language)
        form = ".0%" if m.unit == "share" else ",.0f" if m.estimate.value % 1 == 0 else ",.2f"
        told = (None, None, None) if silent(m) else (m.estimate.value, m.estimate.low, m.estimate.high)
        figures = [set_number(x, form, desk.language) for x in told]
        target = set_number(desk.program.evaluation.targets.get(m.id), form, desk.language)
        counted = denominator_words(m.denominator, desk.language)
        rows.append((words.name, *figures, m.estimate.n, counted, target, words.definition))
    names = ("metric", "value", "low", "high", "n", "denominator", "target", "definition")
    return sheet_of(desk, pd.DataFrame(rows, columns=list(names)), plain(desk, "metrics-caption", day=desk.as_of))


def answers(desk: Desk) -> Sheet | Prose:
    """Show how many people gave each answer to each closed question."""
    table = all_items(desk)
    if table.empty:
        return say_nothing(desk)
    shares = ("share", "low", "high")
    table["option"] = [say(desk, "other") if option == OTHER else option for option in table["option"]]
    table.loc[table["respondents"] < FEWEST_ANSWERS, list(shares)] = float("nan")
    return sheet_of(desk, table, plain(desk, "items-caption", least=FEWEST_ANSWERS), dict.fromkeys(shares, ".0%"))


def all_items(desk: Desk) -> pd.DataFrame:
    """Give the item tables of all surveys, one below the other."""
    stand, surveys = now(desk), desk.cohort.surveys
    tables = [item_table(surveys[name], people_asked(surveys[name], stand)) for name in sorted(surveys)]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["survey", "item", "option"])


def save(desk: Desk) -> Prose:
    """Write the private results and say what was written; `releases.release` writes what may be published."""
    from mentorkit.telling.limits import engagement_figures
    from mentorkit.telling.trends import changes_by_cohort, private_points, together

    figures, changed, items = metrics(desk.cohort, desk.pairs, desk.as_of), change_table(desk.cohort.surveys), all_items(desk)
    desk.write("evaluation/metrics.csv", figures[list(METRIC_COLUMNS)])
    desk.write("evaluation/change.csv", changed[list(CHANGE_COLUMNS)])
    desk.write("evaluation/items.csv", items)
    desk.write("evaluation/moves.csv", item_moves(desk.cohort.surveys))
    others = figure_table(now(desk), pair_scores(desk), changes_by_cohort(desk), together(private_points(desk)))
    others = pd.concat([others, engagement_figures(desk)], ignore_index=True)
    desk.write("evaluation/figures.csv", others)
    return Prose(say(desk, "saved", metrics=len(figures), scales=len(changed), items=len(items), figures=len(others)))
