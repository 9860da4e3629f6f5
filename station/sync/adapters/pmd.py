"""Pasientens måledata (PMD 2.0): readings as Observations, only ever added.

Nothing is changed or taken back there: a correction is a new Observation with a name of its own,
made from what it says, which points at the one it replaces. A thing that may have been sent before
is searched for before it is sent again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from station.core.clock import Clock
from station.core.ids import same_id
from station.core.zone import local
from station.sync.adapters.asking import Asking, Fault, ask
from station.sync.adapters.outward import OBSERVATION, cut
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
    text,
    told,
    verdict_of,
)
from station.sync.central_replies import is_error
from station.sync.values import Outcome, Resource, Sealed, Verdict

OBSERVATIONS = "urn:station:pmd:observation"
BUNDLES = "urn:station:pmd:bundle"
MUNICIPALITIES = (
    "https://register.geonorge.no/sosi-kodelister/inndelinger/inndelingsbase/kommunenummer"
)
REPLACES = "http://hl7.org/fhir/StructureDefinition/observation-replaces"
BUNDLE_TYPES = ("collection", "batch")
_FHIR = {"content-type": "application/fhir+json", "accept": "application/fhir+json"}
_FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/fhir+json"}
_SPLIT = frozenset({400, 413, 422})
_ENTRY_HELD = frozenset({404, 405, 410})
"""Said of one entry, these are about it, and not about the address."""


def name_of(record_id: str, fields: Mapping[str, object], former: str) -> str:
    """Give the id of what is sent: the reading's own at first, then one made from what it says.

    The same correction always gets the same id, so that sending it again cannot double it.
    """
    if not former:
        return dashed(record_id)
    said = json.dumps(dict(fields), sort_keys=True, ensure_ascii=False)
    return dashed(same_id("pmd", record_id, said))


def observation(
    resource: Resource, name: str, person: Person, sender: Sender, former: str = ""
) -> dict[str, object]:
    """Give the Observation that PMD gets, made of the one for the central server.

    With `former` it is a correction of the one of that name: "entered-in-error" if the reading is
    not to be used any more, else "amended".
    """
    made = cut(resource, OBSERVATION)
    made["id"] = name
    made["identifier"] = [{"system": OBSERVATIONS, "value": name}]
    made["subject"] = identified(person)
    made["performer"] = [organisation(sender)]
    if former:
        if made.get("status") != "entered-in-error":
            made["status"] = "amended"
        pointing = {
            "reference": f"urn:uuid:{former}",
            "identifier": {"system": OBSERVATIONS, "value": former},
        }
        made["extension"] = [{"url": REPLACES, "valueReference": pointing}]
    return made


def bundle(
    observations: Sequence[Resource], bundle_type: str, sender: Sender, now_ms: int
) -> dict[str, object]:
    """Give the Bundle that is posted to the root; "batch" says with each entry what to do."""
    entries = []
    for each in observations:
        entry: dict[str, object] = {"fullUrl": f"urn:uuid:{each['id']}", "resource": each}
        if bundle_type == "batch":
            entry["request"] = {"method": "POST", "url": "Observation"}
        entries.append(entry)
    names = same_id("pmd", *(str(each["id"]) for each in observations))
    made: dict[str, object] = {
        "resourceType": "Bundle",
        "identifier": {"system": BUNDLES, "value": dashed(names)},
        "type": bundle_type,
        "timestamp": local(now_ms).isoformat(timespec="seconds"),
        "entry": entries,
    }
    if sender.municipality:
        made["meta"] = {"tag": [{"system": MUNICIPALITIES, "code": sender.municipality}]}
    return made


class Pmd:
    """Sends sealed Observations, and says of each what became of it."""

    def __init__(
        self,
        wire: Asking,
        clock: Clock,
        sender: Sender,
        *,
        bundle_type: str = "collection",
        most: int = 50,
    ) -> None:
        """Send over `wire` at most `most` at once; ValueError for a type that PMD has not."""
        if bundle_type not in BUNDLE_TYPES:
            raise ValueError("PMD takes a collection or a batch")
        self._wire = wire
        self._clock = clock
        self._sender = sender
        self._type = bundle_type
        self._most = most

    def upload(
        self, batch: Sequence[Sealed], tell: Tell | None = None, stop: Stop | None = None
    ) -> tuple[Outcome, ...]:
        """Send all, in order; one outcome for each."""
        found: list[Outcome] = []
        for at in range(0, len(batch), self._most):
            part = batch[at : at + self._most]
            if stop is not None and stop():
                found += [judged(each, Verdict.LATER, "not_tried") for each in part]
            else:
                found += self._part(part)
            if tell is not None:
                tell(len(found), len(batch))
        return tuple(found)

    def _part(self, part: Sequence[Sealed]) -> Iterator[Outcome]:
        """Ask for what may be there already, and send the rest together."""
        known = {place: self._there(each) for place, each in enumerate(part) if each.again}
        rest = [place for place in range(len(part)) if known.get(place) is None]
        sent = dict(zip(rest, self._send([part[place] for place in rest]), strict=True))
        for place in range(len(part)):
            yield known.get(place) or sent[place]

    def _there(self, sealed: Sealed) -> Outcome | None:
        """Give DONE if PMD has it, None if it has not, and why we do not know otherwise."""
        wanted = body_of(sealed.resources[0])
        reply = ask(self._wire, "POST", "Observation/_search", _question(wanted), _FORM)
        if isinstance(reply, Fault):
            return reply.of(sealed)
        verdict = verdict_of(reply.status)
        if verdict is not Verdict.DONE:
            # Unsure is not sent again: a doubled measurement stays there for good.
            verdict = Verdict.HELD if verdict is Verdict.STALE else verdict
            return answered(sealed, verdict, reply, "search")
        try:
            names = set(_names(body_of(reply.body)))
        except NotJson:
            return judged(sealed, Verdict.LATER, "search_unreadable")
        return _done(sealed) if text(wanted.get("id")) in names else None

    def _send(self, part: Sequence[Sealed]) -> tuple[Outcome, ...]:
        """Post these together; whole refusals are halved until the one at fault stands alone."""
        if not part:
            return ()
        made = [body_of(each.resources[0]) for each in part]
        sent = bundle(made, self._type, self._sender, self._clock.now())
        body = json.dumps(sent, ensure_ascii=False).encode()
        reply = ask(self._wire, "POST", "", body, _FHIR)
        if isinstance(reply, Fault):
            return tuple(reply.of(each) for each in part)
        if reply.status in _SPLIT and len(part) > 1:
            return self._halved(part)
        verdict = verdict_of(reply.status)
        if verdict is Verdict.DONE:
            return self._read(part, reply.body)
        verdict = Verdict.HELD if verdict is Verdict.STALE else verdict
        return tuple(answered(each, verdict, reply) for each in part)

    def _halved(self, part: Sequence[Sealed]) -> tuple[Outcome, ...]:
        half = len(part) // 2
        return (*self._send(part[:half]), *self._send(part[half:]))

    def _read(self, part: Sequence[Sealed], body: bytes) -> tuple[Outcome, ...]:
        try:
            found = body_of(body)
        except NotJson:
            return tuple(judged(each, Verdict.LATER, "answer_unreadable") for each in part)
        if is_error(found):
            if len(part) > 1:
                return self._halved(part)
            return (judged(part[0], Verdict.HELD, "outcome_error", told(found)),)
        by_name = _by_name(part, dicts(found.get("entry")))
        return tuple(self._settled(each, by_name.get(_name(each))) for each in part)

    def _settled(self, sealed: Sealed, entry: Resource | None) -> Outcome:
        """Give what one entry's answer means; an entry without one is asked for next time."""
        if entry is None:
            return judged(sealed, Verdict.LATER, "answer_short")
        response = inner(entry.get("response"))
        status = _status(response)
        verdict = verdict_of(status)
        if verdict is Verdict.DONE:
            return _done(sealed)
        if verdict is Verdict.STALE and (known := self._there(sealed)) is not None:
            # «Already there»: ours, if the search knows its name.
            return known
        if verdict is Verdict.STALE or status in _ENTRY_HELD:
            verdict = Verdict.HELD
        return judged(sealed, verdict, f"http_{status}", told(inner(response.get("outcome"))))


