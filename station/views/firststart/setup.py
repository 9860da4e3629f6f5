"""What the first start needs from the services; every method runs on the record lane."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from station.core.settings import Profile


@dataclass(frozen=True, slots=True)
class Answers:
    """What the first person has told: the profile, who she is and her password."""

    profile: Profile
    name: str
    initials: str
    password: str


class Setup(Protocol):
    """Makes the installation."""

    def create(self, answers: Answers) -> str:
        """Makes the encrypted file and gives the recovery code; Trouble leaves no file behind."""

    def save_sheet(self, path: Path) -> None:
        """Saves the recovery sheet of what was just created as a PDF; Trouble if it cannot."""

    def enter(self) -> object:
        """Signs the first person in and gives the session."""
