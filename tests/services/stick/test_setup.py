"""Beginning to exchange: the code is made once and typed at the others."""

import pytest

from station.core.trouble import Trouble
from tests.exchange_office import LEADER, NURSE, Desks, code_of


def test_the_code_is_made_once_and_typed_at_the_others(stations: Desks) -> None:
    first, second, _third = stations
    code = first.exchanging.code(LEADER)
    assert first.exchanging.begin(LEADER, "Lesja-9") == code == second.exchanging.code(LEADER)
    overview = first.exchanging.overview(NURSE)
    assert (overview.ready, overview.name, overview.conflicts) == (True, "Lesja-9", 0)
    said = first.database.connection.execute("SELECT details FROM audit").fetchall()
    assert not any(code[:6] in str(row) for row in said)


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_station_needs_a_name(stations: Desks, name: str) -> None:
    with pytest.raises(Trouble) as caught:
        stations[0].exchanging.begin(LEADER, name)
    assert code_of(caught) == "exchange_name"


def test_a_typing_error_in_the_code_is_found(stations: Desks) -> None:
    code = stations[0].exchanging.code(LEADER)
    wrong = ("2" if code[0] == "1" else "1") + code[1:]
    with pytest.raises(Trouble) as caught:
        stations[1].exchanging.join(LEADER, "Lesja-2", wrong)
    assert code_of(caught) in {"recovery_group", "recovery_length"}
