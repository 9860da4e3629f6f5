"""Velferdsteknologisk knutepunkt, digital hjemmeoppfølging (VKP-DHO): closed alerts to the journal.

One closing is one document Bundle: the note (Composition) first, then the alert (DetectedIssue),
then what it was about. It is posted once; a repeat is searched for first, by the note's name.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from station.core.ids import same_id
from station.core.zone import local
from station.sync.adapters.asking import Asking, Fault, ask
from station.sync.adapters.outward import OBSERVATION, RESPONSE, cut
from station.sync.adapters.people import Person, Sender, dashed, identified, organisation
from station.sync.adapters.replies import (
    NotJson,
    Stop,
    Tell,
    answered,
    body_of,
    dicts,
    inner,
    judged,
    one_by_one,
    text,
    told,
    verdict_of,
)
from station.sync.central_replies import is_error
from station.sync.fhir.codes import LOINC, USER
from station.sync.values import Outcome, Resource, Sealed, Verdict

DOCUMENTS = "urn:station:vkp:document"
_SYSTEM = "http://ehelse.no/fhir/CodeSystem/vkp-"
_PROFILE = "http://ehelse.no/fhir/StructureDefinition/vkp-"
READING_ALERT = "5.2.1"
FORM_ALERT = "5.2.2"
_SEVERITY = {"red": "high", "yellow": "moderate", "green": "low"}
_COLOURS = {"red": "Rød", "yellow": "Gul", "green": "Grønn"}
_HEADERS = {
    "content-type": "application/fhir+json",
    "accept": "application/fhir+json",
    "ServiceCodes": "dho",
}
_FORM = _HEADERS | {"content-type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Meter:
    """The device that measured, as it is named in the document."""

    name: str
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """A closed alert, ready to be told: times in UTC ms, words in the journal's language.

    `event` says why there was an alert and `done` what was done. `observation` and `response` are
    the resources made for the central server, whichever the alert is about.
    """

    alert_id: str
    level: str
    opened_at: int
    closed_at: int
    nurse_id: str
    nurse: str
    title: str
    event: str
    done: str
    observation: Resource | None = None
    response: Resource | None = None
    meter: Meter | None = None


def document(closing: Closing, person: Person, sender: Sender, former: str = "") -> Resource:
    """Give the Bundle of type document; with `former`, it replaces the note of that name."""
    name = _name_of(closing, former)
    about = _about(closing, person, sender)
    issue = _entry(_id("issue", name), _issue(closing, person, [each["fullUrl"] for each in about]))
    note = _note(closing, person, sender, name, issue["fullUrl"], former)
    return {
        "resourceType": "Bundle",
        "id": name,
        "identifier": {"system": DOCUMENTS, "value": name},
        "type": "document",
        "timestamp": _moment(closing.closed_at),
        "entry": [_entry(name, note), issue, *about, *_device(closing)],
    }


def _name_of(closing: Closing, former: str) -> str:
    """The first note has the alert's name; what is told anew has one made from what it says."""
    if not former:
        return dashed(same_id("vkp", closing.alert_id))
    said = json.dumps(
        [closing.level, closing.closed_at, closing.nurse_id, closing.event, closing.done]
    )
    return dashed(same_id("vkp", closing.alert_id, said))


def _id(*parts: str) -> str:
    return dashed(same_id("vkp", *parts))


def _entry(name: str, resource: Mapping[str, object]) -> dict[str, object]:
    return {"fullUrl": f"urn:uuid:{name}", "resource": resource}


def _coded(system: str, code: str) -> dict[str, object]:
    return {"coding": [{"system": f"{_SYSTEM}{system}-v090", "code": code}]}


def _note(
    closing: Closing, person: Person, sender: Sender, name: str, issue: object, former: str
) -> dict[str, object]:
    nurse = {"system": USER, "value": dashed(closing.nurse_id)}
    made: dict[str, object] = {
        "resourceType": "Composition",
        "meta": {"profile": [f"{_PROFILE}Composition-v090"]},
        "identifier": {"system": DOCUMENTS, "value": name},
        "status": "final",
        "type": {"coding": [{"system": LOINC, "code": "34133-9"}]},
        "category": [_coded("composition-category", "2")],
        "subject": identified(person, named=True),
        "date": _moment(closing.closed_at),
        "author": [{"identifier": nurse, "display": closing.nurse}],
        "title": closing.title,
        "custodian": organisation(sender),
        "event": [
            _happened("0", closing.opened_at),
            _happened("3", closing.closed_at),
        ],
        "section": [
            _section("1.2", closing.event, issue),
            _section("1.1", closing.done, issue),
        ],
    }
    if former:
        target = {"system": DOCUMENTS, "value": former}
        made["relatesTo"] = [{"code": "replaces", "targetIdentifier": target}]
    return made


def _happened(code: str, at: int) -> dict[str, object]:
    return {"code": [_coded("composition-event", code)], "period": {"start": _moment(at)}}


_HEADINGS = {"1.1": "Beskrivelse av oppfølging", "1.2": "Beskrivelse av hendelse"}


