"""Pictures of what to do with a meter, drawn as strokes on a grid of 136 x 80.

A picture is the meter itself with one act on it: pressing its button, its battery, its digits.
"""

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from station.views.style import colour, current, font

_WIDE, _HIGH = 136, 80
_BODY, _TOP = (90, 70), 8
"""What of the grid a device alone takes, and how far down that begins."""
_BESIDE = 15
"""How far right of its drawn place an act stands, beside the widest device."""
_UPON = frozenset({"finger", "press", "step_on"})
"""Acts on the device itself."""


class Part(NamedTuple):
    """One stroke: its kind, its ink (a colour's name, "soft" for a quiet fill) and its numbers.

    Kinds: "line" (x, y, x, y, ...), "ring" and "disc" (x, y, radius), "box" and "slab" (x, y,
    width, height, radius), "arc" (x, y, width, height, start, span), "word" (x, y, height).
    """

    kind: str
    ink: str
    numbers: tuple[float, ...]
    text: str = ""


def _box(*numbers: float, ink: str = "ink") -> tuple[Part, Part]:
    return Part("slab", "surface", numbers), Part("box", ink, numbers)


def _screen(*numbers: float) -> tuple[Part, Part]:
    return Part("slab", "accent_soft", numbers), Part("box", "ink", numbers)


_BODIES: Final[dict[str, tuple[Part, ...]]] = {
    "oximeter": (
        *_box(10, 24, 56, 16, 6),
        *_box(10, 42, 56, 14, 6),
        Part("line", "muted", (66, 40, 84, 38)),
        Part("line", "muted", (66, 46, 84, 48)),
        Part("arc", "muted", (76, 38, 16, 10, -90, 180)),
        *_screen(20, 28, 24, 8, 2),
    ),
    "scale": (
        *_box(8, 34, 68, 30, 7),
        *_screen(28, 39, 28, 11, 2),
        Part("line", "muted", (16, 68, 22, 68)),
        Part("line", "muted", (62, 68, 68, 68)),
    ),
    "cuff": (
        *_box(8, 30, 44, 34, 6),
        *_screen(14, 36, 32, 14, 2),
        Part("line", "ink", (52, 54, 58, 60, 66, 56)),
        *_box(64, 24, 22, 40, 7),
        Part("line", "muted", (64, 36, 86, 36)),
        Part("line", "muted", (64, 52, 86, 52)),
    ),
    "thermometer": (
        *_box(16, 30, 58, 20, 9),
        *_screen(28, 34, 26, 12, 3),
        Part("line", "ink", (74, 37, 88, 40, 74, 43)),
    ),
    "glucose_meter": (
        *_box(20, 12, 40, 52, 10),
        *_screen(26, 20, 28, 20, 3),
        *_box(34, 64, 12, 10, 1.5),
        Part("disc", "muted", (40, 52, 4)),
    ),
    "heart_rate": (
        Part("line", "ink", (4, 34, 26, 40)),
        Part("line", "ink", (66, 40, 88, 34)),
        *_box(26, 30, 40, 22, 10),
        Part("line", "accent", (32, 41, 39, 41, 43, 34, 48, 48, 52, 41, 60, 41)),
    ),
    "tablet": (*_box(8, 14, 70, 52, 6), *_screen(14, 20, 58, 40, 2)),
    "meter": (*_box(16, 22, 54, 40, 8), *_screen(24, 29, 38, 16, 3)),
}
"""What each kind of device looks like; "meter" stands for every other."""

