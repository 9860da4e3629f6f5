"""Noise handshakes (revision 34) over X25519, ChaCha20-Poly1305 and SHA-256, for lent tablets.

Written here on the primitives of `cryptography`; why, and against which published vectors it is
held, stands in docs/decisions/0108-noise-is-written-here.md.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY_BYTES = 32
TAG_BYTES = 16
LARGEST = 65_535
"""The most bytes of one message, its tag included."""
_LAST_NONCE = 2**64 - 2
_SUITE = "25519_ChaChaPoly_SHA256"
_DH = {"ee": ("e", "e"), "es": ("e", "s"), "se": ("s", "e"), "ss": ("s", "s")}
"""The initiator's key and the responder's of each secret that two keys agree on."""
_KEYS = ("e", "s")


class NoiseFault(Exception):  # noqa: N818  (the other side's fault or a stranger's)
    """A message that is not what the other side of this very talk would have said."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is known before, and the words of each message; the initiator sends the first."""

    name: str
    messages: tuple[tuple[str, ...], ...]
    initiator_known: bool = False
    responder_known: bool = False

    @property
    def protocol(self) -> str:
        """Give the whole name, as Noise writes it."""
        return f"Noise_{self.name}_{_SUITE}"


XX_PSK0 = Pattern("XXpsk0", (("psk", "e"), ("e", "ee", "s", "es"), ("s", "se")))
KK = Pattern(
    "KK", (("e", "es", "ss"), ("e", "ee", "se")), initiator_known=True, responder_known=True
)


def new_private() -> bytes:
    """Make a private key."""
    return secrets.token_bytes(KEY_BYTES)


def public_of(private: bytes) -> bytes:
    """Give the public key that belongs to a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


class Cipher:
    """One direction of a talk: every message has its number, and one fault ends it all."""

    def __init__(self, key: bytes | bytearray) -> None:
        """Begin at message 0 with a copy of `key` (32 bytes)."""
        self._key = bytearray(key)
        self._next = 0
        self._alive = True

    def encrypt(self, plain: bytes, bound: bytes = b"") -> bytes:
        """Give what is sent for `plain`; `bound` is authenticated along with it."""
        if len(plain) > LARGEST - TAG_BYTES:
            raise ValueError("a message of Noise has at most 65535 bytes")
        return self._aead().encrypt(self._nonce(), plain, bound)

    def decrypt(self, sent: bytes, bound: bytes = b"") -> bytes:
        """Give what was meant; NoiseFault for anything but the other side's next message."""
        if len(sent) > LARGEST:
            self.wipe()
            raise NoiseFault("too_long")
        try:
            return self._aead().decrypt(self._nonce(), sent, bound)
        except InvalidTag as error:
            self.wipe()
            raise NoiseFault("not_authentic") from error

    def wipe(self) -> None:
        """Overwrite the key; copies that Python or a library made cannot be promised gone."""
        self._key[:] = bytes(len(self._key))
        self._alive = False

    def _aead(self) -> ChaCha20Poly1305:
        if not self._alive:
            raise NoiseFault("ended")
        return ChaCha20Poly1305(self._key)

    def _nonce(self) -> bytes:
        if self._next > _LAST_NONCE:
            self.wipe()
            raise NoiseFault("worn_out")
        number = self._next
        self._next += 1
        return bytes(4) + number.to_bytes(8, "little")


class _Symmetric:
    """The chaining key, the hash of all that was said, and the cipher of the handshake."""

    def __init__(self, protocol: str) -> None:
        name = protocol.encode()
        short = len(name) <= KEY_BYTES
        self.hash = name.ljust(KEY_BYTES, b"\0") if short else hashlib.sha256(name).digest()
        self._chain = bytearray(self.hash)
        self._cipher: Cipher | None = None

    def mix_hash(self, data: bytes) -> None:
        self.hash = hashlib.sha256(self.hash + data).digest()

    def mix_key(self, material: bytes) -> None:
        self._chain[:], key = self._derive(material, 2)
        self._exchange(key)

    def mix_key_and_hash(self, material: bytes) -> None:
        self._chain[:], between, key = self._derive(material, 3)
        self.mix_hash(between)
        self._exchange(key)

    def encrypt(self, plain: bytes) -> bytes:
        sent = self._cipher.encrypt(plain, self.hash) if self._cipher else plain
        self.mix_hash(sent)
        return sent

    def decrypt(self, sent: bytes) -> bytes:
        plain = self._cipher.decrypt(sent, self.hash) if self._cipher else sent
        self.mix_hash(sent)
        return plain

    @property
    def overhead(self) -> int:
        return TAG_BYTES if self._cipher else 0

    def split(self) -> tuple[Cipher, Cipher]:
        first, second = self._derive(b"", 2)
        self.wipe()
        return Cipher(first), Cipher(second)

    def wipe(self) -> None:
        self._chain[:] = bytes(KEY_BYTES)
        if self._cipher:
            self._cipher.wipe()

    def _exchange(self, key: bytes) -> None:
        if self._cipher:
            self._cipher.wipe()
        self._cipher = Cipher(key)

    def _derive(self, material: bytes, count: int) -> list[bytes]:
        """Noise's HKDF: RFC 5869 without info, one block of 32 bytes for each key."""
        seed = hmac.digest(self._chain, material, "sha256")
        blocks, block = [], b""
        for number in range(1, count + 1):
            block = hmac.digest(seed, block + bytes((number,)), "sha256")
            blocks.append(block)
        return blocks


