"""`station screenshots DIR`: pictures of every view and state, of invented people only."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from station.cli.options import TROUBLE, run
from station.cli.scene import Scene, Shot
from station.cli.shots import SCENES
from station.core.clock import FixedClock
from station.core.i18n import LANGUAGES
from station.core.look import APPEARANCES, Look, write_look
from station.core.paths import Home
from station.core.settings import Profile
from station.models.instance import InstanceLock
from station.security.keystore import KeyStore
from station.security.passwords import Cost
from station.services.office import firststart
from station.services.stick.exchanging import SUFFIX
from station.training import door, fill, sharing
from station.training.day import morning
from station.training.outside import Centre, Played
from station.wiring import build

CHEAP = Cost(8 * 1024, 1, 1)
"""The homes of the pictures hold invented people, and are thrown away."""
_MINUTES = 4 * 60_000
_FILE = "målinger.csv"
_SHEET = "SCAN0001.pdf"
_LIST = "utstyr.csv"
_SHARED = "shared-"
_ROWS = """tid;pasient;målingstype;verdi;enhet
24.11.2026 18:10;14834810086;SpO2;91;%
24.11.2026 18:12;14834810086;Puls;84;/min
24.11.2026 18:15;ukjent person;SpO2;93;%
24.11.2026 18:20;14834810086;SpO2;2047;%
31.02.2026 07:00;14834810086;SpO2;90;%
"""
_STOCK = """Merkelapp;Type;Produsent;Modell;Serienummer;Kjøpt;Pris;Plass;Utlånt til
ST-00042-7;Pulsoksymeter;Nonin;3230;501122;12.01.2025;3490;Skap 1;
K-17;Vekt;A&D;UC-352BLE;88123;03/04/2024;1290;Skap 1;Klok Havn
K-18;Nettbrett;Samsung;Tab A9;R9-0031;;4 200;;
K-18;Nettbrett;Samsung;Tab A9;R9-0032;;4 200;;
K-20;Fuktmåler;Fjell;F1;F-77;;499;Skap 2;
"""


def main(arguments: Sequence[str]) -> int:
    """Make the pictures; exit code 0, or 1 when one could not be reached, which is then named."""
    made = argparse.ArgumentParser(
        prog="station screenshots", description="Make pictures of every view, of invented people."
    )
    made.add_argument("folder", type=Path, help="where the pictures are saved")
    made.add_argument("--language", choices=LANGUAGES, default="nb", help="language of the window")
    made.add_argument("--scale", type=float, choices=(1.0, 1.25, 1.5, 2.0), default=1.0)
    made.add_argument("--appearance", choices=APPEARANCES[1:], default="light")
    made.add_argument("--home", type=Path, help="a filled training home to copy; made without")
    made.add_argument("--only", default="", help="only scenes with a picture whose name holds this")
    return run(_command, made.parse_args(arguments))


def _command(options: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options.folder.mkdir(parents=True, exist_ok=True)
    missing: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        studio = _Studio(Path(temporary), options)
        for scene in SCENES:
            if any(options.only in shot.name for shot in scene.shots):
                missing += studio.play(scene)
    for line in missing:
        sys.stderr.write(f"station: {line}\n")
    return TROUBLE if missing else 0


class _Studio:
    """The homes that the scenes begin in, and the playing of a scene."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self._folder, self._options = folder, options
        self._clock = FixedClock(morning() + _MINUTES)
        self._made = 0
        (folder / _FILE).write_text(_ROWS, encoding="utf-8")
        (folder / _LIST).write_text(_STOCK, encoding="utf-8")

    def play(self, scene: Scene) -> list[str]:
        """Take the pictures of a scene; gives a line for each that could not be reached."""
        # The window costs Qt: a command that needs none does without.
        from station.app import showing
        from station.views.hand import Hand, OutOfReachError

        home, missing = self._home(scene), []
        visitor = (door.USER, door.PASSWORD) if scene.let_in else None
        holding = _taken(home) if scene.place == "taken" else nullcontext()
        outside = Played(self._clock, Centre())
        with holding, showing(home, self._clock, visitor, outside) as program:
            if program.behind is None:
                raise RuntimeError("the program shows nothing")
            hand = Hand(program.window, program.behind)
            words = {
                "{file}": str(self._folder / _FILE),
                "{sheet}": str(self._folder / _SHEET),
                "{list}": str(self._folder / _LIST),
                "{person}": _person(home),
                "{stick}": str(sharing.stick_of(home)),
                "{written}": str(self._folder / f"Øvelse-1{SUFFIX}"),
            }
            hand.calm()
            for shot in scene.shots:
                try:
                    for verb, *rest in shot.steps:
                        getattr(hand, verb)(*(words.get(each, each) for each in rest))
                    hand.snap(self._options.folder / f"{self._name(shot, scene)}.png")
                except OutOfReachError as error:
                    missing.append(f"{shot.name}: {error}")
        return missing

    def _name(self, shot: Shot, scene: Scene) -> str:
        wanted = self._options
        parts = [shot.name, wanted.language, f"{round(wanted.scale * 100)}"]
        return "_".join([*parts, scene.appearance or wanted.appearance])

    def _home(self, scene: Scene) -> Home:
        self._made += 1
        home = Home(self._folder / f"home-{self._made}")
        if scene.place == "new":
            home.prepare()
        else:
            shutil.copytree(
                self._filled("town" if scene.place == "taken" else scene.place), home.root
            )
        wanted = self._options
        look = Look(scene.appearance or wanted.appearance, wanted.scale, wanted.language)
        write_look(home.root, look)
        return home

    def _filled(self, place: str) -> Path:
        """Give the folder that the scenes of a place copy; made when first asked for."""
        folder = self._folder / place
        if folder.exists():
            return folder
        if place == "town" and self._options.home:
            shutil.copytree(self._options.home, folder)
            speak(Home(folder), self._options.language)
        elif place == "town":
            fill.fill(Home(folder), cost=CHEAP, language=self._options.language)
        elif place.startswith(_SHARED):
            state = place.removeprefix(_SHARED)
            sharing.fill(Home(folder), state, CHEAP, self._options.language)
        else:
            person = firststart.NewPerson(door.USER, "MK", "leader", self._options.language)
            profile = Profile("Øvelseskommunen", phone="68050100")
            firststart.create(
                Home(folder), profile, person, door.PASSWORD, clock=self._clock, cost=CHEAP
            )
        return folder


def speak(home: Home, language: str) -> None:
    """Let who signs in for the pictures read this language: it comes before the window's own."""
    station = build(home, door.clock(home))
    try:
        owner = next(each for each in station.door.people() if each.name == door.USER)
        session = station.door.sign_in(owner.slot_id, door.PASSWORD)
        if session.language != language:
            station.staff.change_own(session, session.initials, language)
    finally:
        station.close()


@contextmanager
def _taken(home: Home) -> Iterator[None]:
    """Hold a home as another running window would."""
    lock = InstanceLock(home.lock)
    lock.acquire("Even Lyng")
    try:
        yield
    finally:
        lock.release()


def _person(home: Home) -> str:
    """Give the object name of the first person at the door."""
    if not home.keys.exists():
        return ""
    people = KeyStore(home.keys, FixedClock(0)).people()
    return next(f"person_{each.slot_id}" for each in people if each.name == door.USER)
