"""Every problem at once: what is wrong in one place hides nothing of another, and is told once."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from mentorkit.cli.checking import GuidesFound, cohort_problems, guides_found, news
from mentorkit.errors import Problem, ProblemsError, RunError
from mentorkit.io import formulas, people, tables, workbooks
from mentorkit.io.cohort import inspect_cohort
from mentorkit.io.inspection import Inspection
from mentorkit.io.likely import without_errors
from mentorkit.io.tables import RawTable, read_table
from mentorkit.io.yaml import model_and_problems, parsed_document
from mentorkit.model.program import Program
from mentorkit.publishing.building import _people
from mentorkit.retention.forgetting import forget

Slip = Callable[[Path], None]


@pytest.fixture(scope="module")
def guides(root) -> GuidesFound:
    """What there is to say of the curriculum, read once."""
    return guides_found(root)


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def write(path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


def cell(file: str, row: int, heading: str, text: str) -> Slip:
    """Write something else into a cell."""
    def slip(cohort: Path) -> None:
        rows = rows_of(cohort / file)
        rows[row - 1][rows[0].index(heading)] = text
        write(cohort / file, rows)

    return slip


def torn(file: str, row: int) -> Slip:
    """Cut the last two cells off a row."""
    def slip(cohort: Path) -> None:
        rows = rows_of(cohort / file)
        del rows[row - 1][-2:]
        write(cohort / file, rows)

    return slip


def doubled(file: str, heading: str) -> Slip:
    """Write a column a second time."""
    def slip(cohort: Path) -> None:
        rows = rows_of(cohort / file)
        place = rows[0].index(heading)
        write(cohort / file, [[*row, row[place]] for row in rows])

    return slip


def nameless(file: str) -> Slip:
    """Put a column without a heading before the last one."""
    def slip(cohort: Path) -> None:
        write(cohort / file, [[*row[:-1], "x" if at else "", row[-1]] for at, row in enumerate(rows_of(cohort / file))])

    return slip


def added(file: str, line: str) -> Slip:
    def slip(cohort: Path) -> None:
        with (cohort / file).open("a", encoding="utf-8") as out:
            out.write(f"{line}\n")

    return slip


def changed(file: str, old: str, new: str) -> Slip:
    def slip(cohort: Path) -> None:
        path = cohort / file if (cohort / file).is_file() else cohort.parents[1] / file
        assert old in path.read_text(encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    return slip


SLIPS: dict[str, Slip] = {
    "a birth year in words": cell("mentees.csv", 5, "¿En qué año naciste?", "mil"),
    "a status that nobody knows": cell("mentees.csv", 8, "Estado de la inscripción", "Quizás"),
    "a torn row of a mentee": torn("mentees.csv", 13),
    "a column of mentees twice": doubled("mentees.csv", "Género"),
    "a capacity in words": cell("mentors.csv", 5, "¿A cuántas personas puede acompañar?", "muchas"),
    "a column of mentors without a heading": nameless("mentors.csv"),
    "a cell too long": cell("mentors.csv", 7, "Cuéntenos de usted", "x" * 100_001),
    "a decision about nobody": cell("decisions.csv", 2, "mentee_id", "A999"),
    "a pair kept and forbidden": added("decisions.csv", "A02,B24,keep,yo,x,27/01/2026\nA02,B24,never,yo,x,27/01/2026"),
    "a meeting with nobody": added("meetings.csv", "A02,B99,17/02/2026,50,video,yes,x"),
    "a check-in of nobody": added("checkins.csv", "A777,02/03/2026,yes,5,"),
    "a goal in the future": added("goals.csv", "A02,Otra,1,-1,-2,22/04/2096"),
    "an unclosed quote": added("support.csv", 'A02,27/04/2026,"apoyo,WhatsApp,todo bien'),
    "an exit card about nobody": added("exit_cards.csv", "S00,A999,q1,x"),
    "points out of range": cell("reviews.csv", 3, "fit", "9"),
    "an answer that is no number": cell("surveys/baseline.csv", 3, "Puedo elegir entre dos caminos y explicar por qué.", "nueve"),
    "a torn row of answers": torn("surveys/baseline.csv", 6),
    "an answer of nobody": cell("surveys/exit-mentors.csv", 3, "Código", "B999"),
    "a code book with a slip": changed("surveys/exit-mentees.yml", "kind:", "kindd:"),
    "a key that there is not": changed("cohort.yml", "invited: 240", "invited: 240\nfoo: 3"),
    "a number of weeks in words": changed("program.yml", "weeks: 20", "weeks: veinte"),
}


def told(cohort: Path, guides: GuidesFound) -> set[Problem]:
    return set(cohort_problems(inspect_cohort(cohort), lambda: guides))


def said(problem: Problem) -> str:
    """Give a problem without numbers of cells: a column more makes each row longer."""
    return f"{problem[:3]} {re.sub('[0-9]+', '#', problem.problem)}"


def copied(program: Path, place: Path) -> Path:
    """Give the cohort in a fresh copy of a programme."""
    return shutil.copytree(program, place) / "cohorts" / "example"


def test_what_is_told_of_each_slip_alone_is_told_of_all_together(program, guides, tmp_path):
    """Slips in eleven files: nothing is hidden, and nothing is added by their coming together."""
    before = told(copied(program, tmp_path / "before"), guides)
    alone: set[Problem] = set()
    together = copied(program, tmp_path / "together")
    for at, (name, slip) in enumerate(SLIPS.items()):
        cohort = copied(program, tmp_path / str(at))
        slip(cohort)
        slip(together)
        found = told(cohort, guides) - before
        assert any(not problem.warning for problem in found) or name == "an answer of nobody", name
        alone |= {problem for problem in found if not problem.warning}
    errors = {problem for problem in told(together, guides) - before if not problem.warning}

    assert set(map(said, errors)) == set(map(said, alone))


# ---------------------------------------------------------------- one table


def of_text(folder: Path, text: str, name: str = "mentees.csv") -> tuple[RawTable, list[Problem]]:
    """Give a table and what is wrong with its rows and cells."""
    found: list[Problem] = []
    (folder / name).write_text(text, encoding="utf-8")
    return read_table(folder / name, found=found), found


def places(found: list[Problem]) -> list[tuple]:
    return sorted((problem.row, problem.column or "") for problem in found)


def test_rows_of_another_length_are_left_out_and_the_others_read(tmp_path):
    """What stood in them is kept apart: somebody named elsewhere may be in it."""
    table, found = of_text(tmp_path, "id,name,email\nA1,Ana,a@x.co\nA2,Luz\nA3,Eva,e@x.co,extra\nA4,Sol,s@x.co\n")

    assert [(3, ""), (4, "")] == places(found)
    assert (("A1", "Ana", "a@x.co"), ("A4", "Sol", "s@x.co")) == table.rows
    assert {"A2", "Luz", "A3", "Eva", "e@x.co", "extra"} == table.torn


def test_a_quote_that_does_not_close_hides_no_row_before_it(tmp_path):
    """What follows cannot be told apart, and whoever stands there may be there."""
    table, found = of_text(tmp_path, 'id,name,email\nA1,Ana,a@x.co\nA2,"Luz,l@x.co\nA3,Eva,e@x.co\n')

    assert [(3, "")] == places(found)
    assert ("A1",) == tuple(row[0] for row in table.rows)
    assert {"A2", "Luz", "l@x.co", "A3", "e@x.co"} <= table.torn


def test_quotes_inside_a_cell_cost_that_row_alone(tmp_path):
    """A line whose quotes come in pairs ends where it ends, so that the next ones are read, and their slips told."""
    table, found = of_text(tmp_path, 'id,name,email\nA1,"dice "hola" y ya",a@x.co\nA2,Luz\nA3,"otro "más" aquí",x\nA4,Sol,s@x.co\n')

    assert [(2, ""), (3, ""), (4, "")] == places(found)
    assert (("A4", "Sol", "s@x.co"),) == table.rows
    assert (5,) == table.numbers
    assert {"A1", "A2", "A3"} <= table.torn


def test_quotes_that_do_not_close_in_the_heading_refuse_the_file(tmp_path):
    """Nobody can tell what the columns are."""
    with pytest.raises(ProblemsError) as refused:
        of_text(tmp_path, 'id,"na"me,email\nA1,Ana,a@x.co\n')

    assert [(1, "")] == places(list(refused.value.problems))


def test_a_column_without_a_heading_hides_no_other(tmp_path):
    """It is left out; the others stay in their places."""
    table, found = of_text(tmp_path, "id,,email\nA1,nota,a@x.co\n")

    assert [(1, "")] == places(found)
    assert (("id", "email"), (("A1", "a@x.co"),)) == (table.headings, table.rows)


def test_of_a_heading_that_stands_twice_only_doubtful_cells_are_unsure(tmp_path):
    """A row that fills one of the two columns is read; where both are filled, nobody knows which counts."""
    table, found = of_text(tmp_path, "\nid,city,City\nA1,Cali,\nA2,,Pasto\nA3,Cali,Pasto\n")

    assert [(2, "city")] == places(found)
    assert ("Cali", "Pasto") == (table.rows[0][1], table.rows[1][1])
    assert {(5, "city")} == table.unsure


def test_columns_that_stand_twice_all_over_refuse_the_table(monkeypatch, tmp_path):
    """Where too many cells are unsure the headings are told, and nothing of the rows."""
    monkeypatch.setattr(tables, "_MOST_UNSURE", 3)
    text = "id,a,a,b,b\n" + "A1,x,y,x,y\n" * 2
    found: list[Problem] = []
    with pytest.raises(ProblemsError) as refused:
        (tmp_path / "m.csv").write_text(text, encoding="utf-8")
        read_table(tmp_path / "m.csv", found=found)
    monkeypatch.setattr(tables, "_MOST_UNSURE", 4)

    assert {"a", "b"} == {problem.column for problem in refused.value.problems}
    assert {(2, "a"), (2, "b"), (3, "a"), (3, "b")} == of_text(tmp_path, text)[0].unsure


def test_headings_below_blank_rows_are_named_by_their_own_row(cohort, guides):
    """The row that a person sees, not the file's first."""
    table = cohort / "mentees.csv"
    table.write_text("\n\n" + table.read_text(encoding="utf-8").replace("Género", "Sexo", 1), encoding="utf-8")

    assert {3} == {problem.row for problem in told(cohort, guides) if problem.file == "mentees.csv" and problem.column in ("Género", "Sexo")}


