"""Names and definitions of the metrics, and of what they are counted in, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from mentorkit.errors import InvalidInputError
from mentorkit.model.words import LANGUAGES


@dataclass(frozen=True)
class Definition:
    """A metric's name and what is divided by what."""

    metric: str
    name: str
    definition: str


_M = {
    "invited": (
        "Personas invitadas",
        "People invited",
        "Personas elegibles invitadas a postularse, según cohort.yml.",
        "Eligible people invited to apply, from cohort.yml.",
    ),
    "applied": (
        "Postulaciones de mentees",
        "Mentees who applied",
        "Personas en la tabla de mentees.",
        "People in the table of mentees.",
    ),
    "matched": (
        "Mentees con pareja",
        "Mentees matched",
        "Mentees que tuvieron al menos una pareja.",
        "Mentees who had at least one match.",
    ),
    "mentors_matched": (
        "Mentores con pareja",
        "Mentors matched",
        "Mentores que tuvieron al menos una pareja.",
        "Mentors who had at least one match.",
    ),
    "reach_applied": (
        "Alcance: se postularon",
        "Reach: applied",
        "Postulaciones ÷ personas invitadas.",
        "People who applied ÷ people invited.",
    ),
    "reach_matched": (
        "Alcance: con pareja",
        "Reach: matched",
        "Mentees con pareja ÷ personas invitadas.",
        "Mentees matched ÷ people invited.",
    ),
    "matched_of_applied": (
        "Con pareja, de quienes se postularon",
        "Matched, of those who applied",
        "Mentees con pareja ÷ postulaciones.",
        "Mentees matched ÷ people who applied.",
    ),
    "start_rate": (
        "Inicio a tiempo",
        "Start rate",
        (
            "Parejas con un encuentro realizado en sus primeros 21 días ÷ parejas con al menos 21 días desde "
            "que se formaron."
        ),
        "Pairs with a meeting held within their first 21 days ÷ pairs formed at least 21 days ago.",
    ),
    "engagement": (
        "Participación por período",
        "Engagement by period",
        (
            "Períodos de pareja con al menos un encuentro realizado ÷ períodos transcurridos mientras la pareja"
            " seguía abierta. Un período dura lo que dura la cadencia del programa."
        ),
        (
            "Pair-periods with at least one meeting held ÷ pair-periods fully elapsed while the pair was open. "
            "A period is the programme's cadence."
        ),
    ),
    "logging_rate": (
        "Registro",
        "Logging rate",
        (
            "Períodos de pareja con algún encuentro anotado (realizado o no) o una consulta respondida ÷ "
            "períodos transcurridos. Lo no anotado es desconocido, no cero."
        ),
        (
            "Pair-periods with any meeting logged (held or not) or a check-in answered ÷ pair-periods elapsed. "
            "What is not logged is unknown, not zero."
        ),
    ),
    "plan_adherence": (
        "Cumplimiento del plan",
        "Plan adherence",
        (
            "Mediana entre parejas de encuentros realizados ÷ encuentros previstos hasta la fecha (uno por "
            "período); puede pasar de 1."
        ),
        "Median over pairs of meetings held ÷ meetings due to date (one a period); may exceed 1.",
    ),
    "plan_adherence_80": (
        "Parejas con 80 % del plan",
        "Pairs at 80 % of the plan",
        "Parejas con al menos 80 % de sus encuentros previstos ÷ parejas con algún período transcurrido.",
        "Pairs with at least 80 % of the meetings due ÷ pairs with at least one period elapsed.",
    ),
    "completion": (
        "Relaciones completadas",
        "Completion",
        (
            "Mentees con una pareja que cumplió la regla escrita (encuentros realizados y semanas) ÷ mentees "
            "con pareja; vacío hasta que la regla pueda cumplirse."
        ),
        (
            "Mentees with a match that met the written rule (meetings held and weeks lasted) ÷ mentees matched;"
            " empty until the rule can be met."
        ),
    ),
    "completed": (
        "Mentees que completaron",
        "Mentees who completed",
        "Mentees con una pareja que cumplió la regla escrita.",
        "Mentees with a match that met the written rule.",
    ),
    "early_closure": (
        "Cierres anticipados",
        "Early closures",
        (
            "Parejas cerradas sin cumplir la regla y por una razón distinta de completada o meta lograda ÷ "
            "parejas formadas."
        ),
        ("Matches closed short of the rule for a reason other than completed or goal reached ÷ matches ever made."),
    ),
    "drop_off": (
        "Deserción",
        "Drop-off",
        ("1 − Kaplan–Meier de la duración de las parejas hasta su cierre anticipado; intervalo de Greenwood log-log."),
        "1 − Kaplan–Meier of match length until early closure; Greenwood log-log interval.",
    ),
    "attendance": (
        "Asistencia",
        "Attendance",
        ("Presencias ÷ sesiones ofrecidas a cada persona, mentees y mentores; las excusas cuentan como ausencia."),
        "Presences ÷ sessions offered to each person, mentees and mentors; excused counts as absent.",
    ),
    "attendance_mentees": (
        "Asistencia de mentees",
        "Attendance of mentees",
        "Presencias ÷ sesiones ofrecidas a mentees.",
        "Presences ÷ sessions offered to mentees.",
    ),
    "attendance_mentors": (
        "Asistencia de mentores",
        "Attendance of mentors",
        "Presencias ÷ sesiones ofrecidas a mentores.",
        "Presences ÷ sessions offered to mentors.",
    ),
    "attendance_not_excused": (
        "Asistencia sin excusas",
        "Attendance, excused removed",
        "Presencias ÷ sesiones ofrecidas, sin contar las ausencias excusadas.",
        "Presences ÷ sessions offered, excused absences left out.",
    ),
    "goal_set": (
        "Mentees con meta",
        "Mentees with a goal",
        "Mentees con al menos una meta anotada ÷ mentees con pareja.",
        "Mentees with at least one goal on record ÷ mentees matched.",
    ),
    "goals_met": (
        "Metas logradas",
        "Goals met",
        "Metas con nivel 0 o mayor ÷ metas con nivel anotado.",
        "Goals at level 0 or above ÷ goals with a level on record.",
    ),
    "goal_attainment": (
        "Logro de metas (T)",
        "Goal attainment (T)",
        (
            "Promedio de T de Kiresuk y Sherman por mentee, ρ = 0,3; 50 es lo esperado. Los niveles son "
            "ordinales: léase junto a las metas logradas."
        ),
        (
            "Mean of Kiresuk and Sherman's T by mentee, ρ = 0.3; 50 is as expected. Levels are ordinal: read it"
            " beside goals met."
        ),
    ),
    "satisfaction_mentees": (
        "Satisfacción de mentees",
        "Satisfaction of mentees",
        "Respuestas en los dos valores más altos ÷ respuestas.",
        "Answers at the two highest values ÷ answers.",
    ),
    "satisfaction_mentors": (
        "Satisfacción de mentores",
        "Satisfaction of mentors",
        "Respuestas en los dos valores más altos ÷ respuestas.",
        "Answers at the two highest values ÷ answers.",
    ),
    "relationship_mentees": (
        "Buena relación según mentees",
        "Good relationship, mentees' view",
        "Respuestas en los dos valores más altos ÷ respuestas.",
        "Answers at the two highest values ÷ answers.",
    ),
    "relationship_mentors": (
        "Buena relación según mentores",
        "Good relationship, mentors' view",
        "Respuestas en los dos valores más altos ÷ respuestas.",
        "Answers at the two highest values ÷ answers.",
    ),
    "confidence_mentees": (
        "Confianza de mentees",
        "Confidence of mentees",
        "Respuestas en los dos valores más altos ÷ respuestas.",
        "Answers at the two highest values ÷ answers.",
    ),
    "confidence_mentors": (
        "Confianza de mentores",
        "Confidence of mentors",
        "Respuestas en los dos valores más altos ÷ respuestas.",
        "Answers at the two highest values ÷ answers.",
    ),
    "recommend_mentees": (
        "Recomendación de mentees",
        "Likelihood to recommend, mentees",
        "100 × (parte de 9–10 − parte de 0–6), de −100 a 100 puntos.",
        "100 × (share of 9–10 − share of 0–6), from −100 to 100 points.",
    ),
    "recommend_mentors": (
        "Recomendación de mentores",
        "Likelihood to recommend, mentors",
        "100 × (parte de 9–10 − parte de 0–6), de −100 a 100 puntos.",
        "100 × (share of 9–10 − share of 0–6), from −100 to 100 points.",
    ),
    "pair_complete_rate_mentees": (
        "Mentees con ambas encuestas",
        "Mentees with both surveys",
        "Mentees con encuesta inicial y final ÷ mentees con encuesta inicial.",
        "Mentees with first and last survey ÷ mentees with the first.",
    ),
    "pair_complete_rate_mentors": (
        "Mentores con ambas encuestas",
        "Mentors with both surveys",
        "Mentores con encuesta inicial y final ÷ mentores con encuesta inicial.",
        "Mentors with first and last survey ÷ mentors with the first.",
    ),
    "hired": (
        "Empleo",
        "Hired",
        (
            "Mentees contratados entre el inicio y la fecha, máximo 12 meses ÷ mentees con pareja. La cifra sola no"
            " tiene con qué compararse."
        ),
        (
            "Mentees hired between the start and the date, at most 12 months ÷ mentees matched. On its own it "
            "has no comparator."
        ),
    ),
    "promoted": (
        "Ascensos",
        "Promoted",
        (
            "Mentees ascendidos entre el inicio y la fecha, máximo 12 meses ÷ mentees con pareja. La cifra sola no "
            "tiene con qué compararse."
        ),
        (
            "Mentees promoted between the start and the date, at most 12 months ÷ mentees matched. On its own it "
            "has no comparator."
        ),
    ),
    "retention": (
        "Permanencia en la organización",
        "Retention in the organisation",
        (
            "1 − mentees que dejaron su organización hasta la fecha, máximo 12 meses ÷ mentees con pareja; "
            "vacío si no se sigue. La cifra sola no tiene con qué compararse."
        ),
        (
            "1 − mentees who left their organisation by the date, at most 12 months ÷ mentees matched; empty "
            "where this is not followed. On its own it has no comparator."
        ),
    ),
    "became_mentor": (
        "De mentee a mentor",
        "Mentee to mentor",
        (
            "Mentees que completaron y son mentores a la fecha, máximo 12 meses desde el inicio ÷ mentees que "
            "completaron."
        ),
        (
            "Mentees who completed and became mentors by the date, at most 12 months from the start ÷ mentees "
            "who completed."
        ),
    ),
    "became_ambassador": (
        "De mentee a embajador",
        "Mentee to ambassador",
        (
            "Mentees que completaron y son embajadores a la fecha, máximo 12 meses desde el inicio ÷ mentees "
            "que completaron."
        ),
        (
            "Mentees who completed and became ambassadors by the date, at most 12 months from the start ÷ "
            "mentees who completed."
        ),
    ),
    "returned_mentees": (
        "Mentees que vuelven",
        "Mentees who return",
        "Mentees que vuelven en cualquier papel ÷ mentees con pareja.",
        "Mentees who return in any role ÷ mentees matched.",
    ),
    "returned_mentors": (
        "Mentores que vuelven",
        "Mentors who return",
        "Mentores que vuelven en cualquier papel ÷ mentores con pareja.",
        "Mentors who return in any role ÷ mentors matched.",
    ),
    "introductions_per_mentee": (
        "Presentaciones por mentee",
        "Introductions per mentee",
        "Promedio de presentaciones entre todos los mentees con pareja.",
        "Mean number of introductions over all mentees matched.",
    ),
    "introduced": (
        "Mentees presentados a alguien",
        "Mentees introduced to somebody",
        "Mentees con al menos una presentación ÷ mentees con pareja.",
        "Mentees with at least one introduction ÷ mentees matched.",
    ),
    "introductions_with_outcome": (
        "Presentaciones con resultado",
        "Introductions with an outcome",
        "Presentaciones con un resultado anotado ÷ presentaciones.",
        "Introductions with an outcome on record ÷ introductions.",
    ),
    "cost_per_completed": (
        "Costo por relación completada",
        "Cost per completed match",
        "Presupuesto (líneas y horas del equipo) ÷ parejas que cumplieron la regla.",
        "Budget (lines and staff hours) ÷ matches that met the rule.",
    ),
}
_FAMILIES = {
    "complete_response_rate_": (
        "Respuesta completa: {}",
        "Complete responses: {}",
        ("Personas con al menos 80 % de las preguntas cerradas respondidas ÷ personas consultadas (AAPOR RR1)."),
        "People with at least 80 % of the closed questions answered ÷ people asked (AAPOR RR1).",
    ),
    "response_rate_": (
        "Respuesta: {}",
        "Response: {}",
        ("Personas con al menos 50 % de las preguntas cerradas respondidas ÷ personas consultadas (AAPOR RR2)."),
        "People with at least 50 % of the closed questions answered ÷ people asked (AAPOR RR2).",
    ),
}
DENOMINATORS = {
    "invited": ("personas invitadas", "people invited"),
    "applied": ("postulaciones", "people who applied"),
    "matched": ("mentees con pareja", "mentees matched"),
    "mentors-matched": ("mentores con pareja", "mentors matched"),
    "matches": ("parejas formadas", "matches made"),
    "matches-21-days": ("parejas con 21 días o más", "matches of 21 days or more"),
    "pairs-at-risk": ("parejas con algún período transcurrido", "pairs with a period elapsed"),
    "pair-periods": ("períodos de pareja", "pair-periods"),
    "completed": ("mentees que completaron", "mentees who completed"),
    "matches-completed": ("parejas completadas", "matches completed"),
    "sessions-offered": ("sesiones ofrecidas, una por persona", "sessions offered, one a person"),
    "sessions-not-excused": ("sesiones ofrecidas sin excusa", "sessions offered and not excused"),
    "asked": ("personas consultadas", "people asked"),
    "answered": ("respuestas", "answers"),
    "answered-first": ("personas con la primera encuesta", "people with the first survey"),
    "goals-rated": ("metas con nivel", "goals with a level"),
    "mentees-with-goals": ("mentees con metas calificadas", "mentees with goals rated"),
    "introductions": ("presentaciones", "introductions"),
}

