"""One article, a layer a person: whose work files and records are, in imports and their previews."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from models.base.entities import AnnotatorKind, Status
from models.base.errors import UserError
from models.base.report import Report
from models.exporting.rows import annotated
from models.importing.plan import ImportPlan
from models.importing.preview import preview
from models.importing.run import import_files
from models.project.project import Project

TEXT, OTHER = "زینب نے کراچی میں احمد سے ملاقات کی۔", "ثنا لاہور گئی۔"
ZAINAB, KARACHI, AHMAD = [0, 4, "PER"], [8, 13, "LOC"], [18, 22, "PER"]
WEBANNO = "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value\n\n\n"
PLAN = ImportPlan(default_annotator="me")


def record(*spans: list[Any], text: str = TEXT, **more: Any) -> dict[str, Any]:
    return {"id": 1, "text": text, "label": [*spans]} | more


def put(file: Path, *rows: dict[str, Any]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def tsv(*labels: str) -> str:
    rows = [("0-4", "زینب"), ("5-7", "نے"), ("8-13", "کراچی")]
    lines = [
        f"1-{n}\t{at}\t{word}\t{label}\t\n" for n, ((at, word), label) in enumerate(zip(rows, labels, strict=True), 1)
    ]
    return f"{WEBANNO}#Text=زینب نے کراچی\n{''.join(lines)}"


def layers(project: Project) -> list[dict[str, list[str]]]:
    """Of each article, annotator -> the words of the spans."""
    return [
        {layer.annotator: [one.text[span.start : span.end] for span in layer.spans] for layer in one.layers}
        for one in annotated(project, None)
    ]


def notes(report: Report) -> str:
    return "\n".join(str(note) for note in report.notes)


def test_doccano_s_file_for_each_user_is_a_layer_each(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    put(folder / "admin.jsonl", record(ZAINAB))
    put(folder / "ثنا.jsonl", record(ZAINAB, KARACHI))
    put(folder / "unknown.jsonl", record(), record(text=OTHER))
    report = import_files(project, [folder], PLAN)
    assert layers(project)[0] | {"me": []} == {"admin": ["زینب"], "ثنا": ["زینب", "کراچی"], "me": []}
    assert len(layers(project)) == 2
    assert "admin, ثنا: named after its name, as doccano exports a file for each user" in notes(report)


@pytest.mark.parametrize("names", [("sana", "bilal"), ("a1", "a2"), ("ثنا", "بلال")])
def test_files_with_the_same_texts_and_other_spans_are_two_people_s(
    project: Project, tmp_path: Path, names: tuple[str, str]
) -> None:
    put(tmp_path / "x" / f"{names[0]}.jsonl", record(ZAINAB), record([0, 3, "PER"], text=OTHER))
    put(tmp_path / "x" / f"{names[1]}.jsonl", record(ZAINAB, KARACHI), record([0, 3, "PER"], text=OTHER))
    report = import_files(project, [tmp_path / "x"], PLAN)
    assert layers(project) == [
        {names[0]: ["زینب"], names[1]: ["زینب", "کراچی"]},
        {names[0]: ["ثنا"], names[1]: ["ثنا"]},  # they agree: each has a layer all the same
    ]
    assert "others hold the same texts with other spans" in notes(report)
    assert (report.articles, report.spans) == (2, 5)


def test_a_folder_for_each_person_with_the_same_names_of_files(project: Project, tmp_path: Path) -> None:
    for name, spans in (("sana", "T1\tPER 0 4\tزینب\n"), ("bilal", "T1\tLOC 8 13\tکراچی\n")):
        for document, text in (("1", TEXT), ("2", OTHER)):
            (tmp_path / "c" / name).mkdir(parents=True, exist_ok=True)
            (tmp_path / "c" / name / f"{document}.txt").write_text(text, encoding="utf-8")
            (tmp_path / "c" / name / f"{document}.ann").write_text(spans if document == "1" else "", encoding="utf-8")
    import_files(project, [tmp_path / "c"], PLAN)
    found = layers(project)
    assert found[0] == {"sana": ["زینب"], "bilal": ["کراچی"]}
    assert len(found) == 2


def test_parts_of_a_corpus_that_share_a_text_stay_parts_and_nothing_is_merged(project: Project, tmp_path: Path) -> None:
    rows = [record(ZAINAB, text=f"{TEXT} {number}") for number in range(9)]
    put(tmp_path / "x" / "train.jsonl", *rows, record(ZAINAB))
    put(tmp_path / "x" / "test.jsonl", record(KARACHI))
    report = import_files(project, [tmp_path / "x"], PLAN)
    both = next(found for found in layers(project) if len(found) == 2)
    assert both in ({"me": ["زینب"], "test": ["کراچی"]}, {"me": ["کراچی"], "train": ["زینب"]})
    assert sum(len(found) for found in layers(project)) == 11
    assert "1 text came before with other spans and nobody's name; kept apart" in notes(report)


def test_records_of_one_file_with_one_text_and_other_spans_are_kept_apart(project: Project, tmp_path: Path) -> None:
    rows = [record(ZAINAB), record(KARACHI), record(ZAINAB), record(AHMAD), record()]
    report = import_files(project, [put(tmp_path / "news.jsonl", *rows)], PLAN)
    assert layers(project) == [{"me": ["زینب"], "news": ["کراچی"], "news (2)": ["احمد"]}]
    assert notes(report).count("kept apart, in the layer of news") == 2


def test_records_of_one_file_with_ids_of_their_own_stay_articles_of_their_own(project: Project, tmp_path: Path) -> None:
    rows = [record(ZAINAB, id=1), record(KARACHI, id=2)]
    report = import_files(project, [put(tmp_path / "headlines.jsonl", *rows)], PLAN)
    assert layers(project) == [{"me": ["زینب"]}, {"me": ["کراچی"]}]
    assert "kept apart, in the layer" not in notes(report)


def test_a_file_called_after_whoever_imports_is_no_reason_to_mix(project: Project, tmp_path: Path) -> None:
    import_files(project, [put(tmp_path / "me.jsonl", record(ZAINAB), record(KARACHI))], PLAN)
    assert layers(project) == [{"me": ["زینب"], "me (2)": ["کراچی"]}]


def test_the_same_spans_twice_are_one_layer_and_told_of_two_files(project: Project, tmp_path: Path) -> None:
    put(tmp_path / "x" / "a.jsonl", record(ZAINAB))
    put(tmp_path / "x" / "b.jsonl", record(ZAINAB))
    report = import_files(project, [tmp_path / "x"], PLAN)
    assert layers(project) == [{"me": ["زینب"]}]
    assert "1 text has the same spans in a.jsonl and b.jsonl; taken as one layer" in notes(report)


FIELDS = (
    "annotator",
    "username",
    "user",
    "completed_by",
    "_session_id",
    "annotated_by",
    "annotation_agent",
    "workerId",
)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_names_people_is_taken_and_told(project: Project, tmp_path: Path, field: str) -> None:
    rows = [record(ZAINAB, **{field: "sana"}), record(ZAINAB, KARACHI, **{field: "بلال"})]
    report = import_files(project, [put(tmp_path / "all.jsonl", *rows)], PLAN)
    assert layers(project) == [{"sana": ["زینب"], "بلال": ["زینب", "کراچی"]}]
    assert field in notes(report)


def test_authors_of_texts_are_not_taken_for_annotators(project: Project, tmp_path: Path) -> None:
    rows = [record(ZAINAB, text=f"{TEXT} {number}", user=f"u{number}") for number in range(20)]
    import_files(project, [put(tmp_path / "tweets.jsonl", *rows)], PLAN)
    assert {name for found in layers(project) for name in found} == {"me"}
    assert next(annotated(project, None)).meta["user"] == "u0"


def test_what_was_asked_goes_before_what_files_say(project: Project, tmp_path: Path) -> None:
    rows = [record(ZAINAB, annotator="x", by="sana"), record(KARACHI, annotator="x", by="بلال")]
    file = put(tmp_path / "ثنا" / "one.jsonl", *rows)
    import_files(project, [file], ImportPlan(default_annotator="me", annotator_from="by"))
    assert layers(project) == [{"sana": ["زینب"], "بلال": ["کراچی"]}]


@pytest.mark.parametrize(("asked", "name"), [("file", "one"), ("folder", "ثنا")])
def test_files_and_folders_are_taken_for_people_when_asked(
    project: Project, tmp_path: Path, asked: str, name: str
) -> None:
    file = put(tmp_path / "ثنا" / "one.jsonl", record(ZAINAB, annotator="x"))
    import_files(project, [file], ImportPlan(annotator_from=asked))
    assert layers(project) == [{name: ["زینب"]}]


def test_a_field_that_no_record_has_is_refused_in_one_sentence(project: Project, tmp_path: Path) -> None:
    file = put(tmp_path / "one.jsonl", record(ZAINAB))
    with pytest.raises(UserError, match="klingon"):
        import_files(project, [file], ImportPlan(annotator_from="klingon"))
    assert layers(project) == []


def test_one_annotator_for_all_is_one_layer(project: Project, tmp_path: Path) -> None:
    put(tmp_path / "x" / "sana.jsonl", record(ZAINAB))
    put(tmp_path / "x" / "bilal.jsonl", record(KARACHI))
    import_files(project, [tmp_path / "x"], ImportPlan(annotator="ours"))
    assert layers(project) == [{"ours": ["زینب", "کراچی"]}]


def inception(folder: Path) -> Path:
    """A project of INCEpTION's with two users, one curation and what lies beside."""
    files = {
        "annotation/خبر.txt/sana.tsv": tsv("PER", "_", "LOC"),
        "annotation/خبر.txt/bilal.tsv": tsv("ORG", "_", "_"),
        "annotation/خبر.txt/INITIAL_CAS.tsv": tsv("_", "_", "_"),
        "curation/خبر.txt/CURATION_USER.tsv": tsv("PER", "_", "_"),
        "source/خبر.txt": "زینب نے کراچی",
        "exportedproject.json": json.dumps(
            {"annotation_documents": [{"name": "خبر.txt", "user": "sana", "state": "FINISHED"}]}
        ),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "annotation_ser" / "خبر.txt").mkdir(parents=True)
    (folder / "annotation_ser" / "خبر.txt" / "sana.ser").write_bytes(b"\xac\xed\0\5")
    return folder


