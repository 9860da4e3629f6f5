"""What comes in through intake, and the receipt for it."""

from dataclasses import dataclass

from station.core.ids import same_id
from station.models.records.quarantine import Held
from station.rules.limits import Side
from station.rules.readings import Excluded, Source

Imprint = tuple[float | None, float | None, str, str]
STORED = "stored"
DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A reading on its way in: times in UTC milliseconds, values in the kind's own units.

    `source_key` is the same whenever the same reading comes again; `asked` says that a person
    was asked about an odd value and stood by it. A reading that belongs to nobody has no patient;
    `person_key` is whom its sender names then. One that is moved here may be `excluded` already.

    A `strict` key is given by a sender that never gives it twice: with another value or time it
    is held as `conflict`, and never counts as a duplicate. `refused` is why it must be held
    whatever it says; `facts` are kept with it then.

    What another station has taken in keeps its `record_id`, when it arrived there, and who
    `entered_by` it.
    """

    patient_id: str | None
    kind: str
    taken_at: int
    values: tuple[float | None, ...]
    source: Source
    source_key: str
    beyond: Side | None = None
    asked: bool = False
    original_value: str = ""
    original_unit: str = ""
    said_by: str = ""
    device_time: str = ""
    zone_name: str = ""
    raw: str = ""
    row_number: int | None = None
    remeasures_id: str = ""
    note: str = ""
    person_key: str = ""
    quality: str = ""
    excluded: Excluded = Excluded.NO
    excluded_reason: str = ""
    device_id: str = ""
    time_reason: str = ""
    strict: bool = False
    refused: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    record_id: str = ""
    arrived_at: int = 0
    entered_by: str = ""

    @property
    def imprint(self) -> Imprint:
        """Give what makes it the same measurement when it comes under the same key again.

        The device's own time where it told one: ours depends on how its clock was found.
        """
        first, second = (*self.values, None, None)[:2]
        beyond = "" if self.beyond is None else self.beyond.value
        return first, second, beyond, self.device_time or str(self.taken_at)

    @property
    def held_id(self) -> str:
        """Give the id under which it is held, if it must not be held twice; else empty."""
        if not self.strict and not self.device_id:
            return ""
        told = map(str, self.imprint[:3] if self.device_id else self.imprint)
        return same_id("held", self.kind, self.source_key, self.device_time, *told)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Which file a batch came from, and the rows that never became readings."""

    file_name: str
    file_hash: str
    profile: str
    zone_name: str = ""
    patient_id: str | None = None
    rejected: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of what came in: came = stored + quarantined + duplicates.

    `outcomes` says it one by one, in the order given: STORED, DUPLICATE, or why it was held back.
    What an earlier import of the same file held back (`held_before`) counts as a duplicate.
    """

    stored: int = 0
    quarantined: int = 0
    duplicates: int = 0
    unconfirmed: int = 0
    reached: int = 0
    batch_id: str | None = None
    reading_ids: tuple[str, ...] = ()
    patients: frozenset[str] = frozenset()
    outcomes: tuple[str, ...] = ()
    held_before: frozenset[tuple[int | None, str, str]] = frozenset()
