"""Plans made elsewhere, by a hospital or another service: entered as they are, in force as such."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from station.core.formats import day
from station.core.i18n import N_
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import plans as queries
from station.models.queries.plans import VersionRow
from station.models.records import plans as records
from station.rules.approval import MOST_DAYS_AHEAD
from station.rules.limits import Level
from station.rules.plans import PlanContent, PlanStatus, Zone
from station.rules.templates import instantiate
from station.services.known import known_patient
from station.services.plans.deciding import audited
from station.services.plans.plans import Plans, next_number
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

MOST_DAYS_BACK = 366
"""A plan that began to hold longer ago is due for review anyway."""
REVIEW_AFTER_DAYS = 90


@dataclass(frozen=True, slots=True)
class MadeElsewhere:
    """Where and by whom a plan was made, and the day from which it holds.

    `template` is the code of one whose parts it follows, or empty: then nothing is proposed.
    """

    place: str
    by: str
    valid_from: date
    template: str = ""

    @property
    def origin(self) -> str:
        """Give place and person as one line: St. Olavs hospital, lege Blid Trapp."""
        return ", ".join(part.strip() for part in (self.place, self.by))


class Elsewhere:
    """Begins drafts that are copied from a paper of others."""

    def __init__(self, record: Record, plans: Plans) -> None:
        """Write to `record`, with the templates of `plans`."""
        self._record = record
        self._plans = plans

    def begin(
        self,
        session: Session,
        patient_id: str,
        made: MadeElsewhere,
        language: str,
        *,
        replaces: bool = False,
    ) -> str:
        """Begin the draft that the plan is copied into, and give its id.

        Raises Trouble `origin_missing` or `valid_from` for what was not said; `draft_open` where
        a draft is being written; and `planned_already` where a plan is in force, unless somebody
        has said that this one `replaces` it: nobody is planned twice.
        """
        require(session, Right.EDIT_PATIENTS)
        self._check(made)
        content = self._content(made, language)
        with self._record.write(session) as writer:
            known_patient(writer, patient_id)
            rows = queries.versions(writer, patient_id)
            _free(rows, replaces=replaces)
            plan_id = records.add_plan(writer, patient_id, content.template)
            number = next_number(writer, patient_id)
            version_id = records.add_draft(writer, plan_id, patient_id, number, content)
            audited(writer, "plan_entered", version_id, patient_id, origin=content.origin)
        return version_id

    def planned(self, session: Session, patient_id: str) -> bool:
        """Tell whether the patient has a plan in force, or a draft."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return _standing(reader, patient_id)

    def _check(self, made: MadeElsewhere) -> None:
        if not made.place.strip() or not made.by.strip():
            raise Trouble("origin_missing", N_("Write where the plan was made, and by whom."))
        today = day_of(self._record.clock.now())
        back, ahead = timedelta(days=MOST_DAYS_BACK), timedelta(days=MOST_DAYS_AHEAD)
        if not today - back <= made.valid_from <= today + ahead:
            raise Trouble(
                "valid_from",
                N_("A plan made elsewhere holds from a day within a year, back or ahead."),
            )

    def _content(self, made: MadeElsewhere, language: str) -> PlanContent:
        today = day_of(self._record.clock.now())
        if made.template:
            content = instantiate(self._plans.template(made.template, language), today)
        else:
            zones = tuple(Zone(level) for level in Level)
            on = (today + timedelta(days=REVIEW_AFTER_DAYS)).isoformat()
            content = PlanContent("", language, zones=zones, review_on=on)
        return replace(content, origin=made.origin, valid_from=made.valid_from.isoformat())


def _standing(reader: Reader, patient_id: str) -> bool:
    rows = queries.versions(reader, patient_id)
    return any(row.version.status in (PlanStatus.APPROVED, PlanStatus.DRAFT) for row in rows)


def _free(rows: tuple[VersionRow, ...], *, replaces: bool) -> None:
    draft = next((row for row in rows if row.version.status is PlanStatus.DRAFT), None)
    if draft is not None:
        raise Trouble(
            "draft_open",
            N_(
                "Version {number} is being written already. Go on with it, or delete it first: "
                "nobody is planned twice."
            ),
            number=draft.version.number,
        )
    standing = next((row for row in rows if row.version.status is PlanStatus.APPROVED), None)
    if standing is not None and not replaces:
        raise Trouble(
            "planned_already",
            N_(
                "Version {number} holds already, since {day}. Shall the plan from elsewhere "
                "replace it from its day?"
            ),
            number=standing.version.number,
            day=day(standing.version.in_force_from or 0),
        )
