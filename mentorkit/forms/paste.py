"""A form as text, to be typed or pasted into any form tool."""

from __future__ import annotations

from mentorkit.forms.words import word
from mentorkit.model.forms import Form, Question


def form_text(form: Form, language: str, guardian_below: int = 18) -> str:
    """Give a form as text in one language: each question with its kind, its help and its options, a line each."""
    head = [form.title[language], "=" * len(form.title[language]), "", form.intro[language], "", word("paste-head", language, file=form.file), ""]
    parts = [_question(number, question, language, guardian_below) for number, question in enumerate(form.questions, 1)]
    return "\n".join([*head, *parts])


def _question(number: int, question: Question, language: str, guardian_below: int) -> str:
    hints = [question.hint.get(language, ""), word("minors", language, limit=guardian_below) if question.minors else ""]
    kind = _kind(question, language) + (f" · {word('needed', language).lower()}" if question.required else "")
    lines = [f"{number}. {question.text[language]}", f"   {word('kind', language)}: {kind}"]
    lines += [f"   {word('hint', language)}: {hint}" for hint in [" ".join(filter(None, hints))] if hint]
    if question.options:
        lines += [f"   {word('answers', language)}:", *(f"   - {option.text[language]}" for option in question.options)]
        lines += [f"   {word('other', language)}"] if question.open else []
    return "\n".join([*lines, ""])


def _kind(question: Question, language: str) -> str:
    low, high = question.low, question.high
    bounds = {} if low is None or high is None else {"low": f"{low:g}", "high": f"{high:g}"}
    if question.kind == "number" and bounds and high <= 10:
        return word("scale", language, **bounds)
    if question.kind == "number":
        return word("number", language, range=word("range", language, **bounds) if bounds else "")
    return word(question.kind, language, **bounds)
