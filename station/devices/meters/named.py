"""The models that have habits of their own; docs/devices/ has a page for each."""

from dataclasses import replace

from station.devices.meters import plain, steps
from station.devices.meters.model import MeterClock, Pair, Stored

_END = (steps.CHOOSE, steps.ANSWER, steps.WAIT)
_BEGIN = (steps.BATTERIES, steps.NEAR)

UA_651BLE = replace(
    plain.CUFF,
    code="and_ua_651ble",
    maker="A&D",
    name="UA-651BLE",
    advertised=("A&D_UA-651BLE",),
    clock=MeterClock.DATE_TIME,
    reconnect_delay_s=15.0,
    disconnects_itself=True,
    steps=(*_BEGIN, steps.HOLD_PR_CUFF, *_END),
)
UC_352BLE = replace(
    plain.SCALE,
    code="and_uc_352ble",
    maker="A&D",
    name="UC-352BLE",
    advertised=("A&D_UC-352BLE",),
    clock=MeterClock.DATE_TIME,
    reconnect_delay_s=15.0,
    disconnects_itself=True,
    steps=(*_BEGIN, steps.HOLD_PR_SCALE, *_END),
)
NONIN_3230 = replace(
    plain.OXIMETER,
    code="nonin_3230",
    maker="Nonin",
    name="3230",
    advertised=("Nonin3230",),
    clock=MeterClock.NEVER,
    clock_readable=False,
    missing=(("spo2", 127), ("pulse", 511)),
    steps=(*_BEGIN, steps.FINGER, *_END),
)
ACCU_CHEK_INSTANT = replace(
    plain.GLUCOSE_METER,
    code="accu_chek_instant",
    maker="Roche",
    name="Accu-Chek Instant",
    advertised=("meter+",),
    pair=Pair.SYSTEM_PIN,
    clock=MeterClock.NEVER,
    clock_readable=False,
    needs_record=True,
    disconnects_itself=True,
    steps=(
        steps.MEASURE_ONCE,
        steps.NEAR,
        steps.HOLD_SIGN,
        steps.SETTINGS,
        steps.SIX_DIGITS,
        steps.CHOOSE,
        steps.WAIT,
    ),
)
ACCU_CHEK_GUIDE = replace(
    ACCU_CHEK_INSTANT,
    code="accu_chek_guide",
    name="Accu-Chek Guide",
    steps=(
        steps.MEASURE_ONCE,
        steps.NEAR,
        steps.MENU,
        steps.SETTINGS,
        steps.SIX_DIGITS,
        steps.CHOOSE,
        steps.WAIT,
    ),
)
CONTOUR_NEXT = replace(
    plain.GLUCOSE_METER,
    code="contour_next",
    maker="Ascensia",
    name="Contour Next",
    advertised=("Contour",),
    clock=MeterClock.PROPRIETARY,
    clock_readable=False,
    bond_overnight=False,
    steps=(*_BEGIN, steps.HOLD_LIGHT, *_END, steps.TOMORROW),
)
BM57 = replace(
    plain.CUFF,
    code="beurer_bm57",
    maker="Beurer",
    name="BM57",
    advertised=("BM57",),
    steps=(*_BEGIN, steps.MENU_ON, *_END),
)
FT95 = replace(
    plain.THERMOMETER,
    code="beurer_ft95",
    maker="Beurer",
    name="FT95",
    advertised=("FT95",),
    steps=(*_BEGIN, steps.HOLD_SIGN, *_END),
)
BF720 = replace(
    plain.SCALE,
    code="beurer_bf720",
    maker="Beurer",
    name="BF720",
    advertised=("BF720",),
    consent_code=True,
    steps=(*_BEGIN, steps.STEP_ON, steps.CODE, *_END, steps.BARE_FEET),
)
BF105 = replace(BF720, code="beurer_bf105", name="BF105", advertised=("BF105",))
OMRON = replace(
    plain.CUFF,
    code="omron",
    maker="Omron",
    name="Omron",
    advertised=("BLESmart_",),
    stored=Stored.PUSH,
    pair=Pair.BEFORE_DISCOVERY,
    clear_cccd=False,
    steps=(*_BEGIN, steps.HOLD_P, *_END),
)
NAMED = (
    UA_651BLE,
    UC_352BLE,
    NONIN_3230,
    ACCU_CHEK_INSTANT,
    ACCU_CHEK_GUIDE,
    CONTOUR_NEXT,
    BM57,
    FT95,
    BF720,
    BF105,
    OMRON,
)
