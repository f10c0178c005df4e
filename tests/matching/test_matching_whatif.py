"""What if, change during the cohort, and the evidence behind a pair."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from matching_cases import FULL, both, program, random_roster, roster

import mentorkit.matching as room
from mentorkit.errors import InvalidInputError
from mentorkit.matching.explaining import explanation
from mentorkit.matching.matching import match
from mentorkit.matching.rematching import rematch
from mentorkit.matching.results import pairs_table
from mentorkit.matching.whatif import (
    affected,
    changed_program,
    rescored,
    weight_stability,
    with_more_like,
    with_places,
)
from mentorkit.model.roster import Roster

PEOPLE = roster(
    {"e1": {"x": "a", "y": "p"}, "e2": {"x": "b", "y": "q"}},
    {"k1": {"x": "a", "y": "q"}, "k2": {"x": "b", "y": "p"}},
)
XY = program(both("x", "same", weight=2), both("y", "same"))


def test_other_weights_move_people_and_say_whom():
    """When y outweighs x, both change mentor."""
    before, after = match(PEOPLE, XY), rescored(PEOPLE, XY, None, {"y": 5})

    assert before.pair_ids == [("e1", "k1"), ("e2", "k2")]
    assert affected(before, after)[["mentee_id", "before", "after"]].values.tolist() == [
        ["e1", "k1", "k2"],
        ["e2", "k2", "k1"],
    ]
    assert affected(before, before).empty


@pytest.mark.parametrize("change", [{"weights": {"z": 1}}, {"weights": {"x": -1}}, {"without": ["avoid_1"]}])
def test_an_unknown_or_negative_change_is_refused(change):
    """A misspelt criterion never passes silently."""
    with pytest.raises(InvalidInputError):
        changed_program(XY, **change)


def test_a_required_criterion_keeps_its_weight_when_lifted():
    """A required criterion without a weight weighs nothing, before and after its rule is lifted."""
    under = program(both("x", "same", required=True), both("y", "same"))
    lifted = changed_program(under, without=["x"])

    assert [criterion.relative_weight for criterion in lifted.criteria] == [0, 1]
    assert not lifted.criteria[0].required


def test_more_mentors_of_a_field():
    """New people like those of the field, with ids of their own; everybody else stays."""
    wider = with_more_like(PEOPLE, "x", "a", 2)

    assert list(wider.mentors.index) == ["k1", "k2", "new-1", "new-2"]
    assert wider.mentors.loc["new-2", "x"] == "a"
    assert list(PEOPLE.mentors.index) == ["k1", "k2"]
    with pytest.raises(InvalidInputError):
        with_more_like(PEOPLE, "x", "nothing", 1)


def test_places_change_for_one_mentor():
    """Capacity 0 takes a mentor out; unknown mentors are refused."""
    assert match(with_places(PEOPLE, {"k1": 0}), XY).pair_ids == [("e2", "k2")]
    with pytest.raises(InvalidInputError):
        with_places(PEOPLE, {"nobody": 2})


def test_stability_counts_who_moves():
    """Under ±10 % nobody of this cohort moves; each weighted criterion has two rows."""
    table = weight_stability(PEOPLE, XY)

    assert table["criterion"].tolist() == ["x", "x", "y", "y"]
    assert (table["moved"] == 0).all()


@pytest.mark.parametrize("seed", range(10))
def test_staying_moves_fewer_and_its_price_is_shown(seed):
    """After withdrawals, a bonus for staying never moves more people, and costs what the totals differ by."""
    people = random_roster(np.random.default_rng(seed), 30, 20)
    before = pairs_table(match(people, FULL))
    left = Roster(people.mentees.iloc[2:], people.mentors.iloc[1:])
    free, stay = (rematch(left, FULL, None, before, points) for points in (0, 20))

    assert len(stay.moved) <= len(free.moved)
    assert stay.matching.proof.matched == free.matching.proof.matched
    assert free.lost == pytest.approx(0)
    assert stay.lost >= -1e-9
    assert stay.lost == pytest.approx(stay.matching.proof.gap)


def test_the_bonus_for_staying_has_bounds():
    """More than 20 points would outweigh the criteria."""
    with pytest.raises(InvalidInputError):
        rematch(PEOPLE, XY, None, pairs_table(match(PEOPLE, XY)), 21)


def test_an_explanation_shows_the_evidence():
    """Tags in common as the mentee wrote them, hours in common, words in common, and points that add up."""
    people = roster(
        {
            "e": {
                "tags": ("IA", "Salud"),
                "free": frozenset(range(12)),
                "about": "Me gusta la robótica educativa",
                "f": "tech",
            }
        },
        {
            "k": {
                "tags": ("artificial intelligence",),
                "free": frozenset(range(6, 30)),
                "about": "Robotica",
                "f": None,
            }
        },
    )
    under = program(
        both("tags", "overlap"),
        both("free", "overlap"),
        both("about", "text"),
        both("f", "same"),
        synonyms={"artificial intelligence": ["ia"]},
    )
    found = explanation(match(people, under), "e", "k", "es")
    tags, free, about, field = found.evidence

    assert tags.common == ("IA",)
    assert (free.hours, about.common, field.missing) == (1.5, ("robotica",), True)
    assert sum(part.points for part in found.evidence) == pytest.approx(found.score)
    assert (found.mentee_rank, found.mentor_rank, found.reason.code) == (1, 1, "chosen")


def test_every_public_name_is_there():
    """The room's names are sorted and each leads to something."""
    assert room.__all__ == sorted(room.__all__)
    assert all(callable(getattr(room, name)) for name in room.__all__)


def test_importing_the_room_loads_nothing_heavy():
    """`import mentorkit.matching` alone loads neither pandas nor a solver."""
    code = "import sys, mentorkit.matching; print({'pandas', 'numpy', 'ortools', 'scipy', 'sklearn'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
