"""Who with whom: the best matching of a cohort, proven, explained, and open to people's decisions."""

from __future__ import annotations

from importlib import import_module

_ROOMS = {
    "matching": ("Matching", "Proof", "aimed_matching", "best_matching", "match"),
    "scoring": ("Scores", "scores"),
    "results": ("all_scores", "alternatives_table", "pairs_table", "unmatched_table"),
    "explaining": ("Evidence", "Explanation", "evidence", "evidences", "explanation"),
    "reasons": ("ForcedCost", "Reason", "forced_cost", "lowest_score", "why_not"),
    "change": ("Unmatched", "unmatched"),
    "fairness": (
        "FairnessReport",
        "blocking_pairs",
        "fairness_report",
        "gini",
        "group_table",
        "group_tables",
        "load_table",
        "shadow_prices",
    ),
    "contradictions": ("Claim", "Conflict", "conflict_problems", "conflicts", "silent_criteria"),
    "audits": ("hours_audit",),
    "circles": ("Circle", "CirclePlan", "circle_plan"),
    "event": ("Event", "event_plan"),
    "fields": ("aimed_criterion", "in_field"),
    "introductions": ("Introductions", "introduction_plan", "second_mentors"),
    "hours": ("Clock", "hours_in_words"),
    "rematching": ("Rematch", "Round", "disturbance", "next_round", "rematch"),
    "whatif": (
        "affected",
        "changed_program",
        "rescored",
        "weight_stability",
        "with_more_like",
        "with_places",
    ),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
