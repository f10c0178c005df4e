"""
How often the gate takes a page for a person, and how long it searches.

`python benchmarks/publishing_gate.py --site site --people 2000` looks for that many invented people, none of whom stands there,
with names as common as those of the example's cohort, and counts the alarms.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from pathlib import Path

from mentorkit.errors import RunError
from mentorkit.example import invented
from mentorkit.publishing.gate import refuse_leaks, theme_files
from mentorkit.publishing.people import Person


def people(number: int) -> list[Person]:
    """Give invented people with name, address and telephone."""
    chance = random.Random(20260202)
    found = []
    for place in range(number):
        first = chance.choice(invented.FIRST_NAMES[chance.choice(list(invented.FIRST_NAMES))])
        name = f"{first} {chance.choice(invented.SURNAMES)} {chance.choice(invented.SURNAMES)}"
        phone = f"+57 3{chance.randint(0, 49):02d} {chance.randint(100, 999)} {chance.randint(1000, 9999)}"
        found.append(Person.of("c", f"A{place}", {"name": name, "email": f"{name.split()[1]}.{place}@correo.example", "phone": phone}))
    return found


def main() -> None:
    """Search a site and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--site", type=Path, default=Path("site"))
    parser.add_argument("--people", type=int, default=2000)
    chosen = parser.parse_args()
    made = theme_files() | {hashlib.sha256(path.read_bytes()).hexdigest() for path in chosen.site.rglob("*.pdf")}
    pages, begun, alarms = len(list(chosen.site.rglob("*.html"))), time.perf_counter(), ""
    try:
        refuse_leaks(chosen.site, people(chosen.people), made)
    except RunError as refusal:
        alarms = str(refusal)
    lines = alarms.splitlines()[1:]
    print(f"{chosen.people} invented people, {pages} pages: {len(lines)} alarms in {time.perf_counter() - begun:.0f} s")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