def _section(code: str, words: str, issue: object) -> dict[str, object]:
    lines = "<br/>".join(escape(line) for line in words.splitlines()) or "–"
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{lines}</div>'
    return {
        "title": _HEADINGS[code],
        "code": _coded("composition-section", code),
        "text": {"status": "additional", "div": div},
        "entry": [{"reference": issue}],
    }


def _issue(closing: Closing, person: Person, about: Sequence[object]) -> dict[str, object]:
    code = FORM_ALERT if closing.response else READING_ALERT
    made: dict[str, object] = {
        "resourceType": "DetectedIssue",
        "meta": {"profile": [f"{_PROFILE}DetectedIssue-v090"]},
        "status": "final",
        "code": _coded("alert-code", code) | {"text": closing.title},
        "severity": _SEVERITY[closing.level],
        "patient": identified(person, named=True),
        "identifiedDateTime": _moment(closing.opened_at),
        "author": {"display": "Station"},
        "detail": _COLOURS[closing.level],
    }
    if about:
        made["implicated"] = [{"reference": each} for each in about]
    return made


def _about(closing: Closing, person: Person, sender: Sender) -> list[dict[str, object]]:
    found = []
    if closing.response is not None:
        answers = cut(closing.response, RESPONSE) | {"subject": identified(person, named=True)}
        found.append(_entry(_id("answers", closing.alert_id), answers))
    if closing.observation is not None:
        value = cut(closing.observation, OBSERVATION)
        value["subject"] = identified(person, named=True)
        value["performer"] = [organisation(sender)]
        if closing.meter is not None:
            value["device"] = {"reference": f"urn:uuid:{_id('meter', closing.alert_id)}"}
        found.append(_entry(_id("value", closing.alert_id), value))
    return found


def _device(closing: Closing) -> list[dict[str, object]]:
    if closing.meter is None or closing.observation is None:
        return []
    made: dict[str, object] = {
        "resourceType": "Device",
        "deviceName": [{"name": closing.meter.name, "type": "model-name"}],
    }
    if closing.meter.serial:
        made["serialNumber"] = closing.meter.serial
    return [_entry(_id("meter", closing.alert_id), made)]


def _moment(at: int) -> str:
    return local(at).isoformat(timespec="seconds")


class Vkp:
    """Sends closed alerts one by one, and says of each what became of it."""

    def __init__(self, wire: Asking) -> None:
        """Send over `wire`, whose address ends with the receiver's organisation number."""
        self._wire = wire

    def upload(
        self, batch: Sequence[Sealed], tell: Tell | None = None, stop: Stop | None = None
    ) -> tuple[Outcome, ...]:
        """Send all, in order; when the service takes nothing, the rest is not tried."""
        return one_by_one(batch, self._one, tell, stop)

    def _one(self, sealed: Sealed) -> Outcome:
        if sealed.again and (known := self._there(sealed)) is not None:
            return known
        reply = ask(self._wire, "POST", "bundle", sealed.resources[0].encode(), _HEADERS)
        if isinstance(reply, Fault):
            return reply.of(sealed)
        verdict = verdict_of(reply.status)
        if verdict is Verdict.DONE:
            return _said(sealed, reply.body)
        if verdict is Verdict.STALE:
            return self._there(sealed) or answered(sealed, Verdict.HELD, reply)
        return answered(sealed, verdict, reply)

    def _there(self, sealed: Sealed) -> Outcome | None:
        """Give DONE if the journal has the note, None if not, and why we do not know otherwise."""
        note = body_of(sealed.resources[0])
        reply = ask(self._wire, "POST", "composition/_search", _question(note), _FORM)
        if isinstance(reply, Fault):
            return reply.of(sealed)
        verdict = verdict_of(reply.status)
        if verdict is Verdict.LATER:
            return answered(sealed, verdict, reply, "search")
        if verdict is not Verdict.DONE:
            # A journal that cannot be asked: only a person can see whether the note arrived.
            return judged(sealed, Verdict.HELD, "unsure")
        try:
            return _done(sealed) if _name(note) in _names(body_of(reply.body)) else None
        except NotJson:
            return judged(sealed, Verdict.LATER, "search_unreadable")


def _said(sealed: Sealed, body: bytes) -> Outcome:
    """A good status is believed, unless the body says no; an empty body says nothing."""
    try:
        found = body_of(body) if body.strip() else {}
    except NotJson:
        return judged(sealed, Verdict.LATER, "answer_unreadable")
    if is_error(found):
        return judged(sealed, Verdict.HELD, "outcome_error", told(found))
    return _done(sealed)


def _done(sealed: Sealed) -> Outcome:
    name = _name(body_of(sealed.resources[0]))
    return Outcome(sealed.kind, sealed.record_id, Verdict.DONE, version=name)


def _name(note: Resource) -> str:
    return text(inner(note.get("identifier")).get("value"))


def _names(found: Resource) -> set[str]:
    return {_name(inner(entry.get("resource"))) for entry in dicts(found.get("entry"))}


def _question(note: Resource) -> bytes:
    """The patient and the moment of the note, in the body."""
    composition = inner(dicts(note.get("entry"))[0].get("resource"))
    number = text(inner(inner(composition.get("subject")).get("identifier")).get("value"))
    at = text(note.get("timestamp"))
    asked = [("patient.identifier", number), ("date", f"ge{at}"), ("date", f"le{at}")]
    return urlencode(asked).encode()
