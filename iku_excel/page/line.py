"""One piece of work at a time, in a process of its own; a number may wait, and the next is sent away.

Whatever a file does to the process that reads it (a crash below Python, the system out of memory), the page goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

WAITING = 64
"""Pieces of work that may wait while one is being done."""

Result = TypeVar("Result")


class FullError(Exception):
    """So many wait already that no more are taken."""


class LostError(Exception):
    """The process ended while it was doing this."""


class Process(Protocol):
    """Where the work is done."""

    def submit(self, work: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Begin a piece of work."""

    def close(self) -> None:
        """End it; the next piece of work may start another."""


class Line:
    """The one queue of a page."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._turn = asyncio.Lock()
        self._inside = 0

    @property
    def busy(self) -> bool:
        """Whether anything is being done or waits."""
        return self._inside > 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place, from before a file's bytes are read until it is answered. Raises FullError."""
        if self._inside > WAITING:
            raise FullError
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1

    async def run(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Do a piece of work when its turn comes. Raises LostError, and whatever the work raises."""
        async with self._turn:
            try:
                return await asyncio.wrap_future(self._process.submit(work, *arguments))
            except BrokenExecutor as error:
                await asyncio.to_thread(self._process.close)
                raise LostError from error

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.close()