@pytest.mark.parametrize("part", ["", "annotation", "annotation/خبر.txt"])
def test_a_project_of_inception_is_one_article_with_a_layer_for_each_user(
    project: Project, tmp_path: Path, part: str
) -> None:
    report = import_files(project, [inception(tmp_path / "p") / part], PLAN)
    (found,) = annotated(project, None)
    people = {layer.annotator: layer for layer in found.layers}
    assert found.source == "خبر.txt"
    assert [span.label for span in people["sana"].spans] == ["PER", "LOC"]
    assert [span.label for span in people["bilal"].spans] == ["ORG"]
    assert people["sana"].status is Status.DONE
    assert ("curator" in people) == (part == "")
    if not part:
        assert people["curator"].kind is AnnotatorKind.CURATOR
        assert "passed over" in notes(report)


def summary(found: Sequence[Path], plan: ImportPlan = PLAN) -> dict[str, tuple[int, int, list[str]]]:
    people = preview(found, plan).people
    return {name: (one.articles, one.spans, [path.name for path in one.files]) for name, one in people.items()}


def test_the_preview_says_who_gets_what_and_how_that_is_known(tmp_path: Path) -> None:
    put(tmp_path / "sana.jsonl", record(ZAINAB), record(text=OTHER))
    put(tmp_path / "bilal.jsonl", record(ZAINAB, KARACHI))
    assert summary([tmp_path]) == {"bilal": (1, 2, ["bilal.jsonl"]), "sana": (1, 1, ["sana.jsonl"])}
    found = preview([tmp_path], PLAN)
    assert {one.how for one in found.people.values()} == {"its file: others hold the same texts with other spans"}
    assert found.people_from == ("file",)
    assert summary([tmp_path], ImportPlan(annotator="ours")) == {"ours": (2, 3, ["bilal.jsonl", "sana.jsonl"])}


