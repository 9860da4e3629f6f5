"""The channels to others as data: what each sends, what it is to be told, and what is refused."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from station.core.i18n import N_

PMD, VKP, PLANS, GP = "pmd", "vkp", "plans", "gp"
_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


class FieldKind(StrEnum):
    """How a value is asked for on the screen."""

    TEXT = "text"
    NUMBER = "number"
    ADDRESS = "address"
    CHOICE = "choice"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values, and how it is called (English, to translate)."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a channel is to be told; words are English, to translate.

    `only` narrows when it is asked for: the name of another field and the values of it.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    choices: tuple[Choice, ...] = ()
    usual: str = ""
    help: str = ""
    only: tuple[str, tuple[str, ...]] = ("", ())
    fault: Callable[[str], str] | None = None

    def asked(self, values: Mapping[str, str]) -> bool:
        """Tell whether it is asked for among these values."""
        name, wanted = self.only
        return not name or values.get(name, "") in wanted


@dataclass(frozen=True, slots=True)
class Declared:
    """One channel: what it is called, what it sends when, what it cannot do, what it is told.

    `kinds` are the records whose changes it takes from the log.
    """

    name: str
    title: str
    sends: str
    lacks: str
    fields: tuple[Field, ...]
    kinds: frozenset[str] = frozenset()


def organisation_fault(value: str) -> str:
    """Give what is wrong with an organisation number, "" if nothing is."""
    if re.fullmatch(r"[0-9]{9}", value):
        rest = sum(w * int(d) for w, d in zip(_WEIGHTS, value, strict=False)) % 11
        if (11 - rest) % 11 == int(value[8]):
            return ""
    return N_("This is no organisation number: it has nine digits, and the last one checks them.")


def digits_fault(fewest: int, most: int, sentence: str) -> Callable[[str], str]:
    """Give a check that wants so many digits, and else says `sentence`."""

    def fault(value: str) -> str:
        digits = value.isascii() and value.isdigit()
        return "" if digits and fewest <= len(value) <= most else sentence

    return fault


_HER = digits_fault(1, 10, N_("A HER-id has digits only."))
_MUNICIPALITY = digits_fault(4, 4, N_("A municipality's number has four digits."))
_EDI = ("way", ("edi",))
_FILES = ("way", ("folder", "broker"))
_MESSAGES = ("way", ("edi", "broker"))
_SIGN_IN = (
    Choice("key", N_("With Station's key (HelseID)")),
    Choice("none", N_("Not at all (a test service)")),
)
_KEY = ("sign_in", ("key",))


Only = tuple[str, tuple[str, ...]]


def _network(only: Only | None = None) -> tuple[Field, ...]:
    """What any service on the network is told; the sign-in's parts only where there is one."""
    key, only = only or _KEY, only or ("", ())
    return (
        Field("address", N_("Address"), FieldKind.ADDRESS, required=True, only=only),
        Field(
            "sign_in", N_("How Station signs in"), FieldKind.CHOICE, choices=_SIGN_IN, usual="key",
            only=only,
        ),
        Field("client_id", N_("Client's name at HelseID"), only=key),
        Field("token_url", N_("Address of the sign-in service"), FieldKind.ADDRESS, only=key),
        Field("scope", N_("Access that is asked for"), only=key),
        Field("audience", N_("Who the sign-in is for"), only=key),
        Field("proxy", N_("Proxy, if the network has one"), only=only),
    )  # fmt: skip


_ORGANISATION = Field(
    "organisation_number",
    N_("The municipality's organisation number"),
    FieldKind.NUMBER,
    required=True,
    fault=organisation_fault,
)
_LEVEL_4 = N_(
    "The service asks for a person signed in with BankID or Buypass. Station signs in as a program "
    "only, so the service may refuse until that is agreed with Norsk helsenett."
)

DECLARED: tuple[Declared, ...] = (
    Declared(
        PMD,
        N_("Patient's measurements (national)"),
        N_(
            "Each reading, once, from when it is switched on. A correction goes as a new "
            "measurement that points at the old one."
        ),
        _LEVEL_4,
        (
            *_network(),
            _ORGANISATION,
            Field(
                "bundle", N_("Kind of parcel"), FieldKind.CHOICE, usual="collection",
                choices=(Choice("collection", "collection"), Choice("batch", "batch")),
                help=N_("The service's pages say collection, its draft guide says batch."),
            ),
            Field(
                "municipality", N_("The municipality's number"), FieldKind.NUMBER,
                fault=_MUNICIPALITY,
            ),
        ),
        frozenset({"readings"}),
    ),
    Declared(
        VKP,
        N_("Home follow-up platform (VKP)"),
        N_(
            "A note to the patient's record when an alert is closed: what it was about, and what "
            "was done."
        ),
        N_("A note that may have arrived, and cannot be searched for, waits for a person."),
        (*_network(), _ORGANISATION),
        frozenset({"alerts"}),
    ),
    Declared(
        PLANS,
        N_("Patient's plans (national)"),
        N_("Each approved version of a self-care plan, zone by zone, and who approved it."),
        _LEVEL_4,
        (*_network(), _ORGANISATION),
        frozenset({"plan_versions"}),
    ),
    Declared(
        GP,
        N_("GP"),
        N_("A plan or a summary, when a person sends it. Never by itself."),
        N_("Answers from the GP are read in the municipality's own record system."),
        (
            Field(
                "way", N_("How it goes"), FieldKind.CHOICE, usual="folder",
                choices=(
                    Choice("folder", N_("As a PDF and a text in a folder, to print or to paste")),
                    Choice("broker", N_("As a message (XML) in a folder, for the message system")),
                    Choice("edi", N_("As a message through EDI 2.0")),
                ),
            ),
            Field("folder", N_("Folder"), FieldKind.FOLDER, required=True, only=_FILES,
                  help=N_("Where the folder is, on this PC or on a network drive.")),
            *_network(_EDI),
            Field(
                "organisation_number", N_("The municipality's organisation number"),
                FieldKind.NUMBER, required=True, only=_MESSAGES, fault=organisation_fault,
            ),
            Field("sender_her", N_("HER-id of the municipality"), FieldKind.NUMBER,
                  required=True, only=_MESSAGES, fault=_HER),
            Field("service", N_("Name of the service"), required=True, only=_MESSAGES),
            Field("service_her", N_("HER-id of the service"), FieldKind.NUMBER,
                  required=True, only=_MESSAGES, fault=_HER),
        ),
    ),
)  # fmt: skip

_BY_NAME = {each.name: each for each in DECLARED}


def declared(name: str) -> Declared:
    """Give the channel of this name; KeyError if there is none."""
    return _BY_NAME[name]


def completed(channel: Declared, values: Mapping[str, str]) -> dict[str, str]:
    """Give a value for each field: what was typed, tidied, or the usual one; nothing else."""
    return {each.name: values.get(each.name, "").strip() or each.usual for each in channel.fields}


def problems(channel: Declared, values: Mapping[str, str]) -> dict[str, str]:
    """Give what is wrong with values, by field: an English sentence to translate."""
    found = {}
    for each in channel.fields:
        value = values.get(each.name, "")
        if not each.asked(values):
            continue
        if not value and each.required:
            found[each.name] = N_("This must be filled in before anything can be sent.")
        elif each.choices and value not in {choice.value for choice in each.choices}:
            found[each.name] = N_("Choose one of these.")
        elif value and each.fault is not None and (sentence := each.fault(value)):
            found[each.name] = sentence
    return found
