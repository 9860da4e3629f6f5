"""The technical log: names of events and plain facts, never a person, an id or a value."""

import logging
import re
import time
from pathlib import Path
from traceback import walk_tb

Fact = int | float | bool | str

_WORD = re.compile(r"[a-z]+(?:[_.][a-z]+)*")
_LONGEST_WORD = 40
# Eleven digits are a national number and eight a telephone: no count of ours grows that large.
_LARGEST_COUNT = 9_999_999
_LOGGER = "station"
_KEEP_BYTES = 1_000_000


def event(name: str, **facts: Fact) -> None:
    """Write one line; ValueError if the name or a fact could carry free text."""
    said = " ".join(f"{_word(key)}={_fact(value)}" for key, value in facts.items())
    logging.getLogger(_LOGGER).info("%s %s", _word(name), said)


def bug(where: str, error: BaseException) -> None:
    """Write the kind and the place of an unexpected error, never its message or its values."""
    places = " < ".join(
        f"{Path(frame.f_code.co_filename).name}:{line}"
        for frame, line in reversed(list(walk_tb(error.__traceback__)))
    )
    logging.getLogger(_LOGGER).error("bug %s %s at %s", _word(where), type(error).__name__, places)


class _Rotating(logging.FileHandler):
    """A log file that is set aside as `.1` when it has grown to `_KEEP_BYTES`."""

    # Not logging.handlers: that module opens sockets and pickle at import.
    def emit(self, record: logging.LogRecord) -> None:
        if self.stream is not None and self.stream.tell() > _KEEP_BYTES:
            self.close()
            Path(self.baseFilename).replace(f"{self.baseFilename}.1")
        super().emit(record)


def open_log(path: Path) -> logging.Handler:
    """Write events to `path` from now on; give the handler to hand to close_log()."""
    handler = _Rotating(path, encoding="utf-8", delay=True)
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logger = logging.getLogger(_LOGGER)
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    return handler


def close_log(handler: logging.Handler) -> None:
    """Stop writing to the file that open_log() opened."""
    logging.getLogger(_LOGGER).removeHandler(handler)
    handler.close()


def _word(text: str) -> str:
    if len(text) > _LONGEST_WORD or not _WORD.fullmatch(text):
        raise ValueError("the log takes lower-case words only")
    return text


def _fact(value: Fact) -> str:
    if isinstance(value, str):
        return _word(value)
    if abs(value) > _LARGEST_COUNT:
        raise ValueError("a number this large could be an id")
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"
