"""What a picture is made of: steps of the hand, shots, and scenes of shots in one program.

Steps are (verb, arguments...) of station.views.hand.Hand. The shots of a scene follow each other
in one running program; a scene begins with a fresh one.
"""

from typing import Final, NamedTuple

Step = tuple[str, ...]

RED, YELLOW = "Rask Elg", "Rolig Fjord"
BACK: Final = "back_to_list"
"""With large text list and card stand after each other, with this way between them."""


class Shot(NamedTuple):
    """One picture: its name and the steps from the shot before it."""

    name: str
    steps: tuple[Step, ...] = ()


class Scene(NamedTuple):
    """Shots in one program; `let_in` signs in.

    `place` is "new", "office", "town", "taken", or an office that shares: "shared-" and the state
    (see station.training.sharing).
    """

    place: str
    shots: tuple[Shot, ...]
    let_in: bool = True
    appearance: str = ""