def _done(sealed: Sealed) -> Outcome:
    """The name under which it stands there is its version: a correction points at it."""
    return Outcome(sealed.kind, sealed.record_id, Verdict.DONE, version=_name(sealed))


def _name(sealed: Sealed) -> str:
    return text(body_of(sealed.resources[0]).get("id"))


def _question(wanted: Resource) -> bytes:
    """One patient, by day and code, in the body: a national number never stands in an address."""
    number = text(inner(inner(wanted.get("subject")).get("identifier")).get("value"))
    at = text(wanted.get("effectiveDateTime"))
    asked = [("patient.identifier", number), ("date", f"ge{at}"), ("date", f"le{at}")]
    codings = dicts(inner(wanted.get("code")).get("coding"))
    asked += [("code", text(coding.get("code"))) for coding in codings[:1]]
    return urlencode(asked).encode()


def _names(found: Resource) -> Iterator[str]:
    """The names of all that a search found: our own identifiers, and ids."""
    for entry in dicts(found.get("entry")):
        resource = inner(entry.get("resource"))
        yield text(resource.get("id"))
        for identifier in dicts(resource.get("identifier")):
            if identifier.get("system") == OBSERVATIONS:
                yield text(identifier.get("value"))


def _by_name(part: Sequence[Sealed], entries: Sequence[Resource]) -> dict[str, Resource]:
    """Which answer belongs to what: by fullUrl if the service tells it, else by place.

    Fewer answers without names than entries could be anybody's, so that none is believed.
    """
    named = {text(each.get("fullUrl")).removeprefix("urn:uuid:"): each for each in entries}
    if named and "" not in named:
        return named
    if len(entries) != len(part):
        return {}
    return {_name(sealed): entry for sealed, entry in zip(part, entries, strict=True)}


def _status(response: Resource) -> int:
    """The status of one entry ("201 Created"); what cannot be read is the service's trouble."""
    digits = text(response.get("status")).strip()[:3]
    return int(digits) if len(digits) == len("200") and digits.isdecimal() else 500
