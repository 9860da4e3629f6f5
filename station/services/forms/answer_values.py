"""What goes into answered forms and what came of them, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from station.rules.forms import Answers as Given
from station.rules.limits import Level


class AnsweredBy(StrEnum):
    """Who answered."""

    PATIENT = "patient"
    RELATIVE = "relative"
    STAFF = "staff"


class AnswerSource(StrEnum):
    """How the answers came to Station."""

    SCREEN = "screen"
    PAPER = "paper"
    TABLET = "tablet"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Answered:
    """A form that was filled in: answers by item, who answered, when (UTC ms) and on what.

    `source_key` is the same whenever the same answers come again; empty, it is made of them.
    """

    form_code: str
    version: int
    answers: Given
    by: AnsweredBy
    source: AnswerSource
    answered_at: int
    name: str = ""
    comment: str = ""
    language: str = "nb"
    source_key: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class AnswerReceipt:
    """What became of an answered form: STORED, or DUPLICATE with the id of the one there was.

    `level` is the worst that any answer means by the form itself, `reached` how many levels of
    alerts were reached, also by the plan's limits.
    """

    answer_id: str
    outcome: str
    scores: Mapping[str, float | None]
    level: Level | None
    reached: int
