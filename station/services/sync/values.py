"""How the exchange stands, as the screens and the commands show it: frozen rows, words apart."""

from dataclasses import dataclass
from enum import StrEnum

CENTRE, STICK = "centre", "stick"
"""The channel to the central service; what a file from another station brought."""


class Standing(StrEnum):
    """How a channel stands, in one word; only WELL means that nothing at all is left."""

    OFF = "off"
    PREPARING = "preparing"
    """What is stored already is being made ready for the first time."""
    NEVER = "never"
    """Switched on, and nothing was ever exchanged."""
    WELL = "well"
    WAITING = "waiting"
    """Something has not gone or come yet, and will by itself."""
    PERSON = "person"
    """Something waits for a person: a refusal, a difference."""
    OFFLINE = "offline"
    """The other side is not reached; tried again by itself."""
    RESTS = "rests"
    """The whole channel stands still until something is put right (sign-in, clock, certificate)."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: what it does ("prepare", "send", "fetch", "apply", "compare").

    `total` 0 means that nobody knows how much there is (what the server still has).
    """

    step: str
    done: int
    total: int
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records of a channel wait, by why; rows of the audit log are counted apart.

    `waiting` go by themselves (also `sealed`: under way, and `behind`: after another record).
    `held` were refused, `differs` wait for a person's choice, `paused` may not be sent (consent
    withdrawn), `inbox` came and could not be taken in yet, `left` a person let lie, both ways.
    """

    waiting: int = 0
    sealed: int = 0
    behind: int = 0
    held: int = 0
    differs: int = 0
    paused: int = 0
    inbox: int = 0
    audit: int = 0
    left: int = 0

    @property
    def going(self) -> int:
        """Give how many will go by themselves."""
        return self.waiting + self.sealed + self.behind

    @property
    def person(self) -> int:
        """Give how many wait for a person."""
        return self.held + self.differs


@dataclass(frozen=True, slots=True)
class OfKind:
    """How many records of one kind wait, and since when the oldest (sync_amounts says it in words).

    `why` is the name of the count in Counts that they are among.
    """

    why: str
    kind: str
    number: int
    since: int | None = None


@dataclass(frozen=True, slots=True)
class ChannelStatus:
    """One channel; all times are UTC milliseconds, None where it never happened.

    `sent_at` and `received_at` are the last time that everything went out, or came in.
    `offline_since` is the first failure since then. `reason` says in words why it does not go
    («» if it does), `server_says` the other side's own words. `skew_ms` is how far this PC's
    clock is ahead of the server's, where it was heard. `in_settings` says that the reason is
    something that is put right in the settings.
    """

    name: str
    title: str
    standing: Standing
    sentence: str
    counts: Counts = Counts()
    oldest_since: int | None = None
    oldest_age: str = ""
    sent_at: int | None = None
    received_at: int | None = None
    offline_since: int | None = None
    last_try_at: int | None = None
    next_try_at: int | None = None
    reason_code: str = ""
    reason: str = ""
    server_says: str = ""
    skew_ms: int | None = None
    progress: Progress | None = None
    running: bool = False
    kinds: tuple[OfKind, ...] = ()
    in_settings: bool = False


@dataclass(frozen=True, slots=True)
class Stuck:
    """One record that does not go, or did not get in, by itself.

    `way` is "out" or "in"; `key` names it to retry(), leave() and export(). `what` is its kind
    and `whose` the patient, in words; `reason` is a sentence, `server_says` the other side's.
    `state` is held, paused, differs, left, or (what came) waiting. `acts` are what can be done
    about it, whoever may: "retry", "leave", "take_up", "export", "choose".
    """

    key: str
    way: str
    channel: str
    kind: str
    record_id: str
    patient_id: str | None
    what: str
    whose: str
    state: str
    since: int
    attempts: int
    reason_code: str
    reason: str
    server_says: str = ""
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One run that ended: "done", "left" (something waits), "failed" or "stopped"."""

    channel: str
    begun_at: int
    ended_at: int
    outcome: str
    sent: int
    received: int
    applied: int
    conflicts: int
    held: int
    reason: str


@dataclass(frozen=True, slots=True)
class Status:
    """How all channels stand; `station` is this station's short name among others ("" if none).

    `stuck` are at most a hundred, what needs a person first; `stuck_more` says how many there are
    besides. `by_stick` is what a file brought that is not taken in: there is no channel for it.
    `believed` says that the centre is believed about colleagues, "" where stations share a code.
    """

    station: str
    channels: tuple[ChannelStatus, ...]
    stuck: tuple[Stuck, ...] = ()
    stuck_more: int = 0
    conflicts: int = 0
    runs: tuple[Run, ...] = ()
    by_stick: int = 0
    believed: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What one run came to; `outcome` as in Run, `code` and `sentence` say why it ended early."""

    channel: str
    outcome: str
    sent: int = 0
    received: int = 0
    applied: int = 0
    conflicts: int = 0
    held: int = 0
    left: int = 0
    code: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Worked:
    """What working in some of the inbox came to; with nothing `looked` at, nothing is left."""

    looked: int = 0
    applied: int = 0
    conflicts: int = 0
    held: int = 0
