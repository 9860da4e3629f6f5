"""Lent meters and tablets: devices, loans, contacts, events, pairings, and readings' device.

Revision ID: 0003
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels: str | None = None
depends_on: str | None = None

_COLUMNS = (
    "ALTER TABLE readings ADD COLUMN time_reason TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE readings ADD COLUMN device_id TEXT",
)

_TABLES = (
    """
    CREATE TABLE devices (
        id TEXT NOT NULL, kind TEXT NOT NULL, model TEXT DEFAULT '' NOT NULL, name TEXT
        DEFAULT '' NOT NULL, serial TEXT DEFAULT '' NOT NULL, address TEXT DEFAULT '' NOT
        NULL, bonded BOOLEAN DEFAULT 0 NOT NULL, unencrypted_ok BOOLEAN DEFAULT 0 NOT NULL,
        firmware TEXT DEFAULT '' NOT NULL, battery INTEGER, battery_at INTEGER,
        clock_offset_ms INTEGER, clock_at INTEGER, last_contact_at INTEGER, last_sequence
        INTEGER, note TEXT DEFAULT '' NOT NULL, added_at INTEGER NOT NULL, added_by TEXT NOT
        NULL, retired_at INTEGER, retired_by TEXT,
        CONSTRAINT pk_devices PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE loans (
        id TEXT NOT NULL, device_id TEXT NOT NULL, patient_id TEXT, borrower TEXT DEFAULT ''
        NOT NULL, from_at INTEGER NOT NULL, lent_by TEXT NOT NULL, note TEXT DEFAULT '' NOT
        NULL, ended_at INTEGER, ended_by TEXT, ended_note TEXT DEFAULT '' NOT NULL,
        user_index INTEGER, user_code INTEGER,
        CONSTRAINT pk_loans PRIMARY KEY (id),
        CONSTRAINT fk_loans_device_id FOREIGN KEY(device_id) REFERENCES devices (id),
        CONSTRAINT fk_loans_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE device_contacts (
        id TEXT NOT NULL, device_id TEXT NOT NULL, loan_id TEXT, patient_id TEXT, purpose TEXT
        NOT NULL, begun_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, outcome TEXT NOT NULL,
        came INTEGER DEFAULT 0 NOT NULL, stored INTEGER DEFAULT 0 NOT NULL, duplicates INTEGER
        DEFAULT 0 NOT NULL, held INTEGER DEFAULT 0 NOT NULL, failed INTEGER DEFAULT 0 NOT
        NULL, battery INTEGER, clock_offset_ms INTEGER, "by" TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_device_contacts PRIMARY KEY (id),
        CONSTRAINT fk_device_contacts_device_id FOREIGN KEY(device_id) REFERENCES devices (id),
        CONSTRAINT fk_device_contacts_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE device_events (
        id TEXT NOT NULL, device_id TEXT NOT NULL, loan_id TEXT, patient_id TEXT, code TEXT
        NOT NULL, kind TEXT DEFAULT '' NOT NULL, happened_at INTEGER NOT NULL, arrived_at
        INTEGER NOT NULL, device_time TEXT DEFAULT '' NOT NULL, raw TEXT DEFAULT '' NOT NULL,
        source_key TEXT NOT NULL,
        CONSTRAINT pk_device_events PRIMARY KEY (id),
        CONSTRAINT uq_device_events_device_id_source_key UNIQUE (device_id, source_key),
        CONSTRAINT fk_device_events_device_id FOREIGN KEY(device_id) REFERENCES devices (id),
        CONSTRAINT fk_device_events_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE device_inbox (
        device_id TEXT NOT NULL, characteristic INTEGER NOT NULL, payload BLOB NOT NULL,
        arrived_at INTEGER NOT NULL,
        CONSTRAINT uq_device_inbox_device_id_characteristic_payload_arrived_at UNIQUE
            (device_id, characteristic, payload, arrived_at),
        CONSTRAINT fk_device_inbox_device_id FOREIGN KEY(device_id) REFERENCES devices (id)
    )
    """,
    """
    CREATE TABLE tablet_pairings (
        id TEXT NOT NULL, device_id TEXT NOT NULL, loan_id TEXT NOT NULL, state TEXT NOT NULL,
        tablet_key TEXT DEFAULT '' NOT NULL, offered_at INTEGER NOT NULL, offered_by TEXT NOT
        NULL, expires_at INTEGER NOT NULL, paired_at INTEGER, lease_until INTEGER, committed
        INTEGER DEFAULT 0 NOT NULL, head TEXT DEFAULT '' NOT NULL, acknowledged INTEGER
        DEFAULT 0 NOT NULL, wipe_nonce TEXT DEFAULT '' NOT NULL, ended_at INTEGER, ended_by
        TEXT, receipt TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_tablet_pairings PRIMARY KEY (id),
        CONSTRAINT fk_tablet_pairings_device_id FOREIGN KEY(device_id) REFERENCES devices (id),
        CONSTRAINT fk_tablet_pairings_loan_id FOREIGN KEY(loan_id) REFERENCES loans (id)
    )
    """,
    """
    CREATE TABLE tablet_entries (
        loan_id TEXT NOT NULL, n INTEGER NOT NULL, entry_hash TEXT NOT NULL, kind TEXT NOT
        NULL, outcome TEXT NOT NULL, arrived_at INTEGER NOT NULL, raw BLOB NOT NULL,
        CONSTRAINT uq_tablet_entries_loan_id_n UNIQUE (loan_id, n),
        CONSTRAINT fk_tablet_entries_loan_id FOREIGN KEY(loan_id) REFERENCES loans (id)
    )
    """,
)

_INDEXES = (
    (
        "CREATE UNIQUE INDEX ux_devices_address "
        "ON devices (address) WHERE address <> '' AND retired_at IS NULL"
    ),
    "CREATE INDEX ix_loans_device_id_from_at ON loans (device_id, from_at)",
    "CREATE INDEX ix_loans_patient_id ON loans (patient_id)",
    "CREATE UNIQUE INDEX ux_loans_open ON loans (device_id) WHERE ended_at IS NULL",
    ("CREATE INDEX ix_device_contacts_device_id_begun_at ON device_contacts (device_id, begun_at)"),
    (
        "CREATE INDEX ix_device_contacts_patient_id_begun_at "
        "ON device_contacts (patient_id, begun_at)"
    ),
    (
        "CREATE INDEX ix_device_events_patient_id_happened_at "
        "ON device_events (patient_id, happened_at)"
    ),
    (
        "CREATE INDEX ix_tablet_pairings_device_id_offered_at "
        "ON tablet_pairings (device_id, offered_at)"
    ),
    (
        "CREATE UNIQUE INDEX ux_tablet_pairings_known "
        "ON tablet_pairings (loan_id) WHERE state IN ('offered', 'paired')"
    ),
)

_TRIGGERS = (
    """
    CREATE TRIGGER device_events_never_change BEFORE UPDATE ON device_events
    BEGIN SELECT RAISE(ABORT, 'what a device told never changes'); END
    """,
    """
    CREATE TRIGGER tablet_entries_never_change BEFORE UPDATE ON tablet_entries
    BEGIN SELECT RAISE(ABORT, 'what a tablet sent never changes'); END
    """,
    """
    CREATE TRIGGER tablet_entries_never_go BEFORE DELETE ON tablet_entries
    BEGIN SELECT RAISE(ABORT, 'what a tablet sent never goes'); END
    """,
)


def upgrade() -> None:
    for statement in (*_COLUMNS, *_TABLES, *_INDEXES, *_TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("an older program opens the copy made before the upgrade")
