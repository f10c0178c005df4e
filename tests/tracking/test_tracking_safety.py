"""Rule R9: reports about somebody's safety go to one person, and no page, figure or result file tells of them."""

from __future__ import annotations

import ast
import csv
import json
import os
import re
import shutil
import stat
from pathlib import Path

import pytest
from tracking_cases import TWO, asked, closed, cohort, day, met

from mentorkit.cli import main
from mentorkit.model.program import Program
from mentorkit.telling import evaluation
from mentorkit.telling.desk import open_desk
from mentorkit.tracking.calls import call_list
from mentorkit.tracking.messages import messages
from mentorkit.tracking.pulse import pulse_by_month
from mentorkit.tracking.safety import report_marks, safety_reports
from mentorkit.tracking.states import pair_states

ROOT = Path(__file__).parents[2]
KEY = b"a secret of the programme"


def test_every_report_counts_whatever_its_date_or_id():
    """A check-in, one without a date, one of an id that nobody has, one dated ahead, and a closure with both sides."""
    checkins = [asked("e1", 12, need="hoja de vida; Safety"), {**asked("m2", 3, need="seguridad"), "date": None}, asked("x9", 5, need="safety"), asked("e2", 900, need="safety")]
    table = safety_reports(cohort(checkins=checkins, closures=[closed(30, "safety"), closed(30, "fit", pair=2)]))

    assert ["m2", "x9", "e1", "e1", "e2"] == list(table["person_id"])
    assert ["", "", "", "m1", ""] == list(table["pair_with"])
    assert ["checkins.csv:3", "checkins.csv:4", "checkins.csv:2", "closures.csv:2", "checkins.csv:5"] == list(table["source"])


def test_the_words_of_a_report_are_the_programmes():
    """`safety_words: [riesgo en casa]`: such an answer is no request in calls or pulse, changes no message, and is a report."""
    program = Program(program="P", tracking={"safety_words": ["Riesgo en casa"]})
    data = cohort(program, meetings=[met(10), met(10, pair=2)], checkins=[asked("e1", 12, need="riesgo en casa")])
    states = pair_states(data, TWO, day(28))

    assert ["e1"] == list(safety_reports(data)["person_id"])
    assert call_list(states, data, day(28)).empty
    assert 0 == pulse_by_month(data, day(28))["requests"].sum()
    assert {"e1", "e2"} == set(messages(data, states, "es", as_of=day(28))["mentee_id"])
    assert "riesgo-en-casa" == call_list(states, cohort(meetings=[met(10), met(10, pair=2)], checkins=data.tables["checkins"].to_dict("records")), day(28))["asked"].iloc[0]


def test_marks_know_a_report_again_and_tell_nothing():
    """The same report in another row keeps its mark; two on one day differ; another key gives other marks."""
    rows = [asked("e1", 12, need="safety"), asked("e1", 12, need="safety"), asked("e2", 3, need="safety")]
    marks = report_marks(safety_reports(cohort(checkins=rows)), KEY)

    assert 3 == len(set(marks))
    assert set(marks) == set(report_marks(safety_reports(cohort(checkins=[met(1), *rows[::-1]])), KEY))
    assert not set(marks) & set(report_marks(safety_reports(cohort(checkins=rows)), KEY + b"!"))
    assert all(re.fullmatch(r"[0-9a-f]{64}", mark) for mark in marks)


