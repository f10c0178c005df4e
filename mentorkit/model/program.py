"""A mentoring programme, as `program.yml` describes it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from mentorkit.model.criteria import Avoid, Criterion, MatchingSettings, unique_ids
from mentorkit.model.design import Design
from mentorkit.model.forms import Forms
from mentorkit.model.standards import Eligibility, EvaluationPlan, Publishing, Tracking
from mentorkit.model.taxonomy import Term
from mentorkit.model.words import Language, Text, Value


class Program(Value):
    """
    Everything a programme decides once and every cohort follows.

    A key that stands in a cohort's `cohort.yml` replaces the programme's for that cohort.
    """

    program: Text = Field(description="The programme's name.")
    organisation: Text = "–"
    place: Text | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2.")] = "CO"
    languages: Annotated[list[Language], Field(min_length=1, max_length=2)] = ["es", "en"]
    weeks: Annotated[int, Field(ge=4, le=104)] = 20
    cadence_days: Annotated[int, Field(ge=1, le=90, description="Days between two meetings of a pair.")] = 14
    criteria: Annotated[list[Criterion], AfterValidator(unique_ids)] = []
    rules: list[Avoid] = []
    matching: MatchingSettings = MatchingSettings()
    synonyms: dict[Text, list[Text]] = Field({}, description="Term: other wordings of it.")
    vocabulary: Annotated[list[Term], AfterValidator(unique_ids)] | None = Field(
        None,
        description="With this key, even empty, the terms of curriculum/vocabulary.yml hold, and accents and plurals make no difference; "
        "terms of the programme's own join, and one with the same id takes its place.",
    )
    orders: dict[Text, Annotated[list[Text], Field(min_length=2)]] = Field(
        {}, description="Column: its steps, lowest first (for `ahead`)."
    )
    design: Design = Design()
    eligibility: Eligibility = Eligibility()
    forms: Forms = Forms()
    tracking: Tracking = Tracking()
    evaluation: EvaluationPlan = EvaluationPlan()
    publishing: Publishing = Publishing()
    undecided: list[Text] = Field(
        [], description="Keys that stand as mentorkit wrote them and that nobody here has decided; taken out one by one."
    )

    @model_validator(mode="after")
    def _undecided_names_keys(self):
        for key in self.undecided:
            model = Program
            for step in key.split("."):
                known = getattr(model, "model_fields", {}).get(step)
                if known is None:
                    raise ValueError(f'undecided names "{key}", which is no key of program.yml')
                model = known.annotation
        return self

    @model_validator(mode="after")
    def _languages_differ(self):
        if len(set(self.languages)) < len(self.languages):
            raise ValueError("a language stands twice in languages; name each once")
        return self
