"""What a station vouches for in a record: the columns that say what people did, and their order.

A central server keeps and hands on what stations say. It is not one of them: what only it says of
an act of theirs is no act. So a station puts a stamp on what somebody has done, over the columns
named here, with a number that grows each time they change.

No stamp is asked for:
- users: whoever signs in here is decided about here (decision 0165); others' roles open nothing.
- institutions, relatives, documents, contacts, plan_answers: a person reads them, and decides.
- plans: only that there is one; its versions decide.
- devices: where a device is. Whose its readings are, the loans say.
- openings: who has whom open just now is each station's own word, and stops nothing.
- protection of an address: it is made stricter by anybody, and lifted by a person here only.
- readings and answers that are new, patients that are new: they take nothing from anybody here.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from station.rules.merging_groups import GROUPS
from station.rules.status import FOLLOWED

Fields = Mapping[str, object]
Key = tuple[str, str]
"""Kind and id of a record."""
_STAMP = re.compile(r"1\.([1-9][0-9]{0,14})\.([0-9a-f]{32})")
_NOT_DECIDED = frozenset({"draft", "offered"})


class Proof(StrEnum):
    """What the stamp of a version that came from the centre is worth."""

    NOT_ASKED = "not_asked"
    """It came another way, it says nothing of what people did, or no code is shared here."""
    FITS = "fits"
    """A station vouches for what it says, and for nothing newer that is known here."""
    OLD = "old"
    """A station vouched for it, and what followed is known here."""
    LACKING = "lacking"
    LACKING_NEW = "lacking_new"
    """It was never here, and takes nothing from anybody; no other takes our word for it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that are taken over together or not at all; `harmless` sees what nobody could fear.

    It is asked with what stands here and what it would become.
    """

    columns: tuple[str, ...]
    harmless: Callable[[Fields, Fields], bool]


@dataclass(frozen=True, slots=True)
class Steering:
    """One kind: what leads it where it belongs (`of`), what people did, and when that is so.

    `steers` tells whether a record says anything that has to be vouched for; with `new` it is not
    taken in without that, even where it was never here.
    """

    of: tuple[str, ...]
    groups: tuple[Group, ...]
    steers: Callable[[Fields], bool]
    new: bool = True

    @property
    def covered(self) -> tuple[str, ...]:
        """Give all columns that the stamp is over."""
        acts = (name for group in self.groups for name in group.columns)
        return tuple(dict.fromkeys((*self.of, *acts)))


def _never(_ours: Fields, _became: Fields) -> bool:
    return False


def _always(_fields: Fields) -> bool:
    return True


def _opened(_ours: Fields, became: Fields) -> bool:
    """An alert that is open again is seen."""
    return became.get("state") == "open"


def _not_closed(_ours: Fields, became: Fields) -> bool:
    """What an open alert is about only readings say; what a closing was about, the closing."""
    return became.get("state") != "closed"


def _given_back(_ours: Fields, became: Fields) -> bool:
    return not became.get("taken_by")


def _handled(fields: Fields) -> bool:
    return fields.get("state") != "open" or bool(fields.get("taken_by"))


def _followed(_ours: Fields, became: Fields) -> bool:
    return became.get("status") in FOLLOWED


def _alive(_ours: Fields, became: Fields) -> bool:
    return not became.get("deceased_on")


def _not_followed(fields: Fields) -> bool:
    return fields.get("status") not in FOLLOWED or bool(fields.get("deceased_on"))


def _counted(_ours: Fields, became: Fields) -> bool:
    return not became.get("excluded")


def _left_out(fields: Fields) -> bool:
    """Something was done; what a meter or a file left out by itself has nobody who did it."""
    return bool(fields.get("excluded_by")) or fields.get("excluded_at") is not None


def _unread(_ours: Fields, became: Fields) -> bool:
    return became.get("comment_read_at") is None


def _done_with(fields: Fields) -> bool:
    return _left_out(fields) or fields.get("comment_read_at") is not None


def _drafts(ours: Fields, became: Fields) -> bool:
    return {ours.get("status"), became.get("status")} <= _NOT_DECIDED


def _decided(fields: Fields) -> bool:
    return fields.get("status") not in _NOT_DECIDED


def _sooner(name: str) -> Callable[[Fields, Fields], bool]:
    """A pause that ends before it was to end, or was to: she is followed again from then."""

    def harmless(ours: Fields, became: Fields) -> bool:
        end, ends = became.get(name), (ours.get("until_at"), ours.get(name))
        return isinstance(end, int) and all(end <= each for each in ends if isinstance(each, int))

    return harmless


_LEVEL, _HANDLING, _TAKEN = GROUPS["alerts"]
_OUT = ("excluded", "excluded_reason", "excluded_by", "excluded_at")

STEERING: Mapping[str, Steering] = {
    # Whether and until when somebody is followed.
    "patients": Steering(
        (),
        (Group(("status", "status_since"), _followed), Group(("deceased_on",), _alive)),
        _not_followed,
        new=False,
    ),
    # A consent that is given lets her readings go; one that is withdrawn ends the following.
    "consents": Steering(
        ("patient_id",),
        (
            Group(
                ("form_version", "given_on", "informed_by", "registered_at", "registered_by",
                 "withdrawn_on", "withdrawn_by"),
                _never,
            ),
        ),
        _always,
    ),
    # While it runs nobody asks where the readings are.
    "pauses": Steering(
        ("patient_id", "reason", "from_at", "set_by", "cause"),
        (
            Group(("until_at",), _sooner("until_at")),
            Group(("ended_at", "ended_by"), _sooner("ended_at")),
        ),
        _always,
    ),
    # By its limits all readings are judged.
    "plan_versions": Steering(
        ("plan_id", "patient_id", "number"),
        (
            Group(
                ("status", "content", "content_hash", "based_on", "approved_by_name",
                 "approved_on", "approved_channel", "approval_note", "registered_at",
                 "registered_by", "in_force_from", "in_force_to"),
                _drafts,
            ),
        ),
        _decided,
    ),
    # By its points the answers are.
    "form_versions": Steering(
        ("code", "version"),
        (
            Group(
                ("status", "content", "content_hash", "checked_by", "checked_on", "decided_at",
                 "decided_by"),
                _drafts,
            ),
        ),
        _decided,
    ),
    # An answer that is left out does not count; a question that somebody read is off the list.
    "form_answers": Steering(
        ("patient_id", "form_code", "answered_at"),
        (Group(_OUT, _counted), Group(("comment_read_at", "comment_read_by"), _unread)),
        _done_with,
        new=False,
    ),
    # A reading that is left out does not count. One under two ids is known by what it says.
    "readings": Steering(
        ("patient_id", "kind", "taken_at", "value", "value2", "beyond", "source_key"),
        (Group(_OUT, _counted),),
        _left_out,
        new=False,
    ),
    # A closing settles what it was about, and its level and reading say what that was.
    "alerts": Steering(
        ("patient_id", "component", "side", "level", "reading_id"),
        (
            Group(_HANDLING, _opened),
            Group(_TAKEN, _given_back),
            Group(_LEVEL, _not_closed),
        ),
        _handled,
    ),
    # Whose a meter's readings are.
    "loans": Steering(
        ("device_id", "patient_id"),
        (
            Group(
                ("borrower", "from_at", "lent_by", "ended_at", "ended_by", "ended_how",
                 "user_index", "user_code", "institution_id", "replaces_loan_id"),
                _never,
            ),
        ),
        _always,
    ),
}  # fmt: skip
"""By kind; a kind that is not named carries no stamp."""


def steers(about: Key, fields: Fields) -> bool:
    """Tell whether a record says anything that a station has to vouch for."""
    rule = STEERING.get(about[0])
    return rule is not None and rule.steers(fields)


def unvouched(
    kind: str, ours: Fields | None, became: Fields, apply: frozenset[str]
) -> tuple[str, ...]:
    """Give the columns that may not be taken over (`apply`) because nobody vouches for them.

    `ours` is None where the record is not here: then all that it says, or nothing.
    """
    rule = STEERING.get(kind)
    if rule is None:
        return ()
    if ours is None:
        return rule.covered if rule.new and rule.steers(became) else ()
    return tuple(
        name
        for group in rule.groups
        if apply.intersection(group.columns) and not group.harmless(ours, became)
        for name in group.columns
    )


def canonical(about: Key, number: int, fields: Fields) -> bytes:
    """Give the bytes that a stamp is over: other values never give the same.

    A column that is not said is left out; 93.0 is 93, since servers write the one for the other.
    """
    kind, record_id = about
    names = STEERING[kind].covered
    said = [[name, _plain(fields[name])] for name in names if name in fields]
    whole = ["station stamp 1", kind, record_id, number, said]
    return json.dumps(whole, separators=(",", ":"), sort_keys=True).encode()


def digest(about: Key, fields: Fields) -> str:
    """Give what tells whether a record still says what it said, to this station itself."""
    return hashlib.sha256(canonical(about, 0, fields)).hexdigest()[:32]


def written(number: int, mac: str) -> str:
    """Give a stamp as it stands in a resource."""
    return f"1.{number}.{mac}"


def taken_apart(text: str) -> tuple[int, str]:
    """Give number and code of a stamp; 0 and "" of what is none that this program can read."""
    found = _STAMP.fullmatch(text)
    return (int(found[1]), found[2]) if found else (0, "")


def _plain(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return int(value) if isinstance(value, bool) else value
