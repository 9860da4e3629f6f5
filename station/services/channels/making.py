"""Making what a national service gets of a reading, a closed alert or an approved plan.

On the record lane: it reads, and touches no network. What is given is stored before it is sent.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from station.core.formats import day
from station.core.i18n import speaking, tr
from station.core.ids import same_id
from station.models.database import Reader
from station.models.queries import channels as queries
from station.models.queries import outbox
from station.models.queries.channels import Named
from station.models.queries.outbox import Due, Head
from station.models.queries.plans import content_of
from station.rules.contacts import ACTION_WORDS, Action
from station.rules.limits import Level
from station.rules.plans import Line, LineState, PlanContent, Zone
from station.rules.stored_why import short_words, whole_words
from station.rules.wording import component_name
from station.services.channels.fields import PLANS, PMD, VKP
from station.services.sync.context import Contexts
from station.sync import fhir
from station.sync.adapters import care_plans, pmd, vkp
from station.sync.adapters.care_plans import ServicePlan, ServiceZone
from station.sync.adapters.people import Person, Sender
from station.sync.adapters.replies import dicts, inner, text
from station.sync.fhir.codes import LOINC
from station.sync.values import Context, Fields, Resource

_READING = ("kind", "taken_at", "value", "value2", "beyond", "excluded", "patient_id")
_CLOSING = ("level", "component", "opened_at", "closed_at", "closed_by", "action", "note", "why")
_PLAN = ("number", "content", "approved_by_name", "approved_on", "approved_channel")
_LEVELS = {Level.GREEN: "green", Level.YELLOW: "yellow", Level.RED: "red"}


@dataclass(frozen=True, slots=True)
class Made:
    """One thing to send: its resource, what it says (to know it again), and what it follows."""

    resource: Resource
    fields: Fields
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What a maker is given: the row, the record as it is now, whose, and what went before."""

    row: Due
    fields: Fields
    named: Named
    sender: Sender
    head: Head | None

    @property
    def person(self) -> Person:
        """Give the patient as services know one."""
        name = f"{self.named.given_name} {self.named.family_name}".strip()
        return Person(self.named.number, self.named.number_kind, name)

    @property
    def former(self) -> str:
        """Give the name of what was sent of this record before, "" if nothing was."""
        return self.head.version if self.head else ""

    def told(self, names: tuple[str, ...]) -> dict[str, object]:
        """Give these columns of the record."""
        return {name: self.fields[name] for name in names}

    def said(self, names: tuple[str, ...]) -> bool:
        """Tell whether the service has these columns just so."""
        return self.head is not None and json.loads(self.head.fields) == self.told(names)


Maker = Callable[[Reader, Order, Contexts], Made | None]


def measurement(reader: Reader, order: Order, contexts: Contexts) -> Made | None:
    """Make an Observation for PMD; None for what it has, never had and is not to have."""
    fields = order.fields
    unsent_and_wrong = order.head is None and fields["excluded"]
    if order.said(_READING) or unsent_and_wrong:
        return None
    resource = _observation(reader, fields, contexts)
    if not _coded(resource):
        # A score has no code that others know; its form is not shared there.
        return None
    name = pmd.name_of(order.row.record_id, order.told(_READING), order.former)
    made = pmd.observation(resource, name, order.person, order.sender, order.former)
    return Made(made, order.told(_READING), order.former)


def closing(reader: Reader, order: Order, contexts: Contexts) -> Made | None:
    """Make a document for VKP of an alert that is closed; None for one that is not."""
    fields = order.fields
    if fields["state"] != "closed" or order.said(_CLOSING):
        return None
    reading_id = str(fields["reading_id"])
    reading = outbox.fields_of(reader, "readings", [reading_id]).get(reading_id)
    nurse_id = str(fields["closed_by"] or "")
    with speaking("nb"):
        component = str(fields["component"])
        title = component_name(component)
        event = f"{short_words(str(fields['why']))}\n{whole_words(str(fields['why']))}"
        done = _done(fields)
    made = vkp.Closing(
        order.row.record_id,
        _LEVELS[Level(int(str(fields["level"])))],
        int(str(fields["opened_at"])),
        int(str(fields["closed_at"])),
        nurse_id,
        outbox.user_names(reader).get(nurse_id, ""),
        title,
        event,
        done,
        *_about(reader, order, reading, contexts),
    )
    document = vkp.document(made, order.person, order.sender, order.former)
    return Made(document, order.told(_CLOSING), order.former)


