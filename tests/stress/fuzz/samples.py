"""Sound files to start from: every format's own, and what else the program reads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.exporting.plan import ExportPlan
from models.formats import Format
from models.labels.templates import FOLDER, read_guidelines, seed_labels
from models.labels.toml_file import write_labels
from models.project.project import Project
from tests.models.formats.helpers import HARD, article, fill, written

PAGE = """<!DOCTYPE html><html lang="ur"><head><title>خبر</title><meta charset="utf-8"></head><body><article>
<h1>پاکستان کی خبریں</h1><p>تھامس ویسٹ نے <b>اسلام آباد</b> میں &amp; لاہور میں ملاقات کی۔ یہ ایک لمبا جملہ ہے۔</p>
<table><tr><td>ایک</td><td>دو</td></tr></table><p>دوسرا پیراگراف یہاں سے شروع ہوتا ہے، اور ختم&nbsp;بھی۔<br>پھر</p>
</article></body></html>"""
TABLES = (
    'text,title,id\nمتن ایک,عنوان,1\n"دو، ""تین""\nسطر",x,2\n',
    "متن\tعنوان\nعلی لاہور گیا\tخبر\n",
    "sep=;\ntext;source\na;b\nc;d\n",
)
RECORDS = (
    '{"body": "علی لاہور گیا", "ents": [{"start": 0, "end": 3, "label": "PER"}]}\n{"body": "دو", "ents": null}\n',
    '[["علی لاہور گیا", {"entities": [[0, 3, "PER"], [4, 9, "LOC"]]}], ["دو", {"entities": []}]]',
    '{"data": [{"tokens": ["علی", "گیا"], "ner_tags": ["B-PER", "O"]}], "names": ["O"]}',
)
LINES = "__label__خبر لاہور میں بارش\n__label__کھیل __label__آج میچ ہوا\n"
CORPUS = """<?xml version="1.0" encoding="utf-8"?><corpus><doc id="1" title="خبر">
<p>علی <ne type="LOC">لاہور</ne> گیا۔</p>
<p>دوسرا پیراگراف</p></doc><doc id="2"><p>بارش ہوئی۔</p></doc></corpus>"""
SETTINGS = """[General]
theme=dark
project=/tmp/x.nishan
recent="[[\\"/tmp/x.nishan\\", \\"2026-01-01T10:00:00\\"]]"
annotator=sana
[article]
points=24
typeface=Nishan Nastaliq
granularity=words
hidden=yes
[interface]
size=150
[keys]
undo=Ctrl+Z
redo=Ctrl+Y, Ctrl+Shift+Z
[palette]
recent=a, b
[layers]
x=a b c
[window]
geometry=@ByteArray(\\x1\\xd9\\xd0\\xcb)
"""


@dataclass(frozen=True)
class Sample:
    """A file: what it is called, what is in it, and the files that lie beside it."""

    name: str
    data: bytes
    beside: dict[str, bytes] = field(default_factory=dict)

    def lay(self, folder: Path, data: bytes) -> Path:
        """The file in a folder, holding `data` in place of its own."""
        for name, other in self.beside.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(other)
        path = folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path


def articles() -> list[AnnotatedArticle]:
    """The hard cases, two of them with all that a layer can hold."""
    found = [article(text, spans, f"a{number}") for number, (text, spans) in enumerate(HARD)]
    full = LabelledSpan(0, 3, "PERSON", note="نوٹ", confidence="unsure", attributes={"a": 1})
    layers = (Layer("sana", spans=(full,), rejections=(LabelledSpan(4, 6, "LOCATION"),)), Layer("bilal", spans=(full,)))
    return [*found, AnnotatedArticle("two", "دو", "علی گیا اور آیا", meta={"x": [1, {"y": None}]}, layers=layers)]


@cache
def of_format(format_: Format) -> tuple[Sample, ...]:
    """Files that this format reads."""
    if format_.key == "csv":
        more = (Sample(f"{at}.csv", table.encode()) for at, table in enumerate(TABLES))
        return (*_exported(format_), *more, Sample("u.csv", TABLES[0].encode("utf-16")))
    return _MADE[format_.key]() if format_.key in _MADE else _exported(format_)


def _texts() -> tuple[Sample, ...]:
    return (Sample("x.txt", FOLDER.joinpath("article-001.txt").read_bytes()[:3000]), Sample("y.txt", b"a\r\nb"))


def _inline() -> tuple[Sample, ...]:
    text = "<PERSON>علی</PERSON> اور <LOCATION>لاہور <PERSON>خان</PERSON></LOCATION> &lt;\n\nدوسرا مضمون\n"
    return (Sample("x.tagged", text.encode()), Sample("y.tagged", b"[a](PERSON) [b] <x>"))


def _exported(format_: Format) -> tuple[Sample, ...]:
    assert format_.write is not None, format_.key
    suffix = "" if format_.folder else format_.suffixes[0]
    plan = ExportPlan(format_.key, annotator="me" if format_.one_layer else "")
    with written(articles(), plan, suffix) as there:
        if there.path.is_file():
            files = {there.path.name: there.path.read_bytes()}
            files |= {
                path.name: path.read_bytes()
                for path in there.path.parent.iterdir()
                if path.is_file() and path.stem == there.path.stem and not path.name.startswith("p.nishan")
            }
        else:
            files = {str(path.relative_to(there.path)): path.read_bytes() for path in there.path.rglob("*.*")}
    mine = [name for name in files if Path(name).suffix in format_.suffixes]
    assert mine, (format_.key, list(files))
    found = [Sample(name, files[name], {n: d for n, d in files.items() if n != name}) for name in mine[:4]]
    if format_.main_file:  # the offsets stay, the text goes
        main = str(format_.main_file(Path(mine[0])))
        found.append(Sample(main, files[main], {n: d for n, d in files.items() if n != main}))
    return tuple(found)


def _docx() -> bytes:
    import docx

    document, out = docx.Document(), io.BytesIO()
    document.add_heading("پاکستان")
    document.add_paragraph("علی لاہور گیا۔")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "ایک"
    document.core_properties.title = "خبر"
    document.save(out)
    return out.getvalue()


def _odt() -> bytes:
    text, office = "urn:oasis:names:tc:opendocument:xmlns:text:1.0", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    body = '<text:h text:outline-level="1">خبر</text:h><text:p>علی لاہور گیا۔</text:p>'
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:text="{text}"><office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return out.getvalue()


def _xlsx() -> bytes:
    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (("id", "text"), (1, "علی لاہور گیا"), (2, "=1+1")):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


_MADE: dict[str, Callable[[], tuple[Sample, ...]]] = {
    "html": lambda: (Sample("x.html", PAGE.encode()), Sample("y.html", PAGE[:200].encode() + b"</body></html>")),
    "docx": lambda: (Sample("x.docx", _docx()),),
    "odt": lambda: (Sample("x.odt", _odt()),),
    "xlsx": lambda: (Sample("x.xlsx", _xlsx()),),
    "text": _texts,
    "inline": _inline,
    "fasttext": lambda: (Sample("x.ft", LINES.encode()),),
    "json": lambda: tuple(Sample(f"{at}.json", text.encode()) for at, text in enumerate(RECORDS)),
    "xml": lambda: (Sample("x.xml", CORPUS.encode()), Sample("y.xml", CORPUS[:90].encode())),
}


@cache
def project() -> tuple[Sample, ...]:
    """A project with articles, layers, rejections and events in it; an empty one; one of the first version."""
    import tempfile

    found = []
    with tempfile.TemporaryDirectory() as name:
        for at, some in enumerate((articles(), [])):
            path = Path(name) / f"{at}.nishan"
            with Project.create(path, seed_labels(), "# PERSON\n") as made:
                fill(made, some)
            found.append(Sample(path.name, path.read_bytes()))
    old = Path(__file__).resolve().parents[2] / "data" / "project_v1.nishan"
    return (*found, Sample("old.nishan", old.read_bytes()))


@cache
def label_files() -> tuple[Sample, ...]:
    """The seeds, the templates, and a file that the program wrote."""
    import tempfile

    paths = [FOLDER / "labels.toml", *sorted((FOLDER / "templates").glob("*.toml"))]
    with tempfile.TemporaryDirectory() as name:
        write_labels(seed_labels(), Path(name) / "w.toml")
        own = (Path(name) / "w.toml").read_bytes()
    return (*(Sample(path.name, path.read_bytes()) for path in paths), Sample("w.toml", own))


@cache
def guidelines() -> tuple[Sample, ...]:
    """The seeds' guidelines, and Markdown that asks for more."""
    wild = (
        "# a\n![x](file:///etc/passwd) [y](\\\\host\\s) <img src=http://x>\n\n> > * 1. b\n\n|a|b|\n|-|:-:|\n|c|`d`|\n"
    )
    wild += "\n```\n<b>\n```\n- [ ] x\n    - y\n\n[r]: http://x 'y'\n[r] ~~s~~ **t** _u_ <http://v> &amp; &#0;\n"
    return (Sample("g.md", read_guidelines().encode()), Sample("w.md", wild.encode()))
