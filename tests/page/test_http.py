"""The HTTP interface of the page, without a socket: what the contract says, and what nobody may get out of it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
import make_hostile
import pages
import pytest
import regency
from builders import define, filled
from commands import records, run
from office import needs_office
from starlette.testclient import TestClient
from starlette.types import Message

import iku_excel
from iku_excel import template
from iku_excel.delivery import office
from iku_excel.page import guard, work
from iku_excel.page.line import WAITING
from iku_excel.page.shelf import last_part, on_disk
from iku_excel.run import store
from iku_excel.template import practice

Result = TypeVar("Result")

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with pages.opened() as opened:
        yield opened


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("latihan")
    list(practice.write(folder))
    (folder / practice.LESSONS[13].file_name).unlink()  # it would write the same output as the one before it
    return folder


def put(client: TestClient, name: str, data: bytes) -> dict[str, Any]:
    answer = client.put(f"files/{quote(name, safe='')}", content=data)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


# ---------------------------------------------------------------- what the contract says


def test_the_practice_files_get_what_check_says(client: TestClient, lessons: Path) -> None:
    """The answer is the record of check --json and two more keys."""
    for told in records("check", str(lessons), cwd=lessons):
        path = Path(told["input"])
        found = put(client, path.name, path.read_bytes())
        assert found.pop("id")
        assert set(found.pop("downloads")) == {"correction" if told["status"] == "refused" else "workbook"}
        assert found == {**told, "input": path.name}


def test_downloads_are_the_bytes_of_build(client: TestClient, lessons: Path, tmp_path: Path) -> None:
    """The correction copy and the official workbook are those that build writes, under its names."""
    wrong, right = lessons / practice.LESSONS[0].file_name, lessons / practice.LESSONS[12].file_name
    assert run("build", str(wrong), str(right), cwd=tmp_path).returncode == 1
    for path in (wrong, right):
        (url,) = put(client, path.name, path.read_bytes())["downloads"].values()
        answer = client.get(url)
        name = url.rpartition("/")[2]
        assert answer.content == (tmp_path / "output" / name).read_bytes()
        assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"


def test_the_last_part_of_a_name_counts(client: TestClient) -> None:
    """A name is percent-encoded; folders before it, of any system, and the parent's name are nothing."""
    data = filled().bytes()
    for sent, name in (
        ("../../etc/isian kami.xlsx", "isian kami.xlsx"),
        (r"C:\Users\camat\isian (1) é.xlsx", "isian (1) é.xlsx"),
        ("a/..", "kiriman.xlsx"),
        ("a/", "kiriman.xlsx"),
        ("x" * 300 + ".xlsx", "x" * 250 + ".xlsx"),
        ("a/isian\r\nkami.xlsx", "isian\r\nkami.xlsx"),
    ):
        told = put(client, sent, data)
        assert told["input"] == name
        assert told["status"] == "valid"


def test_the_same_name_twice_is_two(client: TestClient) -> None:
    """Two files of one name are two ids with their own downloads; taking one away leaves the other."""
    first, second = (put(client, "isian.xlsx", filled(n_periods=n).bytes()) for n in (1, 2))
    assert first["id"] != second["id"]
    assert client.delete(f"files/{first['id']}").status_code == 204
    assert client.get(first["downloads"]["workbook"]).status_code == 404
    assert client.get(second["downloads"]["workbook"]).status_code == 200


def test_two_tabs_are_one_page(client: TestClient) -> None:
    """Another tab sees the files of the first, and what it makes of them can be had in both."""
    told = put(client, "isian.xlsx", filled(n_periods=2).bytes())
    other = TestClient(client.app, base_url=pages.BASE)
    assert told in other.get("files").json()
    made = other.post(f"files/{told['id']}/email").json()
    assert set(made["downloads"]) == {"workbook", "email"}
    letter = client.get(made["downloads"]["email"])
    assert b"X-Unsent: 1" in letter.content
    assert b"IKU_2023_TW2_KECAMATAN_TONGAS.xlsx" in letter.content


