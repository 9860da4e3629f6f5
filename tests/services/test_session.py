"""Who is signed in."""

from station.models.database import Actor
from station.services.session import Session


def test_the_log_names_the_person_by_id_and_name() -> None:
    assert Session("u", "Rask Elg", "RE", "nurse", "nb").actor == Actor("u", "Rask Elg")
