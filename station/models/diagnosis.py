"""Why a file does not open: SQLCipher has one error for four reasons, a nurse needs the reason."""

from pathlib import Path

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.driver import open_connection

PAGE_BYTES = 4096
SALT_BYTES = 16


def file_salt(path: Path) -> bytes:
    """Give the 16 bytes that an encrypted file begins with; backups of it keep them."""
    with path.open("rb") as file:
        return file.read(SALT_BYTES)


def unreadable(path: Path, key: bytes | bytearray, salt: bytes) -> Trouble:
    """Say why `path` did not open with a `key` that the key file vouches for.

    `salt` is what the file began with when it was made (from the key file).
    """
    if _opens_with(path, key, salt):
        return Trouble(
            "database_header_damaged",
            N_(
                "The first bytes of the file are damaged, the records behind them are not. "
                "Get help; it can be mended."
            ),
        )
    if file_salt(path) == salt:
        return Trouble(
            "database_damaged", N_("The file with the records is damaged. Fetch the newest backup.")
        )
    if path.stat().st_size % PAGE_BYTES:
        return Trouble(
            "database_garbage",
            N_("This is not a file of Station, or nothing is left of it. Fetch the newest backup."),
        )
    return Trouble(
        "database_foreign",
        N_("The file with the records and the key file do not belong together."),
    )


def _opens_with(path: Path, key: bytes | bytearray, salt: bytes) -> bool:
    try:
        connection = open_connection(path, key, read_only=True, salt=salt)
    except Trouble:
        return False
    connection.close()
    return True
