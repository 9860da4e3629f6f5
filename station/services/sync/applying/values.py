"""What passes between the steps of working in: one version that arrived, and what it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from station.models.records.sync_rows import Origin
from station.rules.stamps import Proof
from station.rules.synced import Kind

Fields = Mapping[str, object]


class Became(StrEnum):
    """What became of one version that arrived."""

    APPLIED = "applied"
    SAME = "same"
    """It is here already, or was folded into what is."""
    WAITING = "waiting"
    HELD = "held"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Arrived:
    """One version of a record from elsewhere: what it says, on which ground, by whom.

    `base` is what both sides knew, None if nothing; `deleted` that it was taken away on purpose,
    `gone` that the server has lost it. A resource of another program is `foreign`. `content` are
    the pages of a document, `replaced_by` the patient that the server says this one is, `proof`
    what its stamp is worth.
    """

    channel: str
    kind: Kind
    record_id: str
    fields: Fields
    base: Fields | None
    origin: Origin
    deleted: bool = False
    gone: bool = False
    foreign: bool = False
    content: bytes = b""
    replaced_by: str = ""
    station: str = ""
    proof: Proof = Proof.NOT_ASKED

    @property
    def vouched(self) -> bool:
        """Tell whether what it says of people's acts is taken for said by a station."""
        return self.proof in (Proof.NOT_ASKED, Proof.FITS)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of it, and why: a code with values where it is not APPLIED or SAME."""

    became: Became
    code: str = ""
    values: Fields = field(default_factory=dict)


@dataclass(slots=True)
class Effects:
    """What working in leads to: which kinds of whom to judge again, whose file was touched.

    An empty set of kinds stands for all of them. `more` says that more readings come at once: what
    would be judged from the first reading on is left until then.
    """

    judge: dict[str, set[str]] = field(default_factory=dict)
    everything: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    patients: dict[str, dict[str, int]] = field(default_factory=dict)
    more: bool = False

    def add(self, other: "Effects") -> None:
        """Take over what else was led to."""
        for patient_id, kinds in other.judge.items():
            self.judge.setdefault(patient_id, set()).update(kinds)
        self.everything |= other.everything
        self.withdrawn |= other.withdrawn
        for patient_id, counts in other.patients.items():
            for kind, count in counts.items():
                self.touched(patient_id, kind, count)

    def judge_kind(self, patient_id: str, kind: str) -> None:
        """Judge one kind (or combination) of a patient again at the end."""
        self.judge.setdefault(patient_id, set()).add(kind)

    def judge_all(self, patient_id: str) -> None:
        """Judge everything of a patient again at the end."""
        self.everything.add(patient_id)

    def touched(self, patient_id: str, kind: str, count: int = 1) -> None:
        """Note that something of a patient came, for the audit log."""
        counts = self.patients.setdefault(patient_id, {})
        counts[kind] = counts.get(kind, 0) + count