_ACTS: Final[dict[str, tuple[Part, ...]]] = {
    "press": (
        Part("disc", "accent", (44, 58, 5)),
        Part("line", "accent", (70, 76, 50, 62)),
        Part("line", "accent", (57, 62, 49, 61, 51, 69)),
        Part("arc", "accent", (34, 48, 20, 20, 60, 140)),
    ),
    "battery": (
        *_box(92, 22, 20, 34, 3, ink="accent"),
        Part("slab", "accent", (98, 17, 8, 5, 1)),
        Part("line", "accent", (102, 30, 102, 38)),
        Part("line", "accent", (98, 34, 106, 34)),
        Part("line", "accent", (98, 48, 106, 48)),
        Part("line", "accent", (90, 66, 72, 60)),
        Part("line", "accent", (79, 58, 71, 60, 76, 66)),
    ),
    "pin": (
        *_box(62, 16, 54, 22, 4, ink="accent"),
        Part("word", "accent", (89, 27, 13), "123456"),
        Part("line", "accent", (70, 38, 60, 46)),
    ),
    "near": (
        *_box(90, 40, 26, 18, 2),
        Part("line", "ink", (86, 62, 120, 62)),
        Part("arc", "accent", (72, 36, 16, 24, -60, 120)),
        Part("arc", "accent", (70, 30, 22, 36, -50, 100)),
    ),
    "done": (
        Part("disc", "accent", (102, 34, 13)),
        Part("line", "on_accent", (96, 34.5, 100.5, 39, 108.5, 29)),
    ),
    "measure": (
        Part("ring", "accent", (103, 33, 14)),
        Part("line", "accent", (93, 34, 98, 34, 101, 26, 105, 41, 108, 34, 113, 34)),
    ),
    "settings": (
        *_box(84, 22, 34, 26, 3),
        Part("line", "muted", (84, 29, 118, 29)),
        Part("line", "accent", (89, 36, 104, 36)),
        Part("line", "accent", (98, 42, 113, 42)),
        Part("disc", "accent", (108, 36, 2.6)),
        Part("disc", "accent", (93, 42, 2.6)),
        Part("line", "ink", (80, 52, 120, 52)),
    ),
    "step_on": (
        Part("slab", "accent", (26, 10, 10, 20, 5)),
        Part("slab", "accent", (48, 10, 10, 20, 5)),
    ),
    "finger": (
        Part("slab", "accent", (58, 34, 50, 13, 6.5)),
        Part("line", "accent", (112, 60, 90, 60)),
        Part("line", "accent", (97, 53, 90, 60, 97, 67)),
    ),
    "switch_on": (
        Part("arc", "accent", (92, 22, 24, 24, 120, 300)),
        Part("line", "accent", (104, 17, 104, 31)),
    ),
    "menu": (
        *_box(86, 14, 28, 42, 3),
        Part("line", "muted", (91, 22, 109, 22)),
        Part("slab", "accent", (89, 28, 22, 9, 2)),
        Part("line", "on_accent", (93, 32.5, 105, 32.5)),
        Part("line", "muted", (91, 43, 109, 43)),
        Part("line", "muted", (91, 50, 103, 50)),
    ),
    "list": (
        *_box(80, 18, 38, 28, 3),
        Part("slab", "accent", (84, 23, 30, 7, 1.5)),
        Part("line", "muted", (85, 35, 108, 35)),
        Part("line", "muted", (85, 40, 102, 40)),
        Part("line", "ink", (76, 50, 120, 50)),
    ),
    "answer": (
        *_box(80, 18, 38, 28, 3),
        Part("line", "muted", (85, 24, 112, 24)),
        Part("slab", "accent", (97, 31, 17, 10, 2)),
        Part("line", "on_accent", (102, 36, 104.5, 38.5, 109, 33.5)),
        Part("line", "ink", (76, 50, 120, 50)),
    ),
    "tomorrow": (
        *_box(88, 20, 28, 28, 3),
        Part("line", "ink", (88, 28, 116, 28)),
        Part("line", "ink", (95, 16, 95, 22)),
        Part("line", "ink", (109, 16, 109, 22)),
        Part("line", "accent", (95, 38, 108, 38)),
        Part("line", "accent", (103, 33, 108, 38, 103, 43)),
    ),
}
"""What is done with it."""

