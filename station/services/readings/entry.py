"""What the form for a typed reading starts from: who, what is agreed, who may have said it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from station.core.formats import when
from station.core.i18n import N_, speaking, tr
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import devices as device_queries
from station.models.queries import moves
from station.models.queries import patients as rows
from station.models.queries import readings as reading_queries
from station.rules import units
from station.rules.ground import DAY_MS
from station.rules.identifiers import masked
from station.rules.kinds import KINDS, is_dotted, kind_of
from station.rules.names import fold
from station.rules.quality import CLOCK_DOUBTS, OWN_DAYS, REPEATS, quality_of
from station.rules.readings import Excluded, Reading, Source
from station.rules.wording import kind_name, reading_text, unit_text
from station.rules.wording_quality import OF_THE_METER, quality_text
from station.services.equipment.device_words import time_words
from station.services.judging.plan_force import force_of
from station.services.known import known_patient
from station.services.patients.checks import parse_day
from station.services.patients.shown import age_on
from station.services.readings.alike import alike_of
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

NEWEST = 40


@dataclass(frozen=True, slots=True)
class EntryKind:
    """One kind to choose: a name for each value, its units (the own one first), if it is agreed.

    `units` are (code, words); `agreed` says that the plan in force asks for this kind.
    """

    code: str
    name: str
    parts: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    agreed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A stored reading as a list shows it, in words; `taken_at` is UTC milliseconds.

    `pair` names the reading that it checks, or that checks it; `doubt` says what may be wrong with
    how it was measured. `moved` says that it counts at another patient now, `arrived` that it was
    moved here. `answer_id` is the answered form that it is a score of. `device` names the meter it
    came from, `meter` what is to be known of that meter: its clock, its battery, the time chosen.
    `twin` says that it may be the same measurement as another one that is stored.
    """

    id: str
    kind: str
    text: str
    taken_at: int
    source: Source
    said_by: str
    note: str
    confirmed: bool
    excluded: Excluded
    reason: str
    remeasures_id: str
    pair: str = ""
    doubt: str = ""
    moved: bool = False
    arrived: bool = False
    answer_id: str = ""
    device: str = ""
    meter: str = ""
    twin: str = ""


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """The patient with everything that the form must show before a value is typed.

    `namesakes` are the birth dates (None: unknown) of others with the same name; `relatives` are
    (name, relation), those who may report readings first.
    """

    patient_id: str
    name: str
    birth_date: date | None
    age: int | None
    number_masked: str
    deceased_on: date | None
    namesakes: tuple[date | None, ...]
    kinds: tuple[EntryKind, ...]
    relatives: tuple[tuple[str, str], ...]
    newest: tuple[Line, ...]


