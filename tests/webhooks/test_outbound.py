"""The guarded client: it goes only where it may, follows nothing, and lets nothing go on for ever."""

from __future__ import annotations

import socket
import threading

import pytest
from django.core.exceptions import ValidationError

from doors import outbound


@pytest.mark.parametrize(
    "address",
    [
        "", "example.com", "ftp://example.com", "http://example.com", "https://", "https://user:word@example.com/", "https://[::1", "https://example.com:0/",
        "https://exam ple.com/", "https://example.com/\n", "https://example.com:99999/", "javascript:alert(1)",
        "https://127.0.0.1/", "https://10.0.0.8/", "https://169.254.169.254/latest", "https://[::1]/", "https://[fe80::1]/",
        "https://[::ffff:127.0.0.1]/", "https://0.0.0.0/", "https://224.0.0.1/", "https://[2002:7f00:1::]/",
        "https://[64:ff9b::7f00:1]/", "https://100.64.0.1/",
    ],
)  # fmt: skip
def test_some_addresses_are_never_called(address):
    with pytest.raises(ValidationError):
        outbound.checked(address)


@pytest.mark.parametrize(
    "address", ["https://example.com/hooks?x=1", "https://93.184.215.14/", "https://[2606:2800:21f:cb07::1]/"]
)
def test_others_may_be(address):
    outbound.checked(address)


@pytest.fixture
def names(monkeypatch):
    """What hosts resolve to."""
    known: dict[str, list[str]] = {}

    def look_up(host, port, **_):
        if host not in known:
            raise socket.gaierror("unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in known[host]]

    monkeypatch.setattr(outbound.socket, "getaddrinfo", look_up)
    return known


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::ffff:10.0.0.1", "fd00::1"])
def test_a_host_that_leads_inside_is_not_called_even_where_it_leads_outside_as_well(names, inner):
    names["sly.example"] = ["93.184.215.14", inner]
    with pytest.raises(outbound.Unreachable, match="inside a network"):
        outbound.post("https://sly.example/", b"{}", {})


def test_a_host_that_nobody_knows_is_told(names):
    with pytest.raises(outbound.Unreachable, match="is not known"):
        outbound.post("https://nobody.example/", b"{}", {})


def test_the_connection_goes_to_the_address_that_was_looked_at(names, monkeypatch):
    """A second look that leads elsewhere (rebinding) is never made: the pool is given the number."""
    names["turns.example"] = ["93.184.215.14"]
    asked = {}

    def pool(host, port, **how):
        asked.update(host=host, port=port, **how)
        raise OSError("far enough")

    monkeypatch.setattr(outbound.urllib3, "HTTPSConnectionPool", pool)
    with pytest.raises(OSError, match="far enough"):
        outbound.post("https://turns.example/", b"{}", {})
    assert (asked["host"], asked["server_hostname"], asked["assert_hostname"]) == (
        "93.184.215.14",
        "turns.example",
        "turns.example",
    )


@pytest.fixture
def server(settings):
    """A server that says what it is told, byte by byte."""
    settings.OUTBOUND_HOSTS = ["localhost"]
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve(*parts: bytes, pause: float = 0.0) -> str:
        def answer() -> None:
            connection, _ = listener.accept()
            connection.recv(65_536)
            try:
                for part in parts:
                    connection.sendall(part)
                    if over.wait(pause):
                        break
            except OSError:
                pass  # whoever asked has gone
            connection.close()

        threading.Thread(target=answer, daemon=True).start()
        return f"http://localhost:{listener.getsockname()[1]}/"

    yield serve
    over.set()
    listener.close()


def test_no_more_is_read_than_is_let_in(server, monkeypatch):
    monkeypatch.setattr(outbound, "LARGEST", 1000)
    address = server(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 50_000)
    assert len(outbound.post(address, b"{}", {}).body) == 1000


def test_an_answer_that_drips_is_not_waited_for(server, monkeypatch):
    monkeypatch.setattr(outbound, "SECONDS", 0.5)
    address = server(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 100, pause=0.1)
    with pytest.raises(outbound.Unreachable):
        outbound.post(address, b"{}", {})


def test_what_is_no_answer_is_told_without_a_fault(server):
    with pytest.raises(outbound.Unreachable, match="did not answer"):
        outbound.post(server(b"\x00\xff nonsense\r\n\r\n"), b"{}", {})


def test_inner_hosts_that_the_settings_name_are_called_by_http_too(server):
    assert outbound.post(server(b"HTTP/1.1 204 No Content\r\n\r\n"), b"{}", {}).is_taken
