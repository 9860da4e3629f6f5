"""Noise: the published vectors, byte for byte, and everything that must be refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.security import noise
from station.security.noise import KK, XX_PSK0, Cipher, Handshake, NoiseFault, Pattern

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "noise_vectors.json").read_text("utf-8"))
XX = (("e",), ("e", "ee", "s", "es"), ("s", "se"))
PATTERNS = {
    "XXpsk0": XX_PSK0,
    "KK": KK,
    "XX": Pattern("XX", XX),
    "XXpsk3": Pattern("XXpsk3", (XX[0], XX[1], (*XX[2], "psk"))),
    "NN": Pattern("NN", (("e",), ("e", "ee"))),
    "NNpsk0": Pattern("NNpsk0", (("psk", "e"), ("e", "ee"))),
    "KKpsk0": Pattern(
        "KKpsk0",
        (("psk", *KK.messages[0]), KK.messages[1]),
        initiator_known=True,
        responder_known=True,
    ),
}
STATION, TABLET, STRANGER = (bytes([n]) * 32 for n in (1, 2, 3))
PSK = b"p" * 32


def vector_name(vector: dict[str, Any]) -> str:
    """A vector's name in the list of tests."""
    return f"{vector['source']}-{vector['pattern']}"


def begun(vector: dict[str, Any]) -> tuple[Handshake, Handshake]:
    """The two sides of a vector."""
    pattern = PATTERNS[vector["pattern"]]
    keys = {side: bytes.fromhex(vector[f"{side}_static"]) or None for side in ("init", "resp")}
    known = {side: noise.public_of(key) if key else None for side, key in keys.items()}

    def side(own: str, other: str, *, told: bool) -> Handshake:
        return Handshake(
            pattern,
            initiator=own == "init",
            prologue=bytes.fromhex(vector["prologue"]),
            static=keys[own],
            remote_static=known[other] if told else None,
            psk=bytes.fromhex(vector["psk"]) or None,
            ephemeral=bytes.fromhex(vector[f"{own}_ephemeral"]),
        )

    return (
        side("init", "resp", told=pattern.responder_known),
        side("resp", "init", told=pattern.initiator_known),
    )


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=vector_name)
def test_every_byte_of_the_published_vectors(vector: dict[str, Any]) -> None:
    sides = begun(vector)
    messages = [(bytes.fromhex(plain), bytes.fromhex(sent)) for plain, sent in vector["messages"]]
    count = len(PATTERNS[vector["pattern"]].messages)
    for turn, (plain, sent) in enumerate(messages[:count]):
        writer, reader = sides[turn % 2], sides[1 - turn % 2]
        assert writer.write(plain) == sent
        assert reader.read(sent) == plain
    assert sides[0].hash == sides[1].hash
    assert not vector["hash"] or sides[0].hash.hex() == vector["hash"]
    ciphers = [side.split() for side in sides]
    for turn, (plain, sent) in enumerate(messages[count:], vector["first_after"] == "resp"):
        assert ciphers[turn % 2][0].encrypt(plain) == sent
        assert ciphers[1 - turn % 2][1].decrypt(sent) == plain


def test_the_vectors_cover_the_two_patterns_of_the_tablet() -> None:
    sources = {(each["pattern"], each["source"]) for each in VECTORS["vectors"]}
    assert {("XXpsk0", "flynn"), ("KK", "flynn"), ("KK", "cacophony"), ("KK", "snow")} <= sources


def sides_of(pattern: Pattern, **changed: Any) -> tuple[Handshake, Handshake]:  # noqa: ANN401  (one argument of Handshake)
    """A station and a tablet that fit, but for what is `changed` at the tablet."""
    station = Handshake(
        pattern,
        initiator=True,
        prologue=b"loan",
        static=STATION,
        remote_static=noise.public_of(TABLET) if pattern is KK else None,
        psk=PSK if pattern is XX_PSK0 else None,
    )
    told: dict[str, Any] = {
        "prologue": b"loan",
        "static": TABLET,
        "remote_static": noise.public_of(STATION) if pattern is KK else None,
        "psk": PSK if pattern is XX_PSK0 else None,
    }
    return station, Handshake(pattern, initiator=False, **(told | changed))


def talked(station: Handshake, tablet: Handshake) -> None:
    """Let both say all their messages."""
    sides = (station, tablet)
    while not station.done:
        reader, writer = sides if tablet_speaks(station) else (tablet, station)
        reader.read(writer.write())


def tablet_speaks(station: Handshake) -> bool:
    """Whose turn it is."""
    return station._turn % 2 == 1


@pytest.mark.parametrize("pattern", [XX_PSK0, KK], ids=["hand-out", "visit"])
def test_the_ends_agree_and_say_different_things_each_way(pattern: Pattern) -> None:
    station, tablet = sides_of(pattern)
    talked(station, tablet)
    assert station.hash == tablet.hash
    assert station.remote_static == noise.public_of(TABLET)
    assert tablet.remote_static == noise.public_of(STATION)
    (to_tablet, from_tablet), (to_station, from_station) = station.split(), tablet.split()
    assert from_station.decrypt(to_tablet.encrypt(b"hei", b"x"), b"x") == b"hei"
    assert from_tablet.decrypt(to_station.encrypt(b"")) == b""
    assert to_tablet.encrypt(b"like") != to_station.encrypt(b"like")


