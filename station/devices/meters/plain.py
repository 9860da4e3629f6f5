"""Meters that keep to their profile: one model each, for any maker's."""

from station.core.i18n import N_
from station.devices.meters.model import MeterClock, MeterKind, MeterModel, Pair, Stored
from station.devices.meters.steps import (
    ANSWER,
    BATTERIES,
    CHOOSE,
    MEASURE_ONCE,
    NEAR,
    SWITCH_ON,
    WAIT,
)
from station.devices.profiles import (
    cuff,
    glucose,
    glucose_context,
    heart_rate,
    oximeter,
    racp,
    scale,
    thermometer,
)

OXIMETER_SERVICE, SCALE_SERVICE, CUFF_SERVICE = 0x1822, 0x181D, 0x1810
THERMOMETER_SERVICE, GLUCOSE_SERVICE, HEART_RATE_SERVICE = 0x1809, 0x1808, 0x180D

OXIMETER_READS = (oximeter.SPOT_CHECK, oximeter.CONTINUOUS)
SCALE_READS = (scale.WEIGHT,)
CUFF_READS = (cuff.BLOOD_PRESSURE, cuff.INTERMEDIATE_PRESSURE)
THERMOMETER_READS = (thermometer.TEMPERATURE, thermometer.INTERMEDIATE_TEMPERATURE)
GLUCOSE_READS = (glucose.GLUCOSE, glucose_context.GLUCOSE_CONTEXT, racp.RACP)
HEART_RATE_READS = (heart_rate.HEART_RATE,)

PLAIN_STEPS = (BATTERIES, NEAR, SWITCH_ON, CHOOSE, ANSWER, WAIT)

OXIMETER = MeterModel(
    code="generic_oximeter",
    maker="",
    name=N_("Pulse oximeter"),
    kind=MeterKind.OXIMETER,
    service=OXIMETER_SERVICE,
    characteristics=OXIMETER_READS,
    steps=PLAIN_STEPS,
)
SCALE = MeterModel(
    code="generic_scale",
    maker="",
    name=N_("Scale"),
    kind=MeterKind.SCALE,
    service=SCALE_SERVICE,
    characteristics=SCALE_READS,
    stored=Stored.PUSH,
    steps=PLAIN_STEPS,
)
CUFF = MeterModel(
    code="generic_cuff",
    maker="",
    name=N_("Blood pressure meter"),
    kind=MeterKind.CUFF,
    service=CUFF_SERVICE,
    characteristics=CUFF_READS,
    stored=Stored.PUSH,
    steps=PLAIN_STEPS,
)
THERMOMETER = MeterModel(
    code="generic_thermometer",
    maker="",
    name=N_("Thermometer"),
    kind=MeterKind.THERMOMETER,
    service=THERMOMETER_SERVICE,
    characteristics=THERMOMETER_READS,
    stored=Stored.PUSH,
    steps=PLAIN_STEPS,
)
GLUCOSE_METER = MeterModel(
    code="generic_glucose_meter",
    maker="",
    name=N_("Blood glucose meter"),
    kind=MeterKind.GLUCOSE_METER,
    service=GLUCOSE_SERVICE,
    characteristics=GLUCOSE_READS,
    stored=Stored.RACP,
    steps=(BATTERIES, MEASURE_ONCE, NEAR, SWITCH_ON, CHOOSE, ANSWER, WAIT),
)
HEART_RATE = MeterModel(
    code="generic_heart_rate",
    maker="",
    name=N_("Heart rate belt or watch"),
    kind=MeterKind.HEART_RATE,
    service=HEART_RATE_SERVICE,
    characteristics=HEART_RATE_READS,
    pair=Pair.NEVER,
    clock=MeterClock.NEVER,
    clock_readable=False,
    encrypts=False,
    steps=(BATTERIES, NEAR, SWITCH_ON, CHOOSE, WAIT),
)
PLAIN = (OXIMETER, SCALE, CUFF, THERMOMETER, GLUCOSE_METER, HEART_RATE)
"""One for each profile that is read; the order in which a meter of several is taken."""
