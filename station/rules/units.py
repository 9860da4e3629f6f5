"""Units: one canonical unit per component, converted once at the edge and never rounded there."""

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
}
_SENT: Mapping[str, Mapping[str, tuple[Decimal, Decimal]]] = {
    "sys": {"kPa": _FROM_KPA},
    "dia": {"kPa": _FROM_KPA},
    "weight": {"[lb_av]": (Decimal(0), Decimal(str(KG_PER_LB)))},
    "temp": {"[degF]": (Decimal(32), 1 / Decimal("1.8"))},
    "glucose": _GLUCOSE_SENT,
    "glucose_interstitial": _GLUCOSE_SENT,
}
"""What meters send beside the component's own unit, by UCUM code: subtract, then multiply."""
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
