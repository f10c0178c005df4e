"""The feedback loop: real minutes against the plan, over the last three deliveries, and what exit cards say."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from mentorkit.cli.checking import cohort_problems
from mentorkit.errors import ProblemsError
from mentorkit.guides import guide_markdown
from mentorkit.guides.feedback import (
    TIMING_COLUMNS,
    Timing,
    block_times,
    exit_scales,
    exit_words,
    log_problems,
    timing_notices,
    timings,
)
from mentorkit.io.cohort import inspect_cohort, read_cohort
from mentorkit.io.curriculum import read_curriculum
from mentorkit.io.deliveries import records_elsewhere, session_logs
from mentorkit.telling import guide_feedback
from mentorkit.telling.desk import open_desk
from mentorkit.telling.showing import Picture, Prose

ROOT = Path(__file__).parents[2]
GUIDES = read_curriculum(ROOT)
COLUMNS = ["cohort", "session", "date", "block", "planned", "minutes", "by", "note"]


def logs(*rows) -> pd.DataFrame:
    """Give a log from rows of (date, block, minutes, planned, by) of S05 in one cohort."""
    cells = [("c1", "S05", dt.date(2026, 3, day), block, planned, minutes, by, None) for day, block, minutes, planned, by in rows]
    return pd.DataFrame(cells, columns=COLUMNS).astype({"planned": "float64", "minutes": "float64"})


def found(frame: pd.DataFrame, block: str = "b6"):
    """Give what is known of a block of S05."""
    return timings(block_times(frame, GUIDES), "S05").get(block)


@pytest.mark.parametrize("far", [dt.date(3000, 1, 1), dt.date(1600, 1, 1)])
def test_a_day_that_cannot_be_does_not_end_the_look_at_times(far):
    """A slip in one date, and none in another row: the minutes are read all the same."""
    frame = logs((9, "b6", 44, 30, "Ana"), (10, "b6", 44, 30, "Eva"))
    frame["date"] = pd.Series([far, None], dtype=object)

    assert found(frame).median == 44


@pytest.mark.parametrize(
    ("minutes", "verdict"),
    [(30, "fits"), (42, "fits"), (43, "longer"), (24, "fits"), (23, "shorter"), (0, "skipped")],
)
def test_the_plan_holds_within_thirty_percent_of_the_median(minutes, verdict):
    """b6 is planned at 30: from 30 ÷ 1.3 = 23.1 to 30 ÷ 0.7 = 42.9 real minutes it fits."""
    assert Timing(30, minutes, 1, verdict) == found(logs((30, "b6", minutes, 30, "Ana")))


def test_the_last_three_deliveries_count():
    """Of four deliveries the oldest is forgotten: the median of 40, 50 and 60 is 50."""
    frame = logs(*[(day, "b6", minutes, 30, "Ana") for day, minutes in ((2, 5), (9, 60), (16, 40), (23, 50))])

    assert Timing(30, 50, 3, "longer") == found(frame)
    assert found(frame) == found(frame.sample(frac=1, random_state=3))


def test_two_teams_on_one_day_are_two_deliveries():
    """40 and 50 on the same day give 45 over two."""
    assert Timing(30, 45, 2, "longer") == found(logs((9, "b6", 40, 30, "Ana"), (9, "b6", 50, 30, "Luis")))


def test_a_short_form_says_nothing_of_the_plan():
    """A delivery planned at 90 of 120 minutes does not count; one without a plan on record does."""
    short = [(9, block.id, block.min, block.min or 1, "Ana") for block in GUIDES["S05"].session.blocks]

    assert found(logs(*short)) is None
    assert 44 == found(logs(*short, (16, "b6", 44, None, "Ana"))).median


def test_what_was_not_noted_is_not_counted():
    """An empty cell is no zero, and a block that nobody knows is left out."""
    assert found(logs((9, "b6", None, 30, "Ana"))) is None
    assert block_times(logs((9, "b99", 10, 30, "Ana")), GUIDES).empty
    assert list(TIMING_COLUMNS) == list(block_times(logs(), GUIDES))


def test_codes_may_be_written_small():
    """`s05` and `B6` are S05 and b6."""
    frame = logs((9, "B6", 44, 30, "Ana")).assign(session="s05")

    assert 44 == found(frame).median


def test_a_notice_names_the_blocks_line():
    """D1 stands on the block's line of session.yaml, and is advice."""
    (notice,) = timing_notices(block_times(logs((9, "b6", 44, 30, "Ana")), GUIDES), GUIDES)
    lines = (ROOT / "curriculum/sessions/s05-three-futures/session.yaml").read_text(encoding="utf-8").splitlines()

    assert notice.warning and "[D1]" in notice.problem
    assert "id: b6," in lines[notice.row - 1]


