"""Tables of the exchange with others: what changed, what waits to go out, what came, what differs.

`sync_log` is written by triggers (migration 0005), in the very transaction of the change: one row
for each row of a shared table that was added, changed or taken away, with what it was and became.
"""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, UniqueConstraint

from station.models.tables.columns import (
    METADATA,
    flag,
    given,
    key,
    maybe,
    maybe_moment,
    maybe_whole,
    moment,
    of_patient,
    whole,
    words,
)

# One row (id 1): who this station is, whether changes are noted, and whose hand is writing.
sync_hand = Table(
    "sync_hand",
    METADATA,
    Column("id", Integer, primary_key=True, nullable=False),
    # The station's own id, "" until it shares anything.
    words("station"),
    flag("capture"),
    # The tables (",patients,readings,") whose changes the writer notes itself: what came from
    # others keeps its origin.
    words("mute"),
    whole("now", 0),
    words("actor"),
    # What this station wrote last on its card at the centre: another one there means a double.
    words("nonce"),
)

sync_log = Table(
    "sync_log",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    # Which station made the change ("centre" for what the central server brought), and its number
    # there; NULL is a change of this station's own, whose number is seq.
    given("origin"),
    maybe("number"),
    given("kind"),
    given("record_id"),
    maybe("patient_id"),
    given("op"),
    maybe("old"),
    maybe("new"),
    moment("at"),
    words("by"),
    UniqueConstraint("origin", "number"),
    Index(None, "kind", "record_id", "seq"),
    sqlite_autoincrement=True,
)

sync_channels = Table(
    "sync_channels",
    METADATA,
    key("name"),
    flag("enabled"),
    words("settings"),
    # How far in sync_log, and in audit, its outbox has been filled.
    whole("position", 0),
    whole("audit_position", 0),
    maybe_moment("last_try_at"),
    # The last time that *everything* went out, or came in; never set when a part failed.
    maybe_moment("sent_at"),
    maybe_moment("pulled_at"),
    maybe_moment("failing_since"),
    words("reason_code"),
    words("reason"),
    maybe_moment("paused_until"),
    maybe_whole("clock_skew_ms"),
)

sync_outbox = Table(
    "sync_outbox",
    METADATA,
    key("channel"),
    key("kind"),
    key("record_id"),
    maybe("patient_id"),
    whole("first_seq"),
    whole("last_seq"),
    moment("since"),
    given("state"),
    whole("attempts", 0),
    moment("next_at"),
    # What is sent, byte for byte, once it has been put together; made of the change `sealed_seq`.
    maybe("sealed"),
    maybe_whole("sealed_seq"),
    words("etag"),
    words("reason_code"),
    words("reason"),
    Index(None, "channel", "state", "next_at"),
    Index(None, "patient_id"),
)

# What the other side had when it was last seen: the common ground of a merge.
sync_heads = Table(
    "sync_heads",
    METADATA,
    key("channel"),
    key("kind"),
    key("record_id"),
    given("resource_type"),
    given("resource_id"),
    words("version"),
    given("fields"),
    # Its whole resource, where it says more than Station would write.
    maybe("body"),
    maybe_moment("gone_at"),
    Index(None, "channel", "resource_type", "resource_id"),
)

sync_cursors = Table(
    "sync_cursors",
    METADATA,
    key("channel"),
    key("resource_type"),
    words("cursor"),
    maybe_moment("complete_at"),
    maybe_moment("reconciled_at"),
)

sync_inbox = Table(
    "sync_inbox",
    METADATA,
    key(),
    given("channel"),
    words("kind"),
    words("record_id"),
    given("resource_type"),
    given("resource_id"),
    words("version"),
    given("body"),
    moment("received_at"),
    given("state"),
    words("reason_code"),
    words("reason_values"),
    UniqueConstraint("channel", "resource_type", "resource_id", "version"),
    # What waits, in the order it came, and what came of one record: however much has come.
    Index(None, "channel", "state"),
    Index(None, "kind", "record_id"),
)

sync_conflicts = Table(
    "sync_conflicts",
    METADATA,
    key(),
    given("channel"),
    given("kind"),
    given("record_id"),
    maybe("patient_id"),
    given("reason"),
    # JSON objects of shared columns: what both knew, what stands here, what came; and which of
    # the columns differ.
    words("base"),
    words("ours"),
    words("theirs"),
    words("fields"),
    moment("found_at"),
    given("state"),
    words("chosen"),
    maybe("chosen_by"),
    maybe_moment("chosen_at"),
    words("note"),
    Index(None, "state", "found_at"),
    Index(None, "patient_id"),
    Index(None, "kind", "record_id"),
)

sync_runs = Table(
    "sync_runs",
    METADATA,
    key(),
    given("channel"),
    moment("begun_at"),
    maybe_moment("ended_at"),
    words("outcome"),
    whole("sent", 0),
    whole("received", 0),
    whole("applied", 0),
    whole("conflicts", 0),
    whole("held", 0),
    words("reason_code"),
    words("reason"),
    Index(None, "channel", "begun_at"),
)

# Other stations that change sets are exchanged with, without a network.
sync_peers = Table(
    "sync_peers",
    METADATA,
    key("station"),
    words("name"),
    # How far their log is worked in here, and how far they have said that ours is with them.
    whole("theirs", 0),
    whole("ours", 0),
    whole("their_audit", 0),
    whole("our_audit", 0),
    maybe_moment("received_at"),
    maybe_moment("written_at"),
)

# Change sets that came before the ones they follow.
sync_parts = Table(
    "sync_parts",
    METADATA,
    key("station"),
    Column("from_seq", Integer, primary_key=True, nullable=False),
    whole("to_seq"),
    Column("content", LargeBinary, nullable=False),
    moment("received_at"),
)

sync_claims = Table(
    "sync_claims",
    METADATA,
    key("patient_id"),
    key("station"),
    words("user_id"),
    words("user_name"),
    moment("since"),
)

# The audit log of other stations, so that a patient can be told who has read her file.
sync_audit = Table(
    "sync_audit",
    METADATA,
    key("station"),
    Column("seq", Integer, primary_key=True, nullable=False),
    moment("at"),
    given("user_id"),
    given("user_name"),
    given("action"),
    given("subject_kind"),
    words("subject_id"),
    maybe("patient_id"),
    given("details"),
    words("mac"),
    Index(None, "patient_id", "at"),
)

# National numbers that a patient had before: a person may get a new one, and stays the same.
former_numbers = Table(
    "former_numbers",
    METADATA,
    key(),
    of_patient(),
    given("number"),
    words("number_kind"),
    moment("until"),
    words("by"),
    Index(None, "number"),
    Index(None, "patient_id"),
)
