"""Shared records as they stand: one, page by page, of one patient."""

from station.models.database import Actor, Database
from station.models.queries import shared_rows
from station.rules.synced import kind_of

PATIENTS, CONTACTS, USERS = kind_of("patients"), kind_of("contacts"), kind_of("users")


def filled(database: Database, actor: Actor) -> Database:
    with database.write(actor) as writer:
        for name in ("p1", "p2"):
            writer.execute(
                "INSERT INTO patients (id, given_name, family_name, search_text, status, "
                "status_since, created_at, changed_at) "
                "VALUES (?, 'Rask', 'Elg', '', 'active', 1, 1, 1)",
                (name,),
            )
        for number in range(5):
            writer.execute(
                'INSERT INTO contacts (id, patient_id, kind, initiative, at, "by") '
                "VALUES (?, ?, 'note', 'centre', ?, 'me')",
                (f"c{number}", "p1" if number % 2 else "p2", number),
            )
        writer.execute(
            "INSERT INTO documents (id, patient_id, subject_kind, subject_id, kind, media_type, "
            "pages, size, digest, content, added_at, added_by) "
            "VALUES ('d', 'p1', 'plan', 'x', 'scan', 'application/pdf', 1, 2, 'h', ?, 1, 'me')",
            (b"%P",),
        )
        writer.quiet()
    return database


def test_one_record_by_its_key(database: Database, actor: Actor) -> None:
    with filled(database, actor).read() as reader:
        found = shared_rows.one(reader, PATIENTS, "p1")
        assert found is not None
        assert tuple(found) == PATIENTS.shared
        assert found["given_name"] == "Rask"
        assert shared_rows.one(reader, PATIENTS, "nobody") is None


def test_page_by_page_in_the_order_of_the_keys(database: Database, actor: Actor) -> None:
    with filled(database, actor).read() as reader:
        first = shared_rows.page(reader, CONTACTS, limit=3)
        second = shared_rows.page(reader, CONTACTS, after=str(first[-1]["id"]), limit=3)
        assert [row["id"] for row in (*first, *second)] == ["c0", "c1", "c2", "c3", "c4"]
        assert shared_rows.count(reader, CONTACTS) == 5


def test_what_is_of_one_patient(database: Database, actor: Actor) -> None:
    with filled(database, actor).read() as reader:
        assert [row["id"] for row in shared_rows.page(reader, CONTACTS, patient_id="p1")] == [
            "c1",
            "c3",
        ]
        assert [row["id"] for row in shared_rows.page(reader, PATIENTS, patient_id="p1")] == ["p1"]
        assert shared_rows.page(reader, USERS, patient_id="p1") == []


def test_the_pages_of_a_document(database: Database, actor: Actor) -> None:
    with filled(database, actor).read() as reader:
        assert shared_rows.document_content(reader, "d") == b"%P"
        assert shared_rows.document_content(reader, "none") == b""