class Handshake:
    """One side of a handshake: write() and read() in turn until `done`, then split().

    After the first fault everything else is a fault too, and the keys are gone.
    """

    def __init__(
        self,
        pattern: Pattern,
        *,
        initiator: bool,
        prologue: bytes = b"",
        static: bytes | None = None,
        remote_static: bytes | None = None,
        psk: bytes | None = None,
        ephemeral: bytes | None = None,
    ) -> None:
        """Begin with private `static`, the other's public `remote_static` and a shared `psk`.

        `ephemeral` is for test vectors only; without it the key is new and random.
        """
        self._pattern = pattern
        self._initiator = initiator
        self._turn = 0
        self._mine = {"e": ephemeral or new_private()}
        if static is not None:
            self._mine["s"] = static
        self._theirs: dict[str, bytes] = {}
        self._psk = bytearray(psk) if psk is not None else None
        self._state = _Symmetric(pattern.protocol)
        self._state.mix_hash(prologue)
        if remote_static is not None:
            self._theirs["s"] = remote_static
        for known, own in (
            (pattern.initiator_known, initiator),
            (pattern.responder_known, not initiator),
        ):
            if known:
                self._state.mix_hash(public_of(self._mine["s"]) if own else self._theirs["s"])

    @property
    def done(self) -> bool:
        """Tell whether every message was said."""
        return self._turn == len(self._pattern.messages)

    @property
    def hash(self) -> bytes:
        """Give the hash of all that was said (32 bytes), the same on both sides once done."""
        return self._state.hash

    @property
    def remote_static(self) -> bytes | None:
        """Give the other side's public key once it is known."""
        return self._theirs.get("s")

    def write(self, payload: bytes = b"") -> bytes:
        """Give this side's next message, with `payload` in it."""
        message = bytearray()
        for word in self._words(mine=True):
            message += self._say(word) if word in _KEYS else self._mix(word)
        message += self._state.encrypt(payload)
        return bytes(message)

    def read(self, message: bytes) -> bytes:
        """Give the payload of the other side's next message, or NoiseFault."""
        try:
            return self._read(message)
        except NoiseFault:
            self.wipe()
            raise

    def split(self) -> tuple[Cipher, Cipher]:
        """Give the ciphers for sending and for receiving; the handshake's own keys go."""
        if not self.done:
            raise RuntimeError("a handshake that is not over has no ciphers")
        first, second = self._state.split()
        self.wipe()
        return (first, second) if self._initiator else (second, first)

    def wipe(self) -> None:
        """End it, and overwrite what can be."""
        self._mine.clear()
        if self._psk:
            self._psk[:] = bytes(len(self._psk))
        self._state.wipe()

    def _read(self, message: bytes) -> bytes:
        left = message
        for word in self._words(mine=False):
            left = self._hear(word, left) if word in _KEYS else left + self._mix(word)
        return self._state.decrypt(left)

    def _words(self, *, mine: bool) -> tuple[str, ...]:
        if not self._mine:
            raise NoiseFault("ended")
        if self.done or (self._turn % 2 == 0) != (self._initiator == mine):
            raise RuntimeError("it is the other side's turn")
        self._turn += 1
        return self._pattern.messages[self._turn - 1]

    def _say(self, word: str) -> bytes:
        public = public_of(self._mine[word])
        if word == "s":
            return self._state.encrypt(public)
        self._mix_ephemeral(public)
        return public

    def _hear(self, word: str, message: bytes) -> bytes:
        """Take the other side's public key from the start of a message; give the rest of it."""
        size = KEY_BYTES + (self._state.overhead if word == "s" else 0)
        sent = message[:size]
        if len(sent) < size:
            raise NoiseFault("too_short")
        self._theirs[word] = self._state.decrypt(sent) if word == "s" else sent
        if word == "e":
            self._mix_ephemeral(sent)
        return message[size:]

    def _mix_ephemeral(self, public: bytes) -> None:
        self._state.mix_hash(public)
        if "psk" in self._pattern.name:
            self._state.mix_key(public)

    def _mix(self, word: str) -> bytes:
        """Mix in a secret that both know; it adds nothing (b"") to the message."""
        if word == "psk":
            self._state.mix_key_and_hash(bytes(self._psk or b""))
        else:
            first, second = _DH[word]
            own, other = (first, second) if self._initiator else (second, first)
            self._state.mix_key(_agreed(self._mine[own], self._theirs[other]))
        return b""


def _agreed(private: bytes, public: bytes) -> bytes:
    try:
        return X25519PrivateKey.from_private_bytes(private).exchange(
            X25519PublicKey.from_public_bytes(public)
        )
    except ValueError as error:
        # A point of small order: the secret would be the same for everybody.
        raise NoiseFault("weak_key") from error
