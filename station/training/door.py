"""How to get into the training municipality: where it is, its day, and who signs in by herself."""

from station.core.clock import Clock, RunningClock
from station.core.paths import Home, default_home
from station.training.day import morning

USER = "Maria Kvist"
PASSWORD = "øvelse gjør mester"  # noqa: S105  (protects invented people only)
_MARK = "training"


def training_home() -> Home:
    """Give the usual place of the training municipality: beside the real one, never in it."""
    root = default_home().root
    return Home(root.with_name(f"{root.name}-training"))


def is_training(home: Home) -> bool:
    """Tell whether a home holds the training municipality, without opening its file."""
    return (home.root / _MARK).exists()


def mark(home: Home) -> None:
    """Mark a home that has been filled."""
    (home.root / _MARK).write_text("This folder holds invented people only.\n", encoding="utf-8")


def clock(home: Home) -> Clock:
    """Give a clock that runs on from the training day's morning, never before the last visit."""
    return RunningClock(max(morning(), _last_visit(home)))


def _last_visit(home: Home) -> int:
    """When the file was last used, as far as the day shows on its clock: read from its anchor."""
    try:
        return int((home.root / f"{_MARK}.clock").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0


def leave(home: Home, now: int) -> None:
    """Note how late the training day has become, so that the next visit goes on from there."""
    (home.root / f"{_MARK}.clock").write_text(str(now), encoding="utf-8")