def test_whatever_is_made_can_be_taken_away(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each button's file is made and downloaded: its own bytes, under its own name, as what it is."""
    monkeypatch.setattr(office, "find", lambda: None)
    told = put(client, "isian.xlsx", filled().bytes())
    types = {}
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    for kind in (item["kind"] for item in client.get("about").json()["kinds"] if item["source"]):
        made = client.post(f"files/{told['id']}/{kind}").json()
        answer = client.get(made["downloads"][kind])
        assert answer.status_code == 200
        types[made["downloads"][kind].rpartition("/")[2]] = answer.headers["Content-Type"].split(";")[0]
    assert types == {
        "IKU_2023_TW4_KECAMATAN_TONGAS.eml": "message/rfc822",
        "LKJIP_BAB3_2023_KECAMATAN_TONGAS.docx": word,
    }


@needs_office
def test_a_printed_form(client: TestClient) -> None:
    """Where LibreOffice is, the form can be had as a PDF, and the letter that is written afterwards takes it along."""
    told = put(client, "isian.xlsx", filled(n_periods=2).bytes())
    printed = client.post(f"files/{told['id']}/pdf").json()
    assert client.get(printed["downloads"]["pdf"]).content.startswith(b"%PDF-")
    made = client.post(f"files/{told['id']}/email").json()
    assert b"IKU_2023_TW2_KECAMATAN_TONGAS.pdf" in client.get(made["downloads"]["email"]).content


def test_without_libreoffice(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where LibreOffice is not, the page does not offer a PDF, and who asks for one is told how to get it."""
    told = put(client, "isian.xlsx", filled().bytes())
    monkeypatch.setattr(office, "find", lambda: None)
    kinds = [kind["kind"] for kind in client.get("about").json()["kinds"]]
    assert kinds == ["correction", "workbook", "email", "lkjip"]
    answer = client.post(f"files/{told['id']}/pdf")
    assert answer.status_code == 422
    assert "LibreOffice" in answer.json()["error"]


def test_what_is_not_there(client: TestClient) -> None:
    """404 in words for what is not there, and for what cannot be made of a file; 405 for another way of asking."""
    told = put(client, "isian.xlsx", b"nama;nilai")
    assert told["downloads"] == {}
    absent = [f"files/{told['id']}/workbook/x.xlsx", "files/0/view", "recap/0/x.xlsx", "apa", "files/0/workbook/x"]
    for address in absent:
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.json()["error"]
    for kind in ("email", "pdf", "workbook", "apa"):
        assert client.post(f"files/{told['id']}/{kind}").status_code == 404
    assert client.post("recap", json={"ids": []}).status_code == 404
    assert client.post("recap", content=b"apa").status_code == 400
    answer = client.post("files")
    assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (405, {"GET", "HEAD"})


# ---------------------------------------------------------------- who is let in


@pytest.mark.parametrize(
    "address", ["/", "/files", "/lain/", "/lain/files", f"/{pages.TOKEN}x/", "//", f"/x/{pages.TOKEN}/"]
)
def test_without_the_token(client: TestClient, address: str) -> None:
    """403 for every address that does not begin with the token, and nothing of the page."""
    answer = client.get(f"http://{pages.AUTHORITY}{address}")
    assert answer.status_code == 403
    assert set(answer.json()) == {"error"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:8765"},
        {"Host": "localhost:8765"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:80"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:8765"},
        {"Origin": "http://127.0.0.1:8766"},
    ],
    ids=str,
)
def test_foreign_host_and_origin(client: TestClient, headers: dict[str, str]) -> None:
    """Another name for this machine or another page gets 403, whatever it asks and however."""
    for method, address in (("GET", ""), ("PUT", "files/x.xlsx"), ("POST", "close"), ("OPTIONS", "files/x.xlsx")):
        assert client.request(method, address, headers=headers).status_code == 403


def test_a_refusal_waits_for_no_body_that_does_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a stranger sends is read before the answer, so that it is heard; who stops sending is answered anyway."""
    monkeypatch.setattr(guard, "SILENCE", 0.02)
    pieces: list[Message] = [{"type": "http.request", "body": b"x" * 100, "more_body": True} for _ in range(3)]
    answered: list[Message] = []

    async def receive() -> Message:
        if not pieces:
            await asyncio.Event().wait()
        return pieces.pop()

    async def send(message: Message) -> None:
        assert not pieces
        answered.append(message)

    scope = {"type": "http", "method": "PUT", "path": "/lain/files/x", "headers": [(b"host", pages.AUTHORITY.encode())]}

    async def asked() -> None:
        await pages.app()(scope, receive, send)

    asyncio.run(asked())
    assert answered[0]["status"] == 403


def test_every_answer_keeps_strangers_out(client: TestClient) -> None:
    """Every answer, also of 403, loads from here alone, stands in no frame and is kept nowhere."""
    for answer in (client.get(""), client.get("page.js"), client.get("x"), client.get(f"http://{pages.AUTHORITY}/")):
        assert answer.headers["content-security-policy"].startswith("default-src 'self'")
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert client.get("", headers={"Origin": f"http://{pages.AUTHORITY}"}).status_code == 200
    back = client.get(f"http://{pages.AUTHORITY}/{pages.TOKEN}")
    assert (back.status_code, back.headers["location"]) == (307, f"/{pages.TOKEN}/")


def test_the_page_loads_nothing_from_elsewhere(client: TestClient) -> None:
    """The page's files name no other place, hold no inline script or style, and are all there."""
    text = client.get("").text
    for name in ("page.css", "page.js", "icon.svg"):
        assert f'"{name}"' in text
        assert "http" not in client.get(name).text.replace("http://www.w3.org/2000/svg", "")
    assert "http" not in text
    assert "<style" not in text
    assert " style=" not in text
    assert text.count("<script") == 1


# ---------------------------------------------------------------- too much


def test_26_mib(client: TestClient) -> None:
    """413 above 25 MiB, told or not told beforehand; 25 MiB are looked at."""
    before = client.get("files").json()
    body = bytes(26 * MIB)
    assert client.put("files/besar.xlsx", content=body).status_code == 413
    assert client.put("files/besar.xlsx", content=iter([bytes(MIB)] * 26)).status_code == 413
    assert client.get("files").json() == before
    assert put(client, "pas.xlsx", body[: 25 * MIB])["status"] == "refused"


class Held:
    """Answers every piece of work, without doing it, once it is let go."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self._here = pages.Here()

    def submit(self, _: Callable[..., Result], *__: Any) -> Future[Any]:
        """Begin a piece of work, which waits."""
        return self._here.submit(self._answer)

    def _answer(self) -> tuple[dict[str, Any], dict[str, Any], list[Any]]:
        assert self.free.wait(30)
        return {"status": "refused"}, {}, []

    def close(self) -> None:
        """Nothing has died."""


def test_beyond_64_waiting() -> None:
    """While one file is checked 64 may wait; the next gets 503 and when to come again, and all others their answer."""
    held = Held()

    async def crowd() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(pages.app(held))
        async with httpx2.AsyncClient(transport=transport, base_url=pages.BASE, timeout=30) as client:
            tasks = [asyncio.create_task(client.put("files/a.xlsx", content=b"a")) for _ in range(WAITING + 4)]
            while sum(task.done() for task in tasks) < 3:
                await asyncio.sleep(0.01)
            held.free.set()
            return await asyncio.gather(*tasks)

    answers = asyncio.run(crowd())
    assert sorted(answer.status_code for answer in answers) == [200] * (WAITING + 1) + [503] * 3
    assert {answer.headers.get("retry-after") for answer in answers if answer.status_code == 503} == {"1"}


# ---------------------------------------------------------------- what files do


HOSTILE = (
    "billion-laughs",
    "beyond-the-largest-number",
    "deep-nesting",
    "definition-of-brackets",
    "encrypted-entry",
    "escaping-name",
    "lying-dimension",
    "target-beyond-the-largest-number",
)
"""Some of the hostile files; tests/package goes through all of them."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(client: TestClient, name: str) -> None:
    """A hostile file is answered with its finding, or like the sound one; never a traceback, never our folder."""
    case = make_hostile.HOSTILE[name]
    told = put(client, "kiriman.xlsx", case.build())
    if case.code is None:
        assert told["status"] == "valid"
    else:
        assert case.code in {finding["code"] for finding in told["findings"]}
    text = json.dumps(told) + client.get(f"files/{told['id']}/view").text
    assert "Traceback" not in text
    assert not [room for room in pages.rooms() if str(room) in text]
    client.delete(f"files/{told['id']}")


class Dying:
    """Dies of the first file, and is well again."""

    def __init__(self) -> None:
        self._here = pages.Here()
        self.deaths = 0

    def submit(self, work_: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Begin a piece of work, or die of it."""
        if work_ is not work.warm and not self.deaths:
            future: Future[Result] = Future()
            future.set_exception(BrokenExecutor())
            return future
        return self._here.submit(work_, *arguments)

    def close(self) -> None:
        """Note that the dead one was put away."""
        self.deaths += 1


def test_a_file_that_kills_its_process() -> None:
    """The file that ended the process which checked it is refused by name; the next one is checked."""
    with pages.opened(Dying()) as client:
        first, second = (put(client, name, filled().bytes()) for name in ("a.xlsx", "b.xlsx"))
    assert [finding["code"] for finding in first["findings"]] == ["berkas-berbahaya"]
    assert (first["status"], first["input"], first["downloads"]) == ("refused", "a.xlsx", {})
    assert second["status"] == "valid"


def test_a_bug_is_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug of ours is 500 in a sentence, told to whoever started the page; the page goes on."""

    def fails(*_: object) -> None:
        raise RuntimeError("/home/camat/rahasia")

    bugs: list[Exception] = []
    with pages.opened(bug=bugs.append) as client:
        with monkeypatch.context() as patched:
            patched.setattr(work, "examine", fails)
            answer = client.put("files/a.xlsx", content=b"a")
        assert answer.status_code == 500
        assert "Ini kekurangan program" in answer.json()["error"]
        assert "rahasia" not in answer.text
        assert [str(bug) for bug in bugs] == ["/home/camat/rahasia"]
        assert client.get("files").json() == []
        assert put(client, "b.xlsx", filled().bytes())["status"] == "valid"


def test_what_is_shown_of_a_file(client: TestClient) -> None:
    """The form is the official text with the signature; a grid shows what stands in the faulty cell and around it."""
    told = put(client, "isian.xlsx", filled().put("pembilang_1_tw2", "425 layanan").bytes())
    view = client.get(f"files/{told['id']}/view").json()
    assert view["form"]["title"] == ["INDIKATOR KINERJA UTAMA", "TAHUN 2023"]
    assert view["form"]["goals"][1]["indicators"][0]["text"].startswith("Presentase ketentraman")
    assert view["form"]["signature"][-1] == "NIP. 19791017 200012 1 001"
    sheet = view["sheets"]["Data"]
    row = next(row for row in sheet["rows"] if row["row"] == 7)
    assert row["cells"][sheet["columns"].index("E")] == "425 layanan"
    assert row["cells"][sheet["columns"].index("D")] == "90"


# ---------------------------------------------------------------- many


def test_the_recap(tmp_path: Path) -> None:
    """Files and a roster give the recap that the command writes of their folder, and say who is missing."""
    for number, name in enumerate(regency.offices()[:5]):
        regency.input_of(name, number, tmp_path)
    with pages.opened() as client:
        roster = client.put("roster/daftar.xlsx", content=regency.ROSTER.read_bytes()).json()
        assert (roster["valid"], len(roster["offices"])) == (True, 24)
        ids = [put(client, path.name, path.read_bytes())["id"] for path in sorted(tmp_path.iterdir())]
        ids.append(put(client, "rusak.xlsx", b"PK")["id"])
        told = client.post("recap", json={"ids": ids}).json()
        data = client.get(told["downloads"]["recap"]).content
    (tmp_path / "rusak.xlsx").write_bytes(b"PK")
    expected, workbook = iku_excel.recap([tmp_path], roster=regency.ROSTER)
    assert data == store.seal(workbook)
    assert told["missing"] == regency.offices()[5:]
    assert (told["counted"], told["expected"]) == (5, 24)
    assert [block["totals"] for block in told["blocks"]] == [block["totals"] for block in expected["blocks"]]
    assert {item["id"] for item in told["inputs"]} == set(ids)
    assert [item["input"] for item in told["inputs"] if item["state"] != "dihitung"] == ["rusak.xlsx"]
    assert not [room for room in pages.rooms() if str(room) in json.dumps(told)]


def test_a_roster_that_cannot_be_used(client: TestClient) -> None:
    """A roster without offices is refused in words, and none is kept."""
    told = client.put("roster/daftar.csv", content=b"apa;ini\n1;2\n").json()
    assert not told["valid"]
    assert "daftar-kolom" in {finding["code"] for finding in told["findings"]}
    assert client.get("about").json()["roster"] is None
    assert client.delete("roster").status_code == 204


def test_empty_templates(client: TestClient) -> None:
    """A template of the page is that of the command; what is missing is said."""
    answer = client.get("blank", params={"profile": "kecamatan_tongas_2023", "period": "tahunan"})
    assert answer.headers["content-disposition"].endswith("ISIAN_IKU_2023_TAHUNAN_KECAMATAN_TONGAS.xlsx")
    assert answer.content == template.render(define("tahunan"))
    for asked in ({"profile": "kecamatan"}, {"profile": "../x"}, {"period": "harian"}):
        answer = client.get("blank", params=asked)
        assert answer.status_code == 422
        assert answer.json()["error"]


# ---------------------------------------------------------------- names and time


def test_names_on_the_disk() -> None:
    """Whatever a file is called, its place on the disk is one that every system takes, in its own folder."""
    cases = ["a:b?.xlsx", "con.xlsx", "hasil", "titik.", "日" * 200 + ".xlsx", "\0\n.xlsx", " ", "a." + "x" * 300]
    for name in cases:
        safe = on_disk(last_part(name))
        assert 0 < len(safe.encode()) <= 255
        assert not set('<>:"/\\|?*\0\n') & set(safe)
        assert safe.lower() not in ("con.xlsx", "hasil")
        assert not safe.endswith((".", " "))
    assert on_disk("isian (1) é.xlsx") == "isian (1) é.xlsx"


def test_it_ends_when_nobody_is_there() -> None:
    """Without a sign of an open page it ends; a heartbeat is a sign. The folder goes with it."""
    ended = threading.Event()
    before = pages.rooms()
    with pages.opened(idle=0.6, ended=ended.set) as client:
        room = pages.rooms() - before
        for _ in range(4):
            assert not ended.wait(0.3)
            assert client.post("heartbeat").status_code == 204
        assert ended.wait(3)
    assert len(room) >= 1
    assert not room & pages.rooms()


def test_tutup() -> None:
    """Tutup ends the page."""
    ended = threading.Event()
    with pages.opened(ended=ended.set) as client:
        assert client.post("close").json() == {"closed": True}
    assert ended.is_set()
