"""The threshold workshop: limits found on a patient's own readings, chosen by a person.

Nothing is taken over by itself: proposals are shown, and what a person chose goes into a draft.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import audit
from station.models.queries import plans as plan_queries
from station.models.queries import readings as queries
from station.models.queries.plans import PlanPerson
from station.models.queries.readings import TrendPoint
from station.rules.editing import with_limits
from station.rules.force import Reign
from station.rules.forms import ANSWERED
from station.rules.guardrails import check_limits, is_known, limits_of
from station.rules.kinds import COMPONENTS, is_dotted, kind_of, place_of
from station.rules.limits import Limit
from station.rules.plans import PlanContent, PlanStatus, PlanVersion
from station.rules.recount import local_days
from station.rules.status import Status
from station.rules.why import Used
from station.rules.wording_entry import limit_fault_text
from station.rules.workshop import TRIAL_DAYS, Usual, usual
from station.services.judging.plan_force import force_of
from station.services.known import known_patient
from station.services.plans.plans import Plans
from station.services.plans.trying import Material, material, numbers
from station.services.readings.trends import interval_of
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = ["Held", "Material", "PlanPerson", "Span", "TrendPoint", "Trial", "Workshop", "Workshops"]

DAY_MS = 86_400_000


class Span(StrEnum):
    """Which readings are looked at: those of the trial period, of the last days, or all."""

    TRIAL = "trial"
    FORTNIGHT = "14"
    MONTH = "30"
    QUARTER = "90"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial period from `start` to `end` (UTC ms; None while it lasts).

    `day` counts local days, the first one is 1; `planned` is how many it was to last.
    """

    start: int
    end: int | None
    day: int
    planned: int = TRIAL_DAYS


@dataclass(frozen=True, slots=True)
class Held:
    """The limits of one component in one version of the plan."""

    version_id: str
    number: int
    approved: bool
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Workshop:
    """One component of one patient, as the workshop shows it.

    `points` are the readings of the span [since, until), left out ones among them (`excluded`, by
    code). `today` decides now, `draft` is open; either may be None. `material` counts any limits.
    `further` tells whether the plan has rules beside the limits, which are not counted here.
    """

    person: PlanPerson
    component: str
    components: tuple[str, ...]
    span: Span
    since: int
    until: int
    points: Sequence[TrendPoint]
    found: Usual
    material: Material
    now: int
    interval_ms: int
    excluded: Mapping[str, int] = field(default_factory=dict)
    today: Held | None = None
    draft: Held | None = None
    trial: Trial | None = None
    further: bool = False

    @property
    def start(self) -> tuple[Limit, ...]:
        """Give the limits to begin from: the open draft's, else those that decide now."""
        held = self.draft or self.today
        return held.limits if held else ()


class Workshops:
    """Opens the workshop, and takes what was chosen into the draft."""

    def __init__(self, record: Record, plans: Plans) -> None:
        """Read from `record`, write through `plans`."""
        self._record = record
        self._plans = plans

    def open(self, session: Session, patient_id: str, component: str = "") -> Workshop:
        """Open the workshop; the look is in the audit log.

        Without a component, the one that the plan or the readings put first. Raises Trouble
        `patient_unknown`.
        """
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            known_patient(writer, patient_id)
            writer.audit("workshop_opened", "patient", patient_id, patient_id)
        return self.look(session, patient_id, component)

    def look(
        self, session: Session, patient_id: str, component: str = "", span: Span | None = None
    ) -> Workshop:
        """Give the same to somebody who has it open: another component, span, or what is new.

        Without a span, the trial period while it lasts, else the last 90 days.
        """
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader:
            return _workshop(reader, patient_id, component, span, now)

    def take(
        self,
        session: Session,
        patient_id: str,
        component: str,
        limits: Sequence[Limit],
        before: Sequence[Limit] | None,
    ) -> str:
        """Put these limits in place of the component's in the open draft; give the draft's id.

        Without a draft one is begun from the plan in force. `before` is what the draft's limits
        were on the screen (None: no draft). Trouble `limits_refused` with the sentence of the plan
        editor, `limits_changed` where somebody else changed them, `no_plan` without any version.
        """
        require(session, Right.EDIT_PATIENTS)
        _check(component, limits)
        with self._record.read() as reader:
            versions = [row.version for row in plan_queries.versions(reader, patient_id)]
        draft = next((each for each in versions if each.status is PlanStatus.DRAFT), None)
        if draft is not None and limits_of(draft.content.limits, component) != _sorted(before):
            raise Trouble(
                "limits_changed",
                N_("Somebody else has changed these limits in the draft. Look at them first."),
            )
        draft_id = draft.id if draft is not None else self._begin(session, versions)
        row = self._plans.open(session, draft_id)
        content = with_limits(row.version.content, component, _sorted(limits))
        if content != row.version.content:
            self._plans.save_draft(session, draft_id, content, row.content_hash)
        return draft_id

    def _begin(self, session: Session, versions: Sequence[PlanVersion]) -> str:
        approved = (each for each in versions if each.status is PlanStatus.APPROVED)
        newest = next(approved, next(iter(versions), None))
        if newest is None:
            raise Trouble(
                "no_plan",
                N_("There is no plan yet. Begin one on the plan page first."),
            )
        return self._plans.next_draft(session, newest.id)


