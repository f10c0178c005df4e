"""What the public report shows: a cohort's aggregates that passed disclosure control, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from mentorkit.disclosure.wording import reason_words
from mentorkit.errors import UsageError
from mentorkit.evaluation.items import OTHER
from mentorkit.evaluation.wording import metric_definition, public_denominator_words
from mentorkit.io.colors import paint_for
from mentorkit.model.words import localized
from mentorkit.telling.catalogue import catalogue, sentence, set_number
from mentorkit.telling.desk import found_folder, result_folders
from mentorkit.telling.dots import Dot, bars, dots, funnel
from mentorkit.telling.evaluation import FIDELITY, OUTCOMES, name_of
from mentorkit.telling.labels import Voice, unmarked
from mentorkit.telling.safe import escaped
from mentorkit.telling.showing import Picture, Prose, Sheet, Together
from mentorkit.telling.trends import earlier_reports

FILES = ("summary", "metrics", "change", "items", "closures", "attendance", "groups")
VOICE = Voice("report")
say, plain, sheet_of = VOICE.say, VOICE.plain, VOICE.sheet
VOICES = (
    "satisfaction_mentees", "satisfaction_mentors", "relationship_mentees", "relationship_mentors",
    "confidence_mentees", "confidence_mentors",
)


@dataclass(frozen=True)
class Report:
    """A cohort's public aggregates, the reader's language, and those of the programme's earlier cohorts, oldest first."""

    aggregates: dict[str, Any]
    language: str
    others: tuple[dict[str, Any], ...] = ()

    def __getitem__(self, name: str) -> Any:
        return self.aggregates[name]

    @cached_property
    def metrics(self) -> dict[str, dict[str, Any]]:
        """The metrics by id."""
        return {metric["metric"]: metric for metric in self["metrics"]}

    @property
    def day(self) -> dt.date:
        """The day the figures are of."""
        return dt.date.fromisoformat(self["summary"]["as_of"])


def open_report(cohort: str, results: str = "", language: str = "") -> Report:
    """
    Open a cohort's public report; it reads `public/*.json` alone, of this cohort and of earlier ones beside it.

    Args:
        cohort: The cohort's folder.
        results: The folder for results; its `public` is read where given.
        language: `es` or `en`; the cohort's own unless given.

    Raises:
        UsageError: There is nothing published yet, or no such language.
    """
    folder = found_folder(cohort)
    paint_for(folder)
    _, public = result_folders(folder, results)
    if lacking := lacking_files(public):
        raise UsageError(f"{lacking[0]} is not in the public folder; run notebook 6-evaluation first")
    aggregates = _tables(public)
    chosen = language or aggregates["summary"]["language"]
    if chosen not in ("es", "en"):
        raise UsageError(f'there is no language "{chosen}"; write es or en')
    others = [place / "public" for place in earlier_reports(folder, aggregates["summary"])]
    return Report(aggregates, chosen, tuple(_tables(one) for one in others if (one / "metrics.json").is_file()))


def cohorts_read(folder: Path) -> list[Path]:
    """Give the folders whose public tables a cohort's report reads: those of earlier cohorts, oldest first, and its own."""
    return [*earlier_reports(folder, json.loads((folder / "public" / "summary.json").read_text(encoding="utf-8"))), folder]


def lacking_files(public: Path) -> list[str]:
    """Give the tables that a report needs and a public folder does not have: an earlier version wrote it, or nobody."""
    return [f"{name}.json" for name in FILES if not (public / f"{name}.json").is_file()]


def _tables(public: Path) -> dict[str, Any]:
    files = {name: public / f"{name}.json" for name in FILES}
    return {name: json.loads(file.read_text(encoding="utf-8")) for name, file in files.items() if file.is_file()}


def shown(report: Report, figure: dict[str, Any]) -> str:
    """Give a published figure in the reader's way of writing numbers."""
    if "withheld" in figure:
        return say(report, "withheld")
    if "low" in figure and figure.get("unit") == "share":
        return plain(report, "share", share=figure["value"], low=figure["low"], high=figure["high"], n=_people(figure))
    if figure.get("unit") in ("T", "points") or (figure.get("unit") == "count" and "low" in figure):
        ends = (figure.get(name) for name in ("value", "low", "high"))
        value, low, high = (set_number(end, ",.1f" if end and end % 1 else ",.0f", report.language) for end in ends)
        return f"{value} ({low} / {high})"
    text = displayed(figure, report.language)
    return plain(report, "coded", text=text, n=_people(figure)) if figure.get("unit") == "share" else text


