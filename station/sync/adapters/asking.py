"""One question over the wire: an answer, or what the network's fault means for what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.sync.adapters.replies import judged
from station.sync.central_asking import Asking
from station.sync.central_replies import Answered
from station.sync.lost import Lost, Refused
from station.sync.values import Outcome, Sealed, Verdict

__all__ = ["Answered", "Asking", "Fault", "ask"]


@dataclass(frozen=True, slots=True)
class Fault:
    """There was no answer: what that means for what was sent."""

    verdict: Verdict
    code: str

    def of(self, sealed: Sealed) -> Outcome:
        """Give it as the outcome of `sealed`."""
        return judged(sealed, self.verdict, self.code)


def ask(
    wire: Asking, method: str, path: str, body: bytes, headers: Mapping[str, str]
) -> Answered | Fault:
    """Ask once; a network's fault is a value here, not an exception."""
    try:
        return wire.ask(method, path, body=body, headers=headers)
    except Lost as lost:
        return Fault(Verdict.LATER, lost.code)
    except Refused as refused:
        return Fault(Verdict.CHANNEL, refused.code)
