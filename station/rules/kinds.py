"""Kinds of reading: what can be measured, in which one unit, and which numbers are believable.

The outer numbers follow the openEHR archetypes where these give any; the inner ones are the
project's own proposals (tests/data/ranges.json holds the table with its sources).
"""

from dataclasses import dataclass
from math import isnan

from station.core.i18n import N_


@dataclass(frozen=True, slots=True)
class Bounds:
    """The allowed span; a bound that is `closed` is itself already outside («<= 2 is refused»)."""

    low: float | None = None
    high: float | None = None
    low_closed: bool = False
    high_closed: bool = False

    def outside(self, value: float) -> bool:
        """Tell whether `value` lies outside the span (a number that is none always does)."""
        return not (self._above_low(value) and self._below_high(value))

    def _above_low(self, value: float) -> bool:
        if self.low is None:
            return not isnan(value)
        return value > self.low if self.low_closed else value >= self.low

    def _below_high(self, value: float) -> bool:
        if self.high is None:
            return True
        return value < self.high if self.high_closed else value <= self.high


@dataclass(frozen=True, slots=True)
class Component:
    """One number of a reading: its name and unit (English, to translate), decimals and bounds.

    Outside `reject` it is no measured value at all; outside `confirm` a person is asked first.
    """

    code: str
    name: str
    unit: str
    ucum: str
    decimals: int
    reject: Bounds
    confirm: Bounds = Bounds()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of reading: a single component, or two that are measured together."""

    code: str
    name: str
    components: tuple[Component, ...]


def _single(component: Component) -> Kind:
    return Kind(component.code, component.name, (component,))


SPO2 = _single(
    Component("spo2", N_("SpO₂"), N_("%"), "%", 1, Bounds(1, 100), Bounds(70)),
)
PULSE = _single(
    Component("pulse", N_("Pulse"), N_("beats/min"), "/min", 0, Bounds(20, 300), Bounds(35, 180)),
)
SYS = Component(
    "sys",
    N_("Systolic blood pressure"),
    N_("mmHg"),
    "mm[Hg]",
    0,
    Bounds(40, 300, high_closed=True),
    Bounds(70, 220),
)
DIA = Component(
    "dia",
    N_("Diastolic blood pressure"),
    N_("mmHg"),
    "mm[Hg]",
    0,
    Bounds(20, 200, high_closed=True),
    Bounds(40, 130),
)
BP = Kind("bp", N_("Blood pressure"), (SYS, DIA))
WEIGHT = _single(
    Component(
        "weight",
        N_("Weight"),
        N_("kg"),
        "kg",
        1,
        Bounds(2, 500, low_closed=True),
        Bounds(30, 250),
    ),
)
TEMP = _single(
    Component("temp", N_("Temperature"), N_("°C"), "Cel", 1, Bounds(25, 45), Bounds(34.5, 41.5)),
)
GLUCOSE = _single(
    Component(
        "glucose",
        N_("Glucose"),
        N_("mmol/L"),
        "mmol/L",
        1,
        Bounds(0.3, 60, low_closed=True),
        Bounds(1.5, 33.3),
    ),
)
GLUCOSE_INTERSTITIAL = _single(
    Component(
        "glucose_interstitial",
        N_("Sensor glucose"),
        N_("mmol/L"),
        "mmol/L",
        1,
        Bounds(0.3, 60, low_closed=True),
        Bounds(1.5, 33.3),
    ),
)
RESP = _single(
    Component(
        "resp", N_("Respiratory rate"), N_("breaths/min"), "/min", 0, Bounds(3, 100), Bounds(8, 40)
    ),
)
PEF = _single(
    Component("pef", N_("PEF"), N_("L/min"), "L/min", 0, Bounds(20, 900), Bounds(60, 800)),
)
FEV1 = _single(
    Component("fev1", N_("FEV₁"), N_("L"), "L", 2, Bounds(0.1, 8), Bounds(0.3, 6)),
)
STEPS = _single(Component("steps", N_("Steps"), N_("steps"), "/d", 0, Bounds(0, 100_000)))
CAT_TOTAL = _single(
    Component("cat_total", N_("CAT score"), N_("of 40"), "{score}", 0, Bounds(0, 40))
)
MMRC = _single(Component("mmrc", N_("mMRC grade"), N_("of 4"), "{score}", 0, Bounds(0, 4)))

KINDS: tuple[Kind, ...] = (
    SPO2,
    PULSE,
    BP,
    WEIGHT,
    TEMP,
    GLUCOSE,
    GLUCOSE_INTERSTITIAL,
    RESP,
    PEF,
    FEV1,
    STEPS,
    CAT_TOTAL,
    MMRC,
)
COMPONENTS: tuple[Component, ...] = tuple(part for kind in KINDS for part in kind.components)
SCORES = frozenset({"cat_total", "mmrc"})
"""Components that are answers on a scale of whole numbers, not measurements."""

MOST_LETTERS = 40
"""The longest name of a form, or of one of its items, in a dotted code."""
_ANY_SCORE = Bounds(-1_000_000, 1_000_000)
"""What a form's score may be at all; the form's own bounds are checked before it comes in."""
_KINDS = {kind.code: kind for kind in KINDS}
_COMPONENTS = {part.code: part for part in COMPONENTS}
_PLACES = {part.code: (kind, at) for kind in KINDS for at, part in enumerate(kind.components)}


def is_dotted(code: str) -> bool:
    """Tell whether `code` is built from two names: a form's score, or a plan's combination."""
    first, dot, second = code.partition(".")
    return bool(dot) and _is_name(first) and _is_name(second)


def _is_name(text: str) -> bool:
    plain = text.isascii() and text.replace("_", "").isalnum() and text == text.lower()
    return plain and len(text) <= MOST_LETTERS


def kind_of(code: str) -> Kind:
    """Give the kind called `code`; KeyError if Station does not know it.

    A dotted code («kols_daily.breath») is a form's score, a kind of its own with one component.
    """
    return _single(component_of(code)) if is_dotted(code) else _KINDS[code]


def component_of(code: str) -> Component:
    """Give the component called `code` (of blood pressure: "sys", "dia"); KeyError if unknown.

    That of a dotted code is known by its form only: here it has no name, no unit, wide bounds.
    """
    if is_dotted(code):
        return Component(code, code, "", "{score}", 1, _ANY_SCORE)
    return _COMPONENTS[code]


def place_of(code: str) -> tuple[Kind, int]:
    """Give the kind that component `code` belongs to, and its index among the kind's values."""
    return (kind_of(code), 0) if is_dotted(code) else _PLACES[code]
