"""What notebook 4 tells: in both languages, for a cohort that has ended and for one that runs."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from mentorkit.errors import UsageError
from mentorkit.telling import guide_plans
from mentorkit.telling import guides as story
from mentorkit.telling.desk import Desk, open_desk
from mentorkit.telling.showing import Picture

ROOT = Path(__file__).parents[2]
CELLS = [name for name in story.__all__ if name != "save"]


@pytest.fixture(scope="module")
def desks(tmp_path_factory) -> dict[str, Desk]:
    """The example cohort's desk in both languages, looked at after its end."""
    folder = str(ROOT / "cohorts" / "example")
    places = {language: tmp_path_factory.mktemp(language) for language in ("es", "en")}
    return {language: open_desk(folder, str(place), language) for language, place in places.items()}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_cell_shows_something(cell, language, desks):
    """Each gives HTML and text; a picture has an alternative text and a caption."""
    shown = getattr(story, cell)(desks[language])

    assert len(shown._repr_html_()) > 40
    assert len(repr(shown)) > 20
    if isinstance(shown, Picture):
        assert len(shown.alt) > 40
        assert shown.caption


def test_a_cohort_under_way_prepares_its_next_session(desks):
    """On 10 March the next session in a room is S04, on Monday the 16th."""
    desk = replace(desks["en"], as_of=dt.date(2026, 3, 10))

    text = story.next_session(desk).markdown

    assert dt.date(2026, 3, 10) == guide_plans.day_shown(desk)
    assert "**S04 · Getting unstuck**, on 16 March 2026" in text


def test_a_cohort_that_ended_says_that_it_is_replayed(desks):
    """After the end the notebook looks from week 11 and says so."""
    assert dt.date(2026, 4, 13) == guide_plans.day_shown(desks["es"])
    assert "La cohorte ya terminó" in story.summary(desks["es"]).markdown


def test_holidays_are_skipped(desks):
    """Monday 8 June 2026 is Corpus Christi in Colombia: S10 is held on Tuesday."""
    sessions = guide_plans.dated_sessions(desks["es"]).set_index("code")

    assert dt.date(2026, 6, 9) == sessions.loc["S10", "date"].date()
    assert dt.date(2026, 6, 8) == sessions.loc["S10", "moved_from"].date()


def test_results_are_written_whole(desks):
    """The calendar has every session once, the checklist only tasks of sessions in a room, the .ics its events."""
    desk = desks["es"]
    story.save(desk)
    folder = desk.results / "guides"

    rows = list(csv.DictReader((folder / "calendar.csv").open(encoding="utf-8")))
    tasks = list(csv.DictReader((folder / "checklist.csv").open(encoding="utf-8")))
    materials = list(csv.DictReader((folder / "materials.csv").open(encoding="utf-8")))

    assert sorted(desk.guides) == sorted(row["code"] for row in rows)
    assert not [row for row in tasks if row["session"].startswith("P")]
    assert {"print", "supply", "own"} == {row["source"] for row in materials}
    assert (folder / "calendar.ics").read_text(encoding="utf-8").count("BEGIN:VEVENT") == 26


def test_results_are_the_same_every_time(desks):
    """Writing twice gives the same bytes."""
    desk = desks["en"]
    story.save(desk)
    first = {path.name: path.read_bytes() for path in (desk.results / "guides").iterdir()}
    story.save(desk)

    assert first == {path.name: path.read_bytes() for path in (desk.results / "guides").iterdir()}


def test_with_the_notebook_open_any_guide_can_be_chosen(desks, monkeypatch):
    """Controls carry a label, and the guide chosen is written for printing."""
    monkeypatch.setenv("JPY_SESSION_NAME", "4-session-guides.ipynb")
    desk = desks["en"]

    panel = story.guide_panel(desk)
    *boxes, button, told, _ = panel.children
    boxes[0].value = "T1"
    button.click()

    assert all(box.description for box in (*boxes, button))
    assert boxes[4].value == 120
    assert "t1-facilitator-en.pdf" in told.value
    assert (desk.results / "guides" / "t1-facilitator-en.pdf").read_bytes().startswith(b"%PDF")
    boxes[4].value = 20
    button.click()
    assert "T1 is not cut: it takes 120 minutes" in told.value


