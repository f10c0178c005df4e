"""
Print the figures of playbook/en/real-cohort.md: a real cohort of Open Seeds, matched and evaluated.

    python benchmarks/real_cohort.py [FOLDER]

FOLDER holds the public Open Seeds files (`matching/`, `surveys/`); default `../shared/data/open-seeds`.
Nothing is written outside a temporary folder. Data: Open Life Science (OLS), CC BY 4.0 and MIT.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

SETTINGS = Path(__file__).resolve().parents[1] / "tests" / "real" / "open-seeds"
DATA = Path("../shared/data/open-seeds")
COHORT = "4"
SURVEYED = ("1", "2", "3", "4", "5")
FILES = {"mid": "participant_mid", "post": "participant_post", "mentor-post": "mentor_post"}
LABELS = (("post", "topics", "care", "self care"),
          ("mid", "attended", "some-live", "I have attended 1-2 cohort calls"),
          ("mentor-post", "mentee_engaged", "yes", "Yes"))
LONGITUDE_ERROR = 1


@dataclass(frozen=True)
class Standing:
    """Where the mentors that people chose stand among a cohort's mentors: 0 last, 1 first, 0.5 by chance."""

    shares: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean over the pairs."""
        return float(np.mean(self.shares))

    @property
    def error(self) -> float:
        """Standard error of the mean."""
        return float(np.std(self.shares, ddof=1) / np.sqrt(len(self.shares)))

    def __str__(self) -> str:
        return f"{self.mean:.2f} ± {self.error:.2f}"


def write_cohort(data: Path, folder: Path, cohort: str = COHORT, answers: str | None = COHORT) -> Path:
    """
    Give a cohort's folder as `mentorkit` reads it: settings of tests/real/open-seeds, public files unchanged.

    Args:
        data: The public files.
        folder: Where the folder is made.
        cohort: Whose people are read.
        answers: Whose answers stand in for those that the code books read; None for no surveys.
    """
    shutil.copytree(SETTINGS, folder)
    settings = folder / "cohort.yml"
    settings.write_text(settings.read_text("utf-8").replace('"4"', f'"{cohort}"'), "utf-8")
    for name in ("mentees", "mentors"):
        copy(data / "matching" / f"{name}.csv", folder / "matching" / f"{name}.csv")
    if answers is None:
        shutil.rmtree(folder / "surveys")
        return folder
    for name in FILES.values():
        target = folder / "surveys" / name / f"cohort-{COHORT}.csv"
        copy(data / "surveys" / name / f"cohort-{answers}.csv", target)
    return folder


def copy(source: Path, target: Path) -> None:
    """Copy a file's bytes, without its permissions."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def rows(path: Path, cohort: str | None = None) -> list[dict[str, str]]:
    """Give a CSV's rows, those of one cohort if asked."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if cohort is None or row["cohort"] == cohort]


def hand_pairs(data: Path, cohort: str = COHORT) -> list[tuple[str, str]]:
    """Give the pairs that people made."""
    return [(row["mentee_id"], row["mentor_id"]) for row in rows(data / "matching" / "pairs.csv", cohort)]


def standing(scores: pd.DataFrame, pairs: Iterable[tuple[str, str]], column: str = "score") -> Standing:
    """Give the share of the other mentors that each chosen mentor is before, equal scores counting half."""
    table = scores.pivot(index="mentee_id", columns="mentor_id", values=column)
    found = []
    for mentee, mentor in pairs:
        own, others = table.at[mentee, mentor], table.loc[mentee].drop(mentor)
        found.append(float(((others < own) + (others == own) / 2).mean()))
    return Standing(tuple(found))


def matched(data: Path, folder: Path, cohort: str) -> tuple:
    """Give a cohort's matching and the score of every pair, by the settings of cohort 4."""
    from mentorkit.io.cohort import read_cohort
    from mentorkit.matching import all_scores, match
    from mentorkit.model.roster import roster

    read = read_cohort(write_cohort(data, folder, cohort, None))
    found = match(roster(read), read.program, read.tables["decisions"])
    return found, pd.concat(all_scores(found.scores), ignore_index=True)


