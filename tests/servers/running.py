"""A server of others in a process of its own: started, waited for, killed by its own id."""

import contextlib
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

PATIENCE_S = 60.0


def free_port() -> int:
    """Give a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """One server: how it is started, and where its FHIR base is; `name` is as tests call it."""

    name: str
    command: Sequence[str]
    base_url: str
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    patience_s: float = PATIENCE_S
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Server":
        """Start it and wait until it tells what it can do."""
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=dict(self.environment) or None,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + self.patience_s
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(httpx2.TransportError):
                httpx2.get(f"{self.base_url}/metadata", timeout=10, trust_env=False)
                return self
            time.sleep(0.05)
        said = (self.folder / f"{self.name}.log").read_text(errors="replace")[-2000:]
        self.stop()
        raise RuntimeError(f"{self.name} did not start: {said}")

    def kill(self) -> None:
        """End it as a power cut does."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """Ask it to end; make it end where it does not."""
        if not self.process:
            return
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None