def workbook(path: Path, rows: list[list], merged: str | None = None) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    book.save(path)
    return path


ROWS = [["id", "name", "email", "n"], ["A1", "Ana", "a@x.co", 1], ["A2", "Luz", "l@x.co", 2], ["A3", "Eva", "e@x.co", 3]]


def test_cells_of_a_workbook_that_show_nothing_true_are_empty_and_named(tmp_path):
    """A formula without a value, an error and a number that lost digits: each is named, all else is read."""
    rows = [list(row) for row in ROWS]
    rows[1][1], rows[2][3], rows[3][2] = "=UPPER(A2)", 1234567890123456789, "#N/A"
    found: list[Problem] = []
    table = read_table(workbook(tmp_path / "m.xlsx", rows), found=found)

    assert [(2, "name"), (3, "n"), (4, "email")] == places(found)
    assert {(2, "name"), (3, "n"), (4, "email")} == table.unsure
    assert (("A1", "", "a@x.co", "1"), ("A2", "Luz", "l@x.co", ""), ("A3", "Eva", "", "3")) == table.rows


def test_merged_cells_below_the_heading_are_named_and_the_rest_is_read(tmp_path):
    """What the merged cells cover is unsure, but for the one that shows its text."""
    found: list[Problem] = []
    table = read_table(workbook(tmp_path / "m.xlsx", ROWS, "C2:C4"), found=found)

    assert [(2, "")] == places(found)
    assert {(3, "email"), (4, "email")} == table.unsure
    assert ["a@x.co", "", ""] == [row[2] for row in table.rows]


