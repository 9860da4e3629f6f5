"""Devices in words: their kind, state, steps, battery, clock, contacts and faults."""

from collections.abc import Iterable, Mapping
from typing import Final

from station.core.formats import duration
from station.core.i18n import N_, ntr, tr
from station.rules.equipment import DeviceState, Standing

_MINUTE_MS = 60_000
DEVICE_KINDS: Final[Mapping[str, str]] = {
    "oximeter": N_("Pulse oximeter"),
    "scale": N_("Scale"),
    "cuff": N_("Blood pressure meter"),
    "thermometer": N_("Thermometer"),
    "glucose_meter": N_("Glucose meter"),
    "heart_rate": N_("Heart rate belt"),
    "spirometer": N_("Spirometer"),
    "tablet": N_("Tablet"),
    "camera": N_("Camera"),
    "amplifier": N_("Conversation amplifier"),
    "charger": N_("Charger"),
    "sim": N_("SIM card"),
    "own_device": N_("The patient's own tablet or telephone"),
    "other": N_("Other equipment"),
}
"""What can be lent: the stored code and its words."""

STANDINGS: Final[Mapping[Standing, str]] = {
    Standing.IN_STORE: N_("In the store"),
    Standing.RESERVED: N_("Reserved"),
    Standing.READY: N_("Ready to be lent"),
    Standing.LENT: N_("Lent"),
    Standing.DUE: N_("Due soon"),
    Standing.OVERDUE: N_("Overdue"),
    Standing.RETURNED: N_("Returned, not looked over"),
    Standing.CLEANING: N_("In cleaning"),
    Standing.REPAIR: N_("In repair"),
    Standing.LOST: N_("Lost"),
    Standing.SCRAPPED: N_("Scrapped"),
}
"""How a device stands, as a list and its filters name it."""
STEPS: Final[Mapping[str, str]] = {
    "charged": N_("Charged, or new batteries"),
    "wiped": N_("Emptied of readings"),
    "clock_set": N_("Clock set"),
    "test_reading": N_("Test reading passed"),
    "clean": N_("Clean"),
    "complete": N_("All parts are there"),
    "tried": N_("Tried out"),
    "undamaged": N_("Undamaged"),
    "charger": N_("Charger came back"),
    "hygiene": N_("Washed and disinfected"),
}
"""The steps of going a device over: the stored code and its words."""
CONDITIONS: Final[Mapping[str, str]] = {
    "new": N_("New"),
    "good": N_("Good"),
    "worn": N_("Worn"),
    "damaged": N_("Damaged"),
}
"""The condition of a device: the stored code and its words."""
IN_STORE, LENT, RETIRED = DeviceState.IN_STORE, DeviceState.LENT, DeviceState.SCRAPPED
PURPOSES: Final[Mapping[str, str]] = {
    "fetch": N_("Fetched readings"),
    "pair": N_("Paired"),
    "live": N_("Measured at the office"),
    "test": N_("Tried out"),
    "hand_out": N_("Handed out"),
    "wipe": N_("Emptied"),
}
OUTCOMES: Final[Mapping[str, str]] = {
    "complete": N_("everything came"),
    "incomplete": N_("not everything came; the rest is fetched next time"),
    "radio_absent": N_("this PC has no Bluetooth"),
    "radio_off": N_("Bluetooth was turned off"),
    "radio_denied": N_("Station was not allowed to use Bluetooth"),
    "not_found": N_("the device was not in range"),
    "timed_out": N_("the device did not answer in time"),
    "lost": N_("the connection was lost"),
    "refused": N_("the device refused"),
    "pin_wrong": N_("the code was not right"),
    "bond_lost": N_("the device has forgotten this PC and must be paired again"),
    "not_encrypted": N_("the connection was not encrypted, so nothing was read"),
    "cancelled": N_("stopped by a person"),
    "unsuited": N_("the device does not offer what its model is read by"),
    "failed": N_("it did not work"),
}
"""How a contact ended: the stored code and its words."""

FAILED, CONTEXT = "measurement_failed", "measurement_context"
EVENTS: Final[Mapping[str, str]] = {
    FAILED: N_("Failed measurement from a device"),
    CONTEXT: N_("Circumstances of a measurement"),
    "clock_set": N_("The tablet's clock was set"),
    "low_battery": N_("The tablet's battery is low"),
    "restarted": N_("The tablet was restarted"),
    "tablet_event": N_("A message from the tablet that Station does not know"),
}
"""What a device told that is no reading: the stored code and its words."""

