"""A later release differs from the earlier ones by nobody or by k people, and nobody leaves without consent."""

import dataclasses
import datetime as dt
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_cohorts import random_standing

from mentorkit.disclosure import public_aggregates
from mentorkit.disclosure.consent import consent_recorded, consented, not_consented
from mentorkit.disclosure.gate import partner_aggregates
from mentorkit.disclosure.releases import differing, judged, ledger_json, ledger_of, people_digests, release_of
from mentorkit.errors import RunError
from mentorkit.evaluation.metrics import Standing
from mentorkit.model.survey import Answers, Survey
from mentorkit.telling.desk import Desk
from mentorkit.telling.releases import release, what_to_merge

KEY = b"a key for tests"
SEED = 14  # a cohort under 20: its tables are quickly made


def without(now, count):
    """The same cohort without some of its people's meetings, so that their figures differ."""
    gone = list(now.mentees)[:count]
    matches = now.matches.assign(held=now.matches["held"].where(~now.matches["mentee_id"].isin(gone), 0))
    matches["periods_met"] = matches["periods_met"].where(~matches["mentee_id"].isin(gone), 0)
    return Standing(now.cohort, now.as_of, matches)


def released(now, **more):
    return dataclasses.replace(release_of(now, public_aggregates(now), KEY), **more)


def test_the_first_release_leaves_and_the_same_figures_stand():
    """Nothing before: it leaves. The same cohort a week later, with the same figures: the first one stands."""
    now = random_standing(SEED)
    first = released(now)
    later = released(Standing(now.cohort, now.as_of + dt.timedelta(days=7), now.matches))

    assert judged([], first).kind == "first"
    assert judged([first], later).kind == "same"


@pytest.mark.parametrize(("others", "kind"), [(1, "too-close"), (4, "too-close"), (5, "new"), (12, "new")])
def test_a_later_release_differs_by_nobody_or_by_k(others, kind):
    """One to four people's data changed: it stays in. Five, the threshold: it may leave."""
    first = released(random_standing(SEED))
    people = dict(first.people)
    for person in list(people)[:others]:
        people[person] = "changed"
    later = dataclasses.replace(first, people=people, tables={**first.tables, "closures": {"rows": []}})
    verdict = judged([first], later)

    assert verdict.kind == kind
    assert verdict.may_leave == (kind == "new")
    assert kind == "new" or verdict.differ == others


def test_every_earlier_release_counts_not_the_last_alone():
    """Six people change, then five of them change back: near the last release by five, near the first by one."""
    first = released(random_standing(SEED))
    ids = list(first.people)
    second = dataclasses.replace(first, people={**first.people, **dict.fromkeys(ids[:6], "x")}, tables={**first.tables, "items": []})
    third = dataclasses.replace(first, people={**first.people, ids[0]: "x"}, tables={**first.tables, "change": []})

    assert judged([first], second).kind == "new"
    assert (judged([first, second], third).kind, judged([first, second], third).differ) == ("too-close", 1)


def test_the_same_people_shown_in_two_ways_are_attacked_together():
    """Shares of 60 % and 62 % of the same number, each harmless, give the number away: the second stays in."""
    def tables(value):
        flow = [{"step": "matched", "value": 50, "display": "≈50", "least": 48, "most": 52}]
        n = {"value": 50, "display": "≈50", "least": 48, "most": 52}
        row = {"metric": "hired", "unit": "share", "denominator": "matched", "of": "matched", "n": n, "value": value}
        return {"summary": {"threshold": 5, "flow": flow}, "metrics": [row], "items": [], "closures": {}, "attendance": [], "groups": []}

    first = dataclasses.replace(released(random_standing(SEED)), tables=tables(0.60))
    second = dataclasses.replace(first, tables=tables(0.65))

    assert judged([first], second).kind == "together"


@given(st.dictionaries(st.text(max_size=2), st.sampled_from("ab")), st.dictionaries(st.text(max_size=2), st.sampled_from("ab")))
def test_difference_is_a_distance(one, other):
    """Nobody differs from themselves, and it does not matter which release came first."""
    assert differing(one, one) == 0
    assert differing(one, other) == differing(other, one) <= len({*one, *other})


def test_digests_hold_no_id_and_follow_the_data():
    """The ledger names nobody; a name corrected changes nothing, a meeting that counts changes two people."""
    now = random_standing(SEED)
    renamed = Standing(dataclasses.replace(now.cohort, mentees=now.cohort.mentees.assign(name="Other")), now.as_of, now.matches)
    kept = people_digests(now, KEY)

    assert "mentee-0" not in json.dumps(kept)
    assert people_digests(renamed, KEY) == kept
    assert differing(kept, people_digests(without(now, 1), KEY)) == 2
    assert people_digests(now, b"another key").keys() != kept.keys()


def test_a_release_that_never_left_does_not_count():
    """A run that failed after writing the ledger leaves an entry whose tables stand nowhere: it is dropped."""
    first = released(random_standing(SEED), digest="one")
    failed = dataclasses.replace(first, digest="two")
    kept = json.loads(json.dumps(ledger_json([first, failed])))

    assert [r.digest for r in ledger_of(kept, "one")] == ["one"]
    assert [r.digest for r in ledger_of(kept, None)] == ["one", "two"]