def pieces(data: Path, survey: str, question: str, cohort: str = COHORT) -> Counter:
    """Give what a blind split at the comma counts as answers to a question."""
    cells = (row[question] for row in rows(data / "surveys" / FILES[survey] / f"cohort-{cohort}.csv"))
    return Counter(piece for cell in cells if cell.strip() for piece in cell.split(", "))


def item_tables(folder: Path, pairs: list[tuple[str, str]]) -> pd.DataFrame:
    """Give what 6-evaluation writes as items.csv."""
    from mentorkit.evaluation.items import item_table
    from mentorkit.evaluation.metrics import standing as cohort_standing
    from mentorkit.evaluation.voices import people_asked
    from mentorkit.io.cohort import read_cohort

    cohort = read_cohort(folder)
    made = pd.DataFrame(pairs, columns=["mentee_id", "mentor_id"])
    now = cohort_standing(cohort, made, dt.date(2022, 6, 30))
    tables = [item_table(answers, people_asked(answers, now)) for answers in cohort.surveys.values()]
    return pd.concat(tables, ignore_index=True)


def wrong_offsets(data: Path, cohort: str = COHORT) -> tuple[int, int, int]:
    """Give how many people have an offset, have none, have one far from every time zone of their country."""
    known = _offsets_by_country()
    given = empty = wrong = 0
    for name, column in (("mentees", "countries"), ("mentors", "country")):
        for row in rows(data / "matching" / f"{name}.csv", cohort):
            zones = [zone for country in row[column].split(";") for zone in known.get(country.strip(), ())]
            given += bool(row["utc_offset_hours"])
            empty += not row["utc_offset_hours"]
            if row["utc_offset_hours"] and zones:
                wrong += min(abs(float(row["utc_offset_hours"]) - zone) for zone in zones) > LONGITUDE_ERROR
    return given, empty, wrong


def _offsets_by_country() -> dict[str, set[float]]:
    from importlib.resources import files
    from zoneinfo import ZoneInfo

    folder = files("tzdata") / "zoneinfo"
    codes, zones = (_cells((folder / name).read_text("utf-8")) for name in ("iso3166.tab", "zone.tab"))
    countries = {code: "United Kingdom" if code == "GB" else name for code, name in codes}
    winter = dt.datetime(2021, 12, 1)
    found: dict[str, set[float]] = {}
    for code, _, zone, *_ in zones:
        found.setdefault(countries[code], set()).add(ZoneInfo(zone).utcoffset(winter).total_seconds() / 3600)
    return found