def test_merged_headings_and_blind_headings_refuse_the_sheet(tmp_path):
    """Nobody can tell what the columns are; without a list of findings, a cell refuses it too."""
    for name, rows, merged in (("a", ROWS, "A1:B1"), ("b", [["id", "=UPPER(A1)"], ["A1", "x"]], None)):
        with pytest.raises(ProblemsError):
            read_table(workbook(tmp_path / f"{name}.xlsx", rows, merged), found=[])
    with pytest.raises(ProblemsError):
        read_table(workbook(tmp_path / "c.xlsx", ROWS, "C2:C4"))


@pytest.mark.parametrize(("most", "told"), [(2, True), (3, False)])
def test_a_sheet_of_nothing_but_errors_is_one_problem(monkeypatch, tmp_path, most, told):
    """Beyond so many cells nobody needs to hear of each, and the sheet is not looked through any further."""
    for module in (formulas, workbooks):
        monkeypatch.setattr(module, "MOST_BLIND", most)
    data = workbook(tmp_path / "m.xlsx", [["id", "n"], ["A1", "#N/A"], ["A2", "#N/A"], ["A3", 1234567890123456789]]).read_bytes()
    if not told:
        assert [(1, 1), (2, 1), (3, 1)] == [cell[:2] for cell in workbooks.sheet_of(data, "m.xlsx", None, 1_000, 100).blind]
        return
    with pytest.raises(ProblemsError, match='more than 2 cells of the sheet "Sheet" show nothing true'):
        workbooks.sheet_of(data, "m.xlsx", None, 1_000, 100)


