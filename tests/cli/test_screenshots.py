"""`station screenshots`: every view and state is pictured, or named when it is not there."""

import subprocess
import sys
from pathlib import Path

import pytest

from station.cli.screenshots import speak
from station.cli.shots import SCENES
from station.core.paths import Home
from station.training import door
from station.views.pages import PAGES
from station.views.settings.page import SECTIONS
from station.wiring import build
from tests.municipality import CHEAP

MISSING = """
import sys
from station.cli import screenshots
from station.cli.scene import Scene, Shot
shots = (Shot("there", (("wait", "people"),)), Shot("gone", (("wait", "nowhere"),)))
screenshots.SCENES = (Scene("town", shots, let_in=False),)
sys.exit(screenshots.main(sys.argv[1:]))
"""


def picture(*words: object, code: str = "") -> subprocess.CompletedProcess[str]:
    start = ["-c", code] if code else ["-m", "station", "screenshots"]
    return subprocess.run(
        [sys.executable, *start, *map(str, words)], capture_output=True, text=True, check=False
    )


def test_every_page_and_state_has_a_shot_of_its_own() -> None:
    names = [shot.name for scene in SCENES for shot in scene.shots]
    assert len(names) == len(set(names))
    steps = {step for scene in SCENES for shot in scene.shots for step in shot.steps}
    on_rail = {entry.name for entry in PAGES if entry.on_rail}
    assert on_rail <= {step[1].removeprefix("rail_") for step in steps}


def test_every_section_of_the_settings_has_a_shot_at_its_place() -> None:
    shots = {shot.name: shot.steps for scene in SCENES for shot in scene.shots}
    for at, entry in enumerate(SECTIONS):
        there = (("row", "settings_sections", str(at)), ("wait", f"section_{entry.name}"))
        assert shots[f"settings-{entry.name}"] == there


def test_every_page_that_is_not_on_the_rail_is_pictured_by_what_stands_on_it() -> None:
    waited = {step[1] for scene in SCENES for shot in scene.shots for step in shot.steps}
    off_rail = {entry.name for entry in PAGES if not entry.on_rail}
    assert {f"page_{name}" for name in off_rail} <= waited


def test_a_home_that_is_copied_is_pictured_in_the_language_that_is_asked_for(town: Home) -> None:
    for language in ("nn", "nn", "en"):
        speak(town, language)
        station = build(town, door.clock(town), CHEAP)
        owner = next(each for each in station.door.people() if each.name == door.USER)
        session = station.door.sign_in(owner.slot_id, door.PASSWORD)
        station.close()
        assert (owner.language, session.language) == (language, language)


@pytest.mark.slow
def test_the_refusal_and_the_door_are_pictured_in_nynorsk(
    municipality: Path, tmp_path: Path
) -> None:
    for wanted in ("refusal", "signin-wrong"):
        done = picture(
            tmp_path / "out", "--home", municipality, "--language", "nn", "--only", wanted
        )
        assert done.returncode == 0, done.stderr
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert "refusal_nn_100_light.png" in made
    assert "signin-recovery_nn_100_light.png" in made


@pytest.mark.slow
def test_what_cannot_be_reached_is_named_and_fails(municipality: Path, tmp_path: Path) -> None:
    done = picture(tmp_path / "out", "--home", municipality, code=MISSING)
    assert done.returncode == 1
    assert "gone: nowhere" in done.stderr
    assert (tmp_path / "out" / "there_nb_100_light.png").exists()