_CIRCUMSTANCES: Final[Mapping[str, str]] = {
    "before_meal": N_("before a meal"),
    "after_meal": N_("after a meal"),
    "fasting": N_("fasting"),
    "bedtime": N_("at bedtime"),
    "breakfast": N_("breakfast"),
    "lunch": N_("lunch"),
    "dinner": N_("dinner"),
    "snack": N_("snack"),
    "supper": N_("supper"),
    "brunch": N_("brunch"),
    "minor_health_issues": N_("a little unwell"),
    "major_health_issues": N_("seriously unwell"),
    "stress": N_("under stress"),
    "insulin_rapid": N_("rapid insulin taken"),
    "insulin_short": N_("short-acting insulin taken"),
    "insulin_intermediate": N_("intermediate insulin taken"),
    "insulin_long": N_("long-acting insulin taken"),
    "insulin_mixed": N_("mixed insulin taken"),
}
"""What a meter was told about the circumstances, by its words for them."""

_TIME_REASONS: Final[Mapping[str, str]] = {
    "clock_wrong": N_("The device's clock was wrong; the time was corrected."),
    "clock_wrong_live": N_("The device's clock was wrong; this is the PC's time."),
    "time_unknown": N_("The device gave no time; this is the PC's time."),
    "hour_twice": N_("The hour came twice that night; the one that fits the PC's time was chosen."),
}


def device_kind(code: str) -> str:
    """Give the name of a kind of device in the language spoken now."""
    return tr(DEVICE_KINDS.get(code, DEVICE_KINDS["other"]))


def time_words(reason: str, device_time: str = "") -> str:
    """Say why another time than the device's own was chosen; empty where it was not."""
    words = _TIME_REASONS.get(reason)
    if words is None:
        return ""
    shown = device_time.replace("T", " ")
    return f"{tr(words)} {tr('The device said {time}.', time=shown)}" if shown else tr(words)


def state_words(standing: Standing | DeviceState, borrower: str = "") -> str:
    """Say how a device stands: in the store, lent to somebody, overdue, scrapped."""
    if borrower and standing == Standing.LENT:
        return tr("Lent to {name}", name=borrower)
    if borrower and standing == Standing.DUE:
        return tr("Lent to {name}, due soon", name=borrower)
    if borrower and standing == Standing.OVERDUE:
        return tr("Lent to {name}, overdue", name=borrower)
    return tr(STANDINGS[Standing(standing)])


def step_words(steps: Iterable[str]) -> str:
    """Name steps of going a device over, in their order."""
    return ", ".join(tr(STEPS.get(step, step)) for step in steps)


def condition_words(code: str) -> str:
    """Say in which condition a device is."""
    return tr(CONDITIONS.get(code, CONDITIONS["good"]))


def silence_words(days: int) -> str:
    """Say for how long nothing was heard of a device."""
    return ntr("Not heard from for {n} day", "Not heard from for {n} days", days)


def clock_words(offset_ms: int | None) -> str:
    """Say how a device's clock stood when it was last looked at; empty where it is not known."""
    if offset_ms is None:
        return ""
    if abs(offset_ms) < _MINUTE_MS:
        return tr("The clock is right")
    apart = duration(abs(offset_ms))
    if offset_ms > 0:
        return tr("The clock is {time} ahead", time=apart)
    return tr("The clock is {time} behind", time=apart)


def event_words(code: str, device: str, kind: str = "") -> str:
    """Say what a device told that is no reading, with the kind's name if there is one."""
    said = tr(EVENTS.get(code, EVENTS[FAILED]))
    return ": ".join(part for part in (said, ", ".join(filter(None, (kind, device)))) if part)


def circumstances(words: Iterable[str]) -> str:
    """Say what a meter was told about the circumstances; words without a use here are left."""
    return ", ".join(tr(_CIRCUMSTANCES[word]) for word in words if word in _CIRCUMSTANCES)


def outcome_words(code: str) -> str:
    """Say how a contact with a device ended."""
    return tr(OUTCOMES.get(code, OUTCOMES["failed"]))


def purpose_words(code: str) -> str:
    """Say what a contact with a device was for."""
    return tr(PURPOSES.get(code, code))