def plan(reader: Reader, order: Order, contexts: Contexts) -> Made | None:  # noqa: ARG001
    """Make the newest approved version of a plan for Pasientens planer; None for any other."""
    fields = order.fields
    newest = queries.newest_approved(reader, str(fields["plan_id"]))
    if newest != order.row.record_id or order.said(_PLAN):
        return None
    if queries.chosen(reader, PLANS, order.row.record_id) == "theirs":
        return None
    content = content_of(str(fields["content"]))
    if content.crisis:
        # The patient's own words for a bad day are no plan of measurements, and stay here.
        return None
    sent = queries.sent_plans(reader, PLANS, str(fields["plan_id"]))
    etag = max((each.version for each in sent), key=_number, default="")
    nurse_id = str(fields["registered_by"] or fields["created_by"])
    with speaking("nb"):
        made = ServicePlan(
            tr("Self-care plan"),
            content.goal,
            tuple(_zone(each) for each in content.zones),
            _approval(fields),
            nurse_id,
            outbox.user_names(reader).get(nurse_id, ""),
        )
    request = care_plans.request(made, order.person, order.sender, etag)
    return Made(request, order.told(_PLAN), etag)


MAKERS: Mapping[str, Maker] = {PMD: measurement, VKP: closing, PLANS: plan}


def their_content(content: PlanContent, body: Resource) -> PlanContent:
    """Give our plan with the zones that stand at the service, to lay the two beside each other."""
    levels = {name: level for level, name in _LEVELS.items()}
    zones = tuple(
        Zone(levels[each.level], _lines(each.condition), _lines(each.action))
        for each in care_plans.zones_of(body)
    )
    goal = text(inner(body.get("clinical_content")).get("description"))
    return replace(content, goal=goal, zones=zones)


def _observation(reader: Reader, fields: Fields, contexts: Contexts) -> Resource:
    """The Observation as the central server would get it, to be cut down."""
    record_id, patient_id = str(fields["id"]), str(fields["patient_id"])
    context = contexts.of(reader, "readings", {record_id: fields}, {record_id: patient_id})
    return fhir.encode("readings", fields, context[record_id])[0]


def _coded(resource: Resource) -> bool:
    return any(
        coding.get("system") == LOINC for coding in dicts(inner(resource.get("code")).get("coding"))
    )


def _about(
    reader: Reader, order: Order, reading: Fields | None, contexts: Contexts
) -> tuple[Resource | None, Resource | None, vkp.Meter | None]:
    """What the alert was about: a measurement with its meter, or answers to a form."""
    if reading is None:
        return None, None, None
    resource = _observation(reader, reading, contexts)
    if _coded(resource):
        found = queries.meter(reader, str(reading["device_id"] or ""))
        return resource, None, vkp.Meter(*found) if found else None
    at = int(str(reading["taken_at"]))
    answers_id = queries.answered_at(reader, order.named.id, at)
    answers = outbox.fields_of(reader, "form_answers", [answers_id]).get(answers_id)
    if answers is None:
        return None, None, None
    return None, fhir.encode("form_answers", answers, Context())[0], None


def _done(fields: Fields) -> str:
    """What was done, and what the nurse wrote about it."""
    action = str(fields["action"])
    said = tr(ACTION_WORDS[Action(action)]) if action in set(Action) else ""
    return "\n".join(filter(None, (said, str(fields["note"]))))


def _zone(zone: Zone) -> ServiceZone:
    return ServiceZone(_words(zone.signs), _words(zone.measures), _LEVELS[zone.level])


def _words(lines: Iterable[Line]) -> str:
    return "\n".join(each.text for each in lines if each.state is not LineState.REMOVED)


def _lines(words: str) -> tuple[Line, ...]:
    found = (line.strip() for line in words.splitlines())
    return tuple(Line(same_id("service", each), each, LineState.OWN) for each in found if each)


def _approval(fields: Fields) -> str:
    """Who approved which version, when and how: the service's «active» does not say it."""
    return tr(
        "Version {number}. Approved by {name} {on} ({channel}).",
        number=fields["number"],
        name=fields["approved_by_name"] or "–",
        on=day(date.fromisoformat(str(fields["approved_on"]))) if fields["approved_on"] else "–",
        channel=fields["approved_channel"] or "–",
    )


def _number(etag: str) -> int:
    number = etag.rpartition("/")[2]
    return int(number) if number.isdecimal() else 0
