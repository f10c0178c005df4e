"""A form as a spreadsheet: a column a question, drop-downs where there are options, and limits where there are limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mentorkit.forms.packing import packed, put
from mentorkit.forms.words import word
from mentorkit.model.forms import Form, Question

ROWS = 1_000
_ON_A_PAGE = 8
"""So many columns still fit a printed page's width."""
_DARK, _PALE = "1F3864", "FFF2CC"


def form_workbook(form: Form, language: str, filled: Sequence[Mapping[str, str]] = ()) -> bytes:
    """
    Give a form as a workbook to fill in, in one language; the same form gives the same bytes.

    The first sheet holds the headings and 1,000 rows that check what is typed; a hidden sheet holds the
    lists. Questions with several answers cannot have a drop-down: their options stand in the note that
    appears with the cell.

    Args:
        form: The form.
        language: es or en.
        filled: Rows that stand there already, by column.
    """
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet, lists = book.active, book.create_sheet(word("lists", language))
    sheet.title, lists.sheet_state = form.title[language][:31].translate(str.maketrans("", "", "[]:*?/\\")), "hidden"
    for place, question in enumerate(form.questions, 1):
        cell = put(sheet, 1, place, question.text[language])
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=_DARK)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        note = _note(question, language)
        if note:
            cell.comment = Comment(note, "mentorkit", width=360, height=120)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(44, max(14, len(question.text[language]) * 0.7))
        for row, option in enumerate(question.options, 1):
            put(lists, row, place, option.text[language])
        rule = _validation(question, language, f"'{lists.title}'!${letter}$1:${letter}${len(question.options)}")
        if rule is not None:
            rule.add(f"{letter}2:{letter}{max(ROWS, len(filled)) + 1}")
            sheet.add_data_validation(rule)
        if question.kind in ("text", "email", "phone", "date", "choice", "choices"):
            sheet.column_dimensions[letter].number_format = "yyyy-mm-dd" if question.kind == "date" else "@"
        for row, cells in enumerate(filled, 2):
            if cells.get(question.column):
                put(sheet, row, place, cells[question.column]).alignment = Alignment(wrap_text=True, vertical="top")
        if filled and question.kind == "paragraph":
            sheet.column_dimensions[letter].width = 60
    sheet.row_dimensions[1].height = 62
    for row, cells in enumerate(filled, 2):
        widths = [sheet.column_dimensions[get_column_letter(place)].width for place in range(1, len(form.questions) + 1)]
        sheet.row_dimensions[row].height = row_height((cells.get(question.column, ""), width) for question, width in zip(form.questions, widths, strict=True))
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    if len(form.questions) <= _ON_A_PAGE:
        sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows, sheet.print_options.gridLines = "1:1", True
    return packed(book)


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """
    Give the height, in points, at which every text of a row is read whole; LibreOffice does not find it by itself.

    Args:
        cells: Each text, and the width of its column in signs.

    >>> row_height([("", 14), ("short", 20)]), row_height([("x" * 60, 20)]), row_height([("x" * 9_000, 20)])
    (15, 45, 405)
    """
    lines = max((sum(max(1, -(-len(line) // max(1, int(width)))) for line in text.splitlines()) for text, width in cells), default=1)
    return min(405, 15 * max(1, lines))


def _note(question: Question, language: str) -> str:
    parts = [question.hint.get(language, "")]
    if question.kind == "choices":
        parts.append(word("several", language, options="; ".join(option.text[language] for option in question.options)))
    return "\n".join(filter(None, parts))


def _validation(question: Question, language: str, area: str):
    from openpyxl.worksheet.datavalidation import DataValidation

    message = word("wrong", language)
    if question.kind in ("choice", "yesno"):
        rule = DataValidation(type="list", formula1=area, allow_blank=True, showErrorMessage=not question.open)
        message = word("pick", language)
    elif question.kind in ("year", "number") and question.low is not None and question.high is not None:
        low, high = f"{question.low:g}", f"{question.high:g}"
        rule = DataValidation(type="whole", operator="between", formula1=low, formula2=high, allow_blank=True, showErrorMessage=True)
        message = word("year-wrong" if question.kind == "year" else "number-wrong", language, low=low, high=high)
    elif question.kind == "date":
        rule = DataValidation(type="date", operator="greaterThan", formula1="1", allow_blank=True, showErrorMessage=True)
        message = word("date-wrong", language)
    elif question.kind == "choices":
        rule = DataValidation(allow_blank=True, showInputMessage=True)
        rule.prompt = _note(question, language)[:250]
        return rule
    else:
        return None
    rule.error = message
    return rule
