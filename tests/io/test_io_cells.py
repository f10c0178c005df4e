"""Text cells to typed values: by the declared kind, the same whoever reads them, or a refusal without the cell's value."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkit.io.cells import (
    QUARTERS_A_WEEK,
    CellError,
    date,
    list_items,
    number,
    plain,
    reader,
    weekly_slots,
    whole_number,
    yes_or_no,
)
from mentorkit.model.cohort import is_zone
from mentorkit.model.tables import TABLES, Column

ON = dt.date(2026, 2, 2)
ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPANISH = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2024", "day-first", dt.date(2024, 4, 3)),
        ("03/04/2024", "month-first", dt.date(2024, 3, 4)),
        ("2024-04-03", "day-first", dt.date(2024, 4, 3)),
        ("2024/04/03", "month-first", dt.date(2024, 4, 3)),
        ("3.4.2024 18:05:11", "day-first", dt.date(2024, 4, 3)),
        ("2024-04-03T18:05:11Z", "year-first", dt.date(2024, 4, 3)),
    ],
)
def test_a_date_is_read_by_the_declared_order(text, order, day):
    """The same digits are two days under two orders, and never guessed; year first is always clear."""
    assert day == date(text, order)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("03/04/2024", "year-first"), ("13/14/2024", "day-first"), ("31/02/2024", "day-first"), ("04/13/2024", "day-first"),
        ("3/4/24", "day-first"), ("45372", "day-first"), ("yesterday", "day-first"), ("２/3/2024", "day-first"),
        ("0000-01-01", "year-first"),
    ],
)
def test_what_is_no_date_under_the_order_is_refused(text, order):
    """An order not declared, a day that does not exist, two-digit years and serial numbers are refused."""
    with pytest.raises(CellError):
        date(text, order)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_every_day_is_read_back_in_its_own_order(day):
    """Written day first, month first or year first, the day is the same."""
    assert day == date(f"{day:%d/%m/%Y}", "day-first") == date(f"{day:%m-%d-%Y}", "month-first") == date(day.isoformat(), "year-first")


# ---------------------------------------------------------------- numbers, words


@pytest.mark.parametrize(("text", "value"), [("3,5", 3.5), ("3.5", 3.5), ("−2", -2), ("+1", 1), ("12,34", 12.34), ("1234", 1234), (" 7 ", 7)])
def test_numbers_have_a_decimal_point_or_comma(text, value):
    """Both ways of writing are read alike."""
    assert value == number(text)


@pytest.mark.parametrize("text", ["1,234", "1.234,5", "1e5", "nan", "inf", "3 h", "", "٣", "0x10", "1_000", "--1", "9" * 400])
def test_what_may_mean_two_things_or_none_is_refused(text):
    """A decimal or a thousand, words, and numbers beyond counting are refused."""
    with pytest.raises(CellError):
        number(text)


def test_a_half_is_no_whole_number():
    """Places and years have no decimals, except zeros."""
    assert 3 == whole_number("3.0")
    with pytest.raises(CellError):
        whole_number("3,5")


@given(st.floats(-1e6, 1e6).map(lambda value: round(value, 2)))
def test_comma_and_point_give_the_same_number(value):
    """A decimal comma changes nothing, as long as it cannot be a thousand's."""
    text = f"{value:.2f}"

    assert value == number(text) == number(text.replace(".", ","))


@pytest.mark.parametrize(("text", "value"), [("Sí", True), ("SI", True), ("yes", True), ("No", False), ("FALSE", False), ("1", True)])
def test_yes_and_no_in_two_languages(text, value):
    """Accents and case do not matter."""
    assert yes_or_no(text) is value


def test_a_maybe_is_no_yes():
    """Anything else is refused, not taken for no."""
    for text in ("tal vez", "2", "sísí", "x"):
        with pytest.raises(CellError):
            yes_or_no(text)


# ---------------------------------------------------------------- lists


def test_a_list_cell_is_cut_where_it_is_declared():
    """By `;` and `|` unless a separator is declared; doubles and blanks go, the order stays."""
    assert ("b", "a") == list_items("b; a |b; ;")
    assert ("b; a",) == list_items("b; a", ", ")
    assert ("Redes", "Primer contrato") == list_items("Redes, Primer  contrato", ", ")


def test_an_option_that_holds_the_separator_stays_whole():
    """The longest option that fits is taken, and what is no option is kept as it stands."""
    options = ["Yes", "Yes, with a friend", "No"]

    assert ("Yes, with a friend", "No") == list_items("yes, with a friend, No", ", ", options)
    assert ("Yes", "something else", "No") == list_items("Yes, something else, No", ", ", options)
    assert ("Yesterday",) == list_items("Yesterday", ", ", options)


@given(st.lists(st.sampled_from(["a", "a, b", "b", "c d", "Sí, con calma"]), unique=True, min_size=1))
def test_any_selection_of_options_is_read_back(chosen):
    """Whatever was ticked is what is read, provided no option is another one's beginning of a list."""
    options = ["Sí, con calma", "c d", "x, y"]
    ticked = [option for option in chosen if option in options]

    assert tuple(ticked) == list_items(", ".join(ticked), ", ", options)


# ---------------------------------------------------------------- slots


