"""Pasientens planer (NHN, v0.4): a self-care plan as zones with versions, one to one with ours.

The service numbers versions and says 409 to whoever has not seen the newest; a person decides
then. Its «active» does not mean approved: who approved, when and how stands in the comment.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from station.sync.adapters.asking import Answered, Asking, Fault, ask
from station.sync.adapters.people import Person, Sender, dashed, identified, organisation
from station.sync.adapters.replies import (
    Stop,
    Tell,
    answered,
    body_of,
    dicts,
    inner,
    judged,
    one_by_one,
    text,
    verdict_of,
    words_of,
)
from station.sync.central_replies import object_of
from station.sync.fhir.codes import USER
from station.sync.values import Found, Outcome, Resource, Sealed, Verdict

RESOURCE = "plan"
LEVELS = ("green", "yellow", "red")
_JSON = {"content-type": "application/json", "accept": "application/json"}
_GONE = frozenset({404, 410})
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
"""What may stand in an address; the service says UUID."""


@dataclass(frozen=True, slots=True)
class ServiceZone:
    """One zone as the service has it: how it shows, what to do, and its colour (LEVELS)."""

    condition: str
    action: str
    level: str


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """A plan as the service has it; `comment` says who approved it, or that nobody has."""

    title: str
    description: str
    zones: tuple[ServiceZone, ...]
    comment: str
    nurse_id: str
    nurse: str


def content_of(plan: ServicePlan) -> dict[str, object]:
    """Give the clinical content: title, description and zones."""
    zones = [
        {"condition": each.condition, "action": each.action, "level": each.level}
        for each in plan.zones
    ]
    return {"title": plan.title, "description": plan.description, "zones": zones}


def request(plan: ServicePlan, person: Person, sender: Sender, etag: str = "") -> Resource:
    """Give what is sealed: the service's id ("" for a new plan) and the body of the request.

    `etag` is "<id>/<version>" of what it follows, as upload() gave it in Outcome.version.
    """
    plan_id, _, version = etag.partition("/")
    body: dict[str, object] = {
        "status": "active",
        "comment": plan.comment,
        "updated_by": {
            "identifier": {"system": USER, "value": dashed(plan.nurse_id)},
            "display": plan.nurse,
            "organization": organisation(sender),
        },
        "clinical_content": content_of(plan),
    }
    if plan_id:
        body["version"] = int(version)
    else:
        body["subject"] = identified(person)
    return {"resourceType": RESOURCE, "id": plan_id, "body": body}


def zones_of(body: Resource) -> tuple[ServiceZone, ...]:
    """Read the zones of an answer; those of an unknown level are left out."""
    zones = dicts(inner(body.get("clinical_content")).get("zones"))
    found = (
        ServiceZone(text(each.get("condition")), text(each.get("action")), text(each.get("level")))
        for each in zones
    )
    return tuple(each for each in found if each.level in LEVELS)


class CarePlans:
    """Sends plans one by one, reads them back, and fetches what stands there when ours is old."""

    def __init__(self, wire: Asking) -> None:
        """Send over `wire`."""
        self._wire = wire

    def upload(
        self, batch: Sequence[Sealed], tell: Tell | None = None, stop: Stop | None = None
    ) -> tuple[Outcome, ...]:
        """Send all, in order; when the service takes nothing, the rest is not tried."""
        return one_by_one(batch, self._one, tell, stop)

    def fetch(self, plan_id: str) -> Found | None:
        """Give the plan as it stands there; None if it could not be had."""
        reply = self._ask("GET", f"plan/{plan_id}")
        return None if isinstance(reply, Fault) else _found(reply)

    def version(self, plan_id: str, number: int) -> Found | None:
        """Give one version of a plan, whole; None if it could not be had."""
        reply = self._ask("GET", f"plan/{plan_id}/version/{number}")
        return None if isinstance(reply, Fault) else _found(reply)

    def history(self, plan_id: str) -> tuple[Resource, ...]:
        """Give what is told of each version: number, status, when, by whom, and why."""
        reply = self._ask("GET", f"plan/{plan_id}/history")
        if isinstance(reply, Fault) or verdict_of(reply.status) is not Verdict.DONE:
            return ()
        found = object_of(b'{"all": ' + reply.body + b"}") or {}
        return tuple(dicts(found.get("all")))

    def _ask(self, method: str, path: str, body: Resource | None = None) -> Answered | Fault:
        sent = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        return ask(self._wire, method, path, sent, _JSON)

    def _one(self, sealed: Sealed) -> Outcome:
        made = body_of(sealed.resources[0])
        plan_id, body = text(made.get("id")), inner(made.get("body"))
        if sealed.again and (known := self._again(sealed, plan_id, body)) is not None:
            return known
        method, path = ("PUT", f"plan/{plan_id}") if plan_id else ("POST", "plan")
        reply = self._ask(method, path, body)
        if isinstance(reply, Fault):
            return reply.of(sealed)
        verdict = verdict_of(reply.status)
        if verdict is Verdict.DONE:
            return self._read_back(sealed, body, reply)
        if verdict is Verdict.STALE and plan_id:
            stale = judged(sealed, verdict, "plan_stale", words_of(reply.body))
            return replace(stale, found=self.fetch(plan_id))
        if verdict is Verdict.STALE or (reply.status in _GONE and plan_id):
            # A new plan cannot be old; and a plan that is gone there is not made anew by itself.
            verdict = Verdict.HELD
        return answered(sealed, verdict, reply)

    def _read_back(self, sealed: Sealed, body: Resource, reply: Answered) -> Outcome:
        """What was acknowledged is read again: a plan that says something else is looked at."""
        acknowledged = _found(reply)
        if acknowledged is None:
            return judged(sealed, Verdict.HELD, "unsure", words_of(reply.body))
        stands = self.fetch(acknowledged.resource_id) or acknowledged
        if not _same(stands.body, body):
            other = judged(sealed, Verdict.HELD, "read_back")
            return replace(other, found=stands, version=_version(stands))
        return Outcome(sealed.kind, sealed.record_id, Verdict.DONE, _version(stands))

    def _again(self, sealed: Sealed, plan_id: str, body: Resource) -> Outcome | None:
        """An update may be repeated if it is not there; a creation that was not answered may not.

        The service can be searched by national number in the address only, which Station never
        does: a person looks whether the plan is there.
        """
        if not plan_id:
            return judged(sealed, Verdict.HELD, "unsure")
        reply = self._ask("GET", f"plan/{plan_id}")
        if isinstance(reply, Fault):
            return reply.of(sealed)
        stands = _found(reply)
        if stands is None or not _same(stands.body, body):
            return None
        return Outcome(sealed.kind, sealed.record_id, Verdict.DONE, _version(stands))


def _found(reply: Answered) -> Found | None:
    """Read an answer as a plan; None if it is none."""
    body = object_of(reply.body) or {}
    plan_id, version = text(body.get("id")), body.get("version")
    if verdict_of(reply.status) is not Verdict.DONE or not _ID.fullmatch(plan_id):
        return None
    if not isinstance(version, int):
        return None
    return Found(RESOURCE, plan_id, str(version), body, text(body.get("updated_at")))


def _version(found: Found) -> str:
    return f"{found.resource_id}/{found.version}"


def _same(stands: Resource, body: Resource) -> bool:
    """Tell whether what stands there says what was sent, in every word."""
    theirs, ours = inner(stands.get("clinical_content")), inner(body.get("clinical_content"))
    known = all(theirs.get(key) == ours[key] for key in ("title", "description"))
    whole = len(zones_of(stands)) == len(dicts(theirs.get("zones")))
    zones = whole and zones_of(stands) == zones_of(body)
    return known and zones and stands.get("comment") == body.get("comment")
