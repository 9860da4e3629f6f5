"""Kits are made, filled and dissolved; nobody loses a device with one."""

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.rules.equipment import DeviceState
from station.services.equipment.kits import Kits
from station.services.equipment.register import Equipment
from tests.intaking import BENEFIT
from tests.lent import LendingOffice, lending_office


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office."""
    return lending_office(database, clock)


def refused(code: str, job: object) -> None:
    """Something is refused, with a sentence."""
    with pytest.raises(Trouble, match=f"^{code}$") as caught:
        job()  # type: ignore[operator]
    assert caught.value.sentence()


def test_a_kit_holds_devices_until_it_is_dissolved(desk: LendingOffice) -> None:
    kits, session, device_id = Kits(desk.record), desk.session, desk.device()
    first, second = kits.make_kit(session, " Koffert 1 ", " KOLS "), kits.make_kit(session, "Bag")
    refused("kit_unnamed", lambda: kits.make_kit(session, " "))
    refused("kit_taken", lambda: kits.make_kit(session, "koffert 1"))
    kits.put_in_kit(session, device_id, first)
    kits.put_in_kit(session, device_id, first)
    kits.put_in_kit(session, device_id, second)
    assert {kit.name: kit.devices for kit in kits.kits(session)} == {
        "Bag": (device_id,),
        "Koffert 1": (),
    }
    assert desk.lending.device(session, device_id).row.kit == "Bag"
    refused("kit_unknown", lambda: kits.put_in_kit(session, device_id, "x"))
    refused("device_unknown", lambda: kits.put_in_kit(session, "x", first))
    kits.dissolve_kit(session, second)
    refused("kit_unknown", lambda: kits.dissolve_kit(session, second))
    assert desk.lending.device(session, device_id).row.kit_id is None
    kits.put_in_kit(session, device_id, first)
    kits.put_in_kit(session, device_id, None)
    (kit,) = kits.kits(session)
    assert (kit.note, kit.devices) == ("KOLS", ())


def test_what_is_scrapped_is_in_no_kit(desk: LendingOffice) -> None:
    kits, session, device_id = Equipment(desk.record), desk.session, desk.device()
    kit = kits.make_kit(session, "Koffert 1")
    kits.put_in_kit(session, device_id, kit)
    desk.lending.retire(session, device_id)
    assert desk.lending.device(session, device_id).row.state is DeviceState.SCRAPPED
    assert kits.kits(session)[0].devices == ()
    refused("device_retired", lambda: kits.put_in_kit(session, device_id, kit))


def test_only_who_follows_patients_sees_kits(desk: LendingOffice) -> None:
    kits = Kits(desk.record)
    for ask in (
        lambda: kits.kits(BENEFIT),
        lambda: kits.make_kit(BENEFIT, "x"),
        lambda: kits.put_in_kit(BENEFIT, "x", None),
        lambda: kits.dissolve_kit(BENEFIT, "x"),
    ):
        refused("not_allowed", ask)
