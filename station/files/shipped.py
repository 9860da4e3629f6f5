"""The import profiles that come with Station, and which of them fits a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from station.core.i18n import N_, tr
from station.files.layout import header_for, names_in
from station.files.profile import ImportProfile, key_of
from station.files.profile_json import profile_from
from station.files.table import Record

FOLDER = Path(__file__).parent.parent / "content" / "import_profiles"
# The other shipped profiles are called by the names of the products.
_LABELS = {
    "plain": N_("Simple list: patient, time, kind, value, unit"),
    "diary": N_("Diary: a row for each time, a column for each kind"),
    "cgm_plain": N_("Sensor glucose in columns id, time, gl"),
}


@dataclass(frozen=True, slots=True)
class Guess:
    """A profile that fits a file, and the share (0 to 1) of the file's columns it knows."""

    profile: ImportProfile
    score: float


def shipped_profiles(folder: Path = FOLDER) -> tuple[ImportProfile, ...]:
    """Read every profile in `folder`, by name; raises Trouble `profile_invalid`."""
    files = sorted(folder.glob("*.json"))
    return tuple(profile_from(file.read_text(encoding="utf-8")) for file in files)


def label_of(profile: ImportProfile) -> str:
    """Give the profile's label in the spoken language."""
    shipped = _LABELS.get(profile.name)
    return tr(shipped) if shipped and shipped == profile.label else profile.label


def guess(profiles: Iterable[ImportProfile], head: tuple[Record, ...]) -> tuple[Guess, ...]:
    """Give the profiles that fit the first rows of a file, the likeliest first."""
    fitting = (
        Guess(profile, _score(profile, header))
        for profile in profiles
        if (header := header_for(profile, head)) is not None
    )
    return tuple(sorted(fitting, key=lambda guess: (-guess.score, guess.profile.name)))


def _score(profile: ImportProfile, header: Record) -> float:
    names = names_in(header[1])
    groups = [
        profile.patient,
        profile.kind_column,
        profile.unit_column,
        profile.type_column,
        *profile.time,
        *(column.headers for column in profile.values),
        *(column.second for column in profile.values),
    ]
    known = {key_of(name) for group in groups for name in group}
    # Columns that a program writes and nobody reads still tell which program it was.
    known |= {key_of(name) for group in profile.matches for name in group}
    return len(names & known) / len(names)
