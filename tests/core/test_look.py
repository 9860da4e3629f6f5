"""The look of one PC, kept beside its files."""

from pathlib import Path

import pytest

from station.core.look import FILE_NAME, Look, read_look, write_look


def test_a_look_is_read_as_it_was_written(tmp_path: Path) -> None:
    look = Look("dark", 1.5, "nn")
    write_look(tmp_path, look)
    assert read_look(tmp_path) == look


@pytest.mark.parametrize(
    "content",
    [None, "", "[]", "{}", '{"appearance": "pink", "scale": 1, "language": "nb"}', "\\xff"],
)
def test_what_cannot_be_read_gives_the_usual_look(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    assert read_look(tmp_path) == Look()


@pytest.mark.parametrize("values", [("pink", 1.0, "nb"), ("dark", 3.0, "nb"), ("dark", 1.0, "de")])
def test_a_look_that_does_not_exist_is_refused(values: tuple[str, float, str]) -> None:
    with pytest.raises(ValueError, match=r"unknown|speaks"):
        Look(*values)