@pytest.mark.parametrize(
    ("language", "minutes", "start", "said"),
    [("es", 40, "09:30", "S05 toma entre 80 y 120 minutos"), ("es", 120, "9 y media", "se escribe HH:MM"), ("en", 40, "09:30", "S05 takes 80 to 120 minutes")],
)
def test_what_cannot_be_had_is_said_in_the_readers_language(language, minutes, start, said, desks, monkeypatch):
    """A length or an hour that does not fit brings a sentence beside the choices, and no file."""
    monkeypatch.setenv("JPY_SESSION_NAME", "4-session-guides.ipynb")
    desk = desks[language]
    *boxes, button, told, _ = story.guide_panel(desk).children
    boxes[0].value = "S05"
    boxes[4].value, boxes[5].value = minutes, start
    button.click()

    assert said in told.value
    assert not (desk.results / "guides" / f"s05-facilitator-{language}.pdf").exists()


def test_a_heading_stands_on_the_side_of_its_column(desks):
    """Notebooks push headings to the right: those over words stay left, those over numbers go with their numbers."""
    shown = story.block_table(desks["en"])._repr_html_()
    headings = dict(reversed(found) for found in re.findall(r'<th scope="col"([^>]*)>([^<]+)<', shown))

    assert {"Title": ' style="text-align:left"', "Minutes": ' class="mk-number"'}.items() <= headings.items()


def test_without_a_first_day_there_are_no_dates(desks):
    """The notebook says what to write into cohort.yml."""
    desk = desks["es"]
    settings = desk.cohort.settings.model_copy(update={"starts": None})

    with pytest.raises(UsageError, match="starts"):
        guide_plans.plan(replace(desk, cohort=replace(desk.cohort, settings=settings)))


def test_a_longer_programme_has_its_studios_in_the_calendar(desks):
    """With 24 weeks the two studios stand between the sessions, on a day that is no holiday."""
    desk = desks["en"]
    longer = replace(desk, cohort=replace(desk.cohort, program=desk.program.model_copy(update={"weeks": 24})))

    rows = guide_plans.dated_rows(longer)
    studios = rows[rows["kind"] == "open-studio"]

    assert [17, 19] == list(studios["week"])
    assert rows["date"].is_monotonic_increasing and len(rows) == len(desk.guides) + 2
    assert "Open studio" in story.calendar_table(longer)._repr_html_()


def test_a_shorter_programme_leaves_out_what_the_arc_says(desks):
    """With 16 weeks neither S03, S08 nor P8 has a date, and S10 is held in week 15."""
    desk = desks["es"]
    shorter = replace(desk, cohort=replace(desk.cohort, program=desk.program.model_copy(update={"weeks": 16})))

    weeks = guide_plans.dated_sessions(shorter).set_index("code")["week"]

    assert not {"S03", "S08", "P8"} & set(weeks.index)
    assert weeks["S10"] == 15


def test_sheets_are_written_for_copier_phone_and_notebook(desks):
    """The next session's worksheet comes on both papers, as a page and as a notebook."""
    desk = desks["en"]
    told = story.write_sheets(desk).markdown

    names = [f"s06-worksheet{ending}" for ending in ("-a4.pdf", "-letter.pdf", ".html", ".ipynb")]
    assert all((desk.results / "guides" / name).is_file() for name in names)
    assert "S06" in told


def test_with_the_notebook_open_any_sheet_can_be_tried(desks, monkeypatch):
    """The form of the chosen session appears, and what is tried is not written."""
    monkeypatch.setenv("JPY_SESSION_NAME", "4-session-guides.ipynb")
    desk = desks["es"]

    code, place = story.worksheet_panel(desk).children
    code.value = "P3"

    assert code.description and "mk-form" in place.children[0]._dom_classes
    assert not (desk.results / "guides" / "answers").exists()