@pytest.mark.parametrize(("language", "said"), [("es", "tomó 44 min; el plan dice 30"), ("en", "it took 44 min; the plan says 30")])
def test_the_next_guide_says_where_time_ran_out(language, said):
    """Beside the agenda and at the block itself; the participant's page has no word of it."""
    timing = timings(block_times(logs((9, "b6", 44, 30, "Ana"), (9, "b3", 31, 30, "Ana")), GUIDES), "S05")
    guide = guide_markdown(GUIDES["S05"], "facilitator", language, timing=timing)

    assert 2 == guide.count(said)
    assert 1 == guide.count({"es": "tomó 31 min", "en": "took 31 min"}[language])
    assert said not in guide_markdown(GUIDES["S05"], "participant", language, timing=timing)


# ---------------------------------------------------------------- cohorts


def spoiled(cohort: Path, table: str, *rows: str) -> list[str]:
    """Give what is wrong with a cohort's records after rows were added to a table."""
    with (cohort / f"{table}.csv").open("a", encoding="utf-8") as file:
        file.write("".join(f"{row}\n" for row in rows))
    inspection = inspect_cohort(cohort)
    read = inspection.cohort
    people = set(read.mentees.index) | set(read.mentors.index)
    found = inspection.errors + log_problems(read.tables, people, GUIDES)
    return [str(problem) for problem in found]


@pytest.mark.parametrize(
    ("table", "row", "words"),
    [
        ("session_log", "S77,09/03/2026,b1,10,12,Nubia,", "no session has this code"),
        ("session_log", "S05,09/03/2026,b99,10,12,Nubia,", "S05 has no such block"),
        ("session_log", "S05,09/03/2026,b1,10,-3,Nubia,", "minutes"),
        ("session_log", "S05,31/02/2026,b1,10,12,Nubia,", "date"),
        ("session_log", "S05,30/03/2026,b1,10,13,Nubia,", "the same session, date, block, by"),
        ("exit_cards", "S05,A02,q9,3", "S05 has no such question"),
        ("exit_cards", "S05,ZZ9,q2,3", "nobody has this id"),
        ("exit_cards", "S05,,q2,7", "no step of the scale"),
    ],
)
def test_a_wrong_row_is_named(table, row, words, cohort):
    """File, row and what to write; never what the cell holds."""
    problems = spoiled(cohort, table, row)
    line = len((cohort / f"{table}.csv").read_text(encoding="utf-8").splitlines())

    assert [problem for problem in problems if problem.startswith(f"{table}.csv:{line}") and words in problem]
    assert "ZZ9" not in "".join(problems)


def test_two_equal_cards_without_a_name_are_two(cohort):
    """Anonymous cards are no repetition."""
    before = len(read_cohort(cohort).tables["exit_cards"])
    assert spoiled(cohort, "exit_cards", "S05,,q2,4", "S05,,q2,4") == []

    assert before + 2 == len(read_cohort(cohort).tables["exit_cards"])


def second(cohort: Path, starts: str = "2026-08-03", **changes: str) -> Path:
    """Give a copy of the cohort beside it, that begins on another day, with texts of its cohort.yml changed."""
    other = cohort.with_name("other")
    shutil.copytree(cohort, other)
    text = (other / "cohort.yml").read_text(encoding="utf-8").replace("cohort: example", "cohort: other").replace("starts: 2026-02-02", f"starts: {starts}")
    for old, new in changes.items():
        text = text.replace(f"{old}: true", f"{old}: {new}")
    (other / "cohort.yml").write_text(text, encoding="utf-8")
    return other


def test_the_next_cohort_learns_from_the_one_before(cohort):
    """A cohort without a log of its own sees the other's minutes in its notebook, guide included."""
    other = second(cohort)
    (other / "session_log.csv").write_text("session,date,block,planned,minutes,by,note\n", encoding="utf-8")
    desk = open_desk(str(other), str(other / "out"), "es")

    assert "en 1 cohorte" in guide_feedback.time_summary(desk).markdown
    assert guide_feedback.times(desk).equals(block_times(session_logs(cohort.parents[1], True, besides=other)[0][0], desk.guides))
    assert cohort / "session_log.csv" in records_elsewhere(other, "session_log")


