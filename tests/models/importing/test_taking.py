"""Long files on their way into a project: told, cut as asked, alike for all who worked on a text."""

from __future__ import annotations

import json
from pathlib import Path

from models.base.report import Report
from models.exporting.plan import ExportPlan
from models.exporting.rows import annotated
from models.exporting.run import export
from models.formats.support.source import SourceFile
from models.importing.articles import articles_of
from models.importing.cutting import USUAL_CUTS, Cut
from models.importing.detection import files_of
from models.importing.plan import ImportPlan
from models.importing.preview import preview
from models.importing.run import import_files
from models.importing.taking import LONG, Taking
from models.project.project import Project

LINE = "<PERSON>زینب</PERSON> نے <LOCATION>کراچی</LOCATION> میں {} سے ملاقات کی۔"


def corpus(folder: Path, lines: int) -> Path:
    """A corpus in running text, a sentence a line, as UNER is one file."""
    file = folder / "uner.txt"
    file.write_text("\n".join(LINE.format(number) for number in range(lines)), encoding="utf-8")
    return file


def notes(report: Report) -> list[str]:
    return [note.what for note in report.notes]


def test_a_file_that_is_one_long_article_says_how_it_is_cut(project: Project, tmp_path: Path) -> None:
    report = import_files(project, [corpus(tmp_path, LONG // 8 + 1)])
    assert (report.articles, report.spans) == (1, 1252)
    assert notes(report) == [
        "one article of 5,008 words; to cut it: --cut lines (626 articles), sentences:20 (32 articles)"
    ]


def test_short_and_several_articles_are_not_spoken_of(project: Project, tmp_path: Path) -> None:
    assert notes(import_files(project, [corpus(tmp_path, LONG // 8 - 1)])) == []
    long = " ".join(["لفظ"] * LONG)
    (tmp_path / "two.jsonl").write_text("".join(json.dumps({"text": f"{n} {long}"}) + "\n" for n in range(2)))
    assert notes(import_files(project, [tmp_path / "two.jsonl"])) == []


def test_plain_text_stays_whole_unless_asked(project: Project, tmp_path: Path) -> None:
    (tmp_path / "novel.txt").write_text("باب ۱\n\nمتن ایک۔\n\nباب ۲\n\nمتن دو۔", encoding="utf-8")
    assert import_files(project, [tmp_path / "novel.txt"]).articles == 1
    report = import_files(project, [tmp_path / "novel.txt"], ImportPlan(cut=Cut.named("headings")))
    assert report.articles == 2
    assert notes(report) == ["1 article became 2 articles, NAME#1 and on"]


def test_every_span_of_a_cut_corpus_is_there_and_a_split_has_all_its_parts(project: Project, tmp_path: Path) -> None:
    report = import_files(project, [corpus(tmp_path, 200)], ImportPlan(cut=Cut.named("lines")))
    assert (report.articles, report.spans) == (200, 400)
    found = [*annotated(project, None)]
    assert [one.source for one in found[:2]] == ["uner.txt#1", "uner.txt#2"]
    words = {one.text[span.start : span.end] for one in found for layer in one.layers for span in layer.spans}
    assert words == {"زینب", "کراچی"}
    plan = ExportPlan("jsonl", shares=(("train", 0.8), ("dev", 0.1), ("test", 0.1)))
    export(project, tmp_path / "out", plan)
    assert all((tmp_path / "out" / f"{name}.jsonl").read_text("utf-8") for name in ("train", "dev", "test"))


def test_a_text_is_cut_alike_for_all_who_worked_on_it(project: Project, tmp_path: Path) -> None:
    text = "ایک۔\nدو۔\nتین۔\nچار۔"
    spans = {"sana": [0, 3, "X"], "bilal": [5, 13, "X"]}  # hers in a line, his across two
    for name, span in spans.items():
        (tmp_path / "x").mkdir(exist_ok=True)
        row = {"text": text, "label": [span], "id": 1}
        (tmp_path / "x" / f"{name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    for order in (["bilal", "sana"], ["sana", "bilal"]):
        files = [tmp_path / "x" / f"{name}.jsonl" for name in order]
        report = import_files(project, files, ImportPlan(cut=Cut.named("lines")))
    found = [*annotated(project, None)]
    assert [one.text for one in found] == ["ایک۔", "دو۔\nتین۔", "چار۔"]
    assert (report.articles, report.spans) == (0, 0)  # the second time
    assert {layer.annotator for one in found for layer in one.layers} == {"sana", "bilal"}


def test_tokens_that_stand_between_spaces_are_still_those_after_a_cut(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.conll").write_text("علی B-PER\nگیا۔ O\n\nوہ O\n\nلاہور B-LOC\n", encoding="utf-8")
    import_files(project, [tmp_path / "a.conll"], ImportPlan(cut=Cut.named("sentences:2")))
    found = [*annotated(project, None)]
    assert [(one.text, one.meta["tokens"]) for one in found] == [("علی گیا۔\nوہ", "spaced"), ("لاہور", "spaced")]


def test_a_cut_that_finds_no_place_is_told(project: Project, tmp_path: Path) -> None:
    report = import_files(project, [corpus(tmp_path, 3)], ImportPlan(cut=Cut.named("headings")))
    assert notes(report) == ["no article has a place for that; none was cut"]


def test_labels_of_a_whole_article_go_to_each_piece_and_that_is_told(project: Project, tmp_path: Path) -> None:
    row = {"id": 1, "text": "ایک\nدو", "label": [], "cats": ["خبر"]}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    report = import_files(project, [tmp_path / "a.jsonl"], ImportPlan(cut=Cut.named("lines")))
    assert (report.articles, report.article_labels) == (2, 2)
    assert notes(report)[-1] == "labels of 1 whole article went to each of its pieces"


def test_the_preview_counts_the_articles_of_each_way_of_cutting(tmp_path: Path) -> None:
    file = corpus(tmp_path, 50)
    found = preview([file])
    assert {str(cut): count for cut, count in found.cuts.items()} == {
        "lines": 50,
        "paragraphs": 1,
        "headings": 1,
        "sentences:20": 3,
    }
    cut = preview([file], ImportPlan(cut=USUAL_CUTS[0]))
    assert (cut.report.articles, cut.cuts) == (50, found.cuts)


def test_articles_of_a_file_alone_are_as_the_plan_wants_them(tmp_path: Path) -> None:
    (one,) = files_of([corpus(tmp_path, 2)])
    source = SourceFile(one.path, Report())
    plan = ImportPlan(cut=USUAL_CUTS[0])
    found = Taking([one], plan).articles(one, source, articles_of(one, source))
    assert [article.source for article in found] == ["uner.txt#1", "uner.txt#2"]
