"""The Record Access Control Point (0x2A52): asking a meter for its stored records."""

from dataclasses import dataclass
from enum import StrEnum

from station.devices.packets import Decoded, MalformedPacket
from station.devices.profiles.cursor import Cursor

RACP = 0x2A52
REPORT, DELETE, ABORT, COUNT, COUNT_ANSWER, ANSWER = range(1, 7)
_NO_OPERATOR, _ALL, _AT_LEAST, _BY_SEQUENCE = 0, 1, 3, 1
LAST_SEQUENCE = 0xFFFF
abort = bytes((ABORT, _NO_OPERATOR))
"""Asks the meter to stop sending."""


class RacpOutcome(StrEnum):
    """How a meter answered a request; COUNTED is the answer to a count."""

    COUNTED = "counted"
    SUCCESS = "success"
    NOT_SUPPORTED = "not_supported"
    INVALID_OPERATOR = "invalid_operator"
    OPERATOR_NOT_SUPPORTED = "operator_not_supported"
    INVALID_OPERAND = "invalid_operand"
    NO_RECORDS = "no_records"
    ABORT_FAILED = "abort_failed"
    NOT_COMPLETED = "not_completed"
    OPERAND_NOT_SUPPORTED = "operand_not_supported"


_OUTCOMES = tuple(RacpOutcome)
"""By the number of the answer: 1 is success, 6 no records; COUNTED stands in 0's place."""


@dataclass(frozen=True, slots=True)
class RacpAnswer:
    """A meter's answer: to which request (an op code), how it went, and a count if it has one."""

    request: int
    outcome: RacpOutcome
    count: int | None = None
    rest: bytes = b""

    @property
    def done(self) -> bool:
        """Tell whether the request was carried out (no records to send is carried out, too)."""
        return self.outcome in {
            RacpOutcome.COUNTED,
            RacpOutcome.SUCCESS,
            RacpOutcome.NO_RECORDS,
        }


def count_from(sequence: int | None) -> bytes:
    """Ask how many records there are from `sequence` on, or in all (None)."""
    return _ask(COUNT, sequence)


def all_from(sequence: int | None) -> bytes:
    """Ask for all records from `sequence` on, or for all there are (None)."""
    return _ask(REPORT, sequence)


def _ask(request: int, sequence: int | None) -> bytes:
    if sequence is None:
        return bytes((request, _ALL))
    # After the last number there is none: the last record comes again, and is known.
    least = min(max(sequence, 0), LAST_SEQUENCE)
    return bytes((request, _AT_LEAST, _BY_SEQUENCE)) + least.to_bytes(2, "little")


def read_response(payload: bytes) -> RacpAnswer:
    """Read an answer; MalformedPacket if it is none."""
    cursor = Cursor(payload)
    code, operator = cursor.whole(), cursor.whole()
    if operator != _NO_OPERATOR:
        raise MalformedPacket(f"reserved: operator {operator}")
    if code == COUNT_ANSWER:
        counted = cursor.whole(2)
        return RacpAnswer(COUNT, RacpOutcome.COUNTED, counted, cursor.rest())
    if code != ANSWER:
        raise MalformedPacket(f"no answer: op code {code}")
    request, outcome = cursor.whole(), cursor.whole()
    if not REPORT <= request <= COUNT or not 1 <= outcome < len(_OUTCOMES):
        raise MalformedPacket(f"reserved: answer {outcome} to {request}")
    return RacpAnswer(request, _OUTCOMES[outcome], rest=cursor.rest())


def read_racp(payload: bytes) -> Decoded:
    """Read an answer as a packet: the outcome is its status, a count its number."""
    answer = read_response(payload)
    return Decoded(RACP, statuses=(answer.outcome.value,), number=answer.count, rest=answer.rest)
