"""A patient's readings as QR codes, and codes in pictures as readings that come in."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.files.label_pictures import labels_in
from station.models.database import Reader, Writer
from station.models.queries import patients as patient_rows
from station.models.queries import readings as reading_rows
from station.rules.limits import Side
from station.rules.readings import Excluded, Reading, Source
from station.services.intake.incoming import FileFacts, Incoming
from station.services.intake.intake import take
from station.services.intake.reading_keys import code_key, value_words
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.stick.setup import identity
from station.sync import exchange_codes as codes
from station.sync.exchange_codes import Coded, CodedReading, Gathered
from station.sync.exchange_files import put
from station.sync.exchange_pictures import SCALE, picture

__all__ = ["SCALE", "CodesMade", "CodesRead", "CodesTaken", "Gathered", "ReadingCodes"]

_DAY_MS = 86_400_000
_PROFILE, _ZONE = "station_codes", ""


@dataclass(frozen=True, slots=True)
class CodesMade:
    """The codes of a patient's readings, as PNG pictures in their order."""

    patient: str
    readings: int
    days: int
    pictures: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodesRead:
    """What has been read of codes so far, whatever pictures they were on."""

    texts: tuple[str, ...] = ()
    others: int = 0
    """Codes that are none of Station's."""

    @property
    def sequences(self) -> tuple[Gathered, ...]:
        """Give the sequences, each with what is missing of it."""
        return codes.gather(self.texts)

    @property
    def missing(self) -> tuple[tuple[int, int], ...]:
        """Give each code that has not been read, as (its number, of how many)."""
        return tuple((at, each.total) for each in self.sequences for at in each.missing)


@dataclass(frozen=True, slots=True)
class CodesTaken:
    """What became of one sequence: readings = stored + known + held; `patient` "" if unknown."""

    patient: str
    patient_id: str | None
    stored: int
    known: int
    held: int


