"""The addresses of the page, each a small function: a request in, a record or a file out.

    GET  .                            the page           PUT    files/NAME          a file: its record, id, downloads
    GET  page.css page.js icon.svg                       GET    files               all of them
    GET  about                        what it can do     DELETE files/ID            gone
    PUT  roster/NAME, DELETE roster   who must report    GET    files/ID/view       form and grids
    POST recap {"ids": [..]}          many become one    POST   files/ID/KIND       make it; the record again
    GET  recap/ID/NAME                the workbook       GET    files/ID/KIND/NAME  take it away
    GET  blank?profile=&period=&...   empty template     POST   heartbeat, close

Refusals are {"error": a sentence} with 404 for what is not there, 413 past the size of a file, 422 for what cannot be
made, 503 with Retry-After where too many wait.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

import iku_excel
from iku_excel.definition import profile
from iku_excel.package import MAX_FILE
from iku_excel.package import size as package_size
from iku_excel.page import work
from iku_excel.page.guard import Bug, Guard, refusal
from iku_excel.page.line import FullError, Line, LostError, Process
from iku_excel.page.shelf import Item, Made, Shelf, last_part

STATIC = Path(__file__).parent / "static"
FILES = {
    "": ("index.html", "text/html"),
    "page.css": ("page.css", "text/css"),
    "page.js": ("page.js", "text/javascript"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
}
"""The page's own files: address -> file, type."""

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    ".xlsx": WORKBOOK_TYPE,
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".eml": "message/rfc822",
}
"""What can be taken away: ending -> type."""

MAX_IDENTITIES = 1024 * 1024  # bytes of a list of ids

TICK = 20.0  # seconds between looks at the clock

Result = TypeVar("Result")

_MISSING = "Tidak ada di sini. Mungkin sudah disingkirkan; muat ulang halaman ini."


class _Sent(Convertor[str]):
    """A name as it was sent: unlike starlette's own "path", a line break in it is a letter like any other."""

    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("sent", _Sent())


class TooLargeError(Exception):
    """More bytes than a file may have."""


