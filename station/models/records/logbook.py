"""Writing that somebody looked at the log itself, or took a list out of it."""

from station.models.database import Writer


def shown(writer: Writer, patient_id: str | None) -> None:
    """Enter that the log was looked at, of one patient or as a whole."""
    writer.audit("log_shown", "log", "", patient_id)


def verified(writer: Writer) -> None:
    """Enter that the log was checked from end to end."""
    writer.audit("log_verified", "log", "")


def access_printed(writer: Writer, patient_id: str, digest: str, lines: int) -> None:
    """Enter that a list of who has seen the patient's file was saved: its SHA-256 and length."""
    writer.audit("access_printed", "patient", patient_id, patient_id, hash=digest, lines=lines)


def report_printed(
    writer: Writer, action: str, patient_id: str | None, digest: str, pages: int, asked: str
) -> None:
    """Enter that a summary, a sheet or the day's list was printed or saved: its SHA-256.

    `asked` says why a GP got a summary, "" for all others.
    """
    kind, subject = ("patient", patient_id) if patient_id else ("file", "")
    details = {"hash": digest, "pages": pages, **({"asked": asked} if asked else {})}
    writer.audit(action, kind, subject, patient_id, **details)