BEHIND = {
    "pair-periods": ("parejas", "pairs"),
    "sessions-offered": ("personas", "people"),
    "sessions-not-excused": ("personas", "people"),
    "goals-rated": ("mentees", "mentees"),
    "introductions": ("mentees", "mentees"),
}
"""Who is behind cases of which a person or pair has several: public tables count these, for `n` there tells how many people."""


def metric_definition(metric: str, language: str) -> Definition:
    """
    Give the name and definition of one metric.

    >>> metric_definition("response_rate_exit", "en").name
    'Response: exit'

    Raises:
        InvalidInputError: No such metric or language.
    """
    if language not in LANGUAGES:
        raise InvalidInputError("the language is es or en")
    side = LANGUAGES.index(language)
    if metric in _M:
        return Definition(metric, _M[metric][side], _M[metric][2 + side])
    for prefix, words in _FAMILIES.items():
        if metric.startswith(prefix):
            return Definition(metric, words[side].format(metric.removeprefix(prefix)), words[2 + side])
    raise InvalidInputError(f'there is no metric "{metric}"')


def metric_definitions(language: str) -> dict[str, Definition]:
    """Give name and definition of every metric by its id; those of surveys stand once, with `<survey>`."""
    ids = sorted([*_M, *(f"{prefix}<survey>" for prefix in _FAMILIES)])
    return {id: metric_definition(id, language) for id in ids}


def denominator_words(denominator: str, language: str) -> str:
    """Give what a metric's cases are, in words."""
    if denominator not in DENOMINATORS or language not in LANGUAGES:
        raise InvalidInputError(f'there are no words for the denominator "{denominator}" in "{language}"')
    return DENOMINATORS[denominator][LANGUAGES.index(language)]


def public_denominator_words(denominator: str, language: str) -> str:
    """
    Give the same for a public table, whose `n` counts people or pairs even where the cases are others.

    >>> public_denominator_words("pair-periods", "en")
    'pair-periods; n counts pairs'
    """
    words = denominator_words(denominator, language)
    if denominator not in BEHIND:
        return words
    behind = BEHIND[denominator][LANGUAGES.index(language)]
    return words + {"es": f"; n cuenta {behind}", "en": f"; n counts {behind}"}[language]