def _cells(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def people_lines(data: Path) -> list[str]:
    """Give what the cohort is."""
    mentees, mentors = (rows(data / "matching" / f"{name}.csv", COHORT) for name in ("mentees", "mentors"))
    pairs = hand_pairs(data)
    loads, helpers = Counter(mentor for _, mentor in pairs), Counter(mentee for mentee, _ in pairs)
    given, empty, wrong = wrong_offsets(data)
    return [
        f"mentees {len(mentees)} (projects of {sum(int(row['people']) for row in mentees)} people), "
        f"mentors {len(mentors)}, pairs made by hand {len(pairs)}",
        f"made by hand: mentees with two mentors {sum(n > 1 for n in helpers.values())}, "
        f"mentors with one mentee {sum(n == 1 for n in loads.values())}, "
        f"with two {sum(n == 2 for n in loads.values())}",
        f"hour offsets: people {given + empty}, empty {empty}, impossible for the country {wrong}",
    ]


def match_lines(data: Path, work: Path) -> list[str]:
    """Give the command's own line, and what it proposed."""
    from mentorkit.cli.matching import write_matching

    line = re.sub(r" \([\d.]+ s\)", "", write_matching(write_cohort(data, work / "match"), None))
    (found, scores), pairs = matched(data, work / "cohort-4", COHORT), hand_pairs(data)
    proposed = pd.DataFrame(found.pair_ids, columns=["mentee_id", "mentor_id"]).merge(scores)
    own, mentors = proposed["score"], scores["mentor_id"].nunique()
    return [
        line,
        f"scores of the proposed pairs: mean {own.mean():.1f}, from {own.min():.1f} to {own.max():.1f}; "
        f"mentors left free {mentors - proposed['mentor_id'].nunique()}",
        f"proposed pairs that people had made too: {len({*found.pair_ids} & {*pairs})} of {len(proposed)}",
        *choice_lines(scores, pairs),
        all_cohorts(data, work),
    ]


def choice_lines(scores: pd.DataFrame, pairs: list[tuple[str, str]]) -> list[str]:
    """Give where the mentors that people chose stand in our ranking."""
    criteria = [name for name in scores if name.startswith("points_")]
    total, mentors, n = scores["score"].mean(), scores["mentor_id"].nunique(), len(pairs)
    scores = scores.assign(rank=scores.groupby("mentee_id")["score"].rank(ascending=False, method="min"))
    ranks = scores.set_index(["mentee_id", "mentor_id"])["rank"]
    return [
        f"chosen by people and among our first 5 of {mentors}: "
        f"{sum(ranks[pair] <= 5 for pair in pairs)} of {n} (by chance {5 / mentors * n:.1f})",
        f"people's choice in our ranking: {standing(scores, pairs)} ({n} pairs)",
        *(f"  by {name.removeprefix('points_')} alone: {standing(scores, pairs, name)}; "
          f"mean points {scores[name].mean():.1f} of {total:.1f}" for name in criteria),
    ]


def all_cohorts(data: Path, work: Path) -> str:
    """Give where people's choices stand in every cohort of the files, by the settings of cohort 4."""
    cohorts = sorted({row["cohort"] for row in rows(data / "matching" / "pairs.csv")})
    scores = {cohort: matched(data, work / f"all-{cohort}", cohort)[1] for cohort in cohorts}
    shares = [share for c in cohorts for share in standing(scores[c], hand_pairs(data, c)).shares]
    return f"the same in all {len(cohorts)} cohorts: {Standing(tuple(shares))} ({len(shares)} pairs)"


def survey_lines(data: Path, work: Path) -> list[str]:
    """Give counts of people beside those of a blind split."""
    from mentorkit.io.cohort import read_cohort
    from mentorkit.io.results import csv_text

    folder = write_cohort(data, work / "surveys")
    surveys, items = read_cohort(folder).surveys, item_tables(folder, hand_pairs(data))
    table = items.set_index(["survey", "item", "option"], drop=False)
    chosen = table.loc[[label[:3] for label in LABELS]]
    lines = [f"answers: {', '.join(f'{name} {len(a.frame)}' for name, a in sorted(surveys.items()))}",
             "items.csv:", *csv_text(chosen).splitlines()]
    for (survey, item, option, label), row in zip(LABELS, chosen.itertuples(), strict=True):
        split = pieces(data, survey, surveys[survey].survey.item(item).wordings[0])
        naive = split[label] / split.total()
        lines.append(f"{item} {option}: people {row.count} of {row.respondents} = {row.share:.1%}; "
                     f'blind split "{label}" {split[label]} of {split.total()} = {naive:.1%}; '
                     f"factor {row.share / naive:.1f}")
    speakers, everything = (table.loc[("mid", "calls_work", option)] for option in ("speakers", "all"))
    lines.append(f'calls_work: speakers {speakers["count"]}, "All of the above" {everything["count"]}, '
                 f'of {everything["respondents"]}')
    return [*lines, other_cohorts(data, work)]


def other_cohorts(data: Path, work: Path) -> str:
    """Give how many problems `check` finds where cohort 4's code books read another cohort's answers."""
    from mentorkit.io.cohort import inspect_cohort

    found = {c: inspect_cohort(write_cohort(data, work / f"answers-{c}", answers=c)).errors for c in SURVEYED}
    twice = sum("options of a question with one answer" in p.problem for each in found.values() for p in each)
    shown = ", ".join(f"cohort {c}: {len(errors)}" for c, errors in found.items())
    return f"problems where cohort 4's code books read {shown}; two levels ticked in {twice} cells"


def report(data: Path) -> list[str]:
    """Give every line that the page quotes from."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        return [*people_lines(data), *match_lines(data, work), *survey_lines(data, work)]


def main(arguments: list[str]) -> int:
    """Print the report."""
    data = Path(arguments[0]) if arguments else DATA
    if not (data / "matching" / "pairs.csv").is_file():
        print(f"{data} holds no matching/pairs.csv; name the folder of the Open Seeds files", file=sys.stderr)
        return 2
    print("\n".join(report(data)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
