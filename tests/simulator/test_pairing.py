"""Pairing and bonds over the in-process backend."""

import pytest
from bleak.exc import BleakDBusError

from simulator.meters.glucose import AccuChek, ContourNext
from simulator.meters.oximeter import Oximeter
from simulator.peripheral import Security
from simulator.world import World
from tests.simulator.rooms import filled, typed, visit
from tests.simulator.visiting import Heard, Way

ONE, TWO = "F0:00:00:00:03:01", "F0:00:00:00:03:02"


def test_digits_make_an_authenticated_bond_and_just_works_does_not() -> None:
    with_digits, without = filled(AccuChek(ONE), 1), ContourNext(TWO)

    async def use(world: World, way: Way) -> list[bool]:
        typed(world, with_digits.passkey)
        proved = []
        for address in (ONE, TWO):
            async with await way.to(address) as client:
                await client.pair()
                key = await world.central.key(address)
                assert key is not None
                assert key.ltk is not None
                proved.append(key.ltk.authenticated)
        return proved

    assert visit(use, with_digits, without) == [True, False]


@pytest.mark.parametrize(
    ("digits", "error"), [(1, "AuthenticationFailed"), (None, "AuthenticationCanceled")]
)
def test_pairing_ends_with_blue_z_s_word_for_it(digits: int | None, error: str) -> None:
    async def use(world: World, way: Way) -> str:
        typed(world, digits)
        async with await way.to(ONE) as client:
            with pytest.raises(BleakDBusError) as caught:
                await client.pair()
            assert not await world.central.bonded(ONE)
            return caught.value.dbus_error

    assert visit(use, filled(AccuChek(ONE), 1)) == f"org.bluez.Error.{error}"


def test_some_pair_only_when_they_have_measured_and_some_never() -> None:
    empty, never = AccuChek(ONE), Oximeter(TWO)
    never.security = Security.REFUSES

    async def use(world: World, way: Way) -> None:
        typed(world, empty.passkey)
        for address in (ONE, TWO):
            async with await way.to(address) as client:
                with pytest.raises(BleakDBusError, match="AuthenticationFailed"):
                    await client.pair()

    visit(use, empty, never)


def test_a_wrong_code_can_be_followed_by_the_right_one_on_the_same_link() -> None:
    meter = filled(AccuChek(ONE), 1)

    async def use(world: World, way: Way) -> bool:
        async with await way.to(ONE) as client:
            typed(world, 1)
            with pytest.raises(BleakDBusError):
                await client.pair()
            typed(world, meter.passkey)
            await client.pair()
            return await world.central.bonded(ONE)

    assert visit(use, meter)


def test_a_bonded_link_is_encrypted_again_and_its_subscriptions_are_remembered() -> None:
    meter = ContourNext(ONE)

    async def use(_: World, way: Way) -> tuple[bool, bool]:
        async with await way.to(ONE) as client:
            await client.pair()
            await client.start_notify("2a18", Heard())
        async with await way.to(ONE):
            assert meter.connection is not None
            return meter.connection.is_encrypted, meter.listening(0x2A18)

    assert visit(use, meter) == (True, True)


def test_a_bond_forgotten_overnight_is_not_taken_for_a_lost_link() -> None:
    meter = ContourNext(ONE)

    async def use(world: World, way: Way) -> None:
        async with await way.to(ONE) as client:
            await client.pair()
        await meter.overnight()
        client = await way.to(ONE)
        with pytest.raises(BleakDBusError, match="AuthenticationFailed"):
            await client.connect()
        await world.central.unpair(ONE)
        async with await way.to(ONE) as client:
            await client.pair()

    visit(use, meter)
