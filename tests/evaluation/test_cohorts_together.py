"""Several cohorts side by side and together, what was changed since the last one, and the page for funders."""

import dataclasses
import json
import re

import pytest
from test_evaluation_stories import cohort_of, desk_of, report_of

from mentorkit.evaluation.metrics import metrics
from mentorkit.io.cohort import earlier_cohorts
from mentorkit.io.results import write_result
from mentorkit.model.program import Program
from mentorkit.telling import compared, report_parts, trends
from mentorkit.telling.onepage import one_page_pdf
from mentorkit.telling.report import Report


def settings(place, starts, synthetic="false"):
    """Write the settings of a cohort."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "cohort.yml").write_text(f"cohort: {place.name}\nstarts: {starts}\nsynthetic: {synthetic}\n", encoding="utf-8")


def second_cohort(folder, language="en", **evaluation):
    """A desk whose cohort has an earlier one beside it, with its results and public summary."""
    first = folder / "cohorts" / "first"
    (folder / "program.yml").write_text("program: P\n", encoding="utf-8")
    settings(first, "2025-08-01")
    settings(folder / "cohorts" / "second", "2026-02-02")
    cohort, pairs = cohort_of(40)
    write_result(first / "results" / "evaluation" / "metrics.csv", metrics(cohort, pairs, desk_of(40, language).as_of))
    about = {"program": "P", "synthetic": False, "starts": "2025-08-01", "cohort": "first"}
    write_result(first / "public" / "summary.json", about)
    desk = desk_of(40, language)
    own = folder / "cohorts" / "second"
    write_result(own / "public" / "summary.json", about | {"starts": "2026-02-02", "cohort": "second"})
    program = Program.model_validate({"program": "P", "evaluation": {"primary": "confidence", **evaluation}})
    changed = dataclasses.replace(desk, cohort=dataclasses.replace(desk.cohort, folder=own, program=program))
    changed.__dict__["pairs"] = desk.pairs
    return changed


def test_cohorts_are_drawn_side_by_side_and_added_up(tmp_path):
    """Two cohorts of the same programme: a dot each, one for both with the sum of their people, and no model below three."""
    told = repr(trends.over_cohorts(second_cohort(tmp_path)))

    assert "first" in told and "together" in told and "n = 80" in told
    assert "at least 3" in told


def test_a_later_or_foreign_cohort_is_no_earlier_one(tmp_path):
    """A cohort that began later, an invented one, or one of another programme does not count as one before, in private and in public."""
    desk = second_cohort(tmp_path)
    own = {"program": "P", "synthetic": False, "starts": "2026-02-02"}
    for name, change in (("later", {"starts": "2027-01-01"}), ("invented", {"synthetic": True, "starts": "2024-01-01"}), ("foreign", {"program": "Q", "starts": "2024-01-01"})):
        place = desk.cohort.folder.parent / name
        write_result(place / "public" / "summary.json", {"program": "P", "synthetic": False, "cohort": name} | change)
        if name != "foreign":
            settings(place, change["starts"], str(change.get("synthetic", False)).lower())

    assert [folder.name for folder in earlier_cohorts(desk.cohort.folder)] == ["first"]
    assert [folder.name for folder in trends.earlier_reports(desk.cohort.folder, own)] == ["first"]
    assert trends.earlier_reports(desk.cohort.folder, {}) == []


def test_what_was_changed_stands_beside_the_figures_of_both_cohorts(tmp_path):
    """What people said, what was done, and the figure it should move: last cohort's and this one's."""
    change = {"said": {"es": "Empezamos tarde", "en": "We began late"}, "done": "First meeting in week 1", "metric": "start_rate"}
    told = compared.since_the_last_cohort(second_cohort(tmp_path, changes=[change]))
    row = told.frame.iloc[0]

    assert list(row)[:2] == ["We began late", "First meeting in week 1"]
    assert row.iloc[3].endswith("%") and row.iloc[4].endswith("%")


def test_the_public_trend_needs_two_published_cohorts():
    """One cohort alone has no trend and says so; two are drawn, with their people added up from rounded figures."""
    one = report_of(40, "en")
    earlier = json.loads(json.dumps(one.aggregates))
    earlier["summary"]["cohort"] = "before"

    assert "no other published cohort" in repr(report_parts.trends(one))
    drawn = repr(report_parts.trends(Report(one.aggregates, "en", (earlier,))))
    assert "before" in drawn and "n ≈ " in drawn and "n = " not in drawn


def test_a_picture_of_many_cohorts_stays_readable():
    """Of ten cohorts the latest six have a line of their own, the caption says so, and together they are all counted."""
    one = report_of(40, "en")
    others = tuple(json.loads(json.dumps(one.aggregates | {"summary": {**one.aggregates["summary"], "cohort": f"before-{number}"}})) for number in range(9))
    few, many = (report_parts.trends(Report(one.aggregates, "en", before)) for before in (others[:5], others))

    assert [f"before-{number}" in many.alt for number in range(9)] == [False] * 4 + [True] * 5
    assert "latest 6 of 10 cohorts" in many.caption and "latest" not in few.caption
    people = [[int(found) for found in re.findall(r"together: [^;]*; n ≈ ([\d]+)", picture.alt.replace(",", ""))] for picture in (few, many)]
    assert people[0] and all(all_ten * 6 == six * 10 for six, all_ten in zip(*people, strict=True))


@pytest.mark.parametrize(("size", "language"), [(0, "es"), (12, "en"), (40, "es")])
def test_the_page_for_funders_is_one_tagged_page(size, language, tmp_path):
    """One page whatever the cohort's size, tagged, with its language and title; the same values give the same bytes."""
    import shutil
    import subprocess

    report = report_of(size, language)
    page = one_page_pdf(report, "A first good job.", "hello@example.org")
    assert page == one_page_pdf(report, "A first good job.", "hello@example.org")
    assert page.startswith(b"%PDF") and page.count(b"/Type /Page\n") + page.count(b"/Type /Page/") + page.count(b"/Type/Page/") <= 1
    if shutil.which("pdfinfo"):
        (tmp_path / "page.pdf").write_bytes(page)
        told = subprocess.run(["pdfinfo", tmp_path / "page.pdf"], capture_output=True, text=True, check=True).stdout
        assert "Pages:           1\n" in told and "Tagged:          yes" in told