class Page:
    """One running page: its shelf, its queue, and when somebody last asked for anything."""

    def __init__(self, process: Process, authority: str, token: str, idle: float, ended: Callable[[], None]) -> None:
        self._base = f"http://{authority}/{token}/"
        self._idle = idle
        self._ended = ended
        self._line = Line(process)
        self._shelf = Shelf()
        self._recaps: dict[str, Made] = {}
        self._roster: tuple[Path, dict[str, Any]] | None = None  # who must report, and what the page is told of it
        self._last = time.monotonic()

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Keep the folder as long as the page, and end the page when nobody is there any more."""
        tasks = [asyncio.create_task(self._watch()), asyncio.create_task(self._work(work.warm))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.to_thread(self._line.close)
            self._shelf.close()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(min(TICK, self._idle / 4))
            self._shelf.touch()
            if not self._line.busy and time.monotonic() - self._last > self._idle:
                self._ended()

    def seen(self) -> None:
        """Somebody is there."""
        self._last = time.monotonic()

    # ---------------------------------------------------------------- the page itself

    async def static(self, request: Request) -> Response:
        """Give one of the page's own files."""
        name, kind = FILES[request.scope["path"].rpartition("/")[2]]
        return FileResponse(STATIC / name, media_type=kind)

    async def about(self, _: Request) -> Response:
        """Tell what can be done here, and who must report."""
        kinds = [
            {"kind": kind.key, "label": kind.label, "source": kind.source}
            for kind in work.KINDS.values()
            if kind.available()
        ]
        roster = self._roster[1] if self._roster else None
        return JSONResponse(
            {
                "version": iku_excel.__version__,
                "limit": MAX_FILE,
                "kinds": kinds,
                "blanks": work.blanks(),
                "roster": roster,
            }
        )

    async def heartbeat(self, _: Request) -> Response:
        """Hear an open page; that somebody asked at all is what counts."""
        return Response(status_code=204)

    async def close(self, _: Request) -> Response:
        """End the page, and its files with it."""
        self._ended()
        return JSONResponse({"closed": True})

    async def blank(self, request: Request) -> Response:
        """Give an empty template."""
        asked = request.query_params
        year = asked.get("year", "")
        name, data = await self._work(
            work.blank,
            asked.get("profile", profile.DEFAULT),
            asked.get("period", "triwulanan"),
            asked.get("organization") or None,
            int(year) if year.isascii() and year.isdigit() else None,
        )
        return Response(data, media_type=WORKBOOK_TYPE, headers={"Content-Disposition": _disposition(name)})

    # ---------------------------------------------------------------- files

    async def put_file(self, request: Request) -> Response:
        """Check a file and build what can be built of it."""
        with self._line.place():
            item = self._shelf.place(last_part(request.path_params["name"]))
            try:
                await _received(request, item.path)
                item.record, item.view, made = await self._examined(item)
            except BaseException:
                self._shelf.remove(item)
                raise
        item.made = {file.kind: file for file in made}
        self._shelf.put(item)
        return JSONResponse(self._record(item))

    async def _examined(self, item: Item) -> tuple[dict[str, Any], dict[str, Any], list[Made]]:
        try:
            return await self._line.run(work.examine, item.path, item.name, item.results)
        except LostError:
            return await asyncio.to_thread(work.lost, item.name)

    async def files(self, _: Request) -> Response:
        """Give the record of every file, in the order they came."""
        return JSONResponse([self._record(item) for item in self._shelf])

    async def remove_file(self, request: Request) -> Response:
        """Forget a file."""
        self._shelf.remove(self._item(request))
        return Response(status_code=204)

    async def view(self, request: Request) -> Response:
        """Give what is shown of a file: the official form, and the sheets with faults."""
        return JSONResponse(self._item(request).view)

    async def make(self, request: Request) -> Response:
        """Make something of a file: print it, write its letter."""
        item = self._item(request)
        kind = work.KINDS.get(request.path_params["kind"])
        source = item.made.get(kind.source) if kind else None
        if kind is None or source is None:
            raise HTTPException(404)
        item.made[kind.key] = await self._work(work.make, kind.key, source)
        return JSONResponse(self._record(item))

    async def download(self, request: Request) -> Response:
        """Give a file that was made."""
        return _attachment(self._item(request).made.get(request.path_params["kind"]), request.path_params["name"])

    def _item(self, request: Request) -> Item:
        item = self._shelf.get(request.path_params["id"])
        if item is None:
            raise HTTPException(404)
        return item

    def _record(self, item: Item) -> dict[str, Any]:
        downloads = {
            kind: f"{self._base}files/{item.id}/{kind}/{quote(item.made[kind].name)}"
            for kind in work.KINDS
            if kind in item.made
        }
        return {**item.record, "id": item.id, "downloads": downloads}

    # ---------------------------------------------------------------- many

    async def put_roster(self, request: Request) -> Response:
        """Read who must report; a roster that cannot be used changes nothing."""
        with self._line.place():
            item = self._shelf.place(last_part(request.path_params["name"]))
            await _received(request, item.path)
            told = {"name": item.name, **await self._line.run(work.roster, item.path)}
        if told["valid"]:
            self._roster = (item.path, told)
        return JSONResponse(told)

    async def remove_roster(self, _: Request) -> Response:
        """Forget who must report."""
        self._roster = None
        return Response(status_code=204)

    async def recap(self, request: Request) -> Response:
        """Add up the files that are named, measured by the roster if there is one."""
        wanted = await _identities(request)
        inputs = [(item.id, item.name, item.path) for item in self._shelf if item.id in wanted]
        if not inputs:
            raise HTTPException(404)
        place = self._shelf.place("rekap")
        told, made = await self._work(work.recap, inputs, self._roster and self._roster[0], place.results)
        self._recaps[place.id] = made
        return JSONResponse({**told, "downloads": {"recap": f"{self._base}recap/{place.id}/{quote(made.name)}"}})

    async def download_recap(self, request: Request) -> Response:
        """Give a recap."""
        return _attachment(self._recaps.get(request.path_params["id"]), request.path_params["name"])

    async def _work(self, work_: Callable[..., Result], *arguments: Any) -> Result:
        """Do a piece of work that brings no file along. Raises FullError, LostError, UnmadeError."""
        with self._line.place():
            return await self._line.run(work_, *arguments)

    def routes(self, token: str) -> list[Route]:
        """Return the table of addresses, below the token."""
        table = (
            *((address, self.static, "GET") for address in FILES),
            ("about", self.about, "GET"),
            ("blank", self.blank, "GET"),
            ("heartbeat", self.heartbeat, "POST"),
            ("close", self.close, "POST"),
            ("files", self.files, "GET"),
            ("files/{name:sent}", self.put_file, "PUT"),
            ("files/{id}", self.remove_file, "DELETE"),
            ("files/{id}/view", self.view, "GET"),
            ("files/{id}/{kind}", self.make, "POST"),
            ("files/{id}/{kind}/{name}", self.download, "GET"),
            ("roster/{name:sent}", self.put_roster, "PUT"),
            ("roster", self.remove_roster, "DELETE"),
            ("recap", self.recap, "POST"),
            ("recap/{id}/{name}", self.download_recap, "GET"),
        )
        return [Route(f"/{token}/{address}", answer, methods=[method]) for address, answer, method in table]


