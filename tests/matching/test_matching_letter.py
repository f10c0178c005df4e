"""The page that a pair receives: one page, in both languages, what both may know and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", params=["es", "en"])
def desk(request, tmp_path_factory):
    """Give the desk of a copy of the example cohort in one of the languages."""
    from mentorkit.telling.desk import open_desk

    folder = tmp_path_factory.mktemp("letters")
    shutil.copy(ROOT / "program.yml", folder)
    ignored = shutil.ignore_patterns("results", "public")
    shutil.copytree(ROOT / "cohorts" / "example", folder / "cohorts" / "example", ignore=ignored)
    return open_desk(str(folder / "cohorts" / "example"), str(folder / "results"), request.param)


def words(values):
    """Give everything that a page says as one text."""
    facts = " ".join(f"{fact['label']} {fact['values']}" for fact in values["facts"])
    return " ".join([facts, *values["steps"], *(str(value) for value in values.values())])


def test_a_page_holds_what_both_named_and_no_more(desk):
    """No score, no rank, no surname, no id, no address, no answer that only one side gave."""
    from mentorkit.matching import explanation
    from mentorkit.telling.matching_letter import letter
    from mentorkit.telling.matching_words import found_matching

    found = found_matching(desk)
    for mentee, mentor in found.pair_ids:
        text = words(letter(desk, mentee, mentor))
        person, other = desk.cohort.mentees.loc[mentee], desk.cohort.mentors.loc[mentor]
        score = explanation(found, mentee, mentor).score
        hidden = [mentee, mentor, person["email"], other["email"], f"{score:.1f}", f"{score:.1f}".replace(".", ",")]
        hidden += [word for one in (person, other) for word in one["name"].split()[1:]]
        hidden += set(person["interests"] or ()) ^ set(other["interests"] or ())
        hidden += [person["goals"], other["about"]]

        assert [word for word in hidden if word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)] == []


def test_every_pair_shares_a_time_that_both_named(desk):
    """The hours on the page are hours of both."""
    from mentorkit.matching import hours_in_words
    from mentorkit.telling.matching_letter import letter
    from mentorkit.telling.matching_words import clock_of, found_matching

    for mentee, mentor in found_matching(desk).pair_ids:
        common = desk.cohort.mentees.loc[mentee, "availability"] & desk.cohort.mentors.loc[mentor, "availability"]
        told = [fact["values"] for fact in letter(desk, mentee, mentor)["facts"]]
        assert hours_in_words(common, clock_of(desk), desk.language, 4) in told


def test_the_pdf_is_one_page_and_always_the_same(desk, tmp_path):
    """The same pair gives the same bytes, one page, tagged with its language."""
    from mentorkit.telling.matching_letter import letter_pdf
    from mentorkit.telling.matching_words import found_matching

    mentee, mentor = found_matching(desk).pair_ids[0]
    data = letter_pdf(desk, mentee, mentor)
    (tmp_path / "pair.pdf").write_bytes(data)

    assert data == letter_pdf(desk, mentee, mentor)
    assert b"pdfuaid" in data
    if shutil.which("pdfinfo"):
        told = subprocess.run(["pdfinfo", tmp_path / "pair.pdf"], capture_output=True, text=True, check=True).stdout
        assert re.search(r"^Pages:\s+1$", told, flags=re.MULTILINE)


def test_a_page_of_a_pair_that_is_no_more_goes_away(desk):
    """The folder holds the pages of this matching's pairs and no other's."""
    from mentorkit.telling.matching_letter import write_letters
    from mentorkit.telling.matching_words import found_matching

    stale = desk.results / "matching" / "letters" / "A00-B00.pdf"
    stale.parent.mkdir(parents=True, exist_ok=True)
    stale.write_bytes(b"old")
    count = write_letters(desk)

    assert count == len(found_matching(desk).pair_ids) == len(list(stale.parent.glob("*.pdf")))
    assert not stale.exists()