class ReadingCodes:
    """Makes codes of readings, and takes them in."""

    def __init__(self, record: Record) -> None:
        """Read from and write to `record`."""
        self._record = record

    def make(self, session: Session, patient_id: str, days: int = 30) -> CodesMade:
        """Make the codes of a patient's readings of the last `days`; left out ones stay out."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.read() as reader:
            secret, patient = identity(reader).secret, patient_rows.patient(reader, patient_id)
            since = self._record.clock.now() - days * _DAY_MS
            found = _readings(reader, patient_id, since)
        if patient is None or not found:
            raise Trouble(
                "codes_none",
                N_("There are no readings in this period. Choose a longer one."),
            )
        coded = Coded(patient_id, _mark(patient_id, patient.birth_date), found)
        pictures = tuple(picture(text) for text in codes.texts(secret, coded))
        with self._record.write(session) as writer:
            writer.audit(
                "codes_made", "patient", patient_id, patient_id, readings=len(found), days=days
            )
        name = f"{patient.given_name} {patient.family_name}"
        return CodesMade(name, len(found), days, pictures)

    def save(self, made: CodesMade, path: Path) -> tuple[str, ...]:
        """Save the pictures, numbered where there are several; touches no record."""
        count, names = len(made.pictures), list[str]()
        for at, content in enumerate(made.pictures, 1):
            part = f"-{at}-{count}" if count > 1 else ""
            place = path.with_name(f"{path.stem}{part}.png")
            put(place, lambda file, content=content: file.write(content))  # type: ignore[misc]
            names.append(place.name)
        return tuple(names)

    def look(self, paths: Iterable[Path], before: CodesRead | None = None) -> CodesRead:
        """Read the codes on pictures (JPEG, PNG, PDF); touches no record.

        Trouble `codes_unseen` if there is not one of ours on them, `scan.*` for a bad file.
        """
        found = [text for path in paths for text in labels_in(path)]
        ours = [text for text in found if codes.frame_of(text) is not None]
        if not ours:
            raise Trouble(
                "codes_unseen",
                N_(
                    "No code with readings was found in the picture. Take it from straight above, "
                    "in good light, so that the whole code is in it."
                ),
            )
        known = before or CodesRead()
        texts = tuple(dict.fromkeys((*known.texts, *ours)))
        return CodesRead(texts, known.others + len(found) - len(ours))

    def take(self, session: Session, read: CodesRead) -> tuple[CodesTaken, ...]:
        """Take in every sequence, all of them or none.

        Trouble `codes_missing` while codes are missing, `codes_other_person` or `exchange_*` for
        those that are not to be taken in; nothing is changed then.
        """
        require(session, Right.EDIT_PATIENTS)
        if read.missing:
            raise Trouble(
                "codes_missing",
                N_("Codes are missing: {which}. Nothing was taken in yet."),
                which=", ".join(f"{at}/{of}" for at, of in read.missing),
            )
        with self._record.read() as reader:
            secret = identity(reader).secret
        opened = [codes.opened(secret, each) for each in read.sequences]
        with self._record.write(session) as writer:
            return tuple(_take(writer, coded) for coded in opened)


def _take(writer: Writer, coded: Coded) -> CodesTaken:
    patient = patient_rows.patient(writer, coded.patient_id)
    if patient and _mark(coded.patient_id, patient.birth_date) != coded.mark:
        raise _other_person()
    before = _known(writer, coded) if patient else set()
    new = [each for each in coded.readings if _imprint(each) not in before]
    whose = coded.patient_id if patient else None
    digest = hashlib.sha256(codes.pack(coded)).hexdigest()
    file = FileFacts("QR", digest, _PROFILE, _ZONE, whose)
    receipt = take(writer, [_incoming(coded, each, whose) for each in new], file)
    known = len(coded.readings) - len(new) + receipt.duplicates
    name = f"{patient.given_name} {patient.family_name}" if patient else ""
    return CodesTaken(name, whose, receipt.stored, known, receipt.quarantined)


def _readings(reader: Reader, patient_id: str, since: int) -> tuple[CodedReading, ...]:
    kinds = reading_rows.kinds_of(reader, patient_id)
    rows = (row for kind in kinds for row in reading_rows.history(reader, patient_id, kind, since))
    return tuple(_coded(row) for row in rows if row.excluded is Excluded.NO and not row.failed)


def _coded(row: Reading) -> CodedReading:
    beyond = row.beyond.value if row.beyond else ""
    return CodedReading(row.kind, row.taken_at, row.values, beyond)


def _known(reader: Reader, coded: Coded) -> set[tuple[object, ...]]:
    """Give what is here of these kinds and times, by whichever way it came."""
    kinds = {each.kind for each in coded.readings}
    first = min((each.taken_at for each in coded.readings), default=0)
    return {
        _imprint(_coded(row))
        for kind in kinds
        for row in reading_rows.history(reader, coded.patient_id, kind, first)
    }


def _imprint(each: CodedReading) -> tuple[object, ...]:
    return each.kind, each.taken_at, each.values, each.beyond


def _mark(patient_id: str, birth_date: str | None) -> bytes:
    """Give what proves that both stations mean the same person by an id."""
    return hashlib.sha256(f"station person {patient_id} {birth_date or ''}".encode()).digest()[:4]


def _incoming(coded: Coded, each: CodedReading, patient_id: str | None) -> Incoming:
    words = value_words(each.values)
    return Incoming(
        patient_id=patient_id,
        kind=each.kind,
        taken_at=each.taken_at,
        values=each.values,
        source=Source.FILE,
        source_key=code_key(each.kind, each.taken_at, each.values, each.beyond),
        beyond=Side(each.beyond) if each.beyond else None,
        original_value=words,
        raw=f"{each.kind};{each.taken_at};{words};{each.beyond}",
        person_key=coded.patient_id,
    )


def _other_person() -> Trouble:
    return Trouble(
        "codes_other_person",
        N_(
            "The codes are of a person whose birth date is another here. Nothing was taken in. "
            "Compare who the codes belong to on both stations."
        ),
    )