def application(
    process: Process,
    authority: str,
    token: str,
    *,
    idle: float,
    ended: Callable[[], None],
    bug: Bug,
) -> ASGIApp:
    """Return the page at an address ("127.0.0.1:8765") and token; it calls ``ended`` when it is to end."""
    page = Page(process, authority, token, idle, ended)
    inner = Starlette(
        routes=page.routes(token),
        lifespan=page.lifespan,
        exception_handlers={
            HTTPException: _not_there,
            FullError: _full,
            TooLargeError: _too_large,
            LostError: _lost,
            work.UnmadeError: _unmade,
            ClientDisconnect: _gone,
            Exception: _bug,
        },
    )
    return Guard(inner, authority, token, seen=page.seen, bug=bug)


# -------------------------------------------------------------------- bytes in


async def _received(request: Request, target: Path) -> None:
    """Write a body into a file. Raises TooLargeError."""
    size = 0
    with target.open("wb") as stream:
        async for piece in request.stream():
            size += len(piece)
            if size > MAX_FILE:
                raise TooLargeError
            stream.write(piece)


async def _identities(request: Request) -> set[str]:
    """Return the ids that a request names."""
    text = b""
    async for piece in request.stream():
        text += piece
        if len(text) > MAX_IDENTITIES:
            raise HTTPException(413)
    try:
        return {str(key) for key in json.loads(text)["ids"]}
    except (ValueError, TypeError, KeyError) as error:
        raise HTTPException(400) from error


# -------------------------------------------------------------------- answers


def _attachment(made: Made | None, name: str) -> Response:
    if made is None or made.name != name:
        raise HTTPException(404)
    kind = TYPES[made.path.suffix]
    return FileResponse(made.path, media_type=kind, headers={"Content-Disposition": _disposition(made.name)})


def _disposition(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


async def _not_there(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    words = {404: _MISSING, 405: "Alamat ini tidak dipakai dengan cara itu."}
    answer = refusal(status, words.get(status, "Permintaan ini tidak dapat dibaca."))
    answer.headers.update(getattr(error, "headers", None) or {})  # of 405: what can be asked there
    return answer


async def _full(_: Request, __: Exception) -> Response:
    return refusal(503, "Masih banyak yang menunggu giliran. Coba lagi sebentar.", Retry_After="1")


async def _too_large(_: Request, __: Exception) -> Response:
    return refusal(413, f"Berkas ini terlalu besar; paling besar {package_size(MAX_FILE)}.")


async def _lost(_: Request, __: Exception) -> Response:
    return refusal(422, "Pekerjaan ini berhenti mendadak. Periksa berkasnya, lalu coba lagi.")


async def _unmade(_: Request, error: Exception) -> Response:
    return refusal(422, str(error))


async def _bug(_: Request, __: Exception) -> Response:
    return refusal(500, "Ini kekurangan program, bukan kesalahan Anda. Laporkan beserta berkasnya.")


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=400)  # nobody hears it
