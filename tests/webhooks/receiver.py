"""Another system that listens: a small server of ours which writes down what comes, and answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook


@dataclass
class Receiver:
    """What came, and what is answered: the next of ``answers`` (a status, or status and headers), 204 when they have run out."""

    url: str = ""
    came: list[tuple[dict[str, str], str]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def verified(self, secret: str, at: int = -1) -> dict[str, Any]:
        """What came, as the receiver's own library reads it with the secret."""
        headers, body = self.came[at]
        return Webhook(secret).verify(body, headers)

    @property
    def said(self) -> list[dict[str, Any]]:
        """The bodies that came."""
        return [json.loads(body) for _, body in self.came]


@contextmanager
def listening() -> Iterator[Receiver]:
    """A receiver on a port of its own."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            receiver.came.append((dict(self.headers), body))
            answer = receiver.answers.pop(0) if receiver.answers else 204
            status, headers = answer if isinstance(answer, tuple) else (answer, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://localhost:{server.server_port}/hooks?from=throughline"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