def _check(component: str, limits: Sequence[Limit]) -> None:
    if any(limit.component != component for limit in limits):
        raise ValueError("limits of another component")
    faults = check_limits(limits)
    if faults:
        why = " ".join(limit_fault_text(each) for each in faults)
        raise Trouble("limits_refused", N_("The limits were not taken in. {why}"), why=why)


def _sorted(limits: Sequence[Limit] | None) -> tuple[Limit, ...]:
    found = tuple(limits or ())
    return limits_of(found, found[0].component) if found else ()


def _workshop(
    reader: Reader, patient_id: str, component: str, span: Span | None, now: int
) -> Workshop:
    person = plan_queries.person(reader, patient_id)
    if person is None:
        raise Trouble("patient_unknown", N_("This patient is not in the file any more."))
    reign = force_of(reader, patient_id).at(now)
    draft = _draft(reader, patient_id)
    deciding = reign.version.content if reign else None
    known = _components(reader, patient_id, [deciding, draft.content if draft else None])
    chosen = component if component and is_known(component) else known[0]
    trial = trial_of(reader, patient_id, now)
    lasts = trial is not None and trial.end is None
    span = span or (Span.TRIAL if lasts else Span.QUARTER)
    since, until = _bounds(span, trial, now)
    kind, place = place_of(chosen)
    points = queries.trend(reader, patient_id, kind.code, since, until)
    prepared = material(reader, patient_id, chosen, now)
    today, open_draft = _held(reign, chosen), _draft_held(draft, chosen)
    for held in (today, open_draft):
        if held is not None:
            # Counted here, so that nothing but days is looked at while a limit is dragged.
            prepared.tried(held.limits)
    content = draft.content if draft else deciding
    return Workshop(
        person=person,
        component=chosen,
        components=tuple(dict.fromkeys((*known, chosen))),
        span=span,
        since=since,
        until=until,
        points=points,
        found=_usual(numbers(points, place), points),
        material=prepared,
        now=now,
        interval_ms=interval_of(content.schedule if content else (), kind.code),
        excluded=Counter(point.excluded for point in points if point.excluded),
        today=today,
        draft=open_draft,
        trial=trial,
        further=bool(content and content.rules),
    )


def trial_of(reader: Reader, patient_id: str, now: int) -> Trial | None:
    """Give the trial period that lasts or was the latest, or None if there was none."""
    steps = audit.statuses_of(reader, patient_id)
    begun = [at for at, (_, status) in enumerate(steps) if status == Status.TRIAL]
    if not begun:
        return None
    start = steps[begun[-1]][0]
    ends = [at for at, _ in steps[begun[-1] + 1 :]]
    end = ends[0] if ends else None
    last = now if end is None else end
    return Trial(start, end, (day_of(last) - day_of(start)).days + 1)


def _bounds(span: Span, trial: Trial | None, now: int) -> tuple[int, int]:
    if span is Span.ALL:
        return 0, now + 1
    if span is Span.TRIAL and trial is not None:
        return trial.start, now + 1 if trial.end is None else trial.end
    days = TRIAL_DAYS if span is Span.TRIAL else int(span)
    return now - days * DAY_MS, now + 1


def _usual(counted: Sequence[Used], points: Sequence[TrendPoint]) -> Usual:
    days = len(tuple(local_days([at for at, _ in counted])))
    left_out = sum(1 for point in points if point.excluded)
    return usual((value for _, value in counted), days, left_out)


def _components(
    reader: Reader, patient_id: str, plans: Sequence[PlanContent | None]
) -> tuple[str, ...]:
    """What limits can be found for: those of the plan first, then what was measured."""
    limited = [limit.component for content in plans if content for limit in content.limits]
    kinds = [
        code
        for code in queries.kinds_of(reader, patient_id)
        if not is_dotted(code) or not code.endswith(f".{ANSWERED}")
    ]
    order = [part.code for part in COMPONENTS]
    measured = [part.code for code in kinds for part in kind_of(code).components]
    measured.sort(key=lambda code: order.index(code) if code in order else len(order))
    wanted = [code for code in limited if code in measured]
    return tuple(dict.fromkeys((*wanted, *measured, *limited))) or (order[0],)


def _held(reign: Reign | None, component: str) -> Held | None:
    if reign is None:
        return None
    version = reign.version
    own = limits_of(version.content.limits, component)
    return Held(version.id, version.number, reign.approved, own)


def _draft(reader: Reader, patient_id: str) -> PlanVersion | None:
    versions = (row.version for row in plan_queries.versions(reader, patient_id))
    return next((each for each in versions if each.status is PlanStatus.DRAFT), None)


def _draft_held(draft: PlanVersion | None, component: str) -> Held | None:
    if draft is None:
        return None
    own = limits_of(draft.content.limits, component)
    return Held(draft.id, draft.number, approved=False, limits=own)
