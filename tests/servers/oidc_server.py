"""A sign-in service as strict as HelseID's, run for real: npm's oidc-provider (oidc/server.mjs)."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from station.security.jose import ServiceKey
from tests.servers.node import node_folder

_SCRIPT = Path(__file__).parent / "oidc" / "server.mjs"


def client(client_id: str, key: ServiceKey, *, dpop: bool = False) -> dict[str, object]:
    """Give the registration of a client with the public half of its key."""
    return {
        "client_id": client_id,
        "scope": "fhir",
        "token_endpoint_auth_signing_alg": key.algorithm,
        "jwks": {"keys": [key.public()]},
        "dpop_bound_access_tokens": dpop,
    }


@contextmanager
def sign_in_service(clients: Sequence[dict[str, object]]) -> Iterator[str]:
    """Run the service and give its address: tokens at /token, what they open at /fhir."""
    command = ["node", str(_SCRIPT), str(node_folder())]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        try:
            process.stdin.write(json.dumps({"clients": clients}))
            process.stdin.close()
            line = process.stdout.readline()
            assert line, process.stderr.read()
            yield f"http://127.0.0.1:{json.loads(line)['port']}"
        finally:
            process.kill()
