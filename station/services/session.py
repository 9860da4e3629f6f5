"""Who is signed in."""

from dataclasses import dataclass

from station.models.database import Actor


@dataclass(frozen=True, slots=True)
class Session:
    """One person's stay: the user's id, name and initials, the role's code and the language."""

    user_id: str
    name: str
    initials: str
    role: str
    language: str

    @property
    def actor(self) -> Actor:
        """Give the person as the audit log names her."""
        return Actor(self.user_id, self.name)
