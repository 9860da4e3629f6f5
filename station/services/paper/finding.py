"""Which plan version a code on paper shows, and whether its sheet may still be answered."""

from collections.abc import Sequence
from dataclasses import replace

from station.models.database import Reader
from station.models.queries import paper as queries
from station.models.queries import plans as plan_queries
from station.models.queries.plans import VersionRow
from station.rules.approval import in_force
from station.rules.comparing import compare
from station.rules.papercode import (
    CHECKSUM_LETTERS,
    Outcome,
    PaperCode,
    Scanned,
    ShortCode,
    pack,
    signed_part,
)
from station.rules.plans import PlanStatus
from station.services.paper.values import Candidate, Found, FoundKind
from station.services.stamping import known_stamp

_KINDS = {
    Outcome.EMPTY: FoundKind.NONE,
    Outcome.CUT: FoundKind.CUT,
    Outcome.DAMAGED: FoundKind.ALTERED,
    Outcome.NEWER: FoundKind.NEWER,
    Outcome.FOREIGN: FoundKind.FOREIGN,
}
GONE = frozenset({PlanStatus.REPLACED, PlanStatus.WITHDRAWN})
"""Versions of which a sheet says nothing that still holds."""


def find(reader: Reader, found: Scanned, open_patient: str) -> Found:
    """Give what scanned codes lead to; `open_patient` is the id of who is open, or ""."""
    match found.outcome:
        case Outcome.READ:
            return _of_codes(reader, found.codes, open_patient)
        case Outcome.SEVERAL:
            choices = tuple(_candidate(reader, code) for code in found.codes)
            return Found(FoundKind.SEVERAL, choices=choices)
        case Outcome.SHORT if found.short:
            return _of_short(reader, found.short, open_patient)
        case _:
            return Found(_KINDS[found.outcome])


def _of_codes(reader: Reader, codes: Sequence[PaperCode], open_patient: str) -> Found:
    refused = {kind for kind in (_refused(reader, code) for code in codes) if kind}
    if refused:
        return Found(min(refused))
    first = codes[0]
    found = of_version(reader, first.version_id, first.checksum, open_patient)
    pages = tuple(sorted(code.page for code in codes))
    return replace(found, pages=pages, of=first.pages, sealed=True)


def _refused(reader: Reader, code: PaperCode) -> FoundKind | None:
    """Tell why a code is not believed, or None."""
    stamp = known_stamp(reader)
    if stamp is None or code.station != stamp.name:
        return FoundKind.ELSEWHERE
    return None if stamp.holds(signed_part(code), code.seal) else FoundKind.ALTERED


def _of_short(reader: Reader, short: ShortCode, open_patient: str) -> Found:
    known = queries.by_short_code(reader, short)
    if not known:
        return Found(FoundKind.UNKNOWN)
    if len(known) > 1:
        return Found(FoundKind.SEVERAL, choices=tuple(_named(reader, each) for each in known))
    return of_version(reader, known[0], short.content.lower(), open_patient)


def of_version(reader: Reader, version_id: str, checksum: str, open_patient: str) -> Found:
    """Hold what was printed (`checksum` begins its hash; "" if not known) against what stands."""
    row = plan_queries.one(reader, version_id)
    if row is None:
        return Found(FoundKind.UNKNOWN)
    patient_id = row.version.patient_id
    printed = queries.newest_print(reader, version_id, checksum)
    found = Found(
        FoundKind.RIGHT,
        row,
        plan_queries.person(reader, patient_id),
        print_id=printed.id if printed else "",
        printed_at=printed.printed_at if printed else None,
        checksum=checksum,
    )
    if open_patient and open_patient != patient_id:
        return replace(found, kind=FoundKind.OTHER_PATIENT)
    if row.version.status in GONE:
        return replace(found, kind=FoundKind.OUTDATED, current=_current(reader, patient_id))
    if checksum and not row.content_hash.startswith(checksum):
        said = queries.printed_content(reader, version_id, checksum)
        changes = compare(said, row.version.content) if said else ()
        # What was only gone through since, word for word the same, is what the GP has seen.
        if changes or said is None:
            return replace(found, kind=FoundKind.CHANGED, changes=changes)
    return found


def _current(reader: Reader, patient_id: str) -> VersionRow | None:
    rows = plan_queries.versions(reader, patient_id)
    now = in_force(row.version for row in rows)
    return next((row for row in rows if now and row.version.id == now.id), None)


def _candidate(reader: Reader, code: PaperCode) -> Candidate:
    """Name a sheet that this station sealed; of any other nothing is told."""
    if _refused(reader, code):
        return Candidate(pack(code))
    return replace(_named(reader, code.version_id), text=pack(code))


def _named(reader: Reader, version_id: str) -> Candidate:
    row = plan_queries.one(reader, version_id)
    person = plan_queries.person(reader, row.version.patient_id) if row else None
    if row is None or person is None:
        return Candidate(version_id)
    return Candidate(version_id, person.name, person.birth_date, row.version.number)


def newest_checksum(reader: Reader, version_id: str) -> str:
    """Give how the hash of a version's newest print begins, or "" where it was never printed."""
    newest = queries.newest_print(reader, version_id, "")
    return newest.content_hash[:CHECKSUM_LETTERS] if newest else ""
