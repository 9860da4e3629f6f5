"""The tablet's side of a connection: bytes in, bytes out, and what it keeps."""

import secrets
from collections.abc import Callable
from typing import Any

from simulator.tablet import wire
from simulator.tablet.disk import Disk
from simulator.tablet.wire import BLOCKED, EMPTY, LOCKED, ON_LOAN, WAITING, WIPED, Dropped
from station.security.noise import (
    KK,
    XX_PSK0,
    Cipher,
    Handshake,
    NoiseFault,
    new_private,
    public_of,
)

_PROLOGUE = b"station tablet 1"


class Tablet:
    """A tablet that is switched on: its disk, its clocks, and at most one connection.

    `clock` is the wall clock (UTC ms), `running` one that cannot be set. `keys` gives ephemeral
    keys for test vectors.
    """

    def __init__(
        self,
        disk: Disk,
        clock: Callable[[], int],
        running: Callable[[], float],
        *,
        model: str = "Reference tablet",
        ephemeral: Callable[[], bytes] = new_private,
    ) -> None:
        """Switch on a tablet with this disk."""
        self.disk, self.clock, self.running = disk, clock, running
        self.model, self.ephemeral = model, ephemeral
        self.battery: int | None = 80
        self.tells = True
        """False: it answers nothing any more, as one that hangs."""

    def info(self, salt: bytes | None = None) -> bytes:
        """Give what anybody may read."""
        self.tick()
        disk = self.disk
        salt = salt or secrets.token_bytes(8)
        if disk.state in (EMPTY, BLOCKED):
            return bytes((1, disk.state)) + salt + secrets.token_bytes(8)
        known = disk.secret if disk.state == WAITING else public_of(disk.key)
        return bytes((1, disk.state)) + salt + wire.hint(known, salt)

    def tick(self) -> None:
        """Notice what has ended meanwhile: a code's ten minutes, the lease."""
        disk = self.disk
        if disk.state == WAITING and self.running() >= disk.secret_until:
            disk.give_up()
        if disk.state == ON_LOAN and self.clock() >= disk.lease:
            disk.state = LOCKED

    def connect(self, size: int = 244) -> "Connection":
        """Accept a connection that carries segments of `size` bytes."""
        self.tick()
        return Connection(self, size)


