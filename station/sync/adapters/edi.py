"""EDI 2.0 (NHN, version 3): letters handed over for sending, and what became of them.

423 means that another program holds the HER-id: nothing is sent until that is sorted out.
"""

import base64
from collections.abc import Sequence

from station.sync.adapters.apprec import Receipt, Taken
from station.sync.adapters.asking import Asking, Fault, ask
from station.sync.adapters.dialogmelding import MESSAGE_TYPE
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
from station.sync.fhir import text as json_text
from station.sync.values import Outcome, Resource, Sealed, Verdict

RESOURCE = "letter"
_JSON = {"content-type": "application/json", "accept": "application/json"}
_LOCKED = 423
_SAID = {
    "ok": Taken.OK,
    "rejected": Taken.REFUSED,
    "okerrorinmessagepart": Taken.REMARK,
}


def handed_over(
    message_id: str, xml: bytes, sender_her: str, receiver_her: str, version: str
) -> Resource:
    """Give what is sealed: the letter's id, and the body of the request that hands it over."""
    body = {
        "businessDocument": base64.b64encode(xml).decode(),
        "senderHerId": int(sender_her),
        "receiverHerIds": [int(receiver_her)],
        "contentType": "application/xml",
        "contentTransferEncoding": "base64",
        "messageTypeIdentificator": MESSAGE_TYPE,
        "applicationName": "Station",
        "applicationVersion": version,
    }
    return {"resourceType": RESOURCE, "id": message_id, "body": body}


class Edi:
    """Hands letters over one by one; a repeat has the same MsgId, by which receivers know it."""

    def __init__(self, wire: Asking) -> None:
        """Send over `wire`."""
        self._wire = wire

    def upload(
        self, batch: Sequence[Sealed], tell: Tell | None = None, stop: Stop | None = None
    ) -> tuple[Outcome, ...]:
        """Send all, in order; when the service takes nothing, the rest is not tried."""
        return one_by_one(batch, self._one, tell, stop)

    def receipt(self, handed_id: str) -> Receipt | None:
        """Give what the receiver says of a letter, by the id of its handing over; None: nothing."""
        reply = ask(self._wire, "GET", f"messages/{handed_id}/status", b"", _JSON)
        if isinstance(reply, Fault) or verdict_of(reply.status) is not Verdict.DONE:
            return None
        listed = dicts((object_of(reply.body) or {}).get("statusList"))
        for each in listed:
            info = inner(each.get("apprecInfo"))
            taken = _SAID.get(text(info.get("appRecStatus")).lower())
            if taken is not None:
                errors = dicts(info.get("appRecErrors"))
                said = "; ".join(filter(None, (text(e.get("description")) for e in errors)))
                return Receipt(handed_id, taken, said)
        return None

    def _one(self, sealed: Sealed) -> Outcome:
        body = inner(body_of(sealed.resources[0]).get("body"))
        reply = ask(self._wire, "POST", "messages", json_text(body).encode(), _JSON)
        if isinstance(reply, Fault):
            return reply.of(sealed)
        verdict = verdict_of(reply.status)
        if reply.status == _LOCKED:
            return judged(sealed, verdict, "her_id_taken", words_of(reply.body))
        if verdict is Verdict.STALE:
            verdict = Verdict.HELD
        if verdict is not Verdict.DONE:
            return answered(sealed, verdict, reply)
        handed_id = text((object_of(reply.body) or {}).get("id"))
        return Outcome(sealed.kind, sealed.record_id, Verdict.DONE, version=handed_id)
