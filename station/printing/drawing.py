"""The pen: text and shapes on a reportlab canvas, each stroke tagged or marked as decoration."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from station.printing.documents import Zone
from station.printing.fonts import Weight, face
from station.printing.tags import Element, Mark

PAGE_WIDTH, PAGE_HEIGHT = 595.276, 841.89
MARGIN = 34.0
EDGE = 28.0
"""Free height above the header and below the footer; every office printer reaches this far."""
CONTENT_WIDTH = PAGE_WIDTH - 2 * MARGIN

INK = HexColor("#17252A")
QUIET = HexColor("#4A5B61")
HAIRLINE = HexColor("#B9C4C8")
SURFACE = HexColor("#F1F5F6")
ACCENT = HexColor("#0B5C66")
WHITE = HexColor("#FFFFFF")


@dataclass(frozen=True, slots=True)
class ZonePaint:
    """A zone's colours: `tab` behind its word, `on_tab` for the word, `tint`, `edge`, line width.

    The tabs grow darker from green to red, so that a grey copy keeps the order.
    """

    tab: Color
    on_tab: Color
    tint: Color
    edge: Color
    line: float


ZONE_PAINT = {
    Zone.GREEN: ZonePaint(
        HexColor("#CBE7D5"), HexColor("#124A2A"), HexColor("#F3FAF5"), HexColor("#1F6B3A"), 1.0
    ),
    Zone.YELLOW: ZonePaint(
        HexColor("#EDAA1B"), HexColor("#17252A"), HexColor("#FFF8E6"), HexColor("#A86E00"), 1.5
    ),
    Zone.RED: ZonePaint(
        HexColor("#A31621"), HexColor("#FFFFFF"), HexColor("#FDF0EF"), HexColor("#A31621"), 2.0
    ),
}


_SIGNS = {
    Zone.GREEN: ((0.06, 0.50), (0.36, 0.18), (0.94, 0.84)),
    Zone.YELLOW: ((0.0, 0.06), (1.0, 0.06), (0.5, 0.94)),
    Zone.RED: ((0.5, -0.04), (1.04, 0.5), (0.5, 1.04), (-0.04, 0.5)),
}
"""The zones' shapes within a square of side 1: a tick, a triangle, a diamond."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one weight within a line."""

    text: str
    weight: Weight


@dataclass(slots=True)
class Pen:
    """Draws onto pages in points from the lower left corner; `tagged` False leaves out all tags."""

    title: str
    language: str
    tagged: bool = True
    page: int = 0
    canvas: Canvas = field(init=False)
    _file: io.BytesIO = field(init=False, default_factory=io.BytesIO)
    _numbers: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Begin the first page with a face that is embedded (reportlab's own would not be)."""
        for weight in Weight:
            face(weight)
        self.canvas = Canvas(
            self._file,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            # The tagged file is packed once, by pikepdf, at the end.
            pageCompression=0 if self.tagged else 1,
            invariant=1,
            # The type stubs take this name for a number.
            initialFontName=Weight.REGULAR.value,  # type: ignore[arg-type]
            lang=self.language,
        )
        self.canvas.setTitle(self.title)

    def next_page(self) -> None:
        """Finish this page and begin another."""
        self.canvas.showPage()
        self.page += 1
        self._numbers = 0

    def finish(self) -> bytes:
        """Finish the last page and give reportlab's file."""
        self.canvas.save()
        return self._file.getvalue()

    @contextmanager
    def content(self, element: Element | None) -> Iterator[None]:
        """Everything drawn inside belongs to `element`; None means decoration (an artifact)."""
        if not self.tagged:
            yield
            return
        if element is None:
            self.canvas.addLiteral("/Artifact BMC")
        else:
            element.marks.append(Mark(self.page, self._numbers))
            self.canvas.addLiteral(f"/{element.tag} <</MCID {self._numbers}>> BDC")
            self._numbers += 1
        yield
        self.canvas.addLiteral("EMC")

    def lines(
        self,
        rows: Sequence[tuple[Sequence[Run], float, float]],
        size: float,
        colour: Color,
    ) -> None:
        """Write lines of (runs, x, baseline y) in one size and colour."""
        text = self.canvas.beginText()
        text.setFillColor(colour)
        for runs, x, y in rows:
            text.setTextOrigin(x, y)
            for run in runs:
                text.setFont(run.weight.value, size)
                text.textOut(run.text)
        self.canvas.drawText(text)

    def box(  # noqa: PLR0913  (a rectangle and how it looks)
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Color | None = None,
        stroke: Color | None = None,
        line: float = 0.75,
        radius: float = 0,
    ) -> None:
        """Draw a rectangle from its lower left corner."""
        if fill is not None:
            self.canvas.setFillColor(fill)
        if stroke is not None:
            self.canvas.setStrokeColor(stroke)
            self.canvas.setLineWidth(line)
        painted = {"fill": int(fill is not None), "stroke": int(stroke is not None)}
        if radius:
            self.canvas.roundRect(x, y, width, height, radius, **painted)
        else:
            self.canvas.rect(x, y, width, height, **painted)

    def tabbed(
        self, x: float, y: float, width: float, height: float, tab: float, paint: ZonePaint
    ) -> None:
        """Draw a zone's panel: a tinted rounded rectangle whose left part is a solid tab."""
        radius = 8.0
        self.box(x, y, width, height, fill=paint.tint, radius=radius)
        self.canvas.saveState()
        clip = self.canvas.beginPath()
        clip.roundRect(x, y, width, height, radius)
        self.canvas.clipPath(clip, stroke=0, fill=0)
        self.box(x, y, tab, height, fill=paint.tab)
        self.canvas.restoreState()
        self.box(x, y, width, height, stroke=paint.edge, line=paint.line, radius=radius)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: Color, width: float
    ) -> None:
        """Draw one straight line."""
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width)
        self.canvas.line(*start, *end)

    def polyline(self, points: Sequence[tuple[float, float]], colour: Color, width: float) -> None:
        """Join points by straight lines with round corners."""
        path = self._path(points)
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width)
        self.canvas.setLineJoin(1)
        self.canvas.setLineCap(1)
        self.canvas.drawPath(path, stroke=1, fill=0)

    def polygon(self, points: Sequence[tuple[float, float]], fill: Color) -> None:
        """Fill the shape within `points`."""
        path = self._path(points)
        path.close()
        self.canvas.setFillColor(fill)
        self.canvas.drawPath(path, stroke=0, fill=1)

    def dot(
        self, x: float, y: float, radius: float, fill: Color, stroke: Color | None = None
    ) -> None:
        """Draw a filled circle, with an outline where `stroke` is given (a hollow point)."""
        self.canvas.setFillColor(fill)
        if stroke is not None:
            self.canvas.setStrokeColor(stroke)
            self.canvas.setLineWidth(0.8)
        self.canvas.circle(x, y, radius, fill=1, stroke=int(stroke is not None))

    def zone_sign(self, zone: Zone, x: float, y: float, size: float, colour: Color) -> None:
        """Draw a zone's own shape in the square whose lower left corner is (x, y)."""
        places = [(x + across * size, y + up * size) for across, up in _SIGNS[zone]]
        if zone is Zone.GREEN:
            self.polyline(places, colour, size * 0.17)
        else:
            self.polygon(places, colour)

    def _path(self, points: Sequence[tuple[float, float]]) -> PDFPathObject:
        path = self.canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        return path
