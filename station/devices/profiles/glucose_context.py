"""Glucose Measurement Context (0x2A34): the circumstances of the record with the same number."""

from collections.abc import Mapping
from decimal import Decimal

from station.devices.packets import Decoded, MalformedPacket, Measure
from station.devices.profiles.cursor import Cursor, measure

GLUCOSE_CONTEXT = 0x2A34
_CARBOHYDRATE, _MEAL, _TESTER, _EXERCISE, _MEDICINE, _LITRES, _HBA1C, _EXTENDED = (
    1 << bit for bit in range(8)
)
_OVERRUN = 0xFFFF
EATEN = {
    1: "breakfast",
    2: "lunch",
    3: "dinner",
    4: "snack",
    5: "drink",
    6: "supper",
    7: "brunch",
}
MEALS = {1: "before_meal", 2: "after_meal", 3: "fasting", 4: "casual", 5: "bedtime"}
TESTERS = {1: "tested_self", 2: "tested_by_nurse", 3: "tested_in_lab", 15: "tester_unavailable"}
HEALTH = {
    1: "minor_health_issues",
    2: "major_health_issues",
    3: "menses",
    4: "stress",
    5: "no_health_issues",
    15: "health_unavailable",
}
MEDICINES = {
    1: "insulin_rapid",
    2: "insulin_short",
    3: "insulin_intermediate",
    4: "insulin_long",
    5: "insulin_mixed",
}


def read_context(payload: bytes) -> Decoded:
    """Read what was eaten, done and taken around a measurement, and who measured."""
    cursor = Cursor(payload)
    flags, sequence = cursor.whole(), cursor.whole(2)
    if flags & _EXTENDED and (extended := cursor.whole()):
        raise MalformedPacket(f"reserved: extended flags 0x{extended:02x}")
    words: list[str] = []
    measures: list[Measure] = []
    if flags & _CARBOHYDRATE:
        words.append(_word(cursor, EATEN, "carbohydrate"))
        measures.append(cursor.sfloat("carbohydrate", "kg"))
    if flags & _MEAL:
        words.append(_word(cursor, MEALS, "meal"))
    if flags & _TESTER:
        words += _tester_and_health(cursor.whole())
    if flags & _EXERCISE:
        measures += _exercise(cursor)
    if flags & _MEDICINE:
        words.append(_word(cursor, MEDICINES, "medicine"))
        measures.append(cursor.sfloat("medicine", "L" if flags & _LITRES else "kg"))
    if flags & _HBA1C:
        measures.append(cursor.sfloat("hba1c", "%"))
    return Decoded(
        GLUCOSE_CONTEXT,
        tuple(measures),
        sequence=sequence,
        context=tuple(words),
        rest=cursor.rest(),
    )


def _word(cursor: Cursor, names: Mapping[int, str], what: str) -> str:
    return names.get(cursor.whole(), f"{what}_reserved")


def _tester_and_health(pair: int) -> tuple[str, str]:
    tester = TESTERS.get(pair & 0x0F, "tester_reserved")
    return tester, HEALTH.get(pair >> 4, "health_reserved")


def _exercise(cursor: Cursor) -> tuple[Measure, Measure]:
    """How long (seconds; 65 535 is «longer») and how hard (per cent of the most)."""
    seconds, intensity = cursor.whole(2), cursor.whole()
    long = "exercise_longer" if seconds == _OVERRUN else "exercise"
    return measure(long, Decimal(seconds), "s"), measure("intensity", Decimal(intensity), "%")
