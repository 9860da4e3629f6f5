"""One person's place in the key file: a password opens a private key, which opens the data key."""

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.security.passwords import SALT_BYTES, Cost, stretch
from station.security.secrets import DataKey, derive

_NONCE_BYTES = 12

PERSON = "person"
RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose slot it is, as the sign-in screen shows it before anything is decrypted."""

    slot_id: str
    kind: str
    name: str
    initials: str
    language: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A private key wrapped under a password, and the data key sealed to its public half."""

    owner: Owner
    created_at: int
    cost: Cost
    salt: bytes
    public: bytes
    wrapped: bytes
    sealed: bytes


def make_slot(owner: Owner, secret: str, key: DataKey, *, now: int, cost: Cost) -> Slot:
    """Make a slot that `secret` (a password, or the recovery code's digits) opens."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    salt = os.urandom(SALT_BYTES)
    return Slot(
        owner=owner,
        created_at=now,
        cost=cost,
        salt=salt,
        public=public,
        wrapped=_wrap(private, owner, _wrapping_key(secret, salt, cost)),
        sealed=seal_key(key, owner, public),
    )


def seal_key(key: DataKey, owner: Owner, public: bytes) -> bytes:
    """Seal the data key so that only the owner of `public` opens it; no password is needed."""
    return _suite().encrypt(
        bytes(key.reveal()), X25519PublicKey.from_public_bytes(public), info=_context(owner)
    )


def open_slot(slot: Slot, secret: str) -> DataKey:
    """Open the slot; Trouble `password_wrong`, or `slot_damaged` if the rest does not fit."""
    wrapping = _wrapping_key(secret, slot.salt, slot.cost)
    nonce, text = slot.wrapped[:_NONCE_BYTES], slot.wrapped[_NONCE_BYTES:]
    try:
        raw = AESGCM(wrapping).decrypt(nonce, text, _context(slot.owner))
    except InvalidTag as error:
        raise Trouble(
            "password_wrong", N_("The password did not fit. Check Caps Lock and try again.")
        ) from error
    try:
        private = X25519PrivateKey.from_private_bytes(raw)
        opened = _suite().decrypt(slot.sealed, private, info=_context(slot.owner))
        return DataKey(bytearray(opened))
    except (InvalidTag, ValueError) as error:
        raise Trouble(
            "slot_damaged",
            N_(
                "The password fits, but this person's key is damaged. "
                "Sign in as another person, or use the recovery sheet."
            ),
        ) from error


def _wrap(private: X25519PrivateKey, owner: Owner, wrapping: bytearray) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    raw = private.private_bytes_raw()
    return nonce + AESGCM(wrapping).encrypt(nonce, raw, _context(owner))


def _wrapping_key(secret: str, salt: bytes, cost: Cost) -> bytearray:
    return derive(stretch(secret, salt, cost), "slot")


def _context(owner: Owner) -> bytes:
    # A slot moved under another person's name does not open.
    return f"station slot {owner.kind} {owner.slot_id}".encode()


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
