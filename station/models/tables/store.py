"""Tables of the store: kits, every move of a device, what was checked, photos and support cases."""

from sqlalchemy import Column, Index, LargeBinary, Table, UniqueConstraint, text

from station.models.tables.columns import (
    METADATA,
    given,
    key,
    maybe,
    maybe_moment,
    maybe_of_patient,
    maybe_of_row,
    maybe_whole,
    moment,
    of_row,
    whole,
    words,
)

kits = Table(
    "kits",
    METADATA,
    key(),
    given("name"),
    words("note"),
    moment("created_at"),
    given("created_by"),
    maybe_moment("dissolved_at"),
)

# Every change of a device's state, for ever; the newest one says where it is now.
device_moves = Table(
    "device_moves",
    METADATA,
    key(),
    of_row("device_id", "devices.id"),
    whole("n"),
    moment("at"),
    given("by"),
    given("from_state"),
    given("to_state"),
    words("reason"),
    words("place"),
    maybe("loan_id"),
    # Whom it was, or became, lent to or reserved for.
    maybe_of_patient(),
    maybe("institution_id"),
    maybe("undoes"),
    UniqueConstraint("device_id", "n"),
    Index(None, "at"),
)

# One going-over of a device: before it is lent (prepare) or after it came back (return).
device_checks = Table(
    "device_checks",
    METADATA,
    key(),
    of_row("device_id", "devices.id"),
    maybe("loan_id"),
    given("purpose"),
    moment("begun_at"),
    given("begun_by"),
    maybe_moment("closed_at"),
    maybe("closed_by"),
    words("outcome"),
    whole("cost_ore", 0),
    words("note"),
    Index(
        "ux_device_checks_open", "device_id", unique=True, sqlite_where=text("closed_at IS NULL")
    ),
    Index(None, "device_id", "begun_at"),
)

device_check_steps = Table(
    "device_check_steps",
    METADATA,
    of_row("check_id", "device_checks.id"),
    given("step"),
    given("outcome"),
    words("note"),
    moment("at"),
    given("by"),
    UniqueConstraint("check_id", "step"),
)

device_photos = Table(
    "device_photos",
    METADATA,
    key(),
    of_row("device_id", "devices.id"),
    maybe("check_id"),
    maybe("case_id"),
    moment("added_at"),
    given("added_by"),
    words("note"),
    given("media"),
    whole("width"),
    whole("height"),
    given("sha256"),
    Column("picture", LargeBinary, nullable=False),
    Index(None, "device_id", "added_at"),
)

support_cases = Table(
    "support_cases",
    METADATA,
    key(),
    of_row("device_id", "devices.id"),
    maybe("loan_id"),
    maybe_of_patient(),
    maybe_of_row("institution_id", "institutions.id"),
    moment("opened_at"),
    given("opened_by"),
    given("what"),
    words("done"),
    words("outcome"),
    maybe("replaced_by"),
    maybe_whole("minutes"),
    maybe_whole("cost_ore"),
    maybe_moment("closed_at"),
    maybe("closed_by"),
    Index(None, "device_id", "opened_at"),
    Index(None, "closed_at"),
)

equipment_imports = Table(
    "equipment_imports",
    METADATA,
    key(),
    given("file_name"),
    given("file_hash"),
    whole("rows_in"),
    whole("added"),
    whole("changed"),
    whole("same"),
    whole("refused"),
    given("report"),
    moment("imported_at"),
    given("imported_by"),
)
