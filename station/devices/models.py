"""The models of meters that Station reads, and which of them a name from the air is."""

from collections.abc import Collection

from station.devices.meters.model import (
    MeterClock,
    MeterKind,
    MeterModel,
    Pair,
    Step,
    Stored,
)
from station.devices.meters.named import NAMED
from station.devices.meters.plain import PLAIN
from station.devices.meters.steps import PICTURES
from station.devices.profiles.text import MOST_LETTERS, plain_text

__all__ = [
    "MODELS",
    "PICTURES",
    "MeterClock",
    "MeterKind",
    "MeterModel",
    "Pair",
    "Step",
    "Stored",
    "model_of",
    "recognise",
    "shown_name",
]

MODELS: tuple[MeterModel, ...] = (*NAMED, *PLAIN)
"""All of them, makers' own before plain ones."""
_BY_CODE = {model.code: model for model in MODELS}
_SIG_END = "-0000-1000-8000-00805f9b34fb"
_SHORT, _LONG = 4, 8


def model_of(code: str) -> MeterModel:
    """Give the model called `code`; KeyError if there is none."""
    return _BY_CODE[code]


def recognise(name: str, services: Collection[int | str]) -> MeterModel | None:
    """Give the model that a name and services from the air belong to, or None: not read by us.

    Services are 16-bit numbers or UUIDs. A name counts only where it does not belie the services:
    anybody may call himself anything. (Accu-Chek Instant and Guide have the same name and habits.)
    """
    sent = {short_number(each) for each in services}
    profiles = [model for model in PLAIN if model.service in sent]
    called = shown_name(name).casefold()
    for model in NAMED:
        if called.startswith(tuple(each.casefold() for each in model.advertised)) and (
            not profiles or model.service in sent
        ):
            return model
    return profiles[0] if profiles else None


def short_number(service: int | str) -> int | None:
    """Give the 16-bit number of a service that the SIG gave one; None for a private UUID."""
    if isinstance(service, int):
        return service
    plain = service.casefold().removesuffix(_SIG_END)
    is_short = len(plain) == _SHORT or (len(plain) == _LONG and plain.startswith("0000"))
    if not is_short or not set(plain) <= set("0123456789abcdef"):
        return None
    return int(plain, 16)


def shown_name(raw: str) -> str:
    """Give a name from the air as one plain line of at most 64 letters; it may be empty."""
    return plain_text(raw, MOST_LETTERS)
