"""S32: in grey, and as three kinds of colour-blind eyes see it, levels are told by word and shape.

The matrices are the coarse ones in common use: they work on the screen's own values, which is
enough to lose hue, and not a measure of how any one person sees.
"""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QListView, QWidget

from station.training import door
from station.views.style import ZoneBadge
from tests.journeys.driver import Nurse
from tests.journeys.work import RED, open_card, stands

Pixels = NDArray[np.float64]
LEVELS, LEAST = 3, 3.0
ROWS = (0, 1, 4, 6, 8)
"""A red, a yellow, a missing, a paused and a green line of the training day."""
SEEN: dict[str, tuple[tuple[float, float, float], ...]] = {
    "grey": ((0.299, 0.587, 0.114),) * 3,
    "protan": ((0.567, 0.433, 0.0), (0.558, 0.442, 0.0), (0.0, 0.242, 0.758)),
    "deutan": ((0.625, 0.375, 0.0), (0.7, 0.3, 0.0), (0.0, 0.3, 0.7)),
    "tritan": ((0.95, 0.05, 0.0), (0.0, 0.433, 0.567), (0.0, 0.475, 0.525)),
}


def pixels(image: QImage) -> Pixels:
    """A picture as rows of red, green and blue between 0 and 1."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    raw = np.frombuffer(bytes(plain.constBits()), np.uint8)
    lines = raw.reshape(plain.height(), plain.bytesPerLine())[:, : plain.width() * 3]
    return lines.reshape(plain.height(), plain.width(), 3) / 255.0


def light(seen: Pixels) -> Pixels:
    """The relative luminance of every pixel, by WCAG 2.2."""
    linear = np.where(seen <= 0.04045, seen / 12.92, ((seen + 0.055) / 1.055) ** 2.4)
    found: Pixels = linear @ np.array([0.2126, 0.7152, 0.0722])
    return found


def shape(seen: Pixels) -> bytes:
    """Which pixels are ink; it must stand out as shapes must by WCAG 2.2: 3 to 1."""
    found = light(seen)
    ground, ink = float(np.percentile(found, 60)), float(found.min())
    assert (ground + 0.05) / (ink + 0.05) >= LEAST
    return (found < (ground + ink) / 2).tobytes()


def eyes(kind: str) -> Callable[[Pixels], Pixels]:
    """How these eyes see a picture."""
    matrix = np.array(SEEN[kind])
    return lambda seen: np.clip(seen @ matrix.T, 0, 1)


@pytest.fixture
def at_work(training: Nurse) -> Nurse:
    """Signed in, with the worklist of the training day."""
    training.sign_in(door.USER, door.PASSWORD)
    stands(training, "Rask Elg", RED)
    return training


@pytest.mark.parametrize("kind", SEEN)
def test_s32_every_standing_in_the_list_has_a_shape_of_its_own(at_work: Nurse, kind: str) -> None:
    view, see = at_work.find("worklist", QListView), eyes(kind)
    shapes: set[bytes] = set()
    for row in ROWS:
        index = view.model().index(row, 0)
        view.scrollTo(index, QListView.ScrollHint.PositionAtTop)
        place = view.visualRect(index)
        place.setWidth(100)
        shapes.add(shape(see(pixels(view.viewport().grab(place).toImage()))))
    assert len(shapes) == len(ROWS)


@pytest.mark.parametrize("kind", SEEN)
def test_s32_every_level_of_the_plan_has_a_shape_of_its_own(at_work: Nurse, kind: str) -> None:
    nurse, see = at_work, eyes(kind)
    open_card(nurse, "Rask Elg")
    nurse.press("open_plan")
    nurse.until(lambda: nurse.has("plan_overview"), "the plan")
    plan = nurse.find("plan_overview", QWidget)
    nurse.until(lambda: len(plan.findChildren(ZoneBadge)) >= LEVELS, "the levels")
    nurse.settle()
    badges = plan.findChildren(ZoneBadge)
    shapes = {shape(see(pixels(badge.grab().toImage()))) for badge in badges}
    assert len(shapes) == len(badges) == LEVELS
    assert {badge.accessibleName() for badge in badges} == {"Grønn", "Gul", "Rød"}
