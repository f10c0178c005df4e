"""A programme's own messages: taken from the shipped ones into `program.yml`, and compared with them after an upgrade."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from mentorkit.errors import UsageError
from mentorkit.overlay import OwnFile, compared, keep_original, taken_copy

FOLDER = "messages/"
_TRACKING = re.compile(r"^tracking:[ \t]*(#.*)?$", re.MULTILINE)
_MESSAGES = re.compile(r"^  messages:[ \t]*(#.*)?$", re.MULTILINE)


def takeable_messages() -> list[str]:
    """Give the occasions whose message can be taken, as `messages/welcome`."""
    from mentorkit.tracking.messages import OCCASIONS

    return [FOLDER + occasion for occasion in OCCASIONS]


def take_message(program: Path, path: str) -> list[str]:
    """
    Write the shipped text of an occasion into `program.yml`, in every language of the programme, where it can be changed.

    Nothing else of the file is touched; where that cannot be done safely nothing is, and the lines are given to be put there by hand.

    Raises:
        UsageError: There is no such occasion, the programme has its own text, or the file is laid out in another way.
    """
    from mentorkit.io.yaml import checked_model, parsed_document, read_document
    from mentorkit.model.program import Program

    file, occasion = program / "program.yml", path.removeprefix(FOLDER)
    if path not in takeable_messages():
        raise UsageError(f"there is no message {path}; choose one of {', '.join(takeable_messages())}")
    before = checked_model(Program, read_document(file))
    if occasion in before.tracking.messages:
        raise UsageError(f"{path} is your own already: tracking.messages.{occasion} in program.yml")
    shipped = _shipped(before, occasion)
    text = file.read_bytes().decode("utf-8")
    changed = _with_message(text, occasion, shipped)
    wanted = before.model_copy(update={"tracking": before.tracking.model_copy(update={"messages": before.tracking.messages | {occasion: shipped}})})
    if changed is None or checked_model(Program, parsed_document(changed, file, file.name)) != wanted:
        raise UsageError(f"program.yml is laid out in a way of its own; put this below tracking: there\n  messages:\n{_lines(occasion, shipped)}")
    aside = file.with_name(".program.yml.new")
    aside.write_bytes(changed.encode("utf-8"))
    aside.replace(file)
    keep_original(program, f"{path}.txt", _flat(shipped).encode("utf-8"))
    return [f"program.yml: tracking.messages.{occasion}"]


def own_messages(program: Path) -> Iterator[OwnFile]:
    """Give each message that a programme has in its own words, with its state."""
    model = _program(program)
    for occasion, own in sorted(model.tracking.messages.items()):
        copy = taken_copy(program, f"{FOLDER}{occasion}.txt")
        before = copy.read_text(encoding="utf-8") if copy.is_file() else None
        shipped = _shipped(model, occasion)
        here = _flat(own if isinstance(own, dict) else dict.fromkeys(shipped, own))
        yield compared(FOLDER + occasion, here, _flat(shipped), before)


def read_message_again(program: Path, path: str) -> list[str]:
    """Remember the shipped text of a message as read."""
    model, occasion = _program(program), path.removeprefix(FOLDER)
    if occasion not in model.tracking.messages:
        raise UsageError(f"{path} is not your own; mentorkit status lists what is")
    keep_original(program, f"{path}.txt", _flat(_shipped(model, occasion)).encode("utf-8"))
    return [path]


def _program(folder: Path):
    from mentorkit.io.yaml import checked_model, read_document
    from mentorkit.model.program import Program

    return checked_model(Program, read_document(folder / "program.yml"))


def _shipped(program, occasion: str) -> dict[str, str]:
    from mentorkit.tracking.wording import letter

    plain = program.model_copy(update={"tracking": program.tracking.model_copy(update={"messages": {}})})
    return {language: letter(occasion, language, plain)[1] for language in sorted(program.languages)}


def _flat(words: dict[str, str]) -> str:
    return "".join(f"{language}: {text}\n" for language, text in sorted(words.items()))


def _lines(occasion: str, words: dict[str, str]) -> str:
    return f"    {occasion}:\n" + "".join(f"      {language}: {json.dumps(text, ensure_ascii=False)}\n" for language, text in words.items())


def _with_message(text: str, occasion: str, words: dict[str, str]) -> str | None:
    """Give the file with a message more, or None where its layout is not the one that is known."""
    here = _TRACKING.search(text)
    if not here:
        return None if re.search(r"^tracking:", text, re.MULTILINE) else f"{text.rstrip()}\n\ntracking:\n  messages:\n{_lines(occasion, words)}"
    end = next((one.start() for one in re.finditer(r"^[^\s#]", text[here.end() :], re.MULTILINE)), len(text) - here.end()) + here.end()
    block = text[here.end() + 1 : end]
    inside = _MESSAGES.search(block)
    at = here.end() + 1 + (inside.end() + 1 if inside else 0)
    new = _lines(occasion, words) if inside else f"  messages:\n{_lines(occasion, words)}"
    head = text[:at] if text[:at].endswith("\n") else f"{text[:at]}\n"
    return head + new + text[at:]