# ---------------------------------------------------------------- a cohort


def test_a_blind_cell_is_told_once_beside_the_others(cohort, guides):
    """The e-mail that shows nothing true is not called empty too, and no warning speaks of it; other cells keep their own."""
    rows = rows_of(cohort / "mentees.csv")
    at = {heading: place for place, heading in enumerate(rows[0])}
    rows[2][at["Correo electrónico"]] = rows[3][at["Estado de la inscripción"]] = "=UPPER(A3)"
    rows[5][at["¿En qué año naciste?"]] = "mil"
    workbook(cohort / "mentees.xlsx", rows)
    changed("cohort.yml", "file: mentees.csv", "file: mentees.xlsx")(cohort)
    found = [(problem.row, problem.column) for problem in told(cohort, guides) if problem.file == "mentees.xlsx" and not problem.warning]

    assert sorted(found) == [(3, "Correo electrónico"), (4, "Estado de la inscripción"), (6, "¿En qué año naciste?")]


def test_nobody_is_called_a_stranger_who_stands_in_a_torn_row(cohort, guides):
    """The mentee of the row has meetings, goals and answers: none of them is an error, and a real stranger still is."""
    torn("mentees.csv", 3)(cohort)
    added("meetings.csv", "A999,B24,17/02/2026,50,video,yes,x")(cohort)
    errors = [problem for problem in told(cohort, guides) if not problem.warning]

    assert {("meetings.csv", "mentee_id"), ("mentees.csv", None)} == {(problem.file, problem.column) for problem in errors}


@pytest.mark.parametrize("slip", [changed("mentees.csv", "Código", "Codificación"), cell("mentees.csv", 3, "Código", "")], ids=["no id column", "one without an id"])
def test_without_ids_no_reference_is_doubted(cohort, guides, slip):
    """One slip gives the words about itself, and not hundreds about meetings of people whom nobody can tell."""
    slip(cohort)

    assert {"mentees.csv"} == {problem.file for problem in told(cohort, guides) if not problem.warning}


def test_people_named_by_their_address_may_stand_in_a_torn_row(cohort):
    """An address in a row that is left out is somebody's; another one is nobody's."""
    address = rows_of(cohort / "mentees.csv")[2][3]
    torn("mentees.csv", 3)(cohort)
    added("reviews.csv", f"{address.upper()},lectora 9,3,3,3\nnadie@x.co,lectora 9,3,3,3")(cohort)
    found = [problem for problem in inspect_cohort(cohort).errors if problem.file == "reviews.csv"]

    assert ["nobody applied with this address"] == [problem.problem for problem in found]


def test_who_stands_in_a_torn_row_is_not_called_nobody_when_forgotten(cohort):
    """The row has to be mended first; only then is it sure that the person is found everywhere."""
    torn("mentees.csv", 3)(cohort)
    with pytest.raises(ProblemsError) as refused:
        forget(cohort, "A02")

    assert [("mentees.csv", 3)] == [(problem.file, problem.row) for problem in refused.value.problems]


