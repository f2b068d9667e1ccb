"""The bar that tells a person how far a run is: on stderr, and only where that is a terminal.

It is there while the program works and away while results are printed, so that neither cuts
through the other.
"""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from iku_excel.run import batch
from iku_excel.text import indonesian

_WORTH_A_BAR = 8  # inputs up to which a run is over before a bar could be read


class Bar:
    """Shows both passes of a run: count, rate, time left, refused so far."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._stages: dict[str, tuple[TaskID, float]] = {}
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[told]}"),
            console=Console(stderr=True),
            transient=True,
        )
        if count > _WORTH_A_BAR:
            self._show("Memeriksa", 0, 0)

    def watch(self, progress: batch.Progress) -> None:
        """Take notice of how far the run is."""
        if self._count <= _WORTH_A_BAR:
            return
        if progress.checked < self._count:
            self._show("Memeriksa", progress.checked, progress.refused)
        elif progress.reported < self._count:
            self._show("Menulis", progress.reported, progress.refused)

    def hide(self) -> None:
        """Take the bar away, so that something can be printed."""
        self._progress.stop()

    def _show(self, stage: str, done: int, refused: int) -> None:
        now = time.monotonic()
        if stage not in self._stages:
            for task, _ in self._stages.values():
                self._progress.update(task, visible=False)
            self._stages[stage] = (self._progress.add_task(stage, total=self._count, told=""), now)
        task, began = self._stages[stage]
        told = [f"{refused} ditolak"] if refused else []
        if done and now > began:
            rate = done / (now - began)
            left = round((self._count - done) / rate)
            told = [f"{indonesian.decimal(rate, 0)} per detik", f"sisa {left // 60}:{left % 60:02}", *told]
        self._progress.update(task, completed=done, told=" · ".join(told))
        self._progress.start()
