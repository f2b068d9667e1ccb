"""The docs tell the truth: generated pages are current, commands and codes are all there, links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from iku_excel.cli.main import cli
from iku_excel.findings.catalogue import CATALOGUE

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)


def docs_maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "docs" / "make.py")
    assert spec
    assert spec.loader
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    return make


def test_findings_page_is_what_the_catalogue_says() -> None:
    """docs/temuan.md is generated; renew it with: make docs."""
    page = (ROOT / "docs" / "temuan.md").read_text(encoding="utf-8")
    assert page == docs_maker().findings_page()
    assert "{" not in page
    for code in CATALOGUE:
        assert f"`{code}`" in page


def test_page_of_the_live_checks_is_what_the_template_says() -> None:
    """docs/periksa.md is generated; renew it with: make docs."""
    page = (ROOT / "docs" / "periksa.md").read_text(encoding="utf-8")
    assert page == docs_maker().live_page()


def test_robustness_page_is_what_the_tests_hold() -> None:
    """docs/robustness.md is generated from the tables of the tests; renew it with: make docs."""
    page = (ROOT / "docs" / "robustness.md").read_text(encoding="utf-8")
    assert page == docs_maker().robustness_page()


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_has_help_an_example_and_a_place_in_the_readme(name: str) -> None:
    """Each command explains itself, shows a line that can be pasted, and every option has words."""
    command = cli.commands[name]
    text = command.help or ""
    assert f"iku-excel {name}" in text
    assert f"`iku-excel {name} " in (ROOT / "README.md").read_text(encoding="utf-8")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file that exists."""
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_ci_runs_the_readme_command() -> None:
    """The test command of the README stands word for word in .ci/run."""
    commands = re.findall(r"```sh\n(.+)\n```", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_readme_shows_the_real_output() -> None:
    """What the README says that the example prints is what the example gives."""
    from builders import outcome

    from iku_excel.text import indonesian

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    answer = outcome(ROOT / "input_templates" / "contoh_tongas_2023_triwulanan.xlsx")
    for result in answer.results:
        assert isinstance(result.measured.actual, float)
        assert f"{result.measured.numerator} dari {result.measured.denominator}" in readme
        assert indonesian.percent(result.measured.actual) in readme
