"""The page listens on 127.0.0.1 alone, tells its address, and serves until it is closed or nobody is there any more."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable

from iku_excel.page.app import application
from iku_excel.page.guard import Bug
from iku_excel.run.workers import Aside

HOST = "127.0.0.1"

IDLE = 30 * 60.0
"""Seconds without a sign of an open page after which it ends; an open one gives a sign every minute."""

_GRACE = 3  # seconds that answers under way have when the page ends


class PortError(OSError):
    """The port is taken, or not ours to take."""


def serve(
    port: int = 0,
    *,
    ready: Callable[[str], None],
    bug: Bug = lambda _: None,
    idle: float = IDLE,
) -> None:
    """Serve the page on a port (0: any that is free) until it ends; ``ready`` gets its address before that.

    ``bug`` gets the exception behind an answer of 500. Raises PortError, and KeyboardInterrupt after Ctrl-C.
    """
    import uvicorn

    with _listening(port) as listener:
        authority = f"{HOST}:{listener.getsockname()[1]}"
        token = secrets.token_urlsafe(24)

        def ended() -> None:
            server.should_exit = True

        server = uvicorn.Server(
            uvicorn.Config(
                application(Aside(), authority, token, idle=idle, ended=ended, bug=bug),
                log_config=None,
                log_level="critical",  # nothing is logged, and under pythonw there is nowhere to print
                access_log=False,
                server_header=False,
                loop="asyncio",
                http="h11",
                ws="none",
                timeout_graceful_shutdown=_GRACE,
            )
        )
        ready(f"http://{authority}/{token}/")
        server.run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    """Return a socket that takes connections already, though nobody answers yet. Raises PortError."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just closed is free
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortError(*error.args) from error
    return listener
