"""A synthetic cohort: two years of readings and answers with planted deteriorations.

Nothing here knows a limit or a rule: what a person measures follows from how she is, so that the
rules can be tried on it. Invented, not fitted to any patients: a usual value with slow wandering,
scatter and season, days left out, readings taken on the move, and spells of getting worse that rise
over days, stay and pass. Sizes and rates stand in the tables below; the seed decides the rest.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi
from random import Random
from typing import NamedTuple

DAYS = 730
PEOPLE: Mapping[str, int] = {
    "kols": 11,
    "diabetes": 5,
    "hjertesvikt": 5,
    "palliasjon": 2,
    "alderspsykiatri": 1,
    "krisemestringsplan": 1,
}
"""How many of the 25 have which plan; nobody measures anything for a crisis plan."""
_QUIET_DAYS = 30
"""Nobody gets worse while she is new: her limits are found then."""
_MISSED_DAY = 0.06
_ON_THE_MOVE = 0.02
_MARKED = 0.6
"""The share of readings on the move that somebody marks as such."""
_NOISE_ANSWER = 0.015
"""How often a well person answers «worse» to one question."""


class Severity(StrEnum):
    """How bad a planted deterioration gets."""

    MODERATE = "moderate"
    SEVERE = "severe"


@dataclass(frozen=True, slots=True)
class Deterioration:
    """A planted spell: it begins on day `onset`, rises for `rise` days, stays and passes."""

    onset: int
    rise: int
    stay: int
    fall: int
    severity: Severity

    @property
    def end(self) -> int:
        """Give the first day on which she is as usual again."""
        return self.onset + self.rise + self.stay + self.fall

    def share(self, day: int) -> float:
        """Give how much of the full effect there is on a day, 0 to 1."""
        since = day - self.onset
        if since < 0 or day >= self.end:
            return 0.0
        if since < self.rise:
            return (since + 1) / self.rise
        return min(1.0, (self.end - day) / (self.fall + 1))


@dataclass(frozen=True, slots=True)
class Course:
    """How one measurement behaves: (mean, spread) between people, then within one person.

    `wander` is the daily step of a slow walk that is drawn back by `pull`; `moderate` and `severe`
    are what a deterioration adds at its worst; `moving` what being on the move adds.
    """

    kind: str
    people: tuple[float, float]
    scatter: float
    wander: float
    pull: float
    moderate: float
    severe: float
    season: float = 0.0
    moving: float = 0.0
    decimals: int = 0
    low: float = 0.0
    high: float = 1000.0


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form: its answers for well, moderately and severely worse."""

    kind: str
    well: int
    moderate: int
    severe: int
    likely: float
    """The chance that a worse person answers so."""


