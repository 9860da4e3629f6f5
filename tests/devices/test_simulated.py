"""The door to software meters opens only when asked, and only to this machine."""

import sys
from types import ModuleType

import pytest

from station.core.trouble import Trouble
from station.devices.simulated import backends_from
from tests.devices.fake_bleak import FakeClient, FakeScanner


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where software meters were looked for; a stand-in takes the simulator's place."""
    found: list[tuple[str, int]] = []
    stand_in = ModuleType("simulator.backend")

    def backends_at(host: str, port: int) -> tuple[type, type, dict[str, object]]:
        found.append((host, port))
        return FakeScanner, FakeClient, {"air": None}

    stand_in.backends_at = backends_at  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "simulator.backend", stand_in)
    return found


def test_without_the_variable_there_is_nothing(asked: list[tuple[str, int]]) -> None:
    assert backends_from({}) is None
    assert backends_from({"STATION_SIMULATOR": " "}) is None
    assert asked == []


@pytest.mark.parametrize(
    ("where", "found"), [("127.0.0.1:9000", ("127.0.0.1", 9000)), ("[::1]:1", ("::1", 1))]
)
def test_this_machine_is_reached(
    asked: list[tuple[str, int]], where: str, found: tuple[str, int]
) -> None:
    backends = backends_from({"STATION_SIMULATOR": where})
    assert backends is not None
    assert (backends.scanner, backends.client) == (FakeScanner, FakeClient)
    assert backends.keywords == {"air": None}
    assert asked == [found]


@pytest.mark.parametrize(
    "where",
    ["192.168.1.4:9000", "0.0.0.0:9000", "localhost:9000", "127.0.0.1", "127.0.0.1:0", "1:99999",
     "127.0.0.1:99999", "127.0.0.1:-1", "127.0.0.1:٩", "example.org:80", ":9000"],
)  # fmt: skip
def test_nothing_else_is_reached(asked: list[tuple[str, int]], where: str) -> None:
    with pytest.raises(Trouble) as caught:
        backends_from({"STATION_SIMULATOR": where})
    assert caught.value.code == "simulator_address"
    assert "STATION_SIMULATOR" in caught.value.sentence()
    assert asked == []


def test_an_installation_without_them_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simulator.backend", None)
    with pytest.raises(Trouble) as caught:
        backends_from({"STATION_SIMULATOR": "127.0.0.1:9000"})
    assert caught.value.code == "simulator_missing"
