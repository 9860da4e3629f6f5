"""Why a whole file is refused: one sentence each, with the line and the way on."""

from station.core.i18n import N_
from station.core.trouble import Trouble


def unreachable(name: str) -> Trouble:
    """The file cannot be opened, or vanished while it was read."""
    return Trouble(
        "file_unreachable",
        N_(
            "«{name}» could not be read to its end. Nothing was imported. "
            "Check that the file is still there and try again."
        ),
        name=name,
    )


def too_large(megabytes: float, limit: float) -> Trouble:
    """The file has more bytes than the limit; both are given in megabytes."""
    return Trouble(
        "file_too_large",
        N_(
            "The file is {size} MB and the limit is {limit} MB. Nothing was imported. "
            "Export a shorter period and try again."
        ),
        size=f"{megabytes:.0f}",
        limit=f"{limit:.0f}",
    )


def empty() -> Trouble:
    """The file has no rows at all."""
    return Trouble("file_empty", N_("The file has no rows. Nothing was imported."))


def not_a_table(line: int) -> Trouble:
    """The bytes are no text: a character that never stands in a table, or none at all."""
    return Trouble(
        "file_not_table",
        N_(
            "Line {line} holds characters that are not text, so this is not a table. "
            "Nothing was imported. Choose a CSV or XLSX file."
        ),
        line=line,
    )


def nul_bytes(line: int) -> Trouble:
    """A NUL character stands on `line`; nothing after it can be trusted."""
    return Trouble(
        "file_nul",
        N_(
            "Line {line} holds empty bytes (NUL), so the file is damaged. "
            "Nothing was imported. Export it again."
        ),
        line=line,
    )


def old_workbook() -> Trouble:
    """An Excel file of the old format, or one locked with a password."""
    return Trouble(
        "file_old_workbook",
        N_(
            "This is an old or password-protected Excel file. Nothing was imported. "
            "Save it as XLSX without a password, or as CSV, and try again."
        ),
    )


def damaged_workbook() -> Trouble:
    """A workbook that cannot be unpacked or does not follow its own format."""
    return Trouble(
        "file_damaged_workbook",
        N_(
            "The workbook is damaged and cannot be read. Nothing was imported. "
            "Open it in a spreadsheet, save it as CSV and try again."
        ),
    )


def unsafe_workbook() -> Trouble:
    """A workbook that would unpack to far more than a table needs, or reaches outside itself."""
    return Trouble(
        "file_unsafe_workbook",
        N_(
            "The workbook is built in a way that tables never are, so it was not opened. "
            "Nothing was imported. Ask the sender for a CSV file."
        ),
    )


def too_many_rows(limit: int) -> Trouble:
    """More rows than the limit."""
    return Trouble(
        "file_too_many_rows",
        N_(
            "The file has more than {limit} rows. Nothing was imported. "
            "Export a shorter period and try again."
        ),
        limit=limit,
    )


def too_many_columns(line: int, limit: int) -> Trouble:
    """A row with more cells than the limit."""
    return Trouble(
        "file_too_many_columns",
        N_(
            "Line {line} has more than {limit} columns. Nothing was imported. "
            "Check that this is the right file."
        ),
        line=line,
        limit=limit,
    )


def cell_too_long(line: int, limit: int) -> Trouble:
    """A cell (or a line) with more characters than the limit."""
    return Trouble(
        "file_cell_too_long",
        N_(
            "Line {line} has a cell of more than {limit} characters. Nothing was imported. "
            "Check that this is the right file."
        ),
        line=line,
        limit=limit,
    )


def broken_quotes(line: int) -> Trouble:
    """A quotation mark that opens a cell and never closes it, or closes it too early."""
    return Trouble(
        "file_broken_quotes",
        N_(
            "The quotation marks do not fit together near line {line}, so cells may have run "
            "into each other. Nothing was imported. Export the file again."
        ),
        line=line,
    )


def no_header(columns: str) -> Trouble:
    """No row among the first holds the names of the columns that the profile needs."""
    return Trouble(
        "file_no_header",
        N_(
            "The file lacks columns that this profile needs: {columns}. Nothing was imported. "
            "Choose another profile."
        ),
        columns=columns,
    )


def column_twice(column: str) -> Trouble:
    """A column that the profile needs stands twice in the header row."""
    return Trouble(
        "file_column_twice",
        N_(
            "The column «{column}» stands twice in the file. Nothing was imported. "
            "Remove one of them and try again."
        ),
        column=column,
    )


def cancelled() -> Trouble:
    """The person who reads the file in chose to stop."""
    return Trouble("import_cancelled", N_("The import was stopped. Nothing was imported."))


def unwritable(name: str) -> Trouble:
    """The report cannot be written where the person wants it."""
    return Trouble(
        "file_unwritable",
        N_(
            "«{name}» could not be written. The import itself is not touched. Choose another place."
        ),
        name=name,
    )
