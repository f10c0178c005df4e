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
from mentorkit.telling.evaluation import FIDELITY, OUTCOMES, unmarked
from mentorkit.telling.safe import escaped
from mentorkit.telling.showing import Picture, Prose, Sheet, Together
from mentorkit.telling.trends import earlier_reports

FILES = ("summary", "metrics", "change", "items", "closures", "attendance", "groups")
VOICES = (
    "satisfaction_mentees",
    "satisfaction_mentors",
    "relationship_mentees",
    "relationship_mentors",
    "confidence_mentees",
    "confidence_mentors",
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


def say(report: Report, key: str, **values: Any) -> str:
    """Give a sentence of the report's words."""
    return sentence("report", key, report.language, **values)


def plain(report: Report, key: str, **values: Any) -> str:
    """Give a sentence for captions and text alternatives."""
    return unmarked(say(report, key, **values))


def name_of(report: Report, metric: str) -> str:
    """Give a metric's name."""
    return metric_definition(metric, report.language).name


def shown(report: Report, figure: dict[str, Any]) -> str:
    """Give a published figure in the reader's way of writing numbers."""
    if "withheld" in figure:
        return say(report, "withheld")
    if "low" in figure and figure.get("unit") == "share":
        return plain(report, "share", share=figure["value"], low=figure["low"], high=figure["high"], n=_people(figure))
    if figure.get("unit") in ("T", "points") or (figure.get("unit") == "count" and "low" in figure):
        value, low, high = (_number(report, figure.get(name)) for name in ("value", "low", "high"))
        return f"{value} ({low} / {high})"
    text = displayed(figure, report.language)
    return plain(report, "coded", text=text, n=_people(figure)) if figure.get("unit") == "share" else text


def displayed(figure: dict[str, Any], language: str) -> str:
    """Give a published figure's own text with the language's decimal sign."""
    return figure["display"].replace(".", ",") if language == "es" else figure["display"]


def _number(report: Report, value: float | None) -> str:
    return "–" if value is None else set_number(value, ",.1f" if value % 1 else ",.0f", report.language)


def _people(figure: dict[str, Any]) -> str:
    return (figure.get("n") or {}).get("display", "–")


def headline(report: Report) -> Prose:
    """Say who took part, what was reached, and that the cohort is invented where it is."""
    about, steps = report["summary"], {step["step"]: step for step in report["summary"]["flow"]}
    lines = [
        say(
            report,
            "headline",
            program=about["program"],
            organisation=about["organisation"],
            day=report.day,
            weeks=about["weeks"],
            matched=_step(report, steps["matched"]),
            mentors=_step(report, steps["mentors_matched"]),
        )
    ]
    for metric in ("completion", "engagement", "satisfaction_mentees"):
        if "withheld" not in report.metrics[metric]:
            lines.append(
                say(
                    report,
                    "headline-metric",
                    name=name_of(report, metric),
                    figure=shown(report, report.metrics[metric]),
                )
            )
    if about["synthetic"]:
        lines.insert(0, say(report, "synthetic"))
    return Prose("\n\n".join([*lines, say(report, "rounded", k=about["threshold"])]))


def _step(report: Report, step: dict[str, Any]) -> str:
    return say(report, "few") if "withheld" in step else step["display"]


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
    rows = [
        Dot(
            name_of(report, m["metric"]),
            m["value"] if m["value"] is not None else m.get("below", m.get("above")),
            m.get("low"),
            m.get("high"),
            shown(report, m),
            targets.get(m["metric"]),
            "below" if "below" in m else "above" if "above" in m else "",
        )
        for m in told
    ]
    alt = "; ".join(f"{row.label}: {row.beside}" for row in rows)
    return dots(rows, plain(report, f"{key}-caption"), alt, say(report, "share-axis"), target=say(report, "target"))


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
    values = [s["value"] if s["value"] is not None else s.get("below", s.get("above")) for s in told]
    caption = plain(report, "attendance-caption")
    alt = "; ".join(f"{s['session']}: {s['display']}" for s in told)
    return bars(
        [s["session"] for s in told],
        values,
        [s["display"] for s in told],
        caption,
        alt,
        say(report, "share-plain"),
        percent=True,
    )


def closures(report: Report) -> Picture | Prose:
    """Draw why matches were closed, small reasons put together."""
    rows = report["closures"].get("rows")
    if not rows:
        return Prose(say(report, "closures-none", reason=reason_words(report["closures"]["withheld"], report.language)))
    labels = [
        " · ".join(sentence("evaluation", f"reason-{reason}", report.language) for reason in row["options"])
        for row in rows
    ]
    alt = "; ".join(f"{label}: {row['display']}" for label, row in zip(labels, rows))
    return bars(
        labels,
        [row["value"] for row in rows],
        [row["display"] for row in rows],
        plain(report, "closures-caption"),
        alt,
        say(report, "matches-axis"),
    )


def scale_words(report: Report, scale: str) -> str:
    """Give the name of a scale: its label as published, or its id."""
    label = next((row["label"] for row in report["change"] if row["scale"] == scale and row.get("label")), None)
    return scale if label is None else escaped(localized(label, report.language))


def change_words(report: Report, row: dict[str, Any]) -> str:
    """Give the name of a scale whose change is shown; where the start was asked for afterwards, the name says so."""
    return scale_words(report, row["scale"]) + (sentence("evaluation", "remembered", report.language) if row.get("remembered") else "")


def change(report: Report) -> Together | Prose:
    """Draw the change of each scale with its interval, and say what that can carry."""
    told = [row for row in report["change"] if "withheld" not in row]
    lost = [
        say(
            report,
            "change-withheld",
            scale=change_words(report, row),
            reason=reason_words(row["withheld"], report.language),
        )
        for row in report["change"]
        if "withheld" in row
    ]
    if not told:
        return Prose("\n\n".join([*lost, say(report, "change-none")]))
    rows = [
        Dot(
            unmarked(change_words(report, row)),
            row["change"],
            row["low"],
            row["high"],
            plain(
                report,
                "change-beside",
                change=row["change"],
                low=row["low"],
                high=row["high"],
                n=row["n"]["display"],
            ),
        )
        for row in told
    ]
    widest = max(1.0, *(abs(end) for row in rows for end in (row.low, row.high) if end is not None))
    alt = "; ".join(f"{row.label}: {row.beside}" for row in rows)
    drawn = dots(
        rows,
        plain(report, "change-caption"),
        alt,
        say(report, "change-axis"),
        ends=(-widest, widest),
        zero=True,
        tick=lambda x: set_number(x, "+.1f", report.language),
    )
    effects = [
        say(
            report,
            "change-effect",
            scale=change_words(report, r),
            g=r["hedges_g"],
            low=r["g_low"],
            high=r["g_high"],
            mde=r["minimum_detectable"],
        )
        for r in told
        if r.get("hedges_g") is not None
    ]
    limits = [sentence("evaluation", "remembered-limits", report.language)] if any(row.get("remembered") for row in told) else []
    return Together([drawn, Prose("\n\n".join([*effects, *lost, *limits, say(report, "change-limits")]))])


def answers(report: Report) -> Sheet | Prose:
    """Show the answers to the closed questions, a row a question, small answers put together."""
    rows = [
        (
            f"{say(report, item['who'])}, {_wave(report, item['wave'])}",
            item["question"],
            "; ".join(_answer(report, item, row) for row in item["rows"]),
            item["n"]["display"],
        )
        for item in report["items"]
        if "rows" in item
    ]
    if not rows:
        return Prose(say(report, "nothing"))
    return Sheet(
        headed(report, pd.DataFrame(rows, columns=["who", "question", "answers", "n"])),
        plain(report, "answers-caption"),
        report.language,
    )


def _wave(report: Report, wave: str) -> str:
    return say(report, f"wave-{wave}") if f"wave-{wave}" in catalogue("report") else wave


def _answer(report: Report, item: dict[str, Any], row: dict[str, Any]) -> str:
    labels = {OTHER: sentence("evaluation", "other", report.language)} | item["labels"]
    words = " · ".join(str(labels.get(option, option)) for option in row["options"])
    known = row["value"] is not None
    share = plain(report, "share-bare", share=row["value"], low=row["low"], high=row["high"]) if known else row["display"]
    return f"{words}: {share}"


def headed(report: Report, frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame with headings in the reader's language."""
    return frame.rename(columns={name: say(report, f"col-{name}") for name in frame.columns})


def everything(report: Report) -> Sheet:
    """Show every metric as published, with its definition, or why it is not shown."""
    rows = [
        (
            name_of(report, m["metric"]),
            say(report, "not-shown", reason=reason_words(m["withheld"], report.language))
            if "withheld" in m
            else shown(report, m),
            public_denominator_words(m["denominator"], report.language),
            metric_definition(m["metric"], report.language).definition,
        )
        for m in report["metrics"]
    ]
    frame = pd.DataFrame(rows, columns=["metric", "figure", "denominator", "definition"])
    return Sheet(
        headed(report, frame.map(unmarked)),
        plain(report, "everything-caption", day=report.day),
        report.language,
    )


def held_back(report: Report) -> Prose:
    """Say how many figures are not shown and why."""
    parts = [
        *report["metrics"],
        *report["change"],
        *report["items"],
        *report["attendance"],
        *report["groups"],
        report["closures"],
    ]
    reasons = (
        pd.Series([part["withheld"] for part in parts if "withheld" in part], dtype=object).value_counts().sort_index()
    )
    lines = [
        say(report, "held-line", reason=reason_words(reason, report.language), n=int(count))
        for reason, count in reasons.items()
    ]
    return Prose(
        say(report, "held", shown=len(parts) - int(reasons.sum()), total=len(parts)) + "\n\n" + "\n".join(lines)
    )


def methods(report: Report) -> Prose:
    """Say how the figures were made and rounded, and what they cannot carry."""
    rule = report["summary"]["completion_rule"]
    return Prose(
        say(
            report,
            "methods",
            k=report["summary"]["threshold"],
            meetings=rule["meetings"],
            share=rule["share_of_weeks"],
            weeks=report["summary"]["weeks"],
        )
    )
