"""What tests with windows share: the look, a bridge, and the heartbeat that catches a stalled GUI.

Imported by conftest.py, so that tests ask for these fixtures by name.
"""

import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtCore import Qt as QtCoreQt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from station.core.bus import Bus
from station.core.lanes import Lane
from station.views import style, warm
from station.views.bridge import Bridge
from station.views.steps import Steps

BEAT_MS = 5
LONGEST_GAP_MS = 50
PATIENCE_MS = 60_000
_SUSPECT_MS = 20
_LOOPS = frozenset({"qtbot.py", "wait_signal.py"})


@dataclass(slots=True)
class Gap:
    """One pause between two beats: how long it was for the GUI thread, and where that stood."""

    ms: float
    stack: str


@dataclass(slots=True)
class Pulse:
    """The beats of one test."""

    gaps_ms: list[float] = field(default_factory=list)
    stalls: list[Gap] = field(default_factory=list)

    @property
    def longest_ms(self) -> float:
        """The longest gap that belongs to the program, in milliseconds."""
        return max((stall.ms for stall in self.stalls), default=0.0)

    @property
    def p99_ms(self) -> float:
        """The gap that 99 of 100 beats keep below, in milliseconds."""
        ordered = sorted(self.gaps_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] if ordered else 0.0


class Heart:
    """Beats on the GUI thread and repaints a label; a thread notes where the GUI stands still.

    A pause counts when the program's own screens or the event loop cause it; the preparations of
    a test, and time in which the machine gave the CPU to another process, do not count.
    """

    def __init__(self) -> None:
        self.pulse = Pulse()
        self._gui = threading.get_ident()
        self._last = time.perf_counter()
        self._cpu, self._all_cpu = time.thread_time(), time.process_time()
        self._seen: list[str] = []
        self._running = True
        self._label = QLabel("0")
        self._label.setWindowFlags(
            QtCoreQt.WindowType.Tool | QtCoreQt.WindowType.WindowDoesNotAcceptFocus
        )
        self._label.setAttribute(QtCoreQt.WidgetAttribute.WA_ShowWithoutActivating)
        self._label.show()
        self._timer = QTimer()
        self._timer.setTimerType(QtCoreQt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        self._watcher = threading.Thread(target=self._watch, name="heartbeat", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Stops beating and watching."""
        self._running = False
        self._watcher.join()
        self._timer.stop()
        self._label.close()
        self._label.deleteLater()

    def _beat(self) -> None:
        now, cpu, all_cpu = time.perf_counter(), time.thread_time(), time.process_time()
        ours = [stack for stack in self._seen if stack]
        spent = ((cpu - self._cpu) * 1000, (all_cpu - self._all_cpu) * 1000)
        gap = _own_part((now - self._last) * 1000, spent, ours)
        if self._seen:
            # The preparations of a test may have taken a part of the pause.
            gap *= len(ours) / len(self._seen)
        if ours or not self._seen:
            self.pulse.gaps_ms.append(gap)
        if gap > LONGEST_GAP_MS and ours:
            self.pulse.stalls.append(Gap(gap, max(ours, key=ours.count)))
        self._seen = []
        self._last, self._cpu, self._all_cpu = now, cpu, all_cpu
        self._label.setText(str(len(self.pulse.gaps_ms) % 10))

    def _watch(self) -> None:
        while self._running:
            time.sleep(BEAT_MS / 1000)
            if (time.perf_counter() - self._last) * 1000 < _SUSPECT_MS:
                continue
            self._note()

    def _note(self) -> None:
        # While this thread holds a frame of the GUI thread it must not be interrupted: if that
        # function ended meanwhile, its widgets would be destroyed here, on the wrong thread.
        interval = sys.getswitchinterval()
        sys.setswitchinterval(60.0)
        try:
            places = _places(self._gui)
        finally:
            sys.setswitchinterval(interval)
        ours = any(_of_the_program(Path(file)) for file, _, _ in places)
        lines = (f"  {file}:{line} {name}" for file, line, name in places[:12])
        self._seen.append("\n".join(lines) if ours else "")


def _places(thread: int) -> list[tuple[str, int, str]]:
    """Where a thread stands, innermost first: file, line and function; keeps no frame alive."""
    places = []
    frame = sys._current_frames().get(thread)
    while frame is not None:
        places.append((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    return places


def _of_the_program(file: Path) -> bool:
    """Whether a file belongs to a screen, the program's start, or a loop that waits for events."""
    if "tests" in file.parts:
        return False
    screens = "station" in file.parts and ("views" in file.parts or file.name == "app.py")
    return screens or ("pytestqt" in file.parts and file.name in _LOOPS)


def _own_part(gap_ms: float, spent_ms: tuple[float, float], stacks: list[str]) -> float:
    """How much of a gap is the program's; the rest a busy machine gave to other processes.

    `spent_ms` is the CPU time of the GUI thread and of all threads. A GUI thread that stood on
    one line of its own waited for something. One that stood in Qt's loop waited at most for the
    interpreter: then the watching thread, which needs it too, was kept from looking as well.
    """
    if gap_ms <= LONGEST_GAP_MS or not stacks:
        return gap_ms
    gui, everyone = spent_ms
    commonest = max(set(stacks), key=stacks.count)
    if gui >= gap_ms * 0.3 or stacks.count(commonest) < len(stacks) * 0.8:
        return gui
    if not commonest.split("\n")[0].endswith(" exec"):
        return gap_ms
    looks = (gap_ms - _SUSPECT_MS) / BEAT_MS
    return min(gap_ms, everyone) if len(stacks) < looks / 2 else gui


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Iterator[style.Theme]:
    """The light appearance at 100 %, put on once for all tests."""
    theme = style.Theme()
    style.apply(qapp, theme)
    # As the program does behind its first picture.
    for part in warm.parts():
        part()
    yield theme
    # What a test has copied must go before the application does: Qt would crash on its way out.
    qapp.clipboard().clear()


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """Of pytest-qt; what it is given wears the style sheet as it would within the window.

    It waits a minute for what is to come, whatever a test says: less would measure the machine.
    """
    taken_in, wait_until = qtbot.addWidget, qtbot.waitUntil

    def take_in(widget: QWidget) -> None:
        if widget.isWindow():
            style.dress(widget)
        taken_in(widget)

    def wait(condition: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        wait_until(condition, timeout=max(timeout, PATIENCE_MS))

    monkeypatch.setattr(qtbot, "addWidget", take_in)
    monkeypatch.setattr(qtbot, "waitUntil", wait)
    return qtbot


@pytest.fixture
def usual_look(qapp: QApplication, look: style.Theme) -> Iterator[style.Theme]:
    """The light appearance at 100 %, put on again after a test that chose another."""
    yield look
    if style.current() != look:
        style.apply(qapp, look)


@pytest.fixture
def heartbeat(
    gui_collects: None,
    qtbot: QtBot,
    usual_look: style.Theme,
    record_property: Callable[[str, object], None],
) -> Iterator[Pulse]:
    """Fails the test if the GUI thread stood still for more than 50 ms at a time."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(0.001)
    heart = Heart()
    yield heart.pulse
    heart.stop()
    sys.setswitchinterval(interval)
    record_property("gui_gap_p99_ms", round(heart.pulse.p99_ms, 1))
    record_property("gui_gap_longest_ms", round(max(heart.pulse.gaps_ms, default=0.0), 1))
    # Counting covered lines makes the GUI thread two to three times slower than the nurse's is: the
    # same tests run once more without it, and there a stall counts.
    if heart.pulse.stalls and sys.gettrace() is None:
        worst = max(heart.pulse.stalls, key=lambda stall: stall.ms)
        pytest.fail(f"the GUI stood still for {worst.ms:.0f} ms at\n{worst.stack}", pytrace=False)


@pytest.fixture
def bus() -> Bus:
    """A change bus."""
    return Bus()


@pytest.fixture
def lane() -> Iterator[Lane]:
    """A record lane that is closed, and its last job waited for, after the test."""
    made = Lane("record")
    yield made
    made.close()


@pytest.fixture(scope="module")
def what_stays() -> None:
    """Leave out what outlives the tests when rubbish is collected: the libraries, mostly.

    To look at it all after each test took longer than the test.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture
def gui_collects(what_stays: None) -> Iterator[None]:
    """Rubbish is collected between tests only: a lane would destroy widgets on its own thread."""
    gc.disable()
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    gc.enable()


@pytest.fixture
def bridge(gui_collects: None, qtbot: QtBot, lane: Lane, bus: Bus) -> Iterator[Bridge]:
    """A bridge between `lane` and the screen; nothing may be on its way when the test ends."""
    made = Bridge(lane, bus)
    yield made
    settle(qtbot, made)
    made.close()


def _busy(bridge: Bridge) -> bool:
    """Whether an answer, news, or a part of a screen is still on its way."""
    tops = QApplication.topLevelWidgets()
    bridges = [bridge, *(inner for top in tops for inner in top.findChildren(Bridge))]
    if any(each.pending or each._pause.isActive() for each in bridges):
        return True
    return any(steps.waiting for top in tops for steps in top.findChildren(Steps))


def settle(qtbot: QtBot, bridge: Bridge) -> None:
    """Runs the event loop until nothing is on its way, and lets deleted widgets go.

    That is: every job has come back, news were told and what they led to, too, and what is built
    in steps stands there. It waits for them, not for a time in which they usually come.
    """
    calm = 0

    def quiet() -> bool:
        nonlocal calm
        calm = 0 if _busy(bridge) else calm + 1
        return calm > 1

    qtbot.waitUntil(quiet, timeout=30_000)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
