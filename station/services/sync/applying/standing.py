"""What came from the centre, held against the stamps of the stations: who vouches for it.

Only the centre's own channel is asked: what comes by stick is sealed with the same code.
"""

from collections.abc import Iterable
from dataclasses import replace

from station.models.database import Reader, Writer
from station.models.queries import shared_rows
from station.models.queries.outbox import Key
from station.models.records import outbox
from station.models.records.hand import CENTRE
from station.rules.stamps import STEERING, Proof, digest, steers
from station.services.sync import stamps
from station.services.sync.applying import alerts
from station.services.sync.applying.values import Arrived, Became, Fields, Result
from station.services.sync.stamps import NOTHING, Known


class Standing:
    """What is known of the stamps of some records that came together; one for each such few."""

    def __init__(self, reader: Reader, channel: str, keys: Iterable[Key]) -> None:
        """Know of the records named `keys` that came on a channel."""
        self._key = stamps.key_of(reader) if channel == CENTRE else None
        self._known = stamps.known_of(reader, keys) if channel == CENTRE else {}
        self._new: dict[Key, Known] = {}

    def proved(self, reader: Reader, arrived: Arrived, stamp: str) -> Arrived:
        """Give what came with what its stamp is worth."""
        about = _about(arrived)
        proof = stamps.proof_of(self._key, about, arrived.fields, stamp, self._of(about))
        if proof is Proof.LACKING_NEW and shared_rows.one(reader, arrived.kind, about[1]):
            proof = Proof.LACKING
        return replace(arrived, proof=proof)

    def worked_in(self, writer: Writer, arrived: Arrived, stamp: str, result: Result) -> Fields:
        """Note what is known now that a version was worked in, and vouch for what stands here.

        Gives what both sides know now. Where this station has not taken over what nobody vouches
        for, it is no ground: the other side says it for the first time when somebody does.
        """
        about = _about(arrived)
        if arrived.channel != CENTRE or about[0] not in STEERING:
            return arrived.fields
        known, ground = self._of(about), arrived.fields
        taken = result.became is not Became.CONFLICT and not steers(about, ground)
        if taken and not stamp and known == NOTHING:
            # Most of what comes: nobody did anything, and nobody ever vouched for it.
            return ground
        became = stamps.received(known, arrived.proof, stamp)
        row = None if arrived.vouched else shared_rows.one(writer, arrived.kind, about[1])
        if row is not None:
            became = _without(writer, arrived, row, result, became)
            ground = _common(arrived, row)
        elif not arrived.vouched and (beside := alerts.aside(writer, about[1])) is not None:
            ground = _common(arrived, beside)
        if ground != arrived.fields:
            became = replace(became, there=stamps.DOUBTED)
        if became != known:
            self._new[about] = became
        return ground

    def keep(self, writer: Writer) -> None:
        """Write down what is known now."""
        stamps.keep(writer, list(self._new.items()))
        self._known |= self._new
        self._new = {}

    def _of(self, about: Key) -> Known:
        return self._new.get(about) or self._known.get(about, NOTHING)


def _common(arrived: Arrived, here: Fields) -> Fields:
    before = arrived.base or {}
    kept = {
        name: before.get(name, here[name])
        for name in STEERING[arrived.kind.name].covered
        if name in arrived.fields and arrived.fields[name] != here[name]
    }
    return {**arrived.fields, **kept}


def _without(writer: Writer, arrived: Arrived, here: Fields, result: Result, known: Known) -> Known:
    """See to a version that nobody vouches for and that is what stands here.

    What came new stands here without anybody's word, and goes on so. For all else this station's
    word is as good as it was: it is said once more.
    """
    about = _about(arrived)
    if arrived.proof is Proof.OLD or result.became is Became.CONFLICT:
        return known
    if arrived.proof is Proof.LACKING_NEW:
        return replace(known, unproved=digest(about, here))
    same = digest(about, here) == digest(about, {**here, **arrived.fields})
    if same and (known.number or steers(about, here)) and known.unproved != digest(about, here):
        whose = str(here[arrived.kind.patient]) if arrived.kind.patient else None
        outbox.send_again(writer, CENTRE, *about, whose)
    return known


def _about(arrived: Arrived) -> Key:
    return arrived.kind.name, arrived.record_id