def displayed(figure: dict[str, Any], language: str) -> str:
    """Give a published figure's own text with the language's decimal sign."""
    return figure["display"].replace(".", ",") if language == "es" else figure["display"]


def _people(figure: dict[str, Any]) -> str:
    return (figure.get("n") or {}).get("display", "–")


def headline(report: Report) -> Prose:
    """Say who took part, what was reached, and that the cohort is invented where it is."""
    about, steps = report["summary"], {step["step"]: step for step in report["summary"]["flow"]}
    counts = {name: say(report, "few") if "withheld" in step else step["display"] for name, step in steps.items()}
    values = {name: about[name] for name in ("program", "organisation", "weeks")} | {"day": report.day}
    lines = [say(report, "synthetic")] if about["synthetic"] else []
    lines.append(say(report, "headline", matched=counts["matched"], mentors=counts["mentors_matched"], **values))
    for metric in ("completion", "engagement", "satisfaction_mentees"):
        if "withheld" not in report.metrics[metric]:
            figure = shown(report, report.metrics[metric])
            lines.append(say(report, "headline-metric", name=name_of(report, metric), figure=figure))
    return Prose("\n\n".join([*lines, say(report, "rounded", k=about["threshold"])]))


def flow(report: Report) -> Picture | Prose:
    """Draw the flow of participants, rounded."""
    steps = [step for step in report["summary"]["flow"] if step.get("value") and step["step"] != "mentors_matched"]
    if not steps:
        return Prose(say(report, "flow-small"))
    known = [(say(report, f"step-{step['step']}"), step["value"], step["display"]) for step in steps]
    told = "; ".join(f"{label} {text}" for label, _, text in known)
    return funnel(known, plain(report, "flow-caption"), plain(report, "flow-alt", told=told))


def _dots(report: Report, ids: tuple[str, ...], key: str) -> Picture | Prose:
    told = [report.metrics[id] for id in ids if id in report.metrics and "withheld" not in report.metrics[id]]
    if not told:
        return Prose(say(report, "nothing"))
    targets = report["summary"]["targets"]
    rows = [Dot.of(name_of(report, m["metric"]), m, shown(report, m), targets.get(m["metric"])) for m in told]
    return dots(rows, plain(report, f"{key}-caption"), say(report, "share-axis"), target=say(report, "target"))


def fidelity(report: Report) -> Picture | Prose:
    """Draw what was done of what was planned."""
    return _dots(report, FIDELITY, "fidelity")


def outcomes(report: Report) -> Picture | Prose:
    """Draw goals, introductions, jobs and who stays with the programme."""
    return _dots(report, OUTCOMES, "outcomes")


def voices(report: Report) -> Picture | Prose:
    """Draw how many of both sides gave one of the two best answers."""
    return _dots(report, VOICES, "voices")


def responses(report: Report) -> Picture | Prose:
    """Draw how many of those asked answered each survey."""
    ids = tuple(m for m in report.metrics if m.startswith(("response_rate_", "pair_complete_rate_")))
    return _dots(report, ids, "responses")


def attendance(report: Report) -> Picture | Prose:
    """Draw attendance by session, in rounded percents."""
    told = [session for session in report["attendance"] if "withheld" not in session]
    if not told:
        return Prose(say(report, "nothing"))
    rows = [Dot.of(session["session"], session, session["display"]) for session in told]
    figures = ([row.label for row in rows], [row.value for row in rows], [row.beside for row in rows])
    return bars(*figures, plain(report, "attendance-caption"), "", say(report, "share-plain"), percent=True)


def closures(report: Report) -> Picture | Prose:
    """Draw why matches were closed, small reasons put together."""
    rows = report["closures"].get("rows")
    if not rows:
        return Prose(say(report, "closures-none", reason=reason(report, report["closures"])))
    labels = [" · ".join(sentence("evaluation", f"reason-{one}", report.language) for one in row["options"]) for row in rows]
    figures = [row["value"] for row in rows], [row["display"] for row in rows]
    return bars(labels, *figures, plain(report, "closures-caption"), "", say(report, "matches-axis"))


def scale_words(report: Report, scale: str) -> str:
    """Give the name of a scale: its label as published, or its id."""
    label = next((row["label"] for row in report["change"] if row["scale"] == scale and row.get("label")), None)
    return scale if label is None else escaped(localized(label, report.language))


def change_words(report: Report, row: dict[str, Any]) -> str:
    """Give the name of a scale whose change is shown; where the start was asked for afterwards, the name says so."""
    return scale_words(report, row["scale"]) + (sentence("evaluation", "remembered", report.language) if row.get("remembered") else "")


