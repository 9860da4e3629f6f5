"""Numbers as people type them: both decimal marks understood, anything ambiguous refused."""

import re
from dataclasses import dataclass
from enum import StrEnum

from station.rules.kinds import Component
from station.rules.limits import Side
from station.rules.plausibility import Doubt, Plausibility, doubt_value
from station.rules.units import MG_DL, to_canonical

MOST_CHARACTERS = 15
MG_DL_FROM = 36.0
"""A lower glucose typed as mg/dL (2.0 mmol/L) is more often mmol/L: the program asks."""
_MARKS = ".,"
_DIGITS = frozenset("0123456789")
# One to three digits, then groups of three: 1.180 may be a thousand or one point one eight.
_GROUPED = re.compile(r"(?!0[.,])\d{1,3}([.,]\d{3})+([.,]\d+)?", re.ASCII)
_BEYOND = {"LO": Side.LOW, "HI": Side.HIGH}


class Fault(StrEnum):
    """Why typed text was refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    CHARACTER = "character"
    MARK = "mark"
    AMBIGUOUS = "ambiguous"
    FORGOTTEN_COMMA = "forgotten_comma"
    OTHER_UNIT = "other_unit"
    IMPOSSIBLE = "impossible"
    NOT_WHOLE = "not_whole"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Typed text that was not taken: why, at which character (from 0), and what may be meant."""

    fault: Fault
    position: int = 0
    suggestion: float | None = None
    suggested_unit: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the person must answer before a believable but doubtful number is saved."""

    doubt: Doubt | Fault
    suggestion: float | None = None
    suggested_unit: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """A number that was understood: `value` in the component's unit, unrounded, and as typed.

    `value` is None when a meter's LO or HI was typed; then `beyond` says which.
    """

    value: float | None
    beyond: Side | None
    original_value: str
    original_unit: str
    question: Question | None = None


def parse_number(text: str) -> float | Refusal:
    """Read a plain number with a comma or a point; surrounding white space does not matter."""
    typed = text.strip()
    start = len(text) - len(text.lstrip())
    if not typed:
        return Refusal(Fault.EMPTY)
    if len(typed) > MOST_CHARACTERS:
        return Refusal(Fault.TOO_LONG, start + MOST_CHARACTERS)
    for at, character in enumerate(typed):
        if character not in _DIGITS and character not in _MARKS:
            return Refusal(Fault.CHARACTER, start + at)
    marks = [at for at, character in enumerate(typed) if character in _MARKS]
    if _GROUPED.fullmatch(typed):
        return Refusal(Fault.AMBIGUOUS, start + marks[0])
    wrong = [at for at in marks if at in (0, len(typed) - 1)] or marks[1:]
    if wrong:
        return Refusal(Fault.MARK, start + wrong[0])
    return float(typed.replace(",", "."))


def parse_value(text: str, component: Component, unit: str = "") -> Entered | Refusal:
    """Read a value of `component` typed in `unit` (its own when empty)."""
    typed, spoken = text.strip(), unit or component.unit
    if component.code == "glucose" and typed.upper() in _BEYOND:
        return Entered(None, _BEYOND[typed.upper()], typed, spoken)
    number = parse_number(text)
    if isinstance(number, Refusal):
        return number
    value = to_canonical(component, number, spoken)
    found = doubt_value(component, value)
    guess = _meant(component, number, spoken, whole=not set(_MARKS) & set(typed))
    if found is not None and found.plausibility == Plausibility.REJECT:
        return _refuse(found.doubt, guess, len(text) - len(text.lstrip()))
    question = guess if found is None else guess or Question(found.doubt)
    return Entered(value, None, typed, spoken, question)


def _meant(component: Component, number: float, unit: str, *, whole: bool) -> Question | None:
    """What an odd number may have been meant to be; None when it is odd in no known way."""
    if unit == MG_DL:
        doubtful = number < MG_DL_FROM and doubt_value(component, number) is None
        return Question(Fault.OTHER_UNIT, number, component.unit) if doubtful else None
    if not whole or doubt_value(component, to_canonical(component, number, unit)) is None:
        return None
    for places in range(1, component.decimals + 1):
        guess = number / 10**places
        if doubt_value(component, to_canonical(component, guess, unit)) is None:
            return Question(Fault.FORGOTTEN_COMMA, guess, unit)
    return None


def _refuse(doubt: Doubt, guess: Question | None, position: int) -> Refusal:
    if guess is None:
        return Refusal(Fault.NOT_WHOLE if doubt == Doubt.NOT_WHOLE else Fault.IMPOSSIBLE, position)
    return Refusal(Fault(guess.doubt), position, guess.suggestion, guess.suggested_unit)