class Entry:
    """Opens a patient for readings to be typed in."""

    def __init__(self, record: Record) -> None:
        """Read from `record`."""
        self._record = record

    def open(self, session: Session, patient_id: str) -> EntryFacts:
        """Give the facts, and leave in the log that the patient's readings were opened.

        Raises Trouble `patient_unknown`.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer, speaking(session.language):
            facts = _facts(writer, patient_id, writer.now)
            writer.audit("readings_opened", "reading", "", patient_id)
        return facts

    def line(self, session: Session, reading_id: str) -> Line:
        """Give one reading in words; Trouble `reading_unknown` if it is gone."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            reading = reading_queries.one(reader, reading_id)
            if reading is None:
                raise Trouble("reading_unknown", N_("This reading is not in the file any more."))
            return lines(reader, [reading], self._record.clock.now())[0]

    def refresh(self, session: Session, patient_id: str) -> EntryFacts:
        """Give the same facts once more while the form stays open."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return _facts(reader, patient_id, self._record.clock.now())


def _facts(reader: Reader, patient_id: str, now: int) -> EntryFacts:
    row = known_patient(reader, patient_id)
    born, deceased = parse_day(row.birth_date or ""), parse_day(row.deceased_on or "")
    relatives = rows.relatives_of(reader, patient_id)
    return EntryFacts(
        patient_id,
        f"{row.given_name} {row.family_name}".strip(),
        born,
        age_on(born, deceased or day_of(now)),
        masked(row.national_number or ""),
        deceased,
        _namesakes(reader, row),
        _kinds(reader, patient_id, now),
        tuple((each.name, each.relation) for each in relatives),
        lines(reader, reading_queries.newest(reader, patient_id, NEWEST), now),
    )


def lines(reader: Reader, readings: Sequence[Reading], now: int) -> tuple[Line, ...]:
    """Tell readings of one patient with what belongs to each, in the order given."""
    ids = [reading.id for reading in readings]
    origins = moves.origins(reader, ids)
    away = moves.moved_away(reader, ids)
    checks = {each.remeasures_id: each for each in reading_queries.remeasured(reader, readings)}
    doubts, twins = doubts_of(reader, readings), alike_of(reader, readings, now)
    devices = device_queries.names(reader) if any(each.device_id for each in readings) else {}
    found = []
    for reading in readings:
        moved_from, answer_id = origins.get(reading.id, ("", ""))
        pair = _pair(reader, reading, checks.get(reading.id), now)
        line = line_of(reading)
        found.append(
            replace(
                line,
                pair=pair,
                doubt=doubts.get(reading.id, ""),
                moved=reading.id in away,
                arrived=bool(moved_from),
                answer_id=answer_id,
                device=devices.get(reading.device_id, ""),
                meter=_of_the_meter(reading),
                twin=twins.get(reading.id, ""),
            )
        )
    return tuple(found)


def doubts_of(reader: Reader, readings: Sequence[Reading]) -> dict[str, str]:
    """Say of each doubtful reading what may be wrong with how it was measured, by its id."""
    said = {}
    for kind in {reading.kind for reading in readings}:
        own = [reading for reading in readings if reading.kind == kind]
        since = min(reading.taken_at for reading in own) - OWN_DAYS * DAY_MS
        before: Sequence[Reading] = ()
        if kind in REPEATS:
            before = reading_queries.history(reader, own[0].patient_id, kind, since)
        for reading in own:
            earlier = [each for each in before if each.taken_at < reading.taken_at]
            doubts = quality_of(reading, earlier)
            # A meter with a wrong clock has measured well: nothing is to be measured again.
            if not OF_THE_METER.issuperset(doubts):
                said[reading.id] = quality_text(doubts)
    return said


def _of_the_meter(reading: Reading) -> str:
    known = [each for each in quality_of(reading) if each in OF_THE_METER]
    time = time_words(reading.time_reason, reading.device_time)
    if time:
        known = [each for each in known if each not in CLOCK_DOUBTS]
    return " ".join(filter(None, (time, quality_text(known))))


def doubtful(
    reader: Reader, patient_id: str, now: int, told: Collection[str] = ()
) -> tuple[str, ...]:
    """Say which of the last day's readings to measure again, apart from those `told` elsewhere.

    Those that were measured again, or that do not count, are past asking. Of two that may be one
    measurement the later is told.
    """
    newest = reading_queries.newest(reader, patient_id, NEWEST)
    late = [each for each in newest if each.taken_at > now - DAY_MS and each.counts]
    again = {each.remeasures_id for each in reading_queries.remeasured(reader, late)}
    said = {
        each: words
        for each, words in doubts_of(reader, late).items()
        if each not in again and each not in told
    }
    twins = alike_of(reader, late, now)
    seen = set[tuple[str, object]]()
    for each in late:
        if each.id in twins and (each.kind, each.values) not in seen:
            seen.add((each.kind, each.values))
            said[each.id] = " ".join(filter(None, (said.get(each.id, ""), twins[each.id])))
    return tuple(
        f"{reading_text(each)}, {when(each.taken_at, now)}: {said[each.id]}"
        for each in late
        if each.id in said
    )


def _pair(reader: Reader, reading: Reading, check: Reading | None, now: int) -> str:
    """«ny måling av SpO₂ 84 % i dag 07:12», «målt på nytt: SpO₂ 89 % i dag 09:05»."""
    words = []
    first = reading_queries.one(reader, reading.remeasures_id) if reading.remeasures_id else None
    if first is not None and first.patient_id == reading.patient_id:
        text = f"{reading_text(first)} {when(first.taken_at, now)}"
        words.append(tr("new measurement of {reading}", reading=text))
    if check is not None:
        text = f"{reading_text(check)} {when(check.taken_at, now)}"
        words.append(tr("measured again: {reading}", reading=text))
    return " · ".join(words)


def line_of(reading: Reading) -> Line:
    """Tell a stored reading alone in the language spoken now."""
    return Line(
        reading.id,
        reading.kind,
        reading_text(reading),
        reading.taken_at,
        reading.source,
        reading.said_by,
        reading.note,
        reading.confirmed,
        reading.excluded,
        reading.excluded_reason,
        reading.remeasures_id,
    )


def entry_kinds(agreed: Sequence[str] = ()) -> tuple[EntryKind, ...]:
    """Give every kind in words, those that are agreed first and in that order."""
    codes = (*agreed, *(kind.code for kind in KINDS if kind.code not in agreed))
    return tuple(_kind(code, agreed=code in agreed) for code in codes)


def _kind(code: str, *, agreed: bool) -> EntryKind:
    parts = kind_of(code).components
    others = units.units_of(parts[0])[1:]
    return EntryKind(
        code,
        kind_name(code),
        tuple(tr(part.name) for part in parts),
        ((parts[0].unit, unit_text(parts[0].code)), *((unit, tr(unit)) for unit in others)),
        agreed,
    )


def _kinds(reader: Reader, patient_id: str, now: int) -> tuple[EntryKind, ...]:
    reign = force_of(reader, patient_id).at(now)
    schedule = reign.version.content.schedule if reign is not None else ()
    # A form is answered, never measured: a «1» typed here would say that it was.
    measured = (item.kind for item in schedule if not is_dotted(item.kind))
    return entry_kinds(tuple(dict.fromkeys(measured)))


def _namesakes(reader: Reader, own: rows.PatientRow) -> tuple[date | None, ...]:
    name = fold(f"{own.given_name} {own.family_name}")
    return tuple(
        parse_day(born or "")
        for key, given, family, born, _ in rows.everyone(reader)
        if key != own.id and fold(f"{given} {family}") == name
    )
