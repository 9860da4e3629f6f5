"""The models of meters that can be paired, in words: what they are called, and the steps."""

from dataclasses import dataclass

from station.core.i18n import tr
from station.devices.models import MODELS, MeterModel, Pair
from station.services.equipment.device_words import device_kind


@dataclass(frozen=True, slots=True)
class PairStep:
    """One thing a nurse does to pair a meter: in words, and the code of its picture."""

    text: str
    picture: str


@dataclass(frozen=True, slots=True)
class KnownModel:
    """One model in the language spoken now.

    `encrypts`: a connection in clear is only read if somebody agrees to it. `in_settings`: it is
    paired in the PC's own Bluetooth settings. `overnight` is false where it forgets until the
    next day.
    """

    code: str
    title: str
    kind: str
    kind_words: str
    steps: tuple[PairStep, ...]
    encrypts: bool
    in_settings: bool
    overnight: bool


def known_models() -> tuple[KnownModel, ...]:
    """Give every model, makers' own first."""
    return tuple(map(_told, MODELS))


def known_model(code: str) -> KnownModel | None:
    """Give the model with this code, or None."""
    found = next((model for model in MODELS if model.code == code), None)
    return None if found is None else _told(found)


def kind_of_model(code: str) -> str:
    """Give the code of what a model is; empty for one that is not known."""
    return next((model.kind.value for model in MODELS if model.code == code), "")


def _told(model: MeterModel) -> KnownModel:
    kind = model.kind.value
    return KnownModel(
        code=model.code,
        title=tr(model.name) if model.generic else f"{model.maker} {model.name}",
        kind=kind,
        kind_words=device_kind(kind),
        steps=tuple(PairStep(tr(step.text), step.picture) for step in model.steps),
        encrypts=model.encrypts,
        in_settings=model.pair is Pair.SYSTEM_PIN,
        overnight=model.bond_overnight,
    )
