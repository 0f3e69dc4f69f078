"""Files that unpack to more than they are, reach outside, or speak SQL: refused, or no more than odd text."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.formats.support.safe_xml import safe
from models.formats.support.safe_zip import members
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.project.filters import Filter
from models.project.project import Project
from models.project.titles import find_titles
from tests.models.formats.helpers import fill
from tests.models.helpers import contents, filtered, matches

CLIMBING = ("../out.xml", "/tmp/nishan-out.xml", "..\\..\\out.xml", "C:\\out.xml", "a/../../out.xml", "word/./../x.xml")
ENTITIES = {
    "laughs": "<!ENTITY a 'aa'>"
    + "".join(f"<!ENTITY {b} '&{a};&{a};'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "long": f"<!ENTITY i '{'x' * 100_000}'>",
    "file": "<!ENTITY i SYSTEM 'file:///etc/passwd'>",
    "net": "<!ENTITY i SYSTEM 'http://127.0.0.1:9/x'>",
    "parameter": "<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p; <!ENTITY i 'x'>",
}
SQL = (
    "x'); DROP TABLE span;--",
    '"; DROP TABLE article; --',
    "' OR 1=1 --",
    "a\"b'c",
    "%_",
    "NULL",
    "a* NEAR(b c)",
    "-x",
    "^x",
)


def zipped(*inside: tuple[zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in inside:
            archive.writestr(info, data)
    return out.getvalue()


def test_names_that_climb_are_only_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = zipped(*((zipfile.ZipInfo(name), b"<a/>") for name in CLIMBING))
    assert [found for _, found in members(data, "x.docx")] == [b"<a/>"] * len(CLIMBING)
    assert list(tmp_path.rglob("*")) == []


def test_a_link_in_an_archive_leads_nowhere() -> None:
    link = zipfile.ZipInfo("word/document.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert dict(members(zipped((link, b"/etc/passwd")), "x.docx")) == {"word/document.xml": b"/etc/passwd"}


def test_an_archive_in_an_archive_stays_packed() -> None:
    bomb = zipped((zipfile.ZipInfo("x"), bytes(900_000)))
    (found,) = members(zipped((zipfile.ZipInfo("inner.zip"), bomb)), "x.docx")
    assert found == ("inner.zip", bomb)


def test_many_small_members_are_not_more_than_one_large() -> None:
    one = zipfile.ZipInfo
    data = zipped(*((one(f"{number}.xml"), bytes(1 << 20)) for number in range(300)))
    with pytest.raises(UserError, match="unpacks to far more"):
        list(members(data, "x.docx"))


@pytest.mark.parametrize("kind", ENTITIES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_a_parser_sees_them(kind: str, encoding: str) -> None:
    page = f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE a [{ENTITIES[kind]}]><a>{'&i;' * 1_000}</a>"
    with pytest.raises(UserError, match="document type"):
        safe(page.encode(encoding), "x.xmi")


@pytest.mark.parametrize("kind", ENTITIES)
def test_a_page_fetches_and_expands_nothing(project: Project, tmp_path: Path, kind: str) -> None:
    pytest.importorskip("trafilatura")
    page = f"<!DOCTYPE html [{ENTITIES[kind]}]><html><body><p>{'علی لاہور گیا اور آیا۔ ' * 30}&i; &i;</p></body></html>"
    file = tmp_path / "x.html"
    file.write_text(page, encoding="utf-8")
    try:
        import_files(project, [file], ImportPlan(format_key="html"))
    except UserError:
        return
    text = project.value("SELECT text FROM article")
    assert "root:" not in text
    assert len(text) < 5_000


@pytest.mark.parametrize("name", SQL)
def test_sql_in_a_name_is_a_name(project: Project, name: str) -> None:
    span = LabelledSpan(0, 3, name, note=name)
    fill(
        project, [AnnotatedArticle(name, name, f"علی {name}", meta={name: name}, layers=(Layer(name, spans=(span,)),))]
    )
    before = contents(project)
    assert before["article"][0]["title"] == name
    assert name in [label.name for label in project.labels()]
    who = next(one for one in project.annotators() if one.name == name)
    assert project.annotator(name) == who
    for found in (find_titles(project, name), filtered(project, who.id, Filter(text=name))):
        assert len(found) <= 1
    matches(project, name)
    assert contents(project) == before