def test_nothing_is_published_of_people_who_cannot_be_read(cohort):
    """The gate must know everybody of a real cohort; of an invented one nobody is real."""
    torn("mentees.csv", 3)(cohort)
    _people([cohort])
    changed("cohort.yml", "synthetic: true", "synthetic: false")(cohort)
    with pytest.raises(RunError, match="example cannot be read"):
        _people([cohort])


def test_answers_of_nobody_are_named_unless_the_survey_has_codes_of_its_own(cohort):
    """A slip in one id is a warning with its row; a survey whose people all have other codes is none."""
    rows = rows_of(cohort / "surveys" / "baseline.csv")
    rows[4][0] = "A999"
    write(cohort / "surveys" / "baseline.csv", rows)
    found = [problem for problem in inspect_cohort(cohort).problems if problem.file == "surveys/baseline.csv"]
    write(cohort / "surveys" / "baseline.csv", [rows[0], *([f"x{at}", *row[1:]] for at, row in enumerate(rows[1:]))])

    assert [(5, "Código", True)] == [(problem.row, problem.column, problem.warning) for problem in found]
    assert [] == [problem for problem in inspect_cohort(cohort).problems if problem.file == "surveys/baseline.csv"]


def test_a_row_that_could_not_be_read_is_not_told_as_gone(cohort):
    """Nothing is said of such a table, nor remembered, until it is mended."""
    news(inspect_cohort(cohort))
    whole = (cohort / "mentees.csv").read_bytes()
    torn("mentees.csv", 3)(cohort)
    said_then = news(inspect_cohort(cohort))
    (cohort / "mentees.csv").write_bytes(whole)

    assert [] == said_then == news(inspect_cohort(cohort))


# ---------------------------------------------------------------- very much at once


def test_after_very_many_wrong_cells_nobody_looks_at_the_others(cohort, guides, monkeypatch):
    """What was looked at is told to the last cell, and what was not is named: columns, and what is odd; nothing of it is remembered."""
    monkeypatch.setattr(people, "MOST_WRONG", 4)
    rows = rows_of(cohort / "mentees.csv")
    news(inspect_cohort(cohort))
    for heading in ("¿En qué año naciste?", "¿Cuándo puedes reunirte?", "Celular (WhatsApp)"):
        write(cohort / "mentees.csv", [[("x" if head == heading and 0 < at < 7 else text) for head, text in zip(rows[0], row, strict=True)] for at, row in enumerate(rows_of(cohort / "mentees.csv"))])
    found = [problem for problem in told(cohort, guides) if problem.file == "mentees.csv"]
    write(cohort / "mentees.csv", rows)

    assert Counter((problem.column, problem.row is None) for problem in found) == {("¿En qué año naciste?", False): 6, (None, True): 1}
    assert "más de 4 celdas mal, y no se miró qué más llama la atención ni lo que hay en: " in str(next(problem for problem in found if problem.row is None))
    assert news(inspect_cohort(cohort)) == []


def test_a_log_with_very_many_wrong_cells_says_what_was_left(cohort, guides, monkeypatch):
    """What is odd of people is looked for all the same."""
    monkeypatch.setattr(people, "MOST_WRONG", 2)
    for row in range(2, 6):
        cell("meetings.csv", row, "date", "ayer")(cohort)
    cell("mentees.csv", 5, "Celular (WhatsApp)", "1")(cohort)
    found = told(cohort, guides)
    assert [problem.problem for problem in found if problem.file == "meetings.csv" and problem.row is None] == ["hay más de 2 celdas mal, y no se miró lo que hay en: minutes, held"]
    assert ["mentees.csv"] == [problem.file for problem in found if problem.column == "Celular (WhatsApp)"]


# ---------------------------------------------------------------- settings


def test_tables_are_looked_at_though_settings_have_errors(cohort, guides):
    """Errors of cells stand beside those of keys; what rests on the wrong part of the programme is not judged."""
    changed("program.yml", "kind: same", "kind: samee")(cohort)
    changed("cohort.yml", "invited: 240", "invited: muchos")(cohort)
    cell("mentees.csv", 5, "¿En qué año naciste?", "mil")(cohort)
    found = told(cohort, guides)

    assert [("cohort.yml", 7), ("mentees.csv", 5), ("program.yml", 13)] == sorted((problem.file, problem.row) for problem in found if not problem.warning)
    assert not any(problem.problem == "nadie lee esta columna" for problem in found)


