"""Pages of documents are read for a stick; all else is tried with what writes it."""

from station.models.database import Actor, Database
from station.models.queries import exchange

PATIENT = (
    "INSERT INTO patients (id, given_name, family_name, search_text, birth_date, gender, status, "
    "status_since, created_at, changed_at) "
    "VALUES ('p', 'Lun', 'Bro', 'lun bro', '1950-01-01', 'other', 'active', 1, 1, 1)"
)
DOCUMENT = (
    "INSERT INTO documents (id, patient_id, subject_kind, subject_id, kind, media_type, pages, "
    "size, digest, content, added_at, added_by) "
    "VALUES ('d', 'p', 'plan', 'v', 'scan', 'application/pdf', 1, 5, 'x', ?, 1, 'u')"
)


def test_the_pages_of_a_document(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        writer.execute(PATIENT)
        writer.execute(DOCUMENT, (b"%PDF-",))
        writer.quiet()
        assert exchange.pages(writer, "d") == b"%PDF-"
        assert exchange.pages(writer, "other") == b""
