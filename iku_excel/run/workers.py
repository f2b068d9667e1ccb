"""Whole chunks in worker processes: results in the order of the tasks, and a death costs what caused it.

joblib starts the workers: on this machine (loky), or on a Dask cluster, which is how the same call
outgrows one machine. A worker that dies (a crash below Python, the system out of memory) breaks the
whole pool; then the task at hand is halved, in pools of its own, until the one item that kills is
alone, and everything else goes on. ``Aside`` is for work that comes now and then, a piece at a time.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Protocol, Self, TypeVar

_IDLE = 600  # seconds without work after which the process of ``Aside`` ends; the next piece starts another
_LOOK = 1.0  # seconds between looks at whether its parent still lives

Result = TypeVar("Result")


class UnreachableError(Exception):
    """No scheduler answers at the address."""


class Task(Protocol):
    """A picklable piece of work over a number of items."""

    def __len__(self) -> int:
        """Return the number of items."""

    def part(self, first: int, last: int) -> Self:
        """Return the task of the items from ``first`` up to ``last`` (excluded)."""


AnyTask = TypeVar("AnyTask", bound=Task)


@dataclass(frozen=True)
class Workers:
    """Where tasks run: in this process (``jobs`` 1), in processes of this machine, or on a Dask cluster."""

    jobs: int = 1
    scheduler: str | None = None  # address of a Dask scheduler; then the cluster says how many workers there are

    def run(
        self, work: Callable[[AnyTask], Result], tasks: Iterable[AnyTask], lost: Callable[[AnyTask], Result]
    ) -> Iterator[Result]:
        """Yield the results of ``work`` in the order of the tasks.

        Where a worker died, a task's result is replaced by those of its parts; ``lost`` says what
        the result is of a task of one item that kills its worker. Tasks are taken as they are needed.
        Raises UnreachableError.
        """
        if self.jobs == 1 and self.scheduler is None:
            yield from map(work, tasks)
            return
        waiting = iter(tasks)
        handed: deque[AnyTask] = deque()
        while True:
            try:
                for result in self._parallel(work, _noting(waiting, handed)):
                    handed.popleft()
                    yield result
            except self._deaths:
                suspect = handed.popleft()
                yield from self._alone(work, suspect, lost)
                waiting, handed = chain(handed, waiting), deque()
            else:
                return

    def _alone(
        self, work: Callable[[AnyTask], Result], task: AnyTask, lost: Callable[[AnyTask], Result]
    ) -> Iterator[Result]:
        try:
            (result,) = self._parallel(work, [task])
        except self._deaths:
            if len(task) == 1:
                yield lost(task)
                return
            middle = len(task) // 2
            yield from self._alone(work, task.part(0, middle), lost)
            yield from self._alone(work, task.part(middle, len(task)), lost)
        else:
            yield result

    def _parallel(self, work: Callable[[AnyTask], Result], tasks: Iterable[AnyTask]) -> Iterator[Result]:
        from joblib import Parallel, delayed, parallel_config

        where: dict[str, Any] = {"backend": "loky", "n_jobs": max(self.jobs, 2)}  # one job would run in this process
        if self.scheduler is not None:
            where = {"backend": "dask", "n_jobs": -1, "scheduler_host": self.scheduler}
        try:
            config = parallel_config(**where)
        except OSError as error:
            raise UnreachableError(self.scheduler) from error
        with config:
            # a task is a whole chunk already: joblib must not gather several into one
            parallel = Parallel(return_as="generator", batch_size=1, pre_dispatch="2 * n_jobs")
            yield from parallel(delayed(work)(task) for task in tasks)

    @cached_property
    def _deaths(self) -> tuple[type[Exception], ...]:
        """What is raised when a worker has died."""
        if self.scheduler is not None:
            from distributed.scheduler import KilledWorker

            return (KilledWorker,)
        from joblib.externals.loky import BrokenProcessPool

        return (BrokenProcessPool,)


class Aside:
    """One process beside this one, started when it is first needed and again after it has died."""

    def __init__(self) -> None:
        self._pool: Any = None

    def submit(self, work: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Begin a piece of work; its future raises concurrent.futures.BrokenExecutor where the process has died."""
        if self._pool is None:
            from joblib.externals.loky import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(1, timeout=_IDLE, initializer=_follow, initargs=(os.getpid(),))
        future: Future[Result] = self._pool.submit(work, *arguments)
        return future

    def close(self) -> None:
        """End the process, whatever it is doing; the next piece of work starts another."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, kill_workers=True)
            self._pool = None


def _follow(parent: int) -> None:
    """End this process soon after the one that started it, however that ends; Windows does not tell, there it idles."""
    if os.name == "posix":
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(0)


def _noting(tasks: Iterable[AnyTask], handed: deque[AnyTask]) -> Iterator[AnyTask]:
    for task in tasks:
        handed.append(task)
        yield task


def chunks(items: Sequence[Result], size: int) -> Iterator[Sequence[Result]]:
    """Yield the items in pieces of ``size``, the last one perhaps smaller."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
