"""A network's fault is a value: for later, or a rest of the whole channel."""

from collections.abc import Mapping
from typing import Any

import pytest

from station.core.trouble import Trouble
from station.sync.adapters.asking import Fault, ask
from station.sync.http import Lost, Refused, Reply
from station.sync.values import Sealed, Verdict


class Broken:
    """A wire that only ever fails."""

    def __init__(self, error: Trouble) -> None:
        self.error = error

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 30.0,
    ) -> Reply:
        raise self.error


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (Lost("reset", "during"), Verdict.LATER),
        (Lost("no_name", "before"), Verdict.LATER),
        (Refused("pin", host="x"), Verdict.CHANNEL),
        (Refused("portal", host="x"), Verdict.CHANNEL),
    ],
)
def test_what_a_fault_means(error: Trouble, verdict: Verdict) -> None:
    wire: Any = Broken(error)
    found = ask(wire, "POST", "x", b"", {})
    assert found == Fault(verdict, error.code)
    outcome = found.of(Sealed("readings", "r", None, 1, ()))
    assert (outcome.verdict, outcome.reason_code, outcome.record_id) == (verdict, error.code, "r")
