"""Number formats of spreadsheets under which a number is more than its digits: codes, telephone numbers, words, shares of a hundred."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from functools import lru_cache

_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+|(?<=;)(?=;|\Z)|\A(?=;)', re.DOTALL)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$[^\]]*\]|\[(?P<sign>[<>=]{1,2})(?P<bound>-?\d+\.?\d*)\]|\[(?P<other>[^\]]*)\]'
    r"|(?P<general>General)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<odd>E[+-]|/)|(?P<date>[ymdhse])|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_COMPARED = {"<": operator.lt, ">": operator.gt, "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne}
_MONEY = re.compile(r"(?i)[a-z]{0,3}\$|\b(?:cop|usd|eur|mxn|ars|clp|pen|brl|bob|s/|bs)\.?")
_LONGEST = 255


@dataclass(frozen=True)
class _Section:
    """Digits of the whole part are `0`, `#` or `?` among literals; `whole` is no number's where there are none."""

    condition: tuple[str, float] | None
    whole: tuple[tuple[bool, str], ...]
    decimals: int
    after: str
    kinds: frozenset[str]

    @property
    def telling(self) -> bool:
        """Tell whether a person would say that the digits alone are something else."""
        if "odd" in self.kinds:
            return False
        places = [at for at, (digit, _) in enumerate(self.whole) if digit]
        said = "".join(text for digit, text in self.whole if not digit) + self.after
        if not places:
            return any(map(str.isalpha, said))
        zero = next((count for count, at in enumerate(places) if self.whole[at][1] == "0"), len(places) - 1)
        before = "".join(text for _, text in self.whole[: places[0]])
        after = "".join(text for digit, text in self.whole[places[-1] :] if not digit) + self.after
        within = any(not digit for digit, _ in self.whole[places[0] : places[-1]])
        coded = bool(re.search(r"\d|[^\W_]\S*\Z", _MONEY.sub("", before)))
        return (len(places) - zero > 1 and "comma" not in self.kinds) or within or coded or bool(re.search(r"[\d%]|\A[-/]", after))


@lru_cache(1_000)
def telling_form(code: str) -> str | None:
    """
    Give what has to be known of a format to say what a number under it is: `%`, the format, or nothing where its digits say it.

    >>> [telling_form(code) for code in ("0.0%", "000-0000", '0 "años"', "dd/mm/yyyy", "$ #,##0.00", '"PRE-"0')]
    ['%', '000-0000', None, None, None, '"PRE-"0']
    """
    sections = _sections(code)
    kinds = frozenset[str]().union(*(one.kinds for one in sections))
    if "date" in kinds:
        return None
    if "percent" in kinds:
        return "%"
    return code if any(one.telling for one in sections) else None


def shown_as(value: float, code: str) -> str | None:
    """
    Write a number as its format shows it; nothing, where that would lose of it or cannot be said.

    >>> shown_as(71234, "000-0000"), shown_as(3001234567, "(000) 000-0000"), shown_as(7.5, "000"), shown_as(0, '"sí";"sí";"no"')
    ('007-1234', '(300) 123-4567', None, 'no')
    """
    sections = [one for one in _sections(code) if "text" not in one.kinds] or list(_sections(code))
    section, bare = _chosen(value, sections)
    if section is None or section.kinds & {"odd", "general"}:
        return None
    if not any(digit for digit, _ in section.whole):
        return ("".join(text for _, text in section.whole) + section.after).strip() or None
    number = f"{abs(value):.{section.decimals}f}"
    if abs(float(number) - abs(value)) > 1e-12 * abs(value):
        return None
    whole, _, rest = number.partition(".")
    left, written = list(whole.lstrip("0")), []
    first = next(at for at, (digit, _) in enumerate(section.whole) if digit)
    zero = section.whole.index((True, "0")) if (True, "0") in section.whole else len(section.whole)
    for at in range(len(section.whole) - 1, -1, -1):
        digit, text = section.whole[at]
        written.append(text if not digit else left.pop() if left else "0" if at >= zero else "")
        if at == first:
            written.append("".join(left))
    sign = "-" if value < 0 and not bare else ""
    return (sign + "".join(reversed(written)) + (f".{rest}" if rest else "") + section.after).strip()


def _chosen(value: float, sections: list[_Section]) -> tuple[_Section | None, bool]:
    """Give the section for a number, and whether it says the sign itself."""
    if any(one.condition for one in sections):
        fitting = (one for one in sections if one.condition is None or _COMPARED[one.condition[0]](value, one.condition[1]))
        return next(fitting, None), False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    return sections[2 if value == 0 and len(sections) > 2 else 0], False


@lru_cache(1_000)
def _sections(code: str) -> tuple[_Section, ...]:
    return tuple(map(_section, _SECTION.findall(code[:_LONGEST])[:4]))


def _section(code: str) -> _Section:
    condition, whole, decimals, after, kinds = None, [], 0, "", set()
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup
        if kind == "bound" and match["sign"] in _COMPARED:
            condition = match["sign"], float(match["bound"])
        elif kind == "other" and re.fullmatch(r"(?i)h+|m+|s+", match["other"]):
            kinds.add("date")
        elif kind == "general":
            kinds.add(kind)
            whole.append((True, "#"))
        elif kind == "digit" and "point" in kinds:
            decimals += 1
        elif kind == "digit":
            whole.append((True, match[0]))
        elif kind in ("quoted", "escaped", "literal") and match[kind]:
            if "point" in kinds:
                after += match[kind]
            else:
                whole.append((False, match[kind]))
        elif kind in ("point", "comma", "percent", "text", "odd", "date"):
            kinds.add(kind)
    if "comma" in kinds and re.search(r"[0#?],+(?![0#?,])", code):
        kinds.add("odd")  # thousands that are not shown
    return _Section(condition, tuple(whole), decimals, after, frozenset(kinds))
