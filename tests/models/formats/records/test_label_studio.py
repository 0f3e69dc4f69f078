"""Label Studio's tasks: what is written, what its own library says to it, and what is read."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import Label, Scope, Status
from models.base.report import Report
from models.formats import detect
from models.formats.records.label_studio import FORMAT, read, write
from models.formats.support.sink import Sink
from models.formats.support.source import SourceFile
from tests.models.formats.helpers import HARD, article

T = "وزیراعظم شہباز شریف نے کہا۔"
UID = "6e697368-616e-5e6e-9c6b-757264750001"
LABELS = (
    Label("PERSON", color="#ff0000", key="1"),
    Label('A "<&>\t B', color="#00ff00", key="ا"),
    Label("sport", scope=Scope.ARTICLE, choice="Topic"),
    Label("news", scope=Scope.ARTICLE, choice="Topic"),
    Label("long", scope=Scope.ARTICLE),
)


def put_out(folder: Path, articles: list[AnnotatedArticle], labels: tuple[Label, ...] = LABELS) -> tuple[Path, Report]:
    sink = Sink(folder / "out.json", labels, Report())
    write(iter(articles), sink)
    return sink.path, sink.report


def take_in(folder: Path, tasks: Any) -> tuple[list[AnnotatedArticle], Report]:
    file = folder / "in.json"
    file.write_text(tasks if isinstance(tasks, str) else json.dumps(tasks, ensure_ascii=False), encoding="utf-8")
    source = SourceFile(file, Report())
    return list(read(source)), source.report


def region(start: Any, end: Any, label: str = "PERSON", text: str | None = None, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label]} | ({} if text is None else {"text": text})
    return {"id": "a", "from_name": "label", "to_name": "text", "type": "labels", "value": value} | more


def task(*regions: dict[str, Any], text: str = T, **more: Any) -> dict[str, Any]:
    return {"data": {"text": text}, "annotations": [{"result": list(regions)} | more]}


def test_small_export_byte_for_byte(tmp_path: Path) -> None:
    layer = Layer("sana@example.org", status=Status.DONE, seconds=4.5, spans=(LabelledSpan(9, 19, "PERSON", uid="u"),))
    file, report = put_out(
        tmp_path, [AnnotatedArticle("7.txt", "خبر", T, {"site": "bbc"}, layers=(layer,))], LABELS[:1]
    )
    assert file.read_text(encoding="utf-8") == (
        '[\n{"id":1,"data":{"text":"وزیراعظم شہباز شریف نے کہا۔","id":"7.txt","title":"خبر"},"meta":{"site":"bbc"},'
        '"annotations":[{"result":[{"id":"u","from_name":"label","to_name":"text","type":"labels","origin":"manual",'
        '"value":{"start":9,"end":19,"text":"شہباز شریف","labels":["PERSON"]}}],"was_cancelled":false,'
        '"ground_truth":false,"lead_time":4.5,"completed_by":{"email":"sana@example.org"}}]}\n]\n'
    )
    assert (tmp_path / "out.config.xml").read_text(encoding="utf-8") == (
        "<View>\n  <Style>.htx-text { white-space: pre-wrap; direction: rtl; }</Style>\n"
        '  <Labels name="label" toName="text">\n    <Label value="PERSON" background="#ff0000" hotkey="1"/>\n'
        '  </Labels>\n  <Text name="text" value="$text" granularity="symbol"/>\n</View>\n'
    )
    assert (report.articles, report.spans, report.notes) == (1, 1, [])


def test_config_offers_every_label_by_a_name_that_xml_can_hold(tmp_path: Path) -> None:
    _, report = put_out(tmp_path, [], (*LABELS, Label("x\1")))
    lines = (tmp_path / "out.config.xml").read_text(encoding="utf-8").split("\n")
    assert """    <Label value='A "&lt;&amp;&gt;&#9; B' background="#00ff00"/>""" in lines
    assert '    <Label value="x\ufffd" background="#5b6b7b"/>' in lines
    assert '  <Choices name="choices-1" toName="text" choice="single">' in lines
    assert '  <Choices name="choices" toName="text" choice="multiple">' in lines
    assert [note.where for note in report.notes] == ["label x\1"]


def made_of_everything() -> list[AnnotatedArticle]:
    first = Layer(
        "sana",
        status=Status.STARTED,
        seconds=3.0,
        spans=(
            LabelledSpan(9, 19, "PERSON", UID, note="کون؟", confidence="unsure"),
            LabelledSpan(9, 13, 'A "<&>\t B', attributes={"wiki": "Q1"}),
        ),
        labels=("news", "long"),
    )
    layers = (first, Layer("ali@example.org", status=Status.DONE), Layer("zoe", status=Status.SKIPPED), Layer("new"))
    return [AnnotatedArticle("7.txt", "خبر", T, {"site": "bbc"}, layers=layers)]


def test_every_layer_comes_back_with_notes_attributes_labels_and_status(tmp_path: Path) -> None:
    given = made_of_everything()
    file, report = put_out(tmp_path, given)
    source = SourceFile(file, Report())
    (again,) = read(source)
    assert detect(file) == (FORMAT, 'its records have "data"')
    assert (again.source, again.title, again.text, again.meta) == ("7.txt", "خبر", T, {"site": "bbc"})
    assert again.layers == given[0].layers[:3]  # nothing was said in the fourth
    assert source.report.notes == []
    assert (report.spans, report.article_labels) == (2, 2)
    assert [note.where for note in report.notes] == ["annotator new", "annotator sana", "annotator zoe"]


def test_work_that_has_only_begun_is_told(tmp_path: Path) -> None:
    begun = [
        AnnotatedArticle(name, name, "علی آیا", layers=(Layer("sana@x.org", status=Status.STARTED, seconds=seconds),))
        for name, seconds in (("a", 3.0), ("b", 0.0))
    ]
    opened = replace(begun[0], source="c", title="c", layers=(Layer("sana@x.org", seconds=2.0),))
    nothing = replace(begun[0], source="d", title="d", layers=(Layer("sana@x.org"),))
    file, report = put_out(tmp_path, [*begun, opened, nothing])
    assert [row["annotations"] for row in json.loads(file.read_text(encoding="utf-8"))] == [[], [], [], []]
    assert [str(note) for note in report.notes] == [
        f"{name}: sana@x.org has begun and labelled nothing; an annotation would say that it is done, so there is none"
        for name in "abc"
    ]


def test_label_studios_own_library_accepts_tasks_and_config(tmp_path: Path) -> None:
    pytest.importorskip("label_studio_sdk")
    from label_studio_sdk.label_interface import LabelInterface

    hard = [replace(article(text, spans, f"{n}.txt"), title="t") for n, (text, spans) in enumerate(HARD)]
    names = {label for _, spans in HARD for *_, label in spans} - {"PERSON"}
    file, _ = put_out(tmp_path, [*made_of_everything(), *hard], (*LABELS, *map(Label, sorted(names))))
    interface = LabelInterface((tmp_path / "out.config.xml").read_text(encoding="utf-8"))
    interface.validate()
    assert set(interface.get_control("label").labels) == {"PERSON", 'A "<&>\t B', *names}
    for row in json.loads(file.read_text(encoding="utf-8")):
        assert interface.validate_task({"data": row["data"]})
        for annotation in row["annotations"]:
            assert interface._validate_object(annotation, return_errors=True) == []
    wrong = {"result": [region(0, 1, "UNKNOWN")]}
    assert interface._validate_object(wrong, return_errors=True) != []


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # in the converter itself
def test_label_studios_converter_makes_conll_of_the_tasks(tmp_path: Path) -> None:
    pytest.importorskip("label_studio_sdk")
    from label_studio_sdk.converter import Converter

    logging.disable(logging.WARNING)
    try:
        layer = Layer("sana", spans=(LabelledSpan(11, 15, "PERSON"),))
        file, _ = put_out(tmp_path, [AnnotatedArticle("7.txt", "t", "عمران خان😀 علی، گیا", layers=(layer,))])
        converter = Converter(str(tmp_path / "out.config.xml"), str(tmp_path), download_resources=False)
        converter.convert(str(file), str(tmp_path / "conll"), "CONLL2003", is_dir=False)
        converter.convert(str(file), str(tmp_path / "min"), "JSON_MIN", is_dir=False)
    finally:
        logging.disable(logging.NOTSET)
    conll = (tmp_path / "conll" / "result.conll").read_text(encoding="utf-8")
    assert "علی، -X- _ B-PERSON\n" in conll  # it takes the comma along
    (row,) = json.loads((tmp_path / "min" / "result.json").read_text(encoding="utf-8"))
    assert row["label"] == [{"start": 11, "end": 15, "text": "علی،", "labels": ["PERSON"]}]
    assert (row["text"], row["id"]) == ("عمران خان😀 علی، گیا", 1)
