"""Printing a plan: made, read back, and only then saved where a person chose, and in the log."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from station.core.i18n import N_
from station.core.settings import PROFILE, Profile
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import forms as form_queries
from station.models.queries import plans as queries
from station.models.queries import readings as reading_queries
from station.models.queries import worklist as office
from station.models.queries.plans import VersionRow
from station.models.records import paper
from station.models.records.paper import NewPrint
from station.models.records.plans import content_text
from station.printing import press, saving
from station.printing.documents import PlanDocument
from station.printing.verify import page_count
from station.rules.kinds import place_of
from station.rules.plans import PlanStatus, PlanVersion
from station.services.judging.plan_force import force_of
from station.services.plans.plans import Plans
from station.services.plans.trying import material
from station.services.prints.limits_box import Before
from station.services.prints.plan_shapes import Shape, shaped
from station.services.prints.plan_sheet import (
    TREND_DAYS,
    Person,
    SheetFacts,
    TrendFacts,
    code_of,
    main_component,
    plan_document,
)
from station.services.readings.trends import agreed_kind, interval_of
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.stamping import page_stamp, stamp_of

_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished print: its bytes, its code, and whose plan it is."""

    pdf: bytes
    code: str
    version_id: str
    patient_id: str
    content_hash: str
    status: str
    language: str
    pages: int
    shape: Shape = Shape.NORMAL

    @property
    def sheet(self) -> str:
        """Give which sheet it is: "gp" (a draft, with the box to decide in) or "patient"."""
        return "gp" if self.status == PlanStatus.DRAFT else "patient"


class PlanPrints:
    """Makes, saves and accounts for prints of plans."""

    def __init__(self, record: Record) -> None:
        """Read from, and account to, `record`."""
        self._record = record
        self._plans = Plans(record)

    def document(
        self,
        session: Session,
        version_id: str,
        language: str = "",
        shape: Shape = Shape.NORMAL,
    ) -> tuple[VersionRow, PlanDocument]:
        """Gather a version's sheet; fast, on the record lane. Nothing is rendered yet.

        In another `language` than the plan's own, the template's lines are said in that one.
        """
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        stamp = stamp_of(self._record, session)
        with self._record.read() as reader:
            row = _known(reader, version_id)
            if language not in ("", row.version.content.language):
                content = self._plans.spoken(row.version.content, language)
                row = replace(row, version=replace(row.version, content=content))
            person = _person(reader, row.version.patient_id)
            profile = PROFILE.read(office.settings(reader)) or Profile("–")
            asked = self._asked(row.version)
            facts = _facts(reader, row, asked, now)
        made = plan_document(row, person, profile, now, facts)
        identity = replace(made.identity, stamp=page_stamp(stamp, row))
        return row, shaped(row.version.content, replace(made, identity=identity), shape)

    def preview(
        self,
        session: Session,
        version_id: str,
        language: str = "",
        shape: Shape = Shape.NORMAL,
    ) -> Printed:
        """Gather and render in one; for the thread that also draws the pages."""
        return self.render(*self.document(session, version_id, language, shape))

    def render(self, row: VersionRow, document: PlanDocument) -> Printed:
        """Lay out, tag and read back; touches no record.

        A plan that fits one page only without its trend is printed without: the page on the
        refrigerator comes first. Call it where nothing else reads a PDF at the same time.
        """
        bare = replace(document, trend=None, period=None)
        if document.trend and not press.fits_one_page(document) and press.fits_one_page(bare):
            document = bare
        pdf = press.render(document)
        return Printed(
            pdf,
            code_of(row),
            row.version.id,
            row.version.patient_id,
            row.content_hash,
            row.version.status.value,
            document.identity.language,
            page_count(pdf),
            document.shape,
        )

    def file_name(self, printed: Printed) -> str:
        """Propose a file name that tells nothing about a person."""
        kinds = {Shape.NORMAL: "plan", Shape.LARGE: "plan-stor", Shape.EASY: "plan-lettlest"}
        return saving.file_name(kinds[printed.shape], printed.code)

    def _asked(self, version: PlanVersion) -> tuple[str, ...]:
        """The components whose limits the GP decides on: the template's, then the plan's own."""
        content = version.content
        own = [limit.component for limit in content.limits]
        try:
            template = self._plans.template_of(content)
        except Trouble:
            # The template may be gone; the plan stands on its own.
            return tuple(dict.fromkeys(own))
        draft = version.status is PlanStatus.DRAFT
        suggested = [each.component for each in template.limits] if draft else []
        return tuple(dict.fromkeys([*suggested, *own]))

    def save(self, session: Session, printed: Printed, path: Path) -> None:
        """Save a print where a person chose, and note it in the log: who, which version, its hash.

        Trouble if the place cannot be written to; then no print is in the log either.
        """
        require(session, Right.SEE_PATIENTS)
        saving.write(printed.pdf, path)
        self.note(session, printed, "plan_print_saved")

    def note(self, session: Session, printed: Printed, what: str = "plan_printed") -> None:
        """Note that a print was made: in the log, and where its paper is looked for again."""
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, printed.version_id)
            # What it said is kept only while that is known for certain.
            same = row.content_hash == printed.content_hash
            paper.add_print(
                writer,
                NewPrint(
                    printed.version_id,
                    printed.patient_id,
                    printed.sheet,
                    printed.code,
                    printed.content_hash,
                    content_text(row.version.content) if same else "",
                    printed.language,
                    printed.pages,
                ),
            )
            writer.audit(
                what,
                "plan_version",
                printed.version_id,
                printed.patient_id,
                code=printed.code,
                hash=hashlib.sha256(printed.pdf).hexdigest(),
                content_hash=printed.content_hash,
                status=printed.status,
                shape=printed.shape.value,
            )
            writer.touch("plans", printed.patient_id)