_ALIASES: Final = {
    "hold_button": "press",
    "batteries": "battery",
    "digits": "pin",
    "scale": "step_on",
}


def is_drawn(act: str) -> bool:
    """Whether there is a picture for a step's code."""
    return _ALIASES.get(act, act) in _ACTS


def picture_parts(kind: str, act: str) -> tuple[Part, ...]:
    """The strokes of a device of a kind with an act on it; what is not known draws the device."""
    body = _BODIES.get(kind, _BODIES["meter"])
    name = _ALIASES.get(act, act)
    done = _ACTS.get(name, ())
    return *body, *(done if name in _UPON else (_moved(part) for part in done))


def _moved(part: Part) -> Part:
    """The same stroke further to the right."""
    numbers = part.numbers
    if part.kind == "line":
        return part._replace(
            numbers=tuple(n + _BESIDE * (1 - at % 2) for at, n in enumerate(numbers))
        )
    return part._replace(numbers=(numbers[0] + _BESIDE, *numbers[1:]))


class StepPicture(QWidget):
    """One picture, `units` grid units high; it is decoration, the words stand beside it."""

    def __init__(self, kind: str, act: str, units: float = 30) -> None:
        super().__init__()
        self.setObjectName("step_picture")
        self._parts = picture_parts(kind, act)
        high = current().px(units)
        self.setFixedSize(QSize(round(high * _WIDE / _HIGH), high))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the strokes."""
        painter = QPainter(self)
        paint_parts(painter, self._parts, QRectF(self.rect()))


def paint_device(painter: QPainter, kind: str, box: QRectF) -> None:
    """Draws a device of a kind alone, as large as the box lets it."""
    wide = min(box.width(), box.height() * _BODY[0] / _BODY[1])
    high = wide * _BODY[1] / _BODY[0]
    left, top = box.center().x() - wide / 2, box.center().y() - high / 2
    scale = wide / _BODY[0]
    place = QRectF(left, top - _TOP * scale, _WIDE * scale, _HIGH * scale)
    paint_parts(painter, _BODIES.get(kind, _BODIES["meter"]), place)


def paint_parts(painter: QPainter, parts: tuple[Part, ...], box: QRectF) -> None:
    """Draws strokes inside a box of the same shape as the grid."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / _WIDE, box.height() / _HIGH)
    for part in parts:
        _paint(painter, part)
    painter.restore()


def _paint(painter: QPainter, part: Part) -> None:
    ink = colour(part.ink)
    if part.kind == "word":
        _paint_word(painter, part, ink)
        return
    filled = part.kind in ("disc", "slab")
    pen = QPen(ink, 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(Qt.PenStyle.NoPen if filled else pen)
    painter.setBrush(ink if filled else Qt.BrushStyle.NoBrush)
    painter.drawPath(_path(part.kind, part.numbers))


def _paint_word(painter: QPainter, part: Part, ink: QColor) -> None:
    x, y, high = part.numbers
    face = font("strong")
    face.setPixelSize(round(high))
    painter.setFont(face)
    painter.setPen(ink)
    box = QRectF(x - _WIDE / 2, y - high, _WIDE, 2 * high)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, part.text)


def _path(kind: str, numbers: tuple[float, ...]) -> QPainterPath:
    path = QPainterPath()
    if kind in ("ring", "disc"):
        x, y, radius = numbers
        path.addEllipse(QPointF(x, y), radius, radius)
    elif kind in ("box", "slab"):
        x, y, wide, high, radius = numbers
        path.addRoundedRect(QRectF(x, y, wide, high), radius, radius)
    elif kind == "arc":
        x, y, wide, high, start, span = numbers
        path.arcMoveTo(QRectF(x, y, wide, high), start)
        path.arcTo(QRectF(x, y, wide, high), start, span)
    else:
        path.moveTo(numbers[0], numbers[1])
        for at in range(2, len(numbers), 2):
            path.lineTo(numbers[at], numbers[at + 1])
    return path