def programme(place: Path, *checkins: str, contact: str = "Marta Ruiz") -> Path:
    """A programme of its own with the example cohort and more check-ins; gives the cohort's folder."""
    text = (ROOT / "program.yml").read_text(encoding="utf-8")
    text = re.sub(r"^  safety_contact:.*\n", "", text, flags=re.MULTILINE)
    (place / "program.yml").write_text(text.replace("\ntracking:\n", f"\ntracking:\n  safety_contact: {json.dumps(contact)}\n" if contact else "\ntracking:\n"), encoding="utf-8")
    left_out = shutil.ignore_patterns("results", "public", ".mentorkit")
    folder = Path(shutil.copytree(ROOT / "cohorts" / "example", place / "cohorts" / "example", ignore=left_out))
    with (folder / "checkins.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in checkins)
    return folder


def test_the_terminal_says_how_many_and_to_whom_and_nothing_else(tmp_path, capsys):
    """`check` counts new reports for the contact; the contact lists them, and once they are seen it is quiet."""
    folder = programme(tmp_path, "A02,27/04/2026,yes,4,seguridad; hoja de vida")
    line = len((folder / "checkins.csv").read_text(encoding="utf-8").splitlines())

    assert 0 == main(["check", str(folder)])
    told = [shown for shown in capsys.readouterr().err.splitlines() if "safety" in shown]
    assert [f"example: 1 reporte nuevo de protección; avísele hoy a Marta Ruiz, que escribe: mentorkit safety {folder}"] == told
    assert 0 == main(["safety", str(folder), "--seen"])
    assert ["1 reporte de protección, 1 nuevo; solo para Marta Ruiz", f"nuevo  2026-04-27  «¿cómo vamos?» de A02  (checkins.csv:{line})"] == capsys.readouterr().out.splitlines()
    main(["check", str(folder)])
    assert "protección" not in capsys.readouterr().err
    with (folder / "checkins.csv").open("a", encoding="utf-8") as file:
        file.write("A02,27/04/2026,yes,4,seguridad\n")
    main(["safety", str(folder)])
    assert "2 reportes de protección, 1 nuevo" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions elsewhere")
def test_what_was_seen_is_kept_for_its_owner_alone(tmp_path):
    """The file holds marks and no id, and nobody but its owner reads it."""
    folder = programme(tmp_path, "A02,27/04/2026,yes,4,safety")
    main(["safety", str(folder), "--seen"])
    file = folder / ".mentorkit" / "safety-seen"

    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert re.fullmatch(r"[0-9a-f]{64}\n", file.read_text(encoding="ascii"))
    assert ["safety-seen"] == [path.name for path in (folder / ".mentorkit").iterdir()]


def test_errors_in_the_data_do_not_hold_a_report_back(tmp_path, capsys):
    """A row that is no date stops the run; the report of another row, and of the same one, is told all the same."""
    folder = programme(tmp_path, "A02,31/02/2026,yes,4,safety", "A03,27/04/2026,yes,4,safety", contact="")

    assert 1 == main(["run", str(folder), "--only", "5-progress"])
    assert "2 reportes nuevos de protección; avísele hoy a su contacto de protección (safety_contact de program.yml no nombra a nadie)" in capsys.readouterr().err


def test_settings_that_cannot_be_read_are_no_silence(tmp_path, capsys):
    """Where nobody knows in which column a report stands, the terminal says that, and the list is refused."""
    folder = programme(tmp_path, "A02,27/04/2026,yes,4,safety")
    with (folder / "cohort.yml").open("a", encoding="utf-8") as file:
        file.write("mentes: 3\n")

    assert 1 == main(["check", str(folder)])
    assert "example: los reportes de protección no se pueden leer antes" in capsys.readouterr().err
    assert 1 == main(["safety", str(folder)])


def shown_by(name: str, cohort: Path, results: Path) -> dict[str, str]:
    """Run the code of a notebook here and give what each cell shows, by its name."""
    cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    names = {"cohort": str(cohort), "results": str(results), "language": "es"}
    shown = {}
    for cell in cells:
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", []):
            steps = ast.parse("".join(cell["source"]))
            last = steps.body.pop() if isinstance(steps.body[-1], ast.Expr) else None
            exec(compile(steps, name, "exec"), names)
            given = None if last is None else eval(compile(ast.Expression(last.value), name, "eval"), names)
            shown[cell["id"]] = given._repr_html_() if hasattr(given, "_repr_html_") else repr(given)
    return shown


NOTEBOOKS = ("1-program-design", "2-participants", "3-matching", "4-session-guides", "5-progress", "6-evaluation", "7-closing", "cohort-report")
NOTE = "zqxnota"
REPORTS = {
    "told": ("; seguridad", f"Seguridad: {NOTE} me asusta, otra vez", "safety"),
    "untold": ("", "", "fit"),
}


def told_or_not(place: Path, need: str, note: str, reason: str) -> Path:
    """The example with two more check-ins, and one pair closed for another reason."""
    place.mkdir(exist_ok=True)
    folder = programme(place, f"A02,04/05/2026,yes,4,hoja de vida{need}", f'B05,05/05/2026,yes,4,"{note}"')
    closures = (folder / "closures.csv").read_text(encoding="utf-8")
    closures, changed = re.subn(r"^(A04,B35,.*),no-contact$", rf"\1,{reason}", closures, flags=re.MULTILINE)
    assert changed
    (folder / "closures.csv").write_text(closures, encoding="utf-8")
    return folder


def test_the_reasons_of_the_evaluation_do_not_tell_of_a_safety_report(tmp_path):
    """A closure for safety and one for fit give the same picture, to the byte, and the same words."""
    shown = [evaluation.closures(open_desk(str(told_or_not(tmp_path / reason, "", "", reason)), language="es")) for reason in ("safety", "fit")]

    assert shown[0] == shown[1]
    assert "Seguridad" not in shown[0].alt


def made_smaller(folder: Path, pairs: int) -> None:
    """Leave so many pairs of the example, those with reports among them, and only their rows in every table."""
    meetings = (folder / "meetings.csv").read_text(encoding="utf-8")
    found = [("A02", "B24"), ("A42", "B05"), ("A04", "B35"), *re.findall(r"^(A\d\d),(B\d\d),", meetings, re.MULTILINE)]
    kept = {person for pair in list(dict.fromkeys(found))[:pairs] for person in pair}
    for file in folder.rglob("*.csv"):
        head, *rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([head, *(row for row in rows if all(cell in kept for cell in row if re.fullmatch(r"[AB]\d\d", cell)))])


@pytest.fixture(scope="module")
def both_runs(tmp_path_factory) -> dict[str, dict[str, bytes]]:
    """A small cohort on a Monday, with safety reports and without: what each cell of every notebook shows and each file holds."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MENTORKIT_AS_OF", "2026-05-11")
        patch.setenv("MENTORKIT_KEY", "sixteen bytes or more")
        for case, planted in REPORTS.items():
            place = tmp_path_factory.mktemp(case)
            folder, results = told_or_not(place, *planted), place / "run" / "results"
            made_smaller(folder, 22)
            shown = {f"{name}#{cell}": text.encode() for name in NOTEBOOKS for cell, text in shown_by(name, folder, results).items()}
            files = {str(file.relative_to(place / "run")): file.read_bytes() for file in (place / "run").rglob("*") if file.is_file()}
            found[case] = {name: _bare(data, place, files["public/summary.json"]) for name, data in (shown | files).items()}
    return found


def _bare(data: bytes, place: Path, summary: bytes) -> bytes:
    """A cell or file without what differs between any two runs: its folder, the seconds, the keyed mark of the data."""
    mark = json.loads(summary)["data"].encode()
    return re.sub(rb'"seconds": [0-9.e-]+', b"", data.replace(str(place).encode(), b"").replace(mark, b""))


def test_the_same_cells_and_files_are_there_with_a_report_and_without(both_runs):
    """Lists of calls, messages, certificates and guides among them: nobody is missing from one."""
    kinds = ("5-progress#", "results/progress/calls.csv", "results/progress/messages.csv", "results/progress/mail-merge.csv", "public/")

    assert both_runs["told"].keys() == both_runs["untold"].keys()
    assert all(any(name.startswith(kind) for name in both_runs["told"]) for kind in (*NOTEBOOKS, *kinds))


@pytest.mark.parametrize("place", [*NOTEBOOKS, "results/", "public/"])
def test_nothing_outside_the_channel_tells_of_a_safety_report(both_runs, place):
    """
    With two safety check-ins, a note, and a closure for safety, every byte is what it is without them and with a closure for fit.

    But for the one-page PDF, which prints the keyed mark of the data; its words come from `public/`, which is compared.
    """
    told, untold = ({name: data for name, data in both_runs[case].items() if name.startswith(place) and not name.endswith("one-page.pdf")} for case in REPORTS)

    assert told
    assert [] == [name for name in told if told[name] != untold[name]]
    assert [] == [name for name, data in told.items() if NOTE.encode() in data.lower()]


def test_the_channel_itself_has_them_all(tmp_path):
    """What the pages do not show, the safeguarding contact reads: both check-ins and the closure."""
    reports = safety_reports(open_desk(str(told_or_not(tmp_path, *REPORTS["told"]))).cohort)

    assert {("A02", "check-in"), ("B05", "check-in"), ("A04", "closure")} <= set(zip(reports["person_id"], reports["kind"], strict=True))


GIVEN_ON = ("results/people/", "results/progress/messages.csv", "results/matching/letters/", "results/guides/", "public/")
RULES_AND_STATES = re.compile(r"\bR(?:10|[0-8])\b|needs-check-in|on-track|too-early|Por consultar|Needs check-in|alerta temprana|early warning", re.IGNORECASE)


@pytest.mark.parametrize("place", GIVEN_ON)
def test_no_flag_of_any_rule_reaches_a_participant_or_a_partner(both_runs, place, pdf_pages):
    """What is handed on names no rule and no state of a pair, though rules flag pairs on that day: messages, handbooks, letters, public figures."""
    files = {name: data for name, data in both_runs["untold"].items() if name.startswith(place)}
    texts = {name: "\n".join(pdf_pages(data)) if name.endswith(".pdf") else data.decode("utf-8") for name, data in files.items()}

    assert texts and all(texts.values())
    assert [] == [(name, found[0]) for name, text in texts.items() if (found := RULES_AND_STATES.search(text))]
    assert b"needs-check-in" in both_runs["untold"]["results/progress/pairs.csv"]