def test_an_invented_cohort_teaches_a_real_one_nothing(cohort):
    """The example's minutes never enter a real cohort's guide."""
    other = second(cohort, synthetic="false")
    (other / "session_log.csv").write_text("session,date,block,planned,minutes,by,note\n", encoding="utf-8")
    desk = open_desk(str(other), str(other / "out"), "en")

    assert guide_feedback.times(desk).empty
    assert "Nobody has noted real minutes yet" in guide_feedback.time_summary(desk).markdown


def test_a_cohort_that_cannot_be_read_is_named_and_stops_nothing(cohort):
    """An earlier cohort's broken log is said in the summary, and its owner told what to do."""
    other = second(cohort, starts="2025-08-04")
    (other / "session_log.csv").write_text("session,date\nS05\n", encoding="utf-8")
    desk = open_desk(str(cohort), str(cohort / "out"), "en")

    assert "could not be read of: other" in guide_feedback.time_summary(desk).markdown
    with pytest.raises(ProblemsError):
        read_cohort(other)


def test_what_lies_ahead_is_not_known_yet(cohort):
    """On 10 March nobody knows how long S05 will take on the 30th."""
    desk = replace(open_desk(str(cohort), str(cohort / "out"), "en"), as_of=dt.date(2026, 3, 10))

    assert {"S00", "S01", "S02", "S03"} == {code for code in guide_feedback.times(desk)["session"] if code.startswith("S")}


def test_check_tells_both(cohort):
    """`mentorkit check` names a wrong row as an error, and says as advice where the plan does not hold."""
    spoiled(cohort, "session_log", "S77,09/03/2026,b1,10,12,Nubia,")
    found = [problem for problem in cohort_problems(inspect_cohort(cohort)) if "[D1]" in problem.problem or problem.file == "session_log.csv"]

    assert {True, False} == {problem.warning for problem in found}


# ---------------------------------------------------------------- exit cards and the notebook


def cards(*rows) -> pd.DataFrame:
    """Give exit cards of S05 from (person, question, answer)."""
    return pd.DataFrame([("S05", *row) for row in rows], columns=["session", "person_id", "question", "answer"])


def test_scales_are_averaged_over_their_answers():
    """3, 4 and 5 give 4 over three; what is no step of the scale, and what is empty, does not count."""
    frame = cards(("A1", "q2", "3"), ("A2", "q2", "4"), (None, "q2", "5"), ("A3", "q2", "9"), ("A4", "q2", None), ("A5", "q1", "5"))
    row = exit_scales(frame, GUIDES).iloc[0]

    assert ("S05", "q2", 3, 4.0) == (row["session"], row["question"], row["n"], row["mean"])


def test_words_are_shown_without_who_wrote_them():
    """Open answers are sorted, so that their order gives nobody away."""
    frame = cards(("A2", "q1", "Zapatos"), ("A1", "q1", "Arepas"), ("A1", "q2", "5"))
    words = exit_words(frame, GUIDES["S05"], "es")

    assert ["Arepas", "Zapatos"] == list(words["answer"])
    assert ["question", "answer"] == list(words)


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_cell_shows_something(language, tmp_path):
    """Each gives HTML; the picture has an alternative text computed from its data."""
    desk = open_desk(str(ROOT / "cohorts" / "example"), str(tmp_path), language)
    cells = [guide_feedback.time_summary, guide_feedback.time_picture, guide_feedback.time_table, guide_feedback.exit_table, guide_feedback.exit_voices]
    for cell in cells:
        shown = cell(desk)
        assert len(shown._repr_html_()) > 40
        assert not isinstance(shown, Picture) or ("S05 b6: 30" in shown.alt and shown.caption)


def test_without_files_the_notebook_says_what_to_write(cohort):
    """A cohort without logs and cards runs, and is told their names."""
    for name in ("session_log", "exit_cards"):
        (cohort / f"{name}.csv").unlink()
    text = (cohort / "cohort.yml").read_text(encoding="utf-8")
    (cohort / "cohort.yml").write_text("\n".join(line for line in text.splitlines() if not line.startswith("session_log")) + "\n", encoding="utf-8")
    desk = open_desk(str(cohort), str(cohort / "out"), "es")

    shown = [guide_feedback.time_summary(desk), guide_feedback.time_picture(desk), guide_feedback.time_table(desk), guide_feedback.exit_table(desk), guide_feedback.exit_voices(desk)]
    assert all(isinstance(one, Prose) for one in shown)
    assert "session_log.csv" in shown[0].markdown and "exit_cards.csv" in shown[3].markdown