def desk_of(now, folder):
    (folder / "program.yml").write_text("program: P\n", encoding="utf-8")
    cohort = dataclasses.replace(now.cohort, folder=folder / "cohorts" / "test-1")
    cohort.folder.mkdir(parents=True, exist_ok=True)
    desk = Desk(cohort, cohort.folder / "results", cohort.folder / "public", "en", now.as_of)
    desk.__dict__["pairs"] = now.matches[["mentee_id", "mentor_id"]]
    return desk


def test_public_keeps_the_earlier_release_where_one_person_changed(tmp_path):
    """The notebook's cell: first release, one mentee gone from the matches: public stays to the byte, and it is said."""
    now = random_standing(21)
    desk = desk_of(now, tmp_path)
    assert "First release" in release(desk).markdown
    before = {file.name: file.read_bytes() for file in desk.public.glob("*.json")}
    later = desk_of(Standing(now.cohort, now.as_of, now.matches), tmp_path)
    later.__dict__["pairs"] = later.__dict__["pairs"].iloc[1:]
    told = release(later).markdown

    assert {file.name: file.read_bytes() for file in desk.public.glob("*.json")} == before
    assert "stands" in told
    assert oct((desk.cohort.folder / ".mentorkit").stat().st_mode)[-3:] == "700"


@pytest.mark.parametrize(("language", "why", "merge"), [("es", "gente|personas|deducir", "una en una sola opción"), ("en", "people|worked out", "put into one option")])
def test_what_is_refused_says_why_and_what_to_merge(language, why, merge, tmp_path):
    """A question that stays inside stands in a private table with its reason, and with the answers to put together."""
    now = random_standing(21)
    desk = dataclasses.replace(desk_of(now, tmp_path), language=language)
    desk.__dict__["pairs"] = now.matches[["mentee_id", "mentor_id"]]
    tables = public_aggregates(now)
    for item in tables["items"]:
        if item["kind"] == "scale":
            item.pop("rows", None)
            item |= {"withheld": "audit"}
    desk.__dict__["public_tables"] = tables
    table = what_to_merge(desk).frame

    assert len(table) >= 10
    assert table.iloc[:, 2].str.contains(why).all()
    assert table.iloc[:, 3].str.contains(merge).any()


@pytest.mark.parametrize("kept", ["not a ledger", "[1]", '[{"as_of": "2026-01-01"}]', '{"a": 1}'])
def test_a_ledger_that_cannot_be_read_stops_the_release(kept, tmp_path):
    """A damaged ledger is no empty one: nothing is put in public, and the message says what to restore."""
    desk = desk_of(random_standing(SEED), tmp_path)
    place = desk.cohort.folder / ".mentorkit" / "releases.json"
    place.parent.mkdir()
    place.write_text(kept, encoding="utf-8")

    with pytest.raises(RunError, match=r"releases\.json .* restore it from a backup"):
        release(desk)
    assert not list(desk.public.glob("*.json"))


def test_partners_get_the_public_tables_to_the_letter():
    """The partner's file holds the public tables unchanged, and match survival in coded shares beside them."""
    now = random_standing(12)
    public = public_aggregates(now)
    told = partner_aggregates(now, public)

    assert {part: told[part] for part in public} == public
    assert all(set(row) <= {"week", "value", "display", "low", "high", "below", "above", "withheld"} for row in told["survival"])


def asked(now, consent):
    people = now.cohort.mentees.assign(consent=consent)
    return Standing(dataclasses.replace(now.cohort, mentees=people), now.as_of, now.matches)


def test_who_did_not_consent_is_in_nothing_shared():
    """No date, "no" or an empty cell: rows, records, matches and answers of these people are gone; others stay."""
    now = random_standing(12)
    ids = list(now.cohort.mentees.index)
    stand = asked(now, pd.Series(["2026-01-10"] * (len(ids) - 3) + [None, "No", " "], index=ids))
    told = consented(stand)

    assert not_consented(stand.cohort) == set(ids[-3:])
    assert set(told.cohort.mentees.index) == set(ids[:-3])
    assert not set(told.matches["mentee_id"]) & set(ids[-3:])
    assert all(not set(a.frame["person"]) & set(ids[-3:]) for a in told.cohort.surveys.values())
    assert all(not set(t["person_id"]) & set(ids[-3:]) for t in told.cohort.tables.values() if "person_id" in t)


def test_a_programme_without_a_consent_column_is_told_so():
    """Where nobody's consent is on record nobody is left out, and that it is not recorded can be told."""
    now = random_standing(12)

    assert not not_consented(now.cohort) and not consent_recorded(now.cohort)


def test_answers_are_shared_only_where_the_respondent_says_so():
    """A survey's own question about sharing filters its answers, also without persons."""
    book = {
        "survey": "exit", "who": "mentees", "wave": "endline", "file": "f", "shared_if": {"ok": "yes"},
        "items": [{"id": "ok", "question": "May we?", "kind": "choice", "options": ["yes", "no"]}],
    }
    answers = Answers(Survey.model_validate(book), pd.DataFrame({"ok": ["yes", "no", None], "person": [None] * 3}))
    now = random_standing(SEED)
    stand = Standing(dataclasses.replace(now.cohort, surveys={"exit": answers}), now.as_of, now.matches)

    assert list(consented(stand).cohort.surveys["exit"].frame["ok"]) == ["yes"]
    with pytest.raises(ValueError, match="shared_if"):
        Survey.model_validate(book | {"shared_if": {"ok": "maybe"}})
