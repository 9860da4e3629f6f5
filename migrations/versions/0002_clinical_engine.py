"""Forms, the paper bridge, snoozes and closer follow-up, and templates of the municipality's own.

Revision ID: 0002
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels: str | None = None
depends_on: str | None = None

_COLUMNS = (
    "ALTER TABLE readings ADD COLUMN quality TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE readings ADD COLUMN moved_from TEXT",
    "ALTER TABLE pauses ADD COLUMN cause TEXT DEFAULT '' NOT NULL",
)

_TABLES = (
    """
    CREATE TABLE snoozes (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, component TEXT NOT NULL, side TEXT
        NOT NULL, from_at INTEGER NOT NULL, until_at INTEGER NOT NULL, reason TEXT
        DEFAULT '' NOT NULL, set_by TEXT NOT NULL, ended_at INTEGER, ended_by TEXT,
        CONSTRAINT pk_snoozes PRIMARY KEY (id),
        CONSTRAINT fk_snoozes_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE followups (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, from_at INTEGER NOT NULL, until_at
        INTEGER NOT NULL, reason TEXT DEFAULT '' NOT NULL, set_by TEXT NOT NULL,
        ended_at INTEGER, ended_by TEXT,
        CONSTRAINT pk_followups PRIMARY KEY (id),
        CONSTRAINT fk_followups_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE acknowledgements (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, round_id TEXT NOT NULL, at INTEGER
        NOT NULL, "by" TEXT NOT NULL, up_to INTEGER NOT NULL, readings INTEGER NOT NULL,
        undone_at INTEGER,
        CONSTRAINT pk_acknowledgements PRIMARY KEY (id),
        CONSTRAINT fk_acknowledgements_patient_id FOREIGN KEY(patient_id) REFERENCES
            patients (id)
    )
    """,
    """
    CREATE TABLE form_versions (
        id TEXT NOT NULL, code TEXT NOT NULL, version INTEGER NOT NULL, status TEXT NOT
        NULL, content TEXT NOT NULL, content_hash TEXT NOT NULL, checked_by TEXT DEFAULT
        '' NOT NULL, checked_on TEXT, created_at INTEGER NOT NULL, created_by TEXT NOT
        NULL, decided_at INTEGER, decided_by TEXT,
        CONSTRAINT pk_form_versions PRIMARY KEY (id),
        CONSTRAINT uq_form_versions_code_version UNIQUE (code, version)
    )
    """,
    """
    CREATE TABLE form_answers (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, form_code TEXT NOT NULL,
        form_version INTEGER NOT NULL, language TEXT NOT NULL, answered_at INTEGER NOT
        NULL, arrived_at INTEGER NOT NULL, answered_by TEXT NOT NULL, answered_name TEXT
        DEFAULT '' NOT NULL, source TEXT NOT NULL, answers TEXT NOT NULL, scores TEXT
        NOT NULL, comment TEXT DEFAULT '' NOT NULL, comment_read_at INTEGER,
        comment_read_by TEXT, entered_by TEXT DEFAULT '' NOT NULL, excluded TEXT DEFAULT
        '' NOT NULL, excluded_reason TEXT DEFAULT '' NOT NULL, excluded_by TEXT,
        excluded_at INTEGER, source_key TEXT NOT NULL, raw TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_form_answers PRIMARY KEY (id),
        CONSTRAINT uq_form_answers_patient_id_form_code_source_key UNIQUE (patient_id,
            form_code, source_key),
        CONSTRAINT fk_form_answers_patient_id FOREIGN KEY(patient_id) REFERENCES patients
            (id)
    )
    """,
    """
    CREATE TABLE plan_prints (
        id TEXT NOT NULL, version_id TEXT NOT NULL, patient_id TEXT NOT NULL, sheet TEXT
        NOT NULL, code TEXT NOT NULL, content_hash TEXT NOT NULL, content TEXT DEFAULT ''
        NOT NULL, language TEXT NOT NULL, pages INTEGER NOT NULL, printed_at INTEGER NOT
        NULL, printed_by TEXT NOT NULL,
        CONSTRAINT pk_plan_prints PRIMARY KEY (id),
        CONSTRAINT fk_plan_prints_version_id FOREIGN KEY(version_id) REFERENCES
            plan_versions (id),
        CONSTRAINT fk_plan_prints_patient_id FOREIGN KEY(patient_id) REFERENCES patients
            (id)
    )
    """,
    """
    CREATE TABLE plan_answers (
        id TEXT NOT NULL, version_id TEXT NOT NULL, patient_id TEXT NOT NULL, answer
        TEXT NOT NULL, by_name TEXT DEFAULT '' NOT NULL, answered_on TEXT, channel TEXT
        DEFAULT '' NOT NULL, note TEXT DEFAULT '' NOT NULL, print_id TEXT,
        new_version_id TEXT, registered_at INTEGER NOT NULL, registered_by TEXT NOT
        NULL,
        CONSTRAINT pk_plan_answers PRIMARY KEY (id),
        CONSTRAINT fk_plan_answers_version_id FOREIGN KEY(version_id) REFERENCES
            plan_versions (id),
        CONSTRAINT fk_plan_answers_patient_id FOREIGN KEY(patient_id) REFERENCES patients
            (id)
    )
    """,
    """
    CREATE TABLE documents (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, subject_kind TEXT NOT NULL,
        subject_id TEXT NOT NULL, kind TEXT NOT NULL, file_name TEXT DEFAULT '' NOT
        NULL, media_type TEXT NOT NULL, pages INTEGER NOT NULL, size INTEGER NOT NULL,
        digest TEXT NOT NULL, content BLOB NOT NULL, note TEXT DEFAULT '' NOT NULL,
        added_at INTEGER NOT NULL, added_by TEXT NOT NULL,
        CONSTRAINT pk_documents PRIMARY KEY (id),
        CONSTRAINT fk_documents_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE plan_templates (
        id TEXT NOT NULL, code TEXT NOT NULL, version INTEGER NOT NULL, status TEXT NOT
        NULL, content TEXT NOT NULL, content_hash TEXT NOT NULL, checked_by TEXT DEFAULT
        '' NOT NULL, checked_on TEXT, note TEXT DEFAULT '' NOT NULL, created_at INTEGER
        NOT NULL, created_by TEXT NOT NULL, decided_at INTEGER, decided_by TEXT,
        CONSTRAINT pk_plan_templates PRIMARY KEY (id),
        CONSTRAINT uq_plan_templates_code_version UNIQUE (code, version)
    )
    """,
    """
    CREATE TABLE appointments (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, state TEXT NOT NULL, on_day TEXT,
        note TEXT DEFAULT '' NOT NULL, noted_at INTEGER NOT NULL, noted_by TEXT NOT NULL,
        CONSTRAINT pk_appointments PRIMARY KEY (id),
        CONSTRAINT fk_appointments_patient_id FOREIGN KEY(patient_id) REFERENCES patients
            (id)
    )
    """,
)

_INDEXES = (
    "CREATE INDEX ix_appointments_patient_id_noted_at ON appointments (patient_id, noted_at)",
    "CREATE INDEX ix_readings_arrived ON readings (patient_id, arrived_at, kind, taken_at)",
    "CREATE INDEX ix_readings_moved_from ON readings (moved_from) WHERE moved_from IS NOT NULL",
    "CREATE INDEX ix_snoozes_patient_id_component_side ON snoozes (patient_id, component, side)",
    "CREATE INDEX ix_followups_patient_id ON followups (patient_id)",
    "CREATE INDEX ix_acknowledgements_patient_id_at ON acknowledgements (patient_id, at)",
    "CREATE INDEX ix_acknowledgements_round_id ON acknowledgements (round_id)",
    (
        "CREATE INDEX ix_form_answers_patient_id_answered_at "
        "ON form_answers (patient_id, answered_at)"
    ),
    "CREATE INDEX ix_plan_prints_patient_id_printed_at ON plan_prints (patient_id, printed_at)",
    "CREATE INDEX ix_plan_prints_version_id ON plan_prints (version_id)",
    (
        "CREATE INDEX ix_plan_answers_patient_id_registered_at "
        "ON plan_answers (patient_id, registered_at)"
    ),
    "CREATE INDEX ix_plan_answers_version_id ON plan_answers (version_id)",
    "CREATE INDEX ix_documents_patient_id_added_at ON documents (patient_id, added_at)",
    "CREATE INDEX ix_documents_subject_kind_subject_id ON documents (subject_kind, subject_id)",
)

_TRIGGERS = (
    """
    CREATE TRIGGER decided_forms_never_change
    BEFORE UPDATE OF content, content_hash ON form_versions WHEN OLD.status <> 'draft'
    BEGIN SELECT RAISE(ABORT, 'a decided form never changes'); END
    """,
    """
    CREATE TRIGGER decided_forms_never_go
    BEFORE DELETE ON form_versions WHEN OLD.status <> 'draft'
    BEGIN SELECT RAISE(ABORT, 'a decided form never goes'); END
    """,
    """
    CREATE TRIGGER decided_templates_never_change
    BEFORE UPDATE OF content, content_hash ON plan_templates WHEN OLD.status <> 'draft'
    BEGIN SELECT RAISE(ABORT, 'a decided template never changes'); END
    """,
    """
    CREATE TRIGGER documents_never_change
    BEFORE UPDATE OF content, digest, patient_id ON documents
    BEGIN SELECT RAISE(ABORT, 'a kept document never changes'); END
    """,
    """
    CREATE TRIGGER prints_never_change BEFORE UPDATE ON plan_prints
    BEGIN SELECT RAISE(ABORT, 'a print that was made never changes'); END
    """,
)


def upgrade() -> None:
    for statement in (*_COLUMNS, *_TABLES, *_INDEXES, *_TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("an older program opens the copy made before the upgrade")