def change_beside(report: Report, row: dict[str, Any]) -> str:
    """Give a change with its interval and number."""
    return plain(report, "change-beside", n=row["n"]["display"], **{name: row[name] for name in ("change", "low", "high")})


def reason(report: Report, part: dict[str, Any]) -> str:
    """Give why a part is not shown."""
    return reason_words(part["withheld"], report.language)


def change(report: Report) -> Together | Prose:
    """Draw the change of each scale with its interval, and say what that can carry."""
    told = [(change_words(report, row), row) for row in report["change"] if "withheld" not in row]
    held = [row for row in report["change"] if "withheld" in row]
    lost = [say(report, "change-withheld", scale=change_words(report, row), reason=reason(report, row)) for row in held]
    if not told:
        return Prose("\n\n".join([*lost, say(report, "change-none")]))
    rows = [Dot(unmarked(name), row["change"], row["low"], row["high"], change_beside(report, row)) for name, row in told]
    widest = max(1.0, *(abs(end) for row in rows for end in (row.low, row.high) if end is not None))
    caption, axis = plain(report, "change-caption"), say(report, "change-axis")
    drawn = dots(rows, caption, axis, ends=(-widest, widest), zero=True, tick=lambda x: set_number(x, "+.1f", report.language))
    keys = {"g": "hedges_g", "low": "g_low", "high": "g_high", "mde": "minimum_detectable"}
    large = [(name, {short: row[key] for short, key in keys.items()}) for name, row in told if row.get("hedges_g") is not None]
    effects = [say(report, "change-effect", scale=name, **values) for name, values in large]
    remembered = any(row.get("remembered") for _, row in told)
    limits = [sentence("evaluation", "remembered-limits", report.language)] if remembered else []
    return Together([drawn, Prose("\n\n".join([*effects, *lost, *limits, say(report, "change-limits")]))])


def answers(report: Report) -> Sheet | Prose:
    """Show the answers to the closed questions, a row a question, small answers put together."""
    rows = []
    for item in (item for item in report["items"] if "rows" in item):
        wave = say(report, f"wave-{item['wave']}") if f"wave-{item['wave']}" in catalogue("report") else item["wave"]
        told = "; ".join(_answer(report, item, row) for row in item["rows"])
        rows.append((f"{say(report, item['who'])}, {wave}", item["question"], told, item["n"]["display"]))
    if not rows:
        return Prose(say(report, "nothing"))
    return sheet_of(report, pd.DataFrame(rows, columns=["who", "question", "answers", "n"]), plain(report, "answers-caption"))


def _answer(report: Report, item: dict[str, Any], row: dict[str, Any]) -> str:
    labels = {OTHER: sentence("evaluation", "other", report.language)} | item["labels"]
    words = " · ".join(str(labels.get(option, option)) for option in row["options"])
    known = row["value"] is not None
    share = plain(report, "share-bare", share=row["value"], low=row["low"], high=row["high"]) if known else row["display"]
    return f"{words}: {share}"


def everything(report: Report) -> Sheet:
    """Show every metric as published, with its definition, or why it is not shown."""
    rows = []
    for m in report["metrics"]:
        words = metric_definition(m["metric"], report.language)
        figure = say(report, "not-shown", reason=reason(report, m)) if "withheld" in m else shown(report, m)
        rows.append((words.name, figure, public_denominator_words(m["denominator"], report.language), words.definition))
    frame = pd.DataFrame(rows, columns=["metric", "figure", "denominator", "definition"])
    return sheet_of(report, frame.map(unmarked), plain(report, "everything-caption", day=report.day))


def held_back(report: Report) -> Prose:
    """Say how many figures are not shown and why."""
    parts = [part for name in ("metrics", "change", "items", "attendance", "groups") for part in report[name]] + [report["closures"]]
    reasons = pd.Series([part["withheld"] for part in parts if "withheld" in part], dtype=object).value_counts().sort_index()
    lines = [say(report, "held-line", reason=reason_words(why, report.language), n=int(count)) for why, count in reasons.items()]
    shown = len(parts) - int(reasons.sum())
    return Prose(say(report, "held", shown=shown, total=len(parts)) + "\n\n" + "\n".join(lines))


def methods(report: Report) -> Prose:
    """Say how the figures were made and rounded, and what they cannot carry."""
    about, rule = report["summary"], report["summary"]["completion_rule"]
    values = {"k": about["threshold"], "meetings": rule["meetings"], "share": rule["share_of_weeks"], "weeks": about["weeks"]}
    return Prose(say(report, "methods", **values))