class Made(NamedTuple):
    """One reading or answer: the day (0 is the first), minute of the day, kind and value."""

    day: int
    minute: int
    kind: str
    value: float
    marked: bool
    """Somebody has marked it as taken on the move."""


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person: her plan, what was planted, and everything that came, oldest first."""

    number: int
    diagnosis: str
    planted: tuple[Deterioration, ...]
    made: tuple[Made, ...]


_COURSES: Mapping[str, tuple[Course, ...]] = {
    "kols": (
        Course("spo2", (92.5, 1.2), 0.8, 0.25, 0.3, -3.5, -9.0, -0.4, -4.0, 0, 60, 100),
        Course("pulse", (80, 6), 4.0, 1.0, 0.3, 11, 26, 0.0, 18.0, 0, 40, 180),
    ),
    "diabetes": (Course("glucose", (7.5, 0.7), 1.1, 0.25, 0.3, 6.0, 13.0, 0.0, 0.0, 1, 1.6, 33),),
    "hjertesvikt": (
        Course("weight", (82, 9), 0.3, 0.12, 0.06, 2.6, 5.0, 0.2, 0.0, 1, 35, 200),
        Course("pulse", (74, 6), 4.0, 1.0, 0.3, 9, 24, 0.0, 18.0, 0, 40, 180),
    ),
}
_QUESTIONS: Mapping[str, tuple[Question, ...]] = {
    "kols": (
        Question("kols_daily.breath", 0, 1, 3, 0.9),
        Question("kols_daily.sputum", 0, 1, 2, 0.6),
        Question("kols_daily.colour", 0, 1, 2, 0.5),
    ),
    "hjertesvikt": (
        Question("hjertesvikt_daily.breath", 0, 1, 3, 0.8),
        Question("hjertesvikt_daily.swelling", 0, 1, 2, 0.7),
    ),
    "palliasjon": (
        Question("esas_r.pain", 2, 5, 8, 0.95),
        Question("esas_r.nausea", 1, 4, 7, 0.6),
        Question("esas_r.breath", 1, 4, 8, 0.6),
    ),
    "alderspsykiatri": (
        Question("alderspsyk_relative.sleep", 0, 1, 2, 0.9),
        Question("alderspsyk_relative.unrest", 0, 1, 2, 0.8),
    ),
}
_BETWEEN = (70, 260)
"""Days from one deterioration to the next."""
_SEVERE = 0.4


def cohort(seed: int) -> tuple[Person, ...]:
    """Make the 25 people of a seed; the same seed gives the same people."""
    diagnoses = [name for name, count in PEOPLE.items() for _ in range(count)]
    return tuple(_person(Random(f"{seed}:{at}"), at, name) for at, name in enumerate(diagnoses))


def _person(random: Random, number: int, diagnosis: str) -> Person:
    measures = diagnosis in _COURSES or diagnosis in _QUESTIONS
    planted = tuple(_planted(random)) if measures else ()
    kept = [random.random() >= _MISSED_DAY for _ in range(DAYS)]
    minutes = [6 * 60 + 40 + random.randrange(90) for _ in range(DAYS)]
    made: list[Made] = []
    for course in _COURSES.get(diagnosis, ()):
        made += _measured(random, course, planted, minutes)
    for question in _QUESTIONS.get(diagnosis, ()):
        made += _answered(random, question, planted, minutes)
    coming = (each for each in made if kept[each.day])
    return Person(number, diagnosis, planted, tuple(sorted(coming)))


def _planted(random: Random) -> Iterator[Deterioration]:
    day = _QUIET_DAYS + random.randrange(_BETWEEN[1] // 2)
    while day < DAYS - _QUIET_DAYS:
        severity = Severity.SEVERE if random.random() < _SEVERE else Severity.MODERATE
        spell = Deterioration(
            day, random.randint(3, 5), random.randint(2, 4), random.randint(4, 7), severity
        )
        yield spell
        day = spell.end + random.randint(*_BETWEEN)


def _measured(
    random: Random, course: Course, planted: Sequence[Deterioration], minutes: Sequence[int]
) -> Iterator[Made]:
    usual, walk = random.gauss(*course.people), 0.0
    for day, minute in enumerate(minutes):
        walk += random.gauss(0, course.wander) - course.pull * walk
        moving = course.moving != 0 and random.random() < _ON_THE_MOVE
        value = (
            usual
            + walk
            + course.season * cos(2 * pi * day / 365)
            + random.gauss(0, course.scatter)
            + _effect(course, planted, day)
            + (course.moving if moving else 0.0)
        )
        bounded = min(course.high, max(course.low, value))
        marked = moving and random.random() < _MARKED
        yield Made(day, minute, course.kind, round(bounded, course.decimals), marked)


def _effect(course: Course, planted: Sequence[Deterioration], day: int) -> float:
    return sum(
        spell.share(day) * (course.severe if _severe(spell) else course.moderate)
        for spell in planted
    )


def _answered(
    random: Random, question: Question, planted: Sequence[Deterioration], minutes: Sequence[int]
) -> Iterator[Made]:
    for day, minute in enumerate(minutes):
        yield Made(
            day, minute + 3, question.kind, _answer(random, question, planted, day), marked=False
        )


def _answer(random: Random, question: Question, planted: Sequence[Deterioration], day: int) -> int:
    spell = next((each for each in planted if each.share(day) > 0), None)
    if spell is None:
        return question.moderate if random.random() < _NOISE_ANSWER else question.well
    if random.random() >= question.likely:
        return question.well
    worst = question.severe if _severe(spell) else question.moderate
    # An answer follows how bad the day is, in whole steps.
    return round(question.well + (worst - question.well) * spell.share(day))


def _severe(spell: Deterioration) -> bool:
    return spell.severity is Severity.SEVERE
