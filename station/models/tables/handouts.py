"""Tables of hand-outs: to whom, with what training, in which home, and what is paid per user."""

from sqlalchemy import Index, Table, UniqueConstraint

from station.models.tables.columns import (
    METADATA,
    flag,
    given,
    key,
    maybe,
    maybe_moment,
    maybe_of_patient,
    maybe_of_row,
    moment,
    of_patient,
    patient_key,
    whole,
    words,
)

institutions = Table(
    "institutions",
    METADATA,
    key(),
    given("kind"),
    given("name"),
    words("contact"),
    words("phone"),
    words("address"),
    words("postal_code"),
    words("city"),
    words("note"),
    flag("retired"),
    moment("created_at"),
    given("created_by"),
)

# What went out together, with one receipt; `number` stands on the receipt.
handouts = Table(
    "handouts",
    METADATA,
    key(),
    whole("number"),
    maybe_of_patient(),
    maybe_of_row("institution_id", "institutions.id"),
    moment("at"),
    given("by"),
    words("received_by"),
    words("note"),
    maybe("signed_on"),
    maybe("signed_by"),
    maybe("document_id"),
    Index("ux_handouts_number", "number", unique=True),
    Index(None, "patient_id", "at"),
)

trainings = Table(
    "trainings",
    METADATA,
    key(),
    maybe_of_patient(),
    maybe_of_row("institution_id", "institutions.id"),
    maybe_of_row("handout_id", "handouts.id"),
    given("person"),
    given("role"),
    words("topics"),
    given("held_on"),
    given("by"),
    moment("registered_at"),
    words("note"),
    Index(None, "patient_id", "held_on"),
)

homes = Table(
    "homes",
    METADATA,
    patient_key(),
    words("wifi"),
    words("mobile"),
    words("note"),
    words("way_there"),
    given("checked_on"),
    given("checked_by"),
)

licences = Table(
    "licences",
    METADATA,
    key(),
    given("product"),
    maybe_of_patient(),
    words("external_user"),
    given("from_on"),
    maybe("to_on"),
    whole("price_ore"),
    given("period"),
    maybe("archived_on"),
    words("note"),
    moment("created_at"),
    given("created_by"),
    maybe_moment("ended_at"),
    maybe("ended_by"),
    Index(None, "patient_id"),
)

# What closes the service when the equipment is in: steps 5.2 and 5.3, ticked by a person.
ending_steps = Table(
    "ending_steps",
    METADATA,
    of_patient(),
    given("step"),
    given("done_on"),
    given("by"),
    moment("registered_at"),
    words("note"),
    UniqueConstraint("patient_id", "step"),
)
