"""A D-Bus daemon of our own, so that a system's Bluetooth service can be played without one."""

import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class NoBusDaemon(Exception):  # noqa: N818  (the computer's fault, not the program's)
    """dbus-daemon is not installed (Debian's package is `dbus`) or did not start."""


class PrivateBus:
    """A bus with nobody on it yet; it ends with the context. The folder holds its socket."""

    def __init__(self, folder: Path) -> None:
        """Prepare a bus in a folder of one's own (its path at most about 90 letters)."""
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        """Give what DBUS_SYSTEM_BUS_ADDRESS is set to."""
        return f"unix:path={self._folder / 'bus'}"

    def __enter__(self) -> Self:
        """Start the daemon and wait until it listens."""
        program = shutil.which("dbus-daemon")
        if program is None:
            raise NoBusDaemon("dbus-daemon is not installed")
        config = self._folder / "bus.conf"
        config.write_text(_CONFIG.format(socket=self._folder / "bus"), encoding="utf-8")
        self._process = subprocess.Popen(  # noqa: S603  (our own program and file)
            [program, f"--config-file={config}", "--nofork", "--nopidfile", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        if self._process.stdout is None or not self._process.stdout.readline().strip():
            self._process.communicate()
            raise NoBusDaemon("dbus-daemon did not start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the daemon."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(5)
            if self._process.stdout is not None:
                self._process.stdout.close()
