"""Chapter III of the yearly report: one office's figures, with its earlier years -> a document of blocks.

Tabel 3.1 target, actual, achievement, predicate; 3.2 the same indicator over the years; 3.3 against the final target of
the strategic plan (Renstra); 3.4 against a national standard, where one is given; a block for each indicator; 3.5
achievement beside the budget of each sasaran, where one is given. What is not known stands as a ``Fill``;
nothing is invented, no efficiency is computed, and a mean is printed only under its name with its divisor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from iku_excel.model import Definition, Goal, Result
from iku_excel.report import words
from iku_excel.report.blocks import Bar, Bars, Block, Column, Document, Fill, Grid, Heading, Paragraph, Section, Text
from iku_excel.report.sources import Source
from iku_excel.report.years import Year
from iku_excel.text import indonesian


def chapter(source: Source, years: Sequence[Year]) -> Document:
    """Return the chapter of one office; ``years`` are its earlier ones, oldest first."""
    return _Chapter(source, years).document()


class _Chapter:
    """What all tables of a chapter ask: the office, its results, its earlier years and what it wrote on ``Lkjip``."""

    def __init__(self, source: Source, years: Sequence[Year]) -> None:
        self.source, self.years = source, years
        self.definition: Definition = source.definition
        self.results: Mapping[int, Result] = {result.indicator.number: result for result in source.outcome.results}
        self.written = source.outcome.chapter
        self.reach = words.reach(source.outcome)

    def document(self) -> Document:
        year, organization = self.definition.year, self.definition.organization
        tables = [self._achievements(), self._over_years(), self._renstra(), *self._national()]
        blocks = [block for result in self.results.values() for block in self._indicator(result)]
        return Document(
            title=f"LKjIP Bab III {year} {organization}",
            author=organization,
            sections=(
                Section((*self._opening(),)),
                Section(tuple(tables), landscape=True),
                Section((Heading("B. Uraian setiap indikator", 2), *blocks, *self._closing())),
            ),
        )

    def given(self, word: str, number: int) -> float | str | None:
        """Return what the office wrote in an input of the sheet Lkjip, None if nothing."""
        return self.written.get(f"{word}_{number}")

    def _opening(self) -> Iterator[Block]:
        yield Heading("BAB III AKUNTABILITAS KINERJA", 1)
        yield Heading("A. Capaian kinerja organisasi", 2)
        organization, year = self.definition.organization, self.definition.year
        until = f" {self.reach}" if self.reach else ""
        yield Paragraph(
            f"Bab ini menyajikan kinerja {organization} tahun {year}{until}: target dan realisasi setiap indikator "
            "kinerja utama, perbandingannya dengan tahun sebelumnya dan dengan target akhir Renstra, sebab "
            "keberhasilan atau kegagalan, serta upaya perbaikannya."
        )
        counted = [result for result in self.results.values() if result.achievement is not None]
        reached = sum(1 for result in counted if result.achievement is not None and result.achievement >= 100)
        yield Paragraph(
            f"Dari {len(self.results)} indikator, {len(counted)} mempunyai capaian; "
            f"{reached} di antaranya mencapai atau melampaui targetnya."
        )
        if self.source.outcome.note:
            yield Paragraph(self.source.outcome.note, label="Catatan:")
        yield Paragraph(Fill("gambaran umum capaian tahun ini"))

    # ---------------------------------------------------------------- the tables

    def _achievements(self) -> Grid:
        columns = (
            Column("No", 9, "centre"),
            Column("Sasaran strategis", 48),
            Column("Indikator kinerja", 58),
            Column("Satuan", 18, "centre"),
            Column("Target", 22, "right"),
            Column("Realisasi", 22, "right"),
            Column("Hitungan", 26, "centre"),
            Column("Capaian", 20, "right"),
            Column("Predikat", 24, "centre"),
        )
        rows: list[tuple[Text, ...]] = []
        for goal in self.definition.goals:
            for indicator in goal.indicators:
                result = self.results[indicator.number]
                rows.append(
                    (
                        str(indicator.number),
                        goal.text if indicator is goal.indicators[0] else "",
                        indicator.text,
                        indicator.unit,
                        words.target(result),
                        words.actual(result),
                        words.counted(result),
                        words.achievement(result),
                        words.predicate(result),
                    )
                )
        mean = _mean(self.results.values())
        if mean:
            name, value = mean
            rows.append(("", name, "", "", "", "", "", value, ""))
        until = f" {self.reach}" if self.reach else ""
        caption = f"Target, realisasi, capaian, dan predikat tahun {self.definition.year}{until}"
        formulas = words.rules(self.results.values())
        note = f"Capaian = {formulas}, menurut rumus indikatornya. {_scale(self.definition)}"
        return Grid(columns, tuple(rows), 1, caption, (note, self._origin()))

    def _over_years(self) -> Grid:
        known = {year.year: year for year in self.years}
        span, notes = self._span(sorted(known))
        width = (247 - 9 - 70 - 18) / (len(span) + 1)
        columns = (
            Column("No", 9, "centre"),
            Column("Indikator kinerja", 70),
            Column("Satuan", 18, "centre"),
            *(Column(f"Realisasi {year}", width, "centre") for year in (*span, self.definition.year)),
        )
        rows = tuple(
            (
                str(number),
                result.indicator.text,
                result.indicator.unit,
                *(_earlier(known.get(year), number, year) for year in span),
                _with_achievement(result),
            )
            for number, result in self.results.items()
        )
        notes = ["Angka dalam kurung adalah capaian terhadap target tahun itu.", *notes, *self._unlike()]
        notes += [f"Tahun {year.year} baru sampai dengan {year.partial}." for year in self.years if year.partial]
        if not self.years:
            notes.append(str(Fill("realisasi tahun-tahun sebelumnya")))
        origins = "; ".join(year.source.origin for year in self.years)
        notes.append(f"{self._origin()}{f'; {origins}' if origins else ''}")
        return Grid(columns, rows, 2, "Realisasi dibandingkan dengan tahun-tahun sebelumnya", tuple(notes))

    def _span(self, known: Sequence[int]) -> tuple[Sequence[int], list[str]]:
        """Return the earlier years that have a column, and what to say of those that have none.

        A year that was not given is asked for, unless so many are missing that the table would not be legible.
        """
        every = range(min(known, default=self.definition.year), self.definition.year)
        if len(every) <= _MOST_YEARS:
            return every, []
        span, left_out = known[-_MOST_YEARS:], [str(year) for year in known[:-_MOST_YEARS]]
        notes = ["Tahun lain di antaranya tidak diberikan."] if len(span) < self.definition.year - span[0] else []
        if left_out:
            notes.append(
                f"Tahun {indonesian.listing(left_out)} tidak muat; tabel ini memuat {len(span)} tahun terakhir."
            )
        return span, notes

    def _unlike(self) -> Iterator[str]:
        for year in self.years:
            for number, word in year.unlike.items():
                yield f"Indikator {number} tidak sebanding dengan tahun {year.year}: {word}nya berbeda."

    def _renstra(self) -> Grid:
        called = "target akhir Renstra"
        return self._against("renstra", 3, called, "Target akhir Renstra", "Tingkat kemajuan", missing=True)

    def _national(self) -> Iterator[Grid]:
        if any(self.given("nasional", number) is not None for number in self.results):
            yield self._against("nasional", 4, "standar nasional", "Standar nasional", "Perbandingan", missing=False)

    def _against(self, word: str, number: int, called: str, head: str, compared: str, *, missing: bool) -> Grid:
        columns = (
            Column("No", 9, "centre"),
            Column("Indikator kinerja", 104),
            Column("Satuan", 20, "centre"),
            Column(f"Realisasi {self.definition.year}", 38, "right"),
            Column(head, 38, "right"),
            Column(compared, 38, "right"),
        )
        rows: list[tuple[Text, ...]] = []
        for n, result in self.results.items():
            given = self.given(word, n)
            start = (str(n), result.indicator.text, result.indicator.unit, words.actual(result))
            if given is None:
                rows.append((*start, Fill(f"{called} indikator {n}") if missing else words.NOTHING, words.NOTHING))
            else:
                rows.append((*start, words.standard(result, given), words.progress(result, given)))
        note = words.compared(self.results.values(), compared, called)
        caption = f"Realisasi dibandingkan dengan {called}"
        return Grid(columns, tuple(rows), number, caption, (note, self._origin()))

    def _budget(self) -> Iterator[Block]:
        goals = list(enumerate(self.definition.goals, start=1))
        if all(self.given(word, n) is None for n, _ in goals for word in ("anggaran", "serapan")):
            yield Paragraph(Fill("anggaran dan serapannya untuk setiap sasaran"))
            return
        columns = (
            Column("No", 9, "centre"),
            Column("Sasaran strategis", 46),
            Column("Capaian", 33, "centre"),
            Column("Anggaran", 27, "right"),
            Column("Serapan", 27, "right"),
            Column("Serapan (%)", 18, "right"),
        )
        rows = tuple(self._goal(n, goal) for n, goal in goals)
        rule = "Serapan (%) = serapan / anggaran x 100%. Capaian dan serapan tidak dibandingkan menjadi satu angka."
        caption = "Capaian dan penyerapan anggaran setiap sasaran"
        yield Grid(columns, rows, 5, caption, (rule, self._origin()))

    def _goal(self, number: int, goal: Goal) -> tuple[Text, ...]:
        budget, absorbed = self.given("anggaran", number), self.given("serapan", number)
        mean = _mean([self.results[indicator.number] for indicator in goal.indicators])
        share = words.NOTHING
        if isinstance(budget, float) and isinstance(absorbed, float) and budget > 0:
            share = indonesian.percent(100 * absorbed / budget)
        return (
            str(number),
            goal.text,
            f"{mean[1]} ({mean[0]})" if mean else words.NOTHING,
            words.rupiah(budget) if isinstance(budget, float) else Fill(f"anggaran sasaran {number}"),
            words.rupiah(absorbed) if isinstance(absorbed, float) else Fill(f"serapan sasaran {number}"),
            share,
        )

    # ---------------------------------------------------------------- the blocks of the indicators

    def _indicator(self, result: Result) -> Iterator[Block]:
        indicator, number = result.indicator, result.indicator.number
        yield Heading(f"Indikator {number}: {indicator.text}", 3)
        yield Paragraph(indicator.formula_text, label="Rumus:")
        yield Paragraph(words.definition(result), label="Cara menghitung:")
        yield Paragraph(indicator.data_source, label="Sumber data:")
        yield Paragraph(self._sentence(result), label="Hasil:")
        bars = self._bars(result)
        if bars:
            yield bars
        cause, remedy = self.given("sebab", number), self.given("solusi", number)
        what = f"sebab keberhasilan/kegagalan indikator {number}"
        yield Paragraph(str(cause) if cause else Fill(what), label="Sebab keberhasilan/kegagalan:")
        yield Paragraph(str(remedy) if remedy else Fill(f"solusi untuk indikator {number}"), label="Solusi:")

    def _sentence(self, result: Result) -> str:
        until = f" {self.reach}" if self.reach else ""
        counted = words.counted(result)
        told = f"realisasi tahun {self.definition.year}{until} {words.actual(result)}"
        told += f" ({counted})" if counted != words.NOTHING else ""
        aim = f"target {words.target(result)}" if result.target is not None else words.target(result)
        if result.achievement is None and result.target is None:
            return f"{told}; {aim}, maka tidak ada capaian."
        if result.achievement is None:
            return f"{told}; {aim}; capaiannya tidak dapat dihitung."
        predicate = f" ({result.predicate})" if result.predicate else ""
        return f"{told}; {aim}; capaian {words.achievement(result)}{predicate}."

    def _bars(self, result: Result) -> Bars | None:
        """Return a chart of the years where there are earlier ones, else of this year's periods, else none."""
        number = result.indicator.number
        drawn = [(str(year.year), year.results[number]) for year in self.years if number in year.results]
        if drawn:
            drawn.append((str(self.definition.year), result))
            values = [
                (label, words.drawable(item.measured.actual), str(words.actual(item, "realisasi")))
                for label, item in drawn
            ]
            caption = "Realisasi dari tahun ke tahun"
        else:
            values = [(label, value, text) for label, value, text in words.periods(result)]
            caption = "Realisasi setiap periode"
        target = words.drawable(result.target)
        if len(values) + (target is not None) < 2:
            return None
        longest = max([value for _, value, _ in values if value is not None] + [target or 0], default=0)
        if longest <= 0:
            return None
        bars = [Bar(label, None if value is None else value / longest, text) for label, value, text in values]
        if target is not None:
            bars.append(Bar("Target", target / longest, words.target(result), target=True))
        return Bars(caption, tuple(bars))

    # ---------------------------------------------------------------- the end

    def _closing(self) -> Iterator[Block]:
        yield Heading("C. Program dan sumber daya", 2)
        yield Paragraph(Fill("program dan kegiatan yang menunjang atau menghambat capaian"))
        yield Paragraph(Fill("analisis efisiensi penggunaan sumber daya"))
        yield Heading("D. Realisasi anggaran", 2)
        yield from self._budget()

    def _origin(self) -> str:
        return f"Sumber: {self.source.origin}"