@pytest.mark.parametrize(
    ("pattern", "changed"),
    [
        (XX_PSK0, {"psk": b"q" * 32}),
        (XX_PSK0, {"prologue": b"another loan"}),
        (KK, {"prologue": b"another loan"}),
        (KK, {"static": STRANGER}),
        (KK, {"remote_static": noise.public_of(STRANGER)}),
    ],
)
def test_a_stranger_never_gets_through(pattern: Pattern, changed: dict[str, Any]) -> None:
    station, tablet = sides_of(pattern, **changed)
    with pytest.raises(NoiseFault):
        talked(station, tablet)
    assert not station.done


@given(st.data())
def test_no_changed_cut_or_lengthened_message_passes(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from([XX_PSK0, KK]))
    station, tablet = sides_of(pattern)
    sides = (station, tablet)
    turn_changed = data.draw(st.integers(0, len(pattern.messages) - 1))
    for turn in range(turn_changed):
        sides[1 - turn % 2].read(sides[turn % 2].write())
    sent = sides[turn_changed % 2].write(b"payload")
    at = data.draw(st.integers(0, len(sent) - 1))
    flipped = bytearray(sent)
    # The top bit of an X25519 key does not count, but the hash covers it all the same.
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    changed = data.draw(st.sampled_from([bytes(flipped), sent[:at], sent + b"\0"]))
    reader = sides[1 - turn_changed % 2]
    with pytest.raises(NoiseFault):
        reader.read(changed)
    with pytest.raises(NoiseFault):
        reader.read(sent)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_one_kind_of_fault(data: bytes) -> None:
    for pattern in (XX_PSK0, KK):
        with pytest.raises(NoiseFault):
            sides_of(pattern)[1].read(data)


def test_a_replayed_handshake_gets_no_further_than_its_first_message() -> None:
    station, tablet = sides_of(KK)
    first = station.write()
    tablet.read(first)
    tablet.write()
    replayed = sides_of(KK)[1]
    replayed.read(first)
    # Whoever replays lacks the key that the answer is made for; nor does it fit another talk.
    new_talk = sides_of(KK)[0]
    new_talk.write()
    with pytest.raises(NoiseFault):
        new_talk.read(replayed.write())


@pytest.mark.parametrize("weak", [bytes(32), b"\x01" + bytes(31)])
def test_a_key_that_gives_everybody_the_same_secret_is_refused(weak: bytes) -> None:
    plain = Handshake(Pattern("NN", PATTERNS["NN"].messages), initiator=False)
    plain.read(weak)
    with pytest.raises(NoiseFault, match="weak_key"):
        plain.write()
    with pytest.raises(NoiseFault, match="weak_key"):
        sides_of(KK)[1].read(weak + bytes(16))


def ciphers() -> tuple[Cipher, Cipher]:
    """Both ends of one direction."""
    return Cipher(b"k" * 32), Cipher(bytearray(b"k" * 32))


@pytest.mark.parametrize("trick", ["twice", "skipped", "flipped", "cut", "other words"])
def test_a_talk_ends_with_its_first_odd_message(trick: str) -> None:
    sender, receiver = ciphers()
    first, second = sender.encrypt(b"one"), sender.encrypt(b"two")
    if trick == "twice":
        receiver.decrypt(first)
    odd = {
        "twice": first,
        "skipped": second,
        "flipped": bytes([first[0] ^ 1]) + first[1:],
        "cut": first[:-1],
        "other words": first,
    }[trick]
    with pytest.raises(NoiseFault, match="not_authentic"):
        receiver.decrypt(odd, b"other" if trick == "other words" else b"")
    with pytest.raises(NoiseFault, match="ended"):
        receiver.decrypt(second)


def test_a_message_longer_than_noise_knows_is_refused() -> None:
    sender, receiver = ciphers()
    with pytest.raises(ValueError, match="65535"):
        sender.encrypt(bytes(noise.LARGEST))
    with pytest.raises(NoiseFault, match="too_long"):
        receiver.decrypt(bytes(noise.LARGEST + 1))


def test_no_number_is_used_twice_not_even_after_the_last() -> None:
    sender, receiver = ciphers()
    sender._next = receiver._next = noise._LAST_NONCE
    assert receiver.decrypt(sender.encrypt(b"last")) == b"last"
    for use in (sender.encrypt, receiver.decrypt):
        with pytest.raises(NoiseFault, match="worn_out"):
            use(b"more")


def test_keys_are_overwritten_when_they_are_let_go() -> None:
    station, tablet = sides_of(XX_PSK0)
    talked(station, tablet)
    sender, _ = station.split()
    assert not any(station._psk or b"x")
    assert not station._mine
    assert station._state._chain == bytes(32)
    sender.wipe()
    assert sender._key == bytes(32)
    with pytest.raises(NoiseFault, match="ended"):
        sender.encrypt(b"")
    waiting = Handshake(PATTERNS["NN"], initiator=True)
    waiting.wipe()
    with pytest.raises(NoiseFault, match="ended"):
        waiting.write()


def test_what_is_out_of_turn_is_a_bug_of_ours() -> None:
    station, tablet = sides_of(KK)
    with pytest.raises(RuntimeError, match="turn"):
        station.read(b"")
    with pytest.raises(RuntimeError, match="turn"):
        tablet.write()
    with pytest.raises(RuntimeError, match="not over"):
        station.split()
    talked(station, tablet)
    with pytest.raises(RuntimeError, match="turn"):
        station.write()


def test_new_keys_differ() -> None:
    assert noise.new_private() != noise.new_private()
    assert len(noise.public_of(noise.new_private())) == noise.KEY_BYTES


def test_a_long_protocol_name_is_hashed() -> None:
    pattern = Pattern("NN" + "x" * 40, PATTERNS["NN"].messages)
    one, two = Handshake(pattern, initiator=True), Handshake(pattern, initiator=False)
    talked(one, two)
    assert one.hash == two.hash