def test_the_preview_offers_folders_and_fields_that_look_like_people(tmp_path: Path) -> None:
    put(tmp_path / "sana" / "1.jsonl", record(ZAINAB, user=1))
    put(tmp_path / "bilal" / "1.jsonl", record(ZAINAB, user=2))
    assert preview([tmp_path], PLAN).people_from == ("file", "folder", "user")
    assert summary([tmp_path], ImportPlan(annotator_from="folder")) == {
        "bilal": (1, 1, ["1.jsonl"]),
        "sana": (1, 1, ["1.jsonl"]),
    }
    wrong = preview([tmp_path], ImportPlan(annotator_from="klingon"))
    assert "klingon" in wrong.trouble


def test_a_file_of_the_person_who_imports_does_not_take_up_others_work(project: Project, tmp_path: Path) -> None:
    rows = [record(ZAINAB, annotator="me"), record(KARACHI), record(KARACHI)]
    import_files(project, [put(tmp_path / "news.jsonl", *rows)], PLAN)
    assert layers(project) == [{"me": ["زینب"], "news": ["کراچی"]}]


XMI = """<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI"
 xmlns:cas="http:///uima/cas.ecore" xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore"
 xmi:version="2.0"><cas:NULL xmi:id="0"/><ner:NamedEntity xmi:id="10" sofa="1" begin="0" end="4" value="{}"/>
 <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="زینب نے کراچی"/>
 <cas:View sofa="1" members="10"/></xmi:XMI>"""
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types><typeDescription>
<name>de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity</name><supertypeName>uima.tcas.Annotation</supertypeName>
<features><featureDescription><name>value</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
</features></typeDescription></types></typeSystemDescription>"""


def test_a_project_of_inception_as_xmi_is_one_article_with_a_layer_for_each_user(
    project: Project, tmp_path: Path
) -> None:
    pytest.importorskip("cassis")
    for user, label in (("sana", "PER"), ("بلال", "ORG")):
        folder = tmp_path / "annotation" / "خبر.txt" / user
        folder.mkdir(parents=True)
        (folder / f"{user}.xmi").write_text(XMI.format(label), encoding="utf-8")
        (folder / "TypeSystem.xml").write_text(TYPES, encoding="utf-8")
    import_files(project, [tmp_path / "annotation"], PLAN)
    (found,) = annotated(project, None)
    assert found.source == "خبر.txt"
    assert {layer.annotator: [span.label for span in layer.spans] for layer in found.layers} == {
        "sana": ["PER"],
        "بلال": ["ORG"],
    }


def test_articles_that_share_a_text_in_the_project_stay_what_they_are_when_they_come_back(
    project: Project, tmp_path: Path
) -> None:
    rows = [record(ZAINAB, id=1), record(KARACHI, id=2)]
    import_files(project, [put(tmp_path / "headlines.jsonl", *rows)], PLAN)
    files = [put(tmp_path / "x" / f"{row['id']}.jsonl", row) for row in rows]
    report = import_files(project, files, PLAN)
    assert layers(project) == [{"me": ["زینب"]}, {"me": ["کراچی"]}]
    assert (report.articles, report.spans) == (0, 0)
