"""Whose work a file is, by where it lies and how it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.base.entities import AnnotatorKind, Status
from models.formats import named, readers
from models.importing.detection import DetectedFile
from models.importing.whose.owners import folders_of, owners_of, without_project_files


def files(folder: Path, *names: str, key: str = "webanno-tsv") -> list[DetectedFile]:
    found = []
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
        found.append(DetectedFile(folder / name, named(key, readers()), ""))
    return found


def people(found: list[DetectedFile], folder: Path, asked: str = "") -> dict[str, str]:
    return {str(path.relative_to(folder)): one.annotator for path, one in owners_of(found, asked).items()}


@pytest.mark.parametrize("document", ["news1.txt", "خبر.html", "report.2023.pdf"])
@pytest.mark.parametrize("place", ["annotation/{}/sana.tsv", "annotation/{}/sana/sana.xmi", "annotation/{}/sana/x.xmi"])
def test_a_file_in_a_project_of_inception_is_its_user_s_work_on_its_document(
    tmp_path: Path, document: str, place: str
) -> None:
    (one,) = files(tmp_path / "annotation", place.format(document))  # even below another folder of that name
    owner = owners_of([one])[one.path]
    assert (owner.annotator, owner.document, owner.kind) == ("sana", document, AnnotatorKind.PERSON)


def test_a_folder_that_is_only_called_annotation_is_no_project(tmp_path: Path) -> None:
    assert owners_of(files(tmp_path, "annotation/batch1/one.tsv", "annotation/batch2/two.tsv")) == {}
    assert owners_of(files(tmp_path, "annotation/batch1/one.csv", key="csv")) == {}


def test_users_that_recur_or_a_project_s_own_file_are_evidence_enough(tmp_path: Path) -> None:
    recurring = files(tmp_path / "a", "annotation/d1/sana.tsv", "annotation/d2/sana.tsv")
    assert {owner.annotator for owner in owners_of(recurring).values()} == {"sana"}
    single = files(tmp_path / "b", "annotation/d1/sana.tsv")
    (tmp_path / "b" / "exportedproject.json").write_text("no JSON")
    assert [owner.annotator for owner in owners_of(single).values()] == ["sana"]


def test_the_curation_is_the_curator_s_and_states_come_from_the_project(tmp_path: Path) -> None:
    found = files(
        tmp_path, "annotation/n.txt/sana.tsv", "annotation/n.txt/بلال.tsv", "curation/n.txt/CURATION_USER.tsv"
    )
    states = {
        "annotation_documents": [
            {"name": "n.txt", "user": "sana", "state": "FINISHED"},
            {"name": "n.txt", "user": "بلال", "state": "IGNORE"},
        ],
        "source_documents": [{"name": "n.txt", "state": "CURATION_IN_PROGRESS"}],
    }
    (tmp_path / "exportedproject.json").write_text(json.dumps(states))
    owners = owners_of(found)
    assert [(owner.annotator, owner.kind, owner.status) for owner in owners.values()] == [
        ("sana", AnnotatorKind.PERSON, Status.DONE),
        ("بلال", AnnotatorKind.PERSON, Status.SKIPPED),
        ("curator", AnnotatorKind.CURATOR, Status.STARTED),
    ]


@pytest.mark.parametrize("broken", ["[]", '{"annotation_documents": 3}', '{"annotation_documents": [3]}', "[" * 9999])
def test_a_project_file_that_cannot_be_read_says_nothing(tmp_path: Path, broken: str) -> None:
    (one,) = files(tmp_path, "annotation/n.txt/sana.tsv")
    (tmp_path / "exportedproject.json").write_text(broken)
    assert owners_of([one])[one.path].status is None


def test_what_inception_keeps_beside_the_work_is_passed_over_with_a_reason(tmp_path: Path) -> None:
    work = files(
        tmp_path, "annotation/n.txt/sana.tsv", "annotation/n.txt/INITIAL_CAS.tsv", "annotation/m.txt/INITIAL_CAS.tsv"
    )
    beside = files(
        tmp_path, "source/n.txt", "source/new.txt", "exportedproject.json", "annotation_ser/n/x.txt", key="text"
    )
    kept, passed = without_project_files([*work, *beside])
    assert [str(one.path.relative_to(tmp_path)) for one in kept] == [
        "annotation/n.txt/sana.tsv",
        "annotation/m.txt/INITIAL_CAS.tsv",  # nobody has worked on it: it is all there is
        "source/new.txt",
    ]
    assert [(str(path.relative_to(tmp_path)), why) for path, why in passed] == [
        ("annotation/n.txt/INITIAL_CAS.tsv", "a document before anybody annotated it"),
        ("source/n.txt", "a document as it was before the import into INCEpTION"),
        ("exportedproject.json", "a file of INCEpTION's own"),
        ("annotation_ser/n/x.txt", "a file of INCEpTION's own"),
    ]


def test_doccano_s_file_for_each_user_is_told_by_its_unknown_or_admin(tmp_path: Path) -> None:
    found = files(tmp_path, "admin.jsonl", "ثنا.jsonl", "unknown.jsonl", "all.jsonl", key="doccano")
    assert people(found, tmp_path) == {"admin.jsonl": "admin", "ثنا.jsonl": "ثنا"}
    assert people(files(tmp_path / "b", "train.jsonl", "all.jsonl", key="doccano"), tmp_path) == {}
    assert people(files(tmp_path / "c", "admin.jsonl", key="doccano"), tmp_path) == {}


def test_files_and_folders_name_people_when_asked(tmp_path: Path) -> None:
    found = files(tmp_path, "sana/x/1.jsonl", "sana/x/2.jsonl", "bilal/x/1.jsonl", key="jsonl")
    assert people(found, tmp_path, "file") == {"sana/x/1.jsonl": "1", "sana/x/2.jsonl": "2", "bilal/x/1.jsonl": "1"}
    assert people(found, tmp_path, "folder") == {
        "sana/x/1.jsonl": "sana",
        "sana/x/2.jsonl": "sana",
        "bilal/x/1.jsonl": "bilal",
    }


def test_the_folder_of_a_person_is_that_beside_which_others_hold_the_same_names() -> None:
    paths = [
        Path(name) for name in ("/c/news/sana/1.a", "/c/news/bilal/1.a", "/c/sport/sana/2.a", "/c/sport/bilal/2.a")
    ]
    assert [*folders_of(paths).values()] == ["sana", "bilal", "sana", "bilal"]
    assert [*folders_of([Path("/c/sana/1.a"), Path("/c/sana/2.a")]).values()] == ["sana", "sana"]
    assert [*folders_of([Path("/c/sana/1.a"), Path("/c/2.a")]).values()] == ["sana", "c"]
    assert folders_of([]) == {}


def test_a_curation_is_known_wherever_it_was_put_and_names_are_one_line(tmp_path: Path) -> None:
    found = files(tmp_path, "mine/n.txt/CURATION_USER (1).tsv", "mine/m.txt/CURATION_USER.tsv")
    assert [(one.annotator, one.document) for one in owners_of(found).values()] == [
        ("curator", "n.txt"),
        ("curator", "m.txt"),
    ]
    assert people(files(tmp_path / "x", "a \n b.tsv"), tmp_path / "x", "file") == {"a \n b.tsv": "a b"}