def _known(reader: Reader, version_id: str) -> VersionRow:
    row = queries.one(reader, version_id)
    if row is None:
        raise Trouble("plan_unknown", N_("This plan is not in the file any more."))
    return row


def _person(reader: Reader, patient_id: str) -> Person:
    rows = reader.raw(
        "SELECT given_name, family_name, coalesce(birth_date, ''), diagnosis, language "
        "FROM patients WHERE id = ?",
        (patient_id,),
    )
    given, family, birth_date, diagnosis, language = rows[0]
    return Person(f"{given} {family}".strip(), birth_date, diagnosis, language)


def _facts(reader: Reader, row: VersionRow, asked: Sequence[str], now: int) -> SheetFacts:
    """What the readings say about a version's limits, and about those in force beside a draft."""
    limits, held = row.version.content.limits, _in_force(reader, row.version, now)
    codes = dict.fromkeys(limit.component for limit in (*limits, *(held.limits if held else ())))
    found = [material(reader, row.version.patient_id, code, now) for code in codes]
    if held is not None:
        held = replace(held, tried={each.component: each.tried(held.limits) for each in found})
    tried = {each.component: each.tried(limits) for each in found}
    return SheetFacts(asked, tried, _trend(reader, row, asked, now), held)


def _in_force(reader: Reader, version: PlanVersion, now: int) -> Before | None:
    """The approved version that decides while this draft is written, or None."""
    if version.status is not PlanStatus.DRAFT:
        return None
    reign = force_of(reader, version.patient_id).at(now)
    if reign is None or not reign.approved:
        return None
    return Before(reign.version.number, reign.version.content.limits)


def _trend(reader: Reader, row: VersionRow, asked: Sequence[str], now: int) -> TrendFacts | None:
    """The first of the asked components that there are readings of; else what is agreed first."""
    content = row.version.content
    main = main_component(content)
    for component in (*asked, *([main] if main else [])):
        kind = place_of(component)[0].code
        points = reading_queries.trend(
            reader, row.version.patient_id, kind, now - TREND_DAYS * _DAY_MS, now + 1
        )
        if points:
            patient, start = row.version.patient_id, now - TREND_DAYS * _DAY_MS
            gaps = form_queries.gaps(reader, patient, start, now + 1).get(kind, ())
            interval = interval_of(content.schedule, agreed_kind(kind))
            return TrendFacts(component, points, interval, gaps)
    return None
