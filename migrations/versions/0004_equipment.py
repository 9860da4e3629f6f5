"""Equipment: the register and its states, hand-outs, checks, visits and driving, licences.

Revision ID: 0004
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels: str | None = None
depends_on: str | None = None

_COLUMNS = (
    "ALTER TABLE devices ADD COLUMN serial_key TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE devices ADD COLUMN label TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE devices ADD COLUMN maker TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE devices ADD COLUMN owner TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE devices ADD COLUMN own BOOLEAN DEFAULT 0 NOT NULL",
    "ALTER TABLE devices ADD COLUMN bought_on TEXT",
    "ALTER TABLE devices ADD COLUMN price_ore INTEGER",
    "ALTER TABLE devices ADD COLUMN warranty_until TEXT",
    "ALTER TABLE devices ADD COLUMN calibration_due TEXT",
    "ALTER TABLE devices ADD COLUMN battery_due TEXT",
    "ALTER TABLE devices ADD COLUMN condition TEXT DEFAULT 'good' NOT NULL",
    "ALTER TABLE devices ADD COLUMN phone TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE devices ADD COLUMN state TEXT DEFAULT 'in_store' NOT NULL",
    "ALTER TABLE devices ADD COLUMN state_since INTEGER",
    "ALTER TABLE devices ADD COLUMN place TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE devices ADD COLUMN kit_id TEXT",
    "ALTER TABLE devices ADD COLUMN reserved_for TEXT REFERENCES patients (id)",
    "ALTER TABLE devices ADD COLUMN reserved_institution TEXT",
    "ALTER TABLE devices ADD COLUMN import_id TEXT",
    "ALTER TABLE loans ADD COLUMN institution_id TEXT REFERENCES institutions (id)",
    "ALTER TABLE loans ADD COLUMN handout_id TEXT REFERENCES handouts (id)",
    "ALTER TABLE loans ADD COLUMN due_on TEXT",
    "ALTER TABLE loans ADD COLUMN condition_out TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE loans ADD COLUMN accessories TEXT DEFAULT '[]' NOT NULL",
    "ALTER TABLE loans ADD COLUMN replaces_loan_id TEXT",
    "ALTER TABLE loans ADD COLUMN ended_how TEXT DEFAULT '' NOT NULL",
)

_TABLES = (
    """
    CREATE TABLE kits (
        id TEXT NOT NULL, name TEXT NOT NULL, note TEXT DEFAULT '' NOT NULL, created_at
        INTEGER NOT NULL, created_by TEXT NOT NULL, dissolved_at INTEGER,
        CONSTRAINT pk_kits PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE institutions (
        id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, contact TEXT DEFAULT '' NOT
        NULL, phone TEXT DEFAULT '' NOT NULL, address TEXT DEFAULT '' NOT NULL, postal_code
        TEXT DEFAULT '' NOT NULL, city TEXT DEFAULT '' NOT NULL, note TEXT DEFAULT '' NOT
        NULL, retired BOOLEAN DEFAULT 0 NOT NULL, created_at INTEGER NOT NULL, created_by TEXT
        NOT NULL,
        CONSTRAINT pk_institutions PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE handouts (
        id TEXT NOT NULL, number INTEGER NOT NULL, patient_id TEXT, institution_id TEXT, at
        INTEGER NOT NULL, "by" TEXT NOT NULL, received_by TEXT DEFAULT '' NOT NULL, note TEXT
        DEFAULT '' NOT NULL, signed_on TEXT, signed_by TEXT, document_id TEXT,
        CONSTRAINT pk_handouts PRIMARY KEY (id),
        CONSTRAINT fk_handouts_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
        CONSTRAINT fk_handouts_institution_id FOREIGN KEY(institution_id) REFERENCES
            institutions (id)
    )
    """,
    """
    CREATE TABLE trainings (
        id TEXT NOT NULL, patient_id TEXT, institution_id TEXT, handout_id TEXT, person TEXT
        NOT NULL, role TEXT NOT NULL, topics TEXT DEFAULT '' NOT NULL, held_on TEXT NOT NULL,
        "by" TEXT NOT NULL, registered_at INTEGER NOT NULL, note TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_trainings PRIMARY KEY (id),
        CONSTRAINT fk_trainings_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
        CONSTRAINT fk_trainings_institution_id FOREIGN KEY(institution_id) REFERENCES
            institutions (id),
        CONSTRAINT fk_trainings_handout_id FOREIGN KEY(handout_id) REFERENCES handouts (id)
    )
    """,
    """
    CREATE TABLE homes (
        patient_id TEXT NOT NULL, wifi TEXT DEFAULT '' NOT NULL, mobile TEXT DEFAULT '' NOT
        NULL, note TEXT DEFAULT '' NOT NULL, way_there TEXT DEFAULT '' NOT NULL, checked_on
        TEXT NOT NULL, checked_by TEXT NOT NULL,
        CONSTRAINT pk_homes PRIMARY KEY (patient_id),
        CONSTRAINT fk_homes_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE licences (
        id TEXT NOT NULL, product TEXT NOT NULL, patient_id TEXT, external_user TEXT DEFAULT
        '' NOT NULL, from_on TEXT NOT NULL, to_on TEXT, price_ore INTEGER NOT NULL, period
        TEXT NOT NULL, archived_on TEXT, note TEXT DEFAULT '' NOT NULL, created_at INTEGER NOT
        NULL, created_by TEXT NOT NULL, ended_at INTEGER, ended_by TEXT,
        CONSTRAINT pk_licences PRIMARY KEY (id),
        CONSTRAINT fk_licences_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE ending_steps (
        patient_id TEXT NOT NULL, step TEXT NOT NULL, done_on TEXT NOT NULL, "by" TEXT NOT
        NULL, registered_at INTEGER NOT NULL, note TEXT DEFAULT '' NOT NULL,
        CONSTRAINT uq_ending_steps_patient_id_step UNIQUE (patient_id, step),
        CONSTRAINT fk_ending_steps_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE device_moves (
        id TEXT NOT NULL, device_id TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL,
        "by" TEXT NOT NULL, from_state TEXT NOT NULL, to_state TEXT NOT NULL, reason TEXT
        DEFAULT '' NOT NULL, place TEXT DEFAULT '' NOT NULL, loan_id TEXT, patient_id TEXT,
        institution_id TEXT, undoes TEXT,
        CONSTRAINT pk_device_moves PRIMARY KEY (id),
        CONSTRAINT uq_device_moves_device_id_n UNIQUE (device_id, n),
        CONSTRAINT fk_device_moves_device_id FOREIGN KEY(device_id) REFERENCES devices (id),
        CONSTRAINT fk_device_moves_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE device_checks (
        id TEXT NOT NULL, device_id TEXT NOT NULL, loan_id TEXT, purpose TEXT NOT NULL,
        begun_at INTEGER NOT NULL, begun_by TEXT NOT NULL, closed_at INTEGER, closed_by TEXT,
        outcome TEXT DEFAULT '' NOT NULL, cost_ore INTEGER DEFAULT 0 NOT NULL, note TEXT
        DEFAULT '' NOT NULL,
        CONSTRAINT pk_device_checks PRIMARY KEY (id),
        CONSTRAINT fk_device_checks_device_id FOREIGN KEY(device_id) REFERENCES devices (id)
    )
    """,
    """
    CREATE TABLE device_check_steps (
        check_id TEXT NOT NULL, step TEXT NOT NULL, outcome TEXT NOT NULL, note TEXT DEFAULT
        '' NOT NULL, at INTEGER NOT NULL, "by" TEXT NOT NULL,
        CONSTRAINT uq_device_check_steps_check_id_step UNIQUE (check_id, step),
        CONSTRAINT fk_device_check_steps_check_id FOREIGN KEY(check_id) REFERENCES device_checks
            (id)
    )
    """,
    """
    CREATE TABLE device_photos (
        id TEXT NOT NULL, device_id TEXT NOT NULL, check_id TEXT, case_id TEXT, added_at
        INTEGER NOT NULL, added_by TEXT NOT NULL, note TEXT DEFAULT '' NOT NULL, media TEXT
        NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, sha256 TEXT NOT NULL,
        picture BLOB NOT NULL,
        CONSTRAINT pk_device_photos PRIMARY KEY (id),
        CONSTRAINT fk_device_photos_device_id FOREIGN KEY(device_id) REFERENCES devices (id)
    )
    """,
    """
    CREATE TABLE support_cases (
        id TEXT NOT NULL, device_id TEXT NOT NULL, loan_id TEXT, patient_id TEXT,
        institution_id TEXT, opened_at INTEGER NOT NULL, opened_by TEXT NOT NULL, what TEXT
        NOT NULL, done TEXT DEFAULT '' NOT NULL, outcome TEXT DEFAULT '' NOT NULL, replaced_by
        TEXT, minutes INTEGER, cost_ore INTEGER, closed_at INTEGER, closed_by TEXT,
        CONSTRAINT pk_support_cases PRIMARY KEY (id),
        CONSTRAINT fk_support_cases_device_id FOREIGN KEY(device_id) REFERENCES devices (id),
        CONSTRAINT fk_support_cases_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
        CONSTRAINT fk_support_cases_institution_id FOREIGN KEY(institution_id) REFERENCES
            institutions (id)
    )
    """,
    """
    CREATE TABLE equipment_imports (
        id TEXT NOT NULL, file_name TEXT NOT NULL, file_hash TEXT NOT NULL, rows_in INTEGER
        NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, same INTEGER NOT NULL,
        refused INTEGER NOT NULL, report TEXT NOT NULL, imported_at INTEGER NOT NULL,
        imported_by TEXT NOT NULL,
        CONSTRAINT pk_equipment_imports PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE driving_rounds (
        id TEXT NOT NULL, day TEXT NOT NULL, number INTEGER DEFAULT 1 NOT NULL, driver TEXT
        DEFAULT '' NOT NULL, note TEXT DEFAULT '' NOT NULL, metres_planned INTEGER,
        minutes_planned INTEGER, metres_driven INTEGER, minutes_driven INTEGER, created_at
        INTEGER NOT NULL, created_by TEXT NOT NULL, closed_at INTEGER, closed_by TEXT,
        CONSTRAINT pk_driving_rounds PRIMARY KEY (id),
        CONSTRAINT uq_driving_rounds_day_number UNIQUE (day, number)
    )
    """,
    """
    CREATE TABLE visits (
        id TEXT NOT NULL, patient_id TEXT, institution_id TEXT, purpose TEXT NOT NULL,
        planned_on TEXT, round_id TEXT, position INTEGER DEFAULT 0 NOT NULL, note TEXT DEFAULT
        '' NOT NULL, state TEXT DEFAULT 'planned' NOT NULL, reason TEXT DEFAULT '' NOT NULL,
        minutes INTEGER, created_at INTEGER NOT NULL, created_by TEXT NOT NULL, done_at
        INTEGER, done_by TEXT,
        CONSTRAINT pk_visits PRIMARY KEY (id),
        CONSTRAINT fk_visits_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
        CONSTRAINT fk_visits_institution_id FOREIGN KEY(institution_id) REFERENCES institutions
            (id),
        CONSTRAINT fk_visits_round_id FOREIGN KEY(round_id) REFERENCES driving_rounds (id)
    )
    """,
    """
    CREATE TABLE visit_devices (
        visit_id TEXT NOT NULL, device_id TEXT NOT NULL,
        CONSTRAINT uq_visit_devices_visit_id_device_id UNIQUE (visit_id, device_id),
        CONSTRAINT fk_visit_devices_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id),
        CONSTRAINT fk_visit_devices_device_id FOREIGN KEY(device_id) REFERENCES devices (id)
    )
    """,
    """
    CREATE TABLE distances (
        place_a TEXT NOT NULL, place_b TEXT NOT NULL, metres INTEGER NOT NULL, minutes
        INTEGER, changed_at INTEGER NOT NULL, changed_by TEXT NOT NULL,
        CONSTRAINT uq_distances_place_a_place_b UNIQUE (place_a, place_b)
    )
    """,
)

_INDEXES = (
    "CREATE INDEX ix_handouts_patient_id_at ON handouts (patient_id, at)",
    "CREATE UNIQUE INDEX ux_handouts_number ON handouts (number)",
    "CREATE INDEX ix_trainings_patient_id_held_on ON trainings (patient_id, held_on)",
    "CREATE INDEX ix_licences_patient_id ON licences (patient_id)",
    "CREATE INDEX ix_device_moves_at ON device_moves (at)",
    "CREATE INDEX ix_device_checks_device_id_begun_at ON device_checks (device_id, begun_at)",
    (
        "CREATE UNIQUE INDEX ux_device_checks_open "
        "ON device_checks (device_id) WHERE closed_at IS NULL"
    ),
    "CREATE INDEX ix_device_photos_device_id_added_at ON device_photos (device_id, added_at)",
    "CREATE INDEX ix_support_cases_closed_at ON support_cases (closed_at)",
    "CREATE INDEX ix_support_cases_device_id_opened_at ON support_cases (device_id, opened_at)",
    "CREATE INDEX ix_visits_patient_id ON visits (patient_id)",
    "CREATE INDEX ix_visits_planned_on ON visits (planned_on)",
    "CREATE INDEX ix_visits_round_id_position ON visits (round_id, position)",
    "CREATE INDEX ix_devices_kit_id ON devices (kit_id)",
    "CREATE INDEX ix_devices_state ON devices (state)",
    "CREATE UNIQUE INDEX ux_devices_label ON devices (label) WHERE label <> ''",
    "CREATE UNIQUE INDEX ux_devices_serial ON devices (kind, serial_key) WHERE serial_key <> ''",
    "CREATE INDEX ix_loans_handout_id ON loans (handout_id)",
    "CREATE INDEX ix_loans_institution_id ON loans (institution_id)",
)

# What there was is put where it stands: out if it is lent, scrapped if it was taken out of use. A
# serial number that two devices of a kind have is trusted for neither, until a person looks.
_FILLING = (
    """
    UPDATE devices SET
        state = CASE
            WHEN retired_at IS NOT NULL THEN 'scrapped'
            WHEN EXISTS (SELECT 1 FROM loans l
                WHERE l.device_id = devices.id AND l.ended_at IS NULL) THEN 'lent'
            ELSE 'in_store' END,
        state_since = coalesce(retired_at, (SELECT max(coalesce(l.ended_at, l.from_at))
            FROM loans l WHERE l.device_id = devices.id), added_at),
        serial_key = upper(replace(replace(serial, ' ', ''), '-', ''))
    """,
    """
    UPDATE devices SET serial_key = '' WHERE (kind, serial_key) IN (
        SELECT kind, serial_key FROM devices WHERE serial_key <> ''
        GROUP BY kind, serial_key HAVING count(*) > 1)
    """,
)

_TRIGGERS = (
    """
    CREATE TRIGGER device_moves_never_change BEFORE UPDATE ON device_moves
    BEGIN SELECT RAISE(ABORT, 'where a device was never changes'); END
    """,
    """
    CREATE TRIGGER device_moves_never_go BEFORE DELETE ON device_moves
    BEGIN SELECT RAISE(ABORT, 'where a device was never goes'); END
    """,
    """
    CREATE TRIGGER loans_only_of_lendable BEFORE INSERT ON loans
    WHEN (SELECT state FROM devices WHERE id = NEW.device_id) IN
        ('returned', 'cleaning', 'repair', 'lost', 'scrapped')
    BEGIN SELECT RAISE(ABORT, 'this device cannot be lent from where it is'); END
    """,
)


def upgrade() -> None:
    for statement in (*_COLUMNS, *_TABLES, *_FILLING, *_INDEXES, *_TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("an older program opens the copy made before the upgrade")
