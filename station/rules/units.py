"""Units: one canonical unit per component, converted once at the edge and never rounded there."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from station.core.i18n import N_
from station.rules.kinds import Component
from station.rules.limits import Limit

MG_DL_PER_MMOL_L = 18.01559
"""Milligrams per decilitre of glucose in one millimole per litre (molar mass 180.1559 g/mol)."""
KG_PER_LB = 0.45359237
"""Kilograms in one international avoirdupois pound, by its definition."""
MMHG_PER_KPA = 7.50062
"""Millimetres of mercury in one kilopascal."""
MOST_DECIMALS = 9

MG_DL, FAHRENHEIT, POUND = N_("mg/dL"), N_("°F"), N_("lb")
_GLUCOSE: dict[str, Callable[[float], float]] = {MG_DL: lambda value: value / MG_DL_PER_MMOL_L}
_OTHER_UNITS: dict[str, dict[str, Callable[[float], float]]] = {
    "glucose": _GLUCOSE,
    "glucose_interstitial": _GLUCOSE,
    "temp": {FAHRENHEIT: lambda value: (value - 32) / 1.8},
    "weight": {POUND: lambda value: value * KG_PER_LB},
}
_FROM_KPA = (Decimal(0), Decimal(str(MMHG_PER_KPA)))
_FROM_MG_DL = Decimal(str(MG_DL_PER_MMOL_L))
_GLUCOSE_SENT = {
    "mol/L": (Decimal(0), Decimal(1000)),
    "kg/L": (Decimal(0), Decimal(100_000) / _FROM_MG_DL),
    "mg/dL": (Decimal(0), 1 / _FROM_MG_DL),
}
_SENT: Mapping[str, Mapping[str, tuple[Decimal, Decimal]]] = {
    "sys": {"kPa": _FROM_KPA},
    "dia": {"kPa": _FROM_KPA},
    "weight": {
        "[lb_av]": (Decimal(0), Decimal(str(KG_PER_LB))),
        "g": (Decimal(0), Decimal("0.001")),
    },
    "temp": {"[degF]": (Decimal(32), 1 / Decimal("1.8"))},
    "glucose": _GLUCOSE_SENT,
    "glucose_interstitial": _GLUCOSE_SENT,
    "pef": {"L/s": (Decimal(0), Decimal(60))},
    "fev1": {"mL": (Decimal(0), Decimal("0.001"))},
}
"""What meters and programs send beside the own unit, by UCUM code: subtract, then multiply."""
_ALSO_UCUM: Mapping[str, str] = {
    "mmol/l": "mmol/L",
    "mol/l": "mol/L",
    "mg/dl": "mg/dL",
    "kg/l": "kg/L",
    "l/min": "L/min",
    "l/s": "L/s",
    "l": "L",
    "ml": "mL",
    "1/min": "/min",
    "1/d": "/d",
}
"""UCUM has two signs for the litre, and a one that may be left out."""
_UCUM_OF: Mapping[str, str] = {MG_DL: "mg/dL", FAHRENHEIT: "[degF]", POUND: "[lb_av]"}
_ANNOTATION = re.compile(r"\{[^{}]*\}")
_SPELLINGS: Mapping[str, str] = {
    "%": "%",
    "mmol/l": "mmol/L",
    "mg/dl": MG_DL,
    "c": "°C",
    "°c": "°C",
    "cel": "°C",
    "f": FAHRENHEIT,
    "°f": FAHRENHEIT,
    "[degf]": FAHRENHEIT,
    "kg": "kg",
    "lb": POUND,
    "lbs": POUND,
    "[lb_av]": POUND,
    "mmhg": "mmHg",
    "mm[hg]": "mmHg",
}


def units_of(component: Component) -> tuple[str, ...]:
    """Give the units that may be chosen for `component`, the canonical one first."""
    return (component.unit, *_OTHER_UNITS.get(component.code, {}))


def recognise_unit(component: Component, text: str) -> str | None:
    """Give the unit of `component` that `text` spells, or None if it is none of its units."""
    plain = text.strip()
    found = _SPELLINGS.get(plain.casefold(), plain)
    if found == component.ucum:
        return component.unit
    return found if found in units_of(component) else None


def to_canonical(component: Component, value: float, unit: str) -> float:
    """Give `value` in the component's own unit, unrounded; KeyError for a unit it cannot have."""
    return value if unit == component.unit else _OTHER_UNITS[component.code][unit](value)


def sent_to_canonical(component: Component, value: Decimal, ucum: str) -> float:
    """Give a meter's `value` in the component's own unit; KeyError for a unit it cannot have.

    It is reckoned in tenths as it was sent (0.0061 mol/L is 6.1 mmol/L to the last digit).
    """
    if ucum == component.ucum:
        return float(value)
    less, factor = _SENT[component.code][ucum]
    return float((value - less) * factor)


def unit_sent(component: Component, code: str) -> str | None:
    """Give the UCUM code that `code` is for a value of `component`; None where it can have none.

    What stands in braces says nothing of the unit («{beats}/min»), except that of a score.
    """
    if code == component.ucum:
        return code
    plain = _ANNOTATION.sub("", code)
    found = _ALSO_UCUM.get(plain, plain)
    return found if found in {component.ucum, *_SENT.get(component.code, {})} else None


def unit_told(component: Component, text: str) -> str | None:
    """Give the UCUM code of a unit told in words or as a code; None where it is none of its."""
    spelt = recognise_unit(component, text)
    if spelt is None:
        return unit_sent(component, text)
    return component.ucum if spelt == component.unit else _UCUM_OF[spelt]


def in_words(component: Component, ucum: str) -> str:
    """Give a UCUM code as it is shown: «mg/dL», «lb», «°F»; the code where it has no other."""
    return recognise_unit(component, ucum) or ucum


def decimals_shown(value: float, decimals: int, limits: Iterable[Limit] = ()) -> int:
    """Give how many decimals show `value` on the side of every limit on which it lies.

    Normally `decimals`; one more (and again) where rounding would carry the value over a limit.
    """
    near = tuple(limits)
    for places in range(decimals, MOST_DECIMALS):
        rounded = float(f"{value:.{places}f}")
        if all(limit.hit(rounded) == limit.hit(value) for limit in near):
            return places
    return MOST_DECIMALS


def decimals_of(value: float, most: int = MOST_DECIMALS) -> int:
    """Give the fewest decimals that write `value` in full, at most `most` (86 has none)."""
    return next((n for n in range(most) if float(f"{value:.{n}f}") == value), most)
