"""Why a file is not taken in: one clear sentence each; nothing was changed by looking."""

from station.core.i18n import N_
from station.core.trouble import Trouble


def empty() -> Trouble:
    """Say that there is nothing in the file."""
    return Trouble(
        "exchange_empty",
        N_(
            "The file is empty: the stick was probably taken out too early. Nothing was taken in. "
            "Write the file anew."
        ),
    )


def foreign() -> Trouble:
    """Say that it is a file of something else."""
    return Trouble(
        "exchange_foreign",
        N_("This is no file of changes from Station. Nothing was taken in. Choose another file."),
    )


def newer() -> Trouble:
    """Say that a newer Station wrote it."""
    return Trouble(
        "exchange_newer",
        N_(
            "The file was written by a newer version of Station. Nothing was taken in. "
            "Get the newer version here first."
        ),
    )


def other_secret() -> Trouble:
    """Say that it was sealed with another secret."""
    return Trouble(
        "exchange_other_secret",
        N_(
            "The file comes from another municipality, or from a station that was given another "
            "exchange code. Nothing was taken in. Compare the code on both stations."
        ),
    )


def too_large(size: int, most: int) -> Trouble:
    """Say that a file is larger than any that Station writes; sizes in bytes."""
    return Trouble(
        "exchange_large",
        N_(
            "The file is {size} MB; Station writes none above {most} MB. Nothing was taken in. "
            "Choose another file."
        ),
        size=size // 1_000_000,
        most=most // 1_000_000,
    )


def own() -> Trouble:
    """Say that this very station wrote it."""
    return Trouble(
        "exchange_own",
        N_("This station wrote the file itself: take it to the other one. Nothing was taken in."),
    )


def for_another(name: str) -> Trouble:
    """Say that it is meant for another station."""
    return Trouble(
        "exchange_for_another",
        N_(
            "The file was written for another station by {name}, and holds only what that one "
            "lacks. Nothing was taken in. Ask for a file for this station."
        ),
        name=name,
    )


def unread(name: str) -> Trouble:
    """Say that the file could not be read to its end."""
    return Trouble(
        "exchange_unread",
        N_(
            "«{name}» could not be read to its end: was the stick taken out? What was taken in "
            "stays. Put the stick in and take the file in again; it goes on where it was."
        ),
        name=name,
    )


def unwritable(name: str) -> Trouble:
    """Say that a place cannot be written to."""
    return Trouble(
        "exchange_unwritable",
        N_(
            "«{name}» was not written: the stick is full, write-protected or was taken out. "
            "Nothing is lost here. Choose another place and try again."
        ),
        name=name,
    )


def changed_on_the_way(name: str) -> Trouble:
    """Say that what was read back is not what was written."""
    return Trouble(
        "exchange_readback",
        N_(
            "«{name}» was written, but reads back wrong, so it was taken away again. "
            "The stick may be worn out. Nothing is lost here. Use another stick."
        ),
        name=name,
    )


def too_early(name: str, number: int) -> Trouble:
    """Say that a large file must wait on its stick for the one before it."""
    return Trouble(
        "exchange_too_early",
        N_(
            "This file comes after one that has not come yet, and is too large to be kept for "
            "later. Nothing was taken in. Take in the file from {name} with change {number} first."
        ),
        name=name,
        number=number,
    )


def too_many_codes(most: int) -> Trouble:
    """Say that so many readings would be more codes than anybody photographs."""
    return Trouble(
        "exchange_codes_many",
        N_("So many readings would be more than {most} codes. Choose a shorter period."),
        most=most,
    )