class Connection:
    """One connection; Dropped means that it is over."""

    def __init__(self, tablet: Tablet, size: int) -> None:
        """Wait for the station to speak."""
        self._tablet, self._disk, self._size = tablet, tablet.disk, size
        self._segments = wire.Assembler()
        self._step: Callable[[bytes], bytes | None] = self._begin
        self._shake: Handshake | None = None
        self._ciphers: tuple[Cipher, Cipher] | None = None
        self._over = False

    def resize(self, size: int) -> None:
        """Answer in segments of `size` bytes from now on: the connection may have grown."""
        self._size = size

    def receive(self, segment: bytes) -> list[bytes]:
        """Take a segment, and give the segments of the answer."""
        if self._over:
            raise Dropped("over")
        try:
            message = self._segments.take(segment)
            answer = None if message is None else self._step(message)
        except Dropped:
            self._over = True
            raise
        if answer is None or not self._tablet.tells:
            return []
        return self._segments.give(answer, self._size)

    # ------------------------------------------------------------------------------ handshakes

    def _begin(self, message: bytes) -> bytes:
        self._tablet.tick()
        state = self._disk.state
        if message[0] == 1 and state == WAITING:
            return self._begin_hand_out(message[1:])
        if message[0] == 2 and state in (ON_LOAN, LOCKED, WIPED):  # noqa: PLR2004  (the document's)
            return self._begin_visit(message[1:])
        raise Dropped("state")

    def _begin_hand_out(self, message: bytes) -> bytes:
        self._shake = Handshake(
            XX_PSK0,
            initiator=False,
            prologue=_PROLOGUE + self._disk.loan,
            static=self._disk.key,
            psk=self._disk.secret,
            ephemeral=self._tablet.ephemeral(),
        )
        self._tried(self._shake, message)
        self._step = self._finish_hand_out
        return self._shake.write()

    def _finish_hand_out(self, message: bytes) -> bytes:
        shake = self._shake
        if shake is None:
            raise Dropped("handshake")
        self._tried(shake, message)
        if shake.remote_static != self._disk.expected_key:
            self._disk.failed()
            raise Dropped("another station")
        self._disk.digits = wire.digits(shake.hash)
        self._ciphers = shake.split()
        self._step = self._keep
        return self._said({"t": "ready", "model": self._tablet.model})

    def _tried(self, shake: Handshake, message: bytes) -> None:
        try:
            payload = shake.read(message)
        except NoiseFault as error:
            self._disk.failed()
            raise Dropped("handshake") from error
        if payload:
            raise Dropped("payload")

    def _begin_visit(self, message: bytes) -> bytes:
        for key in self._disk.station_keys:
            shake = Handshake(
                KK,
                initiator=False,
                prologue=_PROLOGUE + self._disk.loan,
                static=self._disk.key,
                remote_static=key,
                ephemeral=self._tablet.ephemeral(),
            )
            try:
                payload = shake.read(message)
            except NoiseFault:
                continue
            if payload:
                raise Dropped("payload")
            answer = shake.write()
            self._ciphers = shake.split()
            self._step = self._hello
            return answer
        raise Dropped("stranger")

    # -------------------------------------------------------------------------------- messages

    def _heard(self, message: bytes) -> dict[str, Any]:
        if self._ciphers is None:
            raise Dropped("in clear")
        try:
            return wire.load(self._ciphers[1].decrypt(message))
        except NoiseFault as error:
            raise Dropped("not authentic") from error

    def _said(self, message: dict[str, Any]) -> bytes:
        if self._ciphers is None:
            raise Dropped("in clear")
        return self._ciphers[0].encrypt(wire.dump(message))

    def _no(self, why: str) -> bytes:
        self._step = self._nothing_more
        return self._said({"t": "no", "why": why})

    def _nothing_more(self, _message: bytes) -> bytes | None:
        raise Dropped("after the end")

    def _keep(self, message: bytes) -> bytes | None:
        said = self._heard(message)
        if said.get("t") == "no":
            self._disk.give_up()
            self._step = self._nothing_more
            return None
        keys = said.get("keys")
        if said.get("t") != "keep" or not isinstance(keys, list) or not 0 < len(keys) <= 3:  # noqa: PLR2004
            raise Dropped("keep")
        if not all(type(key) is bytes and len(key) == 32 for key in keys):  # noqa: PLR2004
            raise Dropped("keys")
        self._disk.keep(tuple(keys), wire.whole(said, "lease", 2**53 - 1))
        self._step = self._bye
        return self._said({"t": "kept"})

    def _hello(self, message: bytes) -> bytes:
        said, disk = self._heard(message), self._disk
        if said.get("t") != "hello":
            raise Dropped("hello")
        disk.lease = wire.whole(said, "lease", 2**53 - 1)
        if disk.state in (ON_LOAN, LOCKED):
            disk.state = ON_LOAN if self._tablet.clock() < disk.lease else LOCKED
        log: dict[str, Any] = {
            "t": "log",
            "first": disk.released + 1,
            "last": disk.last,
            "head": disk.head,
            "now": self._tablet.clock(),
            "shifts": disk.told_shifts(),
        }
        if self._tablet.battery is not None:
            log["battery"] = self._tablet.battery
        if disk.state == WIPED:
            log["wiped"] = disk.wiped
        self._step = self._visit
        return self._said(log)

    def _visit(self, message: bytes) -> bytes | None:
        said = self._heard(message)
        steps: dict[object, Callable[[dict[str, Any]], bytes | None]] = {
            "get": self._get,
            "ack": self._ack,
            "wipe": self._wipe,
            "forget": self._forget,
            "bye": self._end,
        }
        step = steps.get(said.get("t"))
        if step is None:
            raise Dropped("message")
        return step(said)

    def _get(self, said: dict[str, Any]) -> bytes:
        first, most = wire.whole(said, "from"), wire.whole(said, "max")
        if not self._disk.released < first <= self._disk.last:
            return self._no("range")
        entries, head = self._disk.batch(first, most)
        return self._said({"t": "batch", "from": first, "e": entries, "head": head})

    def _ack(self, said: dict[str, Any]) -> bytes:
        upto, head = wire.whole(said, "upto"), wire.octets(said, "head", 32)
        if not self._disk.released <= upto <= self._disk.last:
            return self._no("range")
        if self._disk.head_at(upto) != head:
            return self._no("head")
        self._disk.release(upto)
        return self._said({"t": "acked", "upto": upto})

    def _wipe(self, said: dict[str, Any]) -> bytes:
        loan, nonce = wire.octets(said, "loan", 16), wire.octets(said, "nonce", 16)
        if loan != self._disk.loan:
            return self._no("loan")
        if self._disk.released != self._disk.last:
            return self._no("unacknowledged")
        if wire.whole(said, "upto") != self._disk.last:
            return self._no("range")
        self._disk.empty(nonce)
        return self._said({"t": "wiped", "nonce": nonce})

    def _forget(self, _said: dict[str, Any]) -> bytes:
        if self._disk.state != WIPED:
            return self._no("state")
        answer = self._said({"t": "forgot"})
        self._disk.forget()
        self._step = self._nothing_more
        return answer

    def _end(self, _said: dict[str, Any]) -> None:
        self._step = self._nothing_more

    def _bye(self, message: bytes) -> None:
        if self._heard(message).get("t") != "bye":
            raise Dropped("bye")
        self._step = self._nothing_more
