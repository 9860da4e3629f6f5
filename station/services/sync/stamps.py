"""Vouching for what people did here, and knowing what another station vouched for.

Of each record that ever carried a stamp this station remembers the highest number it knows, what
it took in without one, and what the centre carries now (`sync_heads`, channel "stamped").
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from station.models.database import Reader, Writer
from station.models.queries import exchange
from station.models.queries.outbox import Head, heads
from station.models.records import sync_arrivals as arrivals
from station.rules import stamps as rules
from station.rules.stamps import STEERING, Key, Proof
from station.security import stamps as seals

Fields = Mapping[str, object]
STAMPED = "stamped"
_KEPT = 16
"""So many stamps that were followed by others are remembered."""
DOUBTED = "-"
"""What stands at the centre in place of a stamp where this station has not taken it over."""
_AS_NEW = frozenset(kind for kind, each in STEERING.items() if not each.new)
"""Kinds that are taken in as they come where they were never here."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a record's stamps.

    `number` and `stamp` are the highest that was good, `before` those that it followed; `unproved`
    is a digest of what was taken in new without one; `there` is what the centre carries.
    """

    number: int = 0
    stamp: str = ""
    before: tuple[str, ...] = ()
    unproved: str = ""
    there: str = ""


NOTHING = Known()


def key_of(reader: Reader) -> bytes | None:
    """Give the key of the municipality's stamps; None where this station has no shared code."""
    secret = exchange.secret(reader)
    return None if secret is None else seals.stamp_key(secret)


def known_of(reader: Reader, keys: Iterable[Key]) -> dict[Key, Known]:
    """Give what is known of the stamps of those of these records that ever carried one."""
    asked = [key for key in keys if key[0] in STEERING]
    if not asked:
        return {}
    return {about: _known(head) for about, head in heads(reader, STAMPED, asked).items()}


def keep(writer: Writer, rows: Sequence[tuple[Key, Known]]) -> None:
    """Remember what is known now."""
    if rows:
        arrivals.keep_heads(writer, STAMPED, [(about, _head(about, each)) for about, each in rows])


def to_say(key: bytes | None, about: Key, fields: Fields, known: Known, there: Fields) -> str:
    """Give the stamp for a record as it stands here, "" where this station vouches for nothing.

    What is the same bears the same stamp, and any change the next number. `there` are the columns
    that the centre had last.
    """
    if key is None or about[0] not in STEERING:
        return ""
    if known.unproved and known.unproved == rules.digest(about, fields):
        return ""
    number, stamp = _highest(key, about, known, there)
    if not (number or rules.steers(about, fields)):
        return ""
    if number and stamp == _stamp(key, about, number, fields):
        return stamp
    return _stamp(key, about, number + 1, fields)


def is_there(known: Known, stamp: str) -> bool:
    """Tell whether the centre has what it would have with this stamp, if its columns are so."""
    return stamp == known.there or (not stamp and known.there != DOUBTED)


def proof_of(key: bytes | None, about: Key, fields: Fields, text: str, known: Known) -> Proof:
    """Tell what the stamp of a record that came is worth; `fields` are those that it says."""
    if key is None or about[0] not in STEERING:
        return Proof.NOT_ASKED
    number, mac = rules.taken_apart(text)
    if not number or not seals.fits(key, rules.canonical(about, number, fields), mac):
        if about[0] in _AS_NEW and rules.steers(about, fields):
            return Proof.LACKING_NEW
        return Proof.LACKING
    if number > known.number or text == known.stamp:
        return Proof.FITS
    return Proof.OLD if text in known.before else Proof.LACKING


def received(known: Known, proof: Proof, text: str) -> Known:
    """Give what is known once a record that bears `text` was worked in."""
    if proof is Proof.FITS:
        return sent(known, text)
    return replace(known, there=text if rules.taken_apart(text)[0] else "")


def sent(known: Known, text: str) -> Known:
    """Give what is known once the centre has a record with this stamp, which is good (or "")."""
    number, _ = rules.taken_apart(text)
    if not number or text == known.stamp:
        return replace(known, there=text)
    before = (known.stamp, *known.before)[:_KEPT] if known.stamp else known.before
    return Known(number, text, before, "", text)


def _highest(key: bytes, about: Key, known: Known, there: Fields) -> tuple[int, str]:
    """Give the highest good stamp; what came before this station had the code may be one."""
    number, mac = rules.taken_apart(known.there)
    if number > known.number and seals.fits(key, rules.canonical(about, number, there), mac):
        return number, known.there
    return known.number, known.stamp


def _stamp(key: bytes, about: Key, number: int, fields: Fields) -> str:
    return rules.written(number, seals.mac(key, rules.canonical(about, number, fields)))


def _known(head: Head) -> Known:
    told = json.loads(head.fields)
    return Known(
        int(head.version), told["stamp"], tuple(told["before"]), told["unproved"], head.body or ""
    )


def _head(about: Key, known: Known) -> Head:
    told = {"stamp": known.stamp, "before": known.before, "unproved": known.unproved}
    return Head(*about, str(known.number), json.dumps(told), known.there)
