"""
Follow 2,000 pairs over a year of logs: seconds of each cell of notebooks 5 and 7, and how often the logs could be read in them.

    python benchmarks/tracking_scale.py [PAIRS] [--language es|en]

Writes an invented programme into a folder of its own: a meeting a fortnight, a check-in of each side and a
call a month, goals, introductions and closures. `read` is the plain reading of the same files with the
standard library's csv module, in the same run, so that the ratios hardly depend on the machine.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PROGRAM = """program: Year
languages: [es, en]
weeks: 52
criteria:
  - {id: field, kind: same, mentee: field_wanted, mentor: field, weight: 3}
  - {id: interests, kind: overlap, mentee: interests, mentor: interests, weight: 2}
  - {id: languages, kind: overlap, mentee: languages, mentor: languages, required: true}
evaluation:
  groups: [gender, zone]
"""
COHORT = "cohort: year-1\nstarts: 2025-01-06\ntimezone: UTC\nlanguage: es\nsynthetic: true\n"
STARTS, WEEKS = dt.date(2025, 1, 6), 52
AS_OF = STARTS + dt.timedelta(weeks=WEEKS - 2)
FIELDS = [f"field {place}" for place in range(12)]
TOPICS = [f"topic {place}" for place in range(20)]


def tables(pairs: int, seed: int = 1) -> dict[str, list[tuple]]:
    """Give every file of the cohort as rows, the heading first."""
    chance = random.Random(seed)
    days = [STARTS + dt.timedelta(days=number) for number in range(WEEKS * 7)]
    people = {side: [f"{side}{place:05}" for place in range(pairs)] for side in ("E", "M")}
    left = {place: chance.choice(days[40:300]) for place in range(pairs) if chance.random() < 0.2}

    def dates(place: int, every: int, rate: float) -> Iterator[dt.date]:
        last = left.get(place, AS_OF)
        for number in range(chance.randrange(every), len(days), every):
            if days[number] < last and chance.random() < rate:
                yield days[number]

    def person(id: str, *own: str) -> tuple:
        topics = "; ".join(chance.sample(TOPICS, 3))
        return id, f"Name {id}", f"{id}@x.example", "+57 300 000 0000", "accepted", topics, "es", chance.choice("fm"), chance.choice("nsew"), *own

    shared = ("id", "name", "email", "phone", "status", "interests", "languages", "gender", "zone")
    rows = range(pairs)
    goals = [
        (people["E"][place], f"Finish {goal} of my courses before June", 1, -1, min(2, step - 1), days[60 + 80 * step])
        for place in rows for goal in range(2) for step in range(3)
    ]
    return {
        "mentees": [(*shared, "field_wanted"), *(person(id, chance.choice(FIELDS)) for id in people["E"])],
        "mentors": [(*shared, "field"), *(person(id, chance.choice(FIELDS)) for id in people["M"])],
        "meetings": [("mentee_id", "mentor_id", "date", "minutes", "held"), *(
            (people["E"][place], people["M"][place], day, 45, chance.choices(["yes", "no-show", "cancelled"], [18, 1, 1])[0])
            for place in rows for day in dates(place, 14, 0.8))],
        "checkins": [("person_id", "date", "answered", "relationship", "needs_support"), *(
            (people[side][place], day, "yes", chance.randint(2, 5), "") if chance.random() < 0.85 else (people[side][place], day, "no", "", "")
            for place in rows for side in "EM" for day in dates(place, 28, 1))],
        "support": [("person_id", "date", "by", "channel", "outcome"), *(
            (people["E"][place], day, chance.choice(["Ana", "Luz", "Sol"]), "call", "all well") for place in rows for day in dates(place, 28, 0.9))],
        "goals": [("person_id", "goal", "weight", "baseline", "level", "date"), *goals],
        "introductions": [("mentee_id", "introduced_by", "field", "date", "outcome"), *(
            (people["E"][place], people["M"][chance.randrange(pairs)], chance.choice(FIELDS), day, chance.choice(["", "talk"]))
            for place in rows for day in dates(place, 120, 0.7))],
        "closures": [("mentee_id", "mentor_id", "date", "reason"), *(
            (people["E"][place], people["M"][place], day, chance.choice(["mentor-time", "mentee-time", "no-contact"])) for place, day in sorted(left.items()))],
    }


def write_programme(folder: Path, pairs: int) -> Path:
    """Write the programme and its cohort, with its pairs as notebook 3 leaves them, and give the cohort's folder."""
    cohort = folder / "cohorts" / "year-1"
    (cohort / "results" / "matching").mkdir(parents=True)
    (folder / "program.yml").write_text(PROGRAM, encoding="utf-8")
    (cohort / "cohort.yml").write_text(COHORT, encoding="utf-8")
    for name, rows in tables(pairs).items():
        with open(cohort / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    with open(cohort / "results" / "matching" / "pairs.csv", "w", encoding="utf-8", newline="") as file:
        matched = [(f"E{place:05}", f"M{place:05}", 50) for place in range(pairs)]
        csv.writer(file).writerows([("mentee_id", "mentor_id", "score"), *matched])
    return cohort


def timed(call: Callable[[], object]) -> tuple[float, object]:
    """Give the seconds of a call and what it gave."""
    begun = time.perf_counter()
    given = call()
    return time.perf_counter() - begun, given


def read_plainly(cohort: Path) -> int:
    """Read every file of the cohort with the csv module and give the number of its rows."""
    rows = 0
    for file in sorted(cohort.glob("*.csv")):
        with open(file, encoding="utf-8", newline="") as opened:
            rows += len(list(csv.reader(opened))) - 1
    return rows


def cells(cohort: Path, notebook: str, language: str) -> Iterator[tuple[str, float]]:
    """Give the seconds of opening the desk and of each cell of a notebook, in its order, shown as a page shows it."""
    import os
    from importlib import import_module

    import nbformat

    from mentorkit.telling.desk import AS_OF as DAY
    from mentorkit.telling.desk import open_desk

    os.environ[DAY] = str(AS_OF)
    story = import_module(f"mentorkit.telling.{notebook.partition('-')[2]}")
    seconds, desk = timed(lambda: open_desk(str(cohort), language=language))
    yield "open the desk", seconds
    book = nbformat.read(Path(__file__).parents[1] / "notebooks" / f"{notebook}.ipynb", 4)
    for cell in book.cells:
        name = cell.source.removeprefix("story.").partition("(")[0]
        if cell.cell_type == "code" and cell.source.startswith("story."):
            call = getattr(story, name)
            yield name, timed(lambda call=call: call(desk)._repr_html_())[0]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("pairs", type=int, nargs="?", default=2000)
    parser.add_argument("--language", choices=("es", "en"), default="es")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        cohort = write_programme(Path(place), chosen.pairs)
        once, rows = min(timed(lambda: read_plainly(cohort)) for _ in range(3))
        print(f"{chosen.pairs:,} pairs, {rows:,} rows; reading them with csv: {once:.2f} s")
        for notebook in ("5-progress", "7-closing"):
            whole = 0.0
            for name, seconds in cells(cohort, notebook, chosen.language):
                whole += seconds
                print(f"  {name:20} {seconds:7.2f} s {seconds / once:7.1f} × read")
            print(f"  all of {notebook:13} {whole:7.2f} s {whole / once:7.1f} × read")


if __name__ == "__main__":
    main()