@pytest.mark.parametrize(("old", "new", "line"), [("  file: mentees.csv\n  dates: day-first", "  file: mentees.csv\n  dates: dayfirst", 11), ("\nmentees:", "\nmentes:", 9)], ids=["dates", "name"])
def test_a_table_whose_map_is_wrong_is_not_judged_by_it(cohort, guides, old, new, line):
    """Without the map its headings mean nothing; nobody in it is a stranger, and the other tables are looked at."""
    changed("cohort.yml", old, new)(cohort)
    cell("mentors.csv", 5, "¿A cuántas personas puede acompañar?", "muchas")(cohort)
    errors = {(problem.file, problem.row) for problem in told(cohort, guides) if not problem.warning}

    assert errors == {("cohort.yml", line), ("mentors.csv", 5)}


@pytest.mark.parametrize("line", ["invited: 7", "starts_on: &day 2026-02-02", "session_start: !odd 17:30", "sessions: {? [a] : {start: 17:30}}"], ids=["twice", "anchor", "tag", "key"])
def test_a_key_that_means_nothing_sure_hides_no_cell(cohort, guides, line):
    """The error of the settings stands alone beside that of the table."""
    added("cohort.yml", line)(cohort)
    cell("mentees.csv", 5, "¿En qué año naciste?", "mil")(cohort)

    assert [("cohort.yml", 66), ("mentees.csv", 5)] == sorted((problem.file, problem.row) for problem in told(cohort, guides) if not problem.warning)


def test_what_the_cohort_changes_in_the_programme_holds_beside_an_error(cohort):
    """A cohort's own synonyms count though another key is wrong."""
    added("cohort.yml", "foo: 3\nsynonyms: {Salud: [clínica]}")(cohort)
    inspection: Inspection = inspect_cohort(cohort)

    assert inspection.left_out == {"foo"}
    assert "clínica" in inspection.cohort.program.synonyms["Salud"]


def test_wrong_items_are_taken_out_from_the_last_one_on():
    """Two wrong criteria of three: the right one stays, and so does its line."""
    text = "program: P\norganisation: O\ncriteria:\n- {id: a, kind: samee, mentee: x, mentor: x}\n- {id: b, kind: same, mentee: x, mentor: x, weight: 1, label: {es: x, en: x}}\n- {id: c}\nweeks: veinte\n"
    document = parsed_document(text, Path("program.yml"), "program.yml")
    clean, gone = without_errors(Program, document)

    assert gone == {"criteria", "weeks"}
    assert ["b"] == [one["id"] for one in clean.data["criteria"]]
    assert clean.line(("criteria", 0)) == 5


def test_settings_with_thousands_of_errors_are_told_and_not_guessed():
    """Each is named with its line, and nobody tries to read what is left."""
    text = "program: P\norganisation: O\ncriteria:\n" + "- 3\n" * 3_000
    document = parsed_document(text, Path("program.yml"), "program.yml")
    _, problems = model_and_problems(Program, document)

    assert [problem.row for problem in problems] == list(range(4, 3_004))
    assert without_errors(Program, document)[0] is None


def test_logs_are_looked_at_without_a_first_day(cohort, guides):
    """Somebody whom nobody knows, and a day to come, need no first day to be seen."""
    changed("cohort.yml", "starts: 2026-02-02\n", "")(cohort)
    added("meetings.csv", "A02,B99,17/02/2026,50,video,yes,x\nA02,B24,17/02/2096,50,video,yes,x")(cohort)

    assert {("mentor_id", 365), ("date", 366)} == {(problem.column, problem.row) for problem in told(cohort, guides) if not problem.warning}


def test_a_document_that_cannot_be_without_what_is_wrong_is_none():
    """A programme without its name is none."""
    assert without_errors(Program, parsed_document("weeks: 20\n", Path("program.yml"), "program.yml"))[0] is None


def test_an_unread_row_of_check_ins_is_no_silence(cohort, capsys):
    """A report about somebody's safety may stand in it, so the terminal says that it has to be mended first."""
    from mentorkit.cli.command import main

    added("checkins.csv", "A02,safety")(cohort)

    assert 1 == main(["check", str(cohort)])
    assert "puede haber un reporte de protección" in capsys.readouterr().err