_MOST_YEARS = 6  # earlier years that have a column


def _scale(definition: Definition) -> str:
    bands = [
        f"{band.label} ({'di bawah semuanya' if band.lower is None else f'mulai {indonesian.number(band.lower)}%'})"
        for band in definition.scale.bands
    ]
    cap = definition.scale.cap
    most = "" if cap is None else f"Capaian dihitung paling tinggi {indonesian.number(cap)}%. "
    return f"{most}Predikat: {indonesian.listing(bands)}, menurut {definition.scale.source}."


def _mean(results: Iterable[Result]) -> tuple[str, str] | None:
    """Return the name of a mean of achievements, with its divisor, and its value; None where there is nothing."""
    numbers = [result.achievement for result in results if result.achievement is not None]
    if not numbers:
        return None
    mean = sum(numbers) / len(numbers)
    return f"Rata-rata capaian {len(numbers)} indikator", indonesian.percent(mean)


def _earlier(year: Year | None, number: int, wanted: int) -> Text:
    if year is None:
        return Fill(f"realisasi {wanted}")
    if number in year.unlike:
        return words.UNLIKE
    return _with_achievement(year.results[number], f"realisasi {wanted}")


def _with_achievement(result: Result, missing: str = "") -> Text:
    if result.achievement is None:
        return words.actual(result, missing)
    return f"{words.actual(result)} ({words.achievement(result)})"
