"""The door: who does not know the token, or comes by another name or from another page, gets 403 and nothing else.

A page of a stranger can reach 127.0.0.1 too: directly, or under a name of its own that resolves to it (DNS
rebinding). So Host must be this very address, Origin where there is one too, and the path begins with a token that no
stranger knows. Every answer says that nothing of another place is loaded, framed or kept. A bug in one answer is one
answer, never a traceback.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
"""Headers of every answer."""

Bug = Callable[[Exception], None]

PATIENCE = 90 * 1024 * 1024
"""Bytes of a body that are read before a refusal goes out; what nobody reads, the sender's network answers itself."""

SILENCE = 2.0
"""Seconds without a byte after which the answer waits for no more."""


class _Body:
    """The body of a request, of which is known how much has come."""

    def __init__(self, receive: Receive, *, asks: bool) -> None:
        self._receive = receive
        self._size = 0
        self._done = asks  # who waits for a word before sending (100-continue) has sent nothing that must be read

    async def receive(self) -> Message:
        """Give the next piece."""
        message = await self._receive()
        self._size += len(message.get("body", b""))
        self._done = not message.get("more_body", False)
        return message

    async def drop(self) -> None:
        """Read what is left and drop it, as long as it comes."""
        with suppress(TimeoutError):
            while not self._done and self._size <= PATIENCE:
                async with asyncio.timeout(SILENCE):
                    await self.receive()


class Guard:
    """The outermost layer of the application."""

    def __init__(self, inner: ASGIApp, authority: str, token: str, *, seen: Callable[[], None], bug: Bug) -> None:
        self._inner = inner
        self._authority = authority
        self._token = token
        self._seen = seen
        self._bug = bug

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return

        body = _Body(receive, asks="expect" in Headers(scope=scope))

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                await body.drop()
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        stopped = self._stopped(scope)
        if stopped is not None:
            await stopped(scope, body.receive, dressed)
            return
        self._seen()
        try:
            await self._inner(scope, body.receive, dressed)
        except Exception as error:  # noqa: BLE001 - the outermost boundary: it is answered already, and the page goes on
            self._bug(error)

    def _stopped(self, scope: Scope) -> Response | None:
        """Return the answer to who may not pass, or is to come back with a slash."""
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        if headers.getlist("host") != [self._authority] or set(origins) - {f"http://{self._authority}"}:
            return refusal(403, "Halaman ini hanya untuk komputer ini.")
        first, slash, _ = scope["path"].removeprefix("/").partition("/")
        if not secrets.compare_digest(first.encode(), self._token.encode()):
            return refusal(403, "Alamatnya tidak lengkap. Buka alamat yang ditampilkan saat halaman dimulai.")
        return None if slash else RedirectResponse(f"/{self._token}/")


def refusal(status: int, words: str, **headers: str) -> Response:
    """Return an answer that says in a sentence why there is no other."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JSONResponse({"error": words}, status, headers=named)
