"""Every software meter by the code of the model that it behaves as."""

from simulator.meters.base import Meter
from simulator.meters.cuff import AndCuff, BeurerCuff, Cuff, OmronCuff
from simulator.meters.glucose import AccuChek, AccuChekGuide, ContourNext, GlucoseMeter
from simulator.meters.heart_rate import HeartRateBelt
from simulator.meters.oximeter import Nonin, Oximeter
from simulator.meters.scale import AndScale, ConsentScale, ConsentScale105, Scale
from simulator.meters.thermometer import BeurerThermometer, Thermometer

METERS: dict[str, type[Meter]] = {
    "generic_oximeter": Oximeter,
    "generic_scale": Scale,
    "generic_cuff": Cuff,
    "generic_thermometer": Thermometer,
    "generic_glucose_meter": GlucoseMeter,
    "generic_heart_rate": HeartRateBelt,
    "and_ua_651ble": AndCuff,
    "and_uc_352ble": AndScale,
    "nonin_3230": Nonin,
    "accu_chek_instant": AccuChek,
    "accu_chek_guide": AccuChekGuide,
    "contour_next": ContourNext,
    "beurer_bm57": BeurerCuff,
    "beurer_ft95": BeurerThermometer,
    "beurer_bf720": ConsentScale,
    "beurer_bf105": ConsentScale105,
    "omron": OmronCuff,
}

HOSTILE_NAMES = (
    "<b>Kari</b><img src=x onerror=alert(1)>",
    "line\nbreak\rand\ttab",
    "\x1b[31mred\x07",
    "\u202egnihtyna\u202c",
    "%s%n{0}{name}",
    "A&D_UA-651BLE'; DROP TABLE devices;--",
    "x" * 248,
    "\U0001f9ff" * 62,
)
"""Names that anybody may send: a screen shows them as plain short text, whatever they say."""