def test_a_slot_is_quarter_hours_of_the_week_in_utc():
    """Monday 18 to 19 in Bogotá (UTC−5) is Monday 23 to 24 in UTC: quarters 92 to 95."""
    assert frozenset({92, 93, 94, 95}) == weekly_slots("mon 18-19", "America/Bogota", ON)


def test_the_week_is_a_circle():
    """Sunday 23 to 24 in Bogotá is Monday 4 to 5 in UTC."""
    assert frozenset(range(16, 20)) == weekly_slots("dom 23-24", "America/Bogota", ON)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mon 18-20; sat 9-12", "lun 18-20; sáb 9-12"),
        ("wed 9-12:30", "Miércoles: 9:00 - 12.30"),
        ("mon-fri 18-20", "lunes a viernes 18 a 20"),
        ("tue 9-12, 14-16", "mar 9-12; mar 14-16"),
        ("thu 8h30-9h00", "jue 8:30–9"),
        ("fri-mon 7-8", "vie 7-8\nsat 7-8|sun 7-8; lunes 7-8"),
    ],
)
def test_both_languages_and_all_forms_mean_the_same(one, other):
    """Short and full names, English and Spanish, ranges of days and several spans."""
    assert weekly_slots(one, "UTC", ON) == weekly_slots(other, "UTC", ON)


@pytest.mark.parametrize("text", ["mon", "18-20", "mon 20-18", "mon 18-25", "mon 18:75-20", "someday 9-10", "mon 9-9", "mon 9-10 pm", "xx-mon 9-10"])
def test_a_slot_that_cannot_be_read_is_refused(text):
    """No half-understood hours: the remedy shows how to write them."""
    with pytest.raises(CellError) as refused:
        weekly_slots(text, "UTC", ON)
    assert "mon 18-20" in refused.value.remedy


slots = st.tuples(st.integers(0, 6), st.integers(0, 95), st.integers(1, 96)).filter(lambda slot: slot[1] < slot[2])


def clock(quarter: int) -> str:
    """Give a quarter of the day as hours and minutes."""
    return f"{quarter // 4}:{quarter % 4 * 15:02d}"


@given(st.lists(slots, min_size=1, max_size=5), st.integers(-12, 14))
def test_shifting_the_zone_shifts_the_slots(written, hours):
    """The same words in a zone h hours ahead are h hours earlier in UTC, around the week."""
    text = "; ".join(f"{ENGLISH[day]} {clock(begin)}-{clock(end)}" for day, begin, end in written)
    zone = f"Etc/GMT{-hours:+d}" if hours else "UTC"
    in_utc = weekly_slots(text, "UTC", ON)

    assert {(quarter - 4 * hours) % QUARTERS_A_WEEK for quarter in in_utc} == weekly_slots(text, zone, ON)


@given(st.lists(slots, min_size=1, max_size=5))
def test_spanish_and_english_days_are_the_same(written):
    """A mentee who writes `miércoles` and a mentor who writes `wed` meet."""
    english, spanish = (
        "; ".join(f"{names[day]} {clock(begin)}-{clock(end)}" for day, begin, end in written) for names in (ENGLISH, SPANISH)
    )
    expected = {day * 96 + quarter for day, begin, end in written for quarter in range(begin, end)}

    assert expected == weekly_slots(english, "UTC", ON) == weekly_slots(spanish, "UTC", ON)


def test_summer_time_is_that_of_the_first_day():
    """Madrid is one hour ahead of UTC in February and two in July."""
    winter, summer = (weekly_slots("tue 12-13", "Europe/Madrid", day) for day in (ON, dt.date(2026, 7, 1)))

    assert {quarter - 4 for quarter in winter} == summer


# ---------------------------------------------------------------- any cell


@given(st.sampled_from([column for table in TABLES.values() for column in table.columns]), st.text(max_size=30))
def test_any_cell_of_any_column_is_read_or_refused_kindly(column, text):
    """A cell gives a value or a CellError, and the words of the error do not repeat it."""
    try:
        if column.kind == "slots":
            weekly_slots(text, "America/Bogota", ON)
        else:
            reader(column, "day-first")(text)
    except CellError as error:
        assert error.remedy
        assert len(text) < 4 or text not in error.problem


def test_an_answer_is_known_in_any_case_and_without_accents():
    """`Accepted` is accepted; anything else is refused with the list."""
    read = reader(Column("status", "choice", ("applied", "accepted")), "day-first")

    assert "accepted" == read(" ACCEPTED ")
    with pytest.raises(CellError) as refused:
        read("aceptada")
    assert "write one of: applied, accepted" == refused.value.remedy


@given(st.text())
def test_the_plain_form_is_stable(text):
    """Folding twice changes nothing more than folding once, so that comparisons are an equivalence."""
    assert plain(plain(text)) == plain(text)


def test_of_very_many_names_each_zone_is_known_as_one_alone_is():
    """A column of a hundred thousand other words takes no hundred thousand looks into the folder of zones."""
    names = ["America/Bogota", "UTC", "Etc/GMT+5", "EST5EDT", "america/bogota", "America", "right/UTC", "posix/UTC", "../x", "", "/etc/passwd", "zone.tab"]
    is_zone.cache_clear()
    one_by_one = [is_zone(name) for name in names]
    is_zone.cache_clear()
    for n in range(1_002):
        assert not is_zone(f"Zona {n}")

    assert one_by_one[:4] == [True] * 4
    assert [is_zone(name) for name in names] == one_by_one
    is_zone.cache_clear()
