"""Import and export without a window, with all that can be said about them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.base.entities import ArticleId, Status
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.labels.templates import seed_labels
from models.labels.toml_file import new_label
from models.project.project import Project
from tests.models.formats.helpers import article, fill
from tests.ui.cli.test_cli import one_line, run

TEXT = "علی لاہور گیا"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with ten articles; five of them are done."""
    made, lines = tmp_path / "p.nishan", []
    for number in range(10):
        status = "done" if number % 2 else "new"
        spans = [{"start": 0, "end": 3, "label": "PERSON"}, {"start": 4, "end": 9, "label": "LOCATION"}]
        layers = [{"annotator": "sana", "status": status, "spans": spans if number % 2 else []}]
        lines.append(json.dumps({"id": f"{number}.txt", "text": f"{TEXT} {number}", "layers": layers}))
    (tmp_path / "ten.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert run("new", made).exit_code == 0
    assert run("import", made, tmp_path / "ten.jsonl").exit_code == 0
    return made


def records(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_import_says_what_it_took_a_file_for(path: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("ایک", encoding="utf-8")
    (tmp_path / "two.txt").write_text("دو", encoding="utf-8")
    said = run("import", path, tmp_path / "one.txt", tmp_path / "two.txt").stdout.splitlines()
    assert said == ["imported 2 articles, 0 spans", "  2 files read as text: its name ends in .txt"]


def test_labels_are_mapped_and_the_report_is_kept(path: Path, tmp_path: Path) -> None:
    file, report = tmp_path / "a.jsonl", tmp_path / "report.json"
    spans = [{"start": 0, "end": 3, "label": "NEP"}, {"start": 4, "end": 9, "label": "VERB"}]
    file.write_text(json.dumps({"text": f"{TEXT}!", "spans": spans}), encoding="utf-8")
    result = run(
        "import", path, file, "--annotator", "ali", "--map", "NEP=PERSON", "--map", "VERB=", "--report", report
    )
    assert result.stdout.startswith("imported 1 article, 1 span\n")
    found = json.loads(report.read_text(encoding="utf-8"))
    assert (found["articles"], found["spans"], found["labels"]) == (1, 1, [])
    where = f"{file}, line 1"
    what = "1 span of VERB left out: no label for them"
    assert found["notes"] == [{"where": where, "what": what, "file": str(file), "line": 1}]


@pytest.mark.parametrize("given", ["NEP", "=X"])
def test_mapping_without_both_sides_is_wrong_usage(path: Path, tmp_path: Path, given: str) -> None:
    result = run("import", path, tmp_path / "ten.jsonl", "--map", given)
    assert result.exit_code == 2
    assert "--map wants NAME=OTHER" in result.stderr


def test_suggestions_do_not_leave_with_the_data(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"text": "پشاور", "spans": [{"start": 0, "end": 5, "label": "LOCATION"}]}))
    assert run("import", path, file, "--as", "suggestions", "--annotator", "model").exit_code == 0
    run("export", path, tmp_path / "out.jsonl", "--format", "jsonl")
    assert sum(len(layer["spans"]) for row in records(tmp_path / "out.jsonl") for layer in row["layers"]) == 10


def test_old_encoding_is_read_when_it_is_named(path: Path, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("لاہور اور پشاور".encode("cp1256", "replace"))
    assert "not UTF-8" in one_line(run("import", path, tmp_path / "old.txt"))
    assert run("import", path, tmp_path / "old.txt", "--encoding", "windows-1256").exit_code == 0


def test_only_articles_that_are_so_far_are_exported(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run("export", path, out, "--format", "jsonl", "--status", "done")
    assert [row["id"] for row in records(out)] == [f"{number}.txt" for number in range(1, 10, 2)]
    run("export", path, out, "--format", "jsonl", "--status", "new", "--annotator", "sana")
    assert [row["id"] for row in records(out)] == [f"{number}.txt" for number in range(0, 10, 2)]


def test_chosen_and_done_articles_are_those_that_are_both(path: Path, tmp_path: Path) -> None:
    plan = ExportPlan("jsonl", statuses=frozenset({Status.DONE}), articles=frozenset(map(ArticleId, (1, 2, 3))))
    with Project.open(path) as project:
        export(project, tmp_path / "out.jsonl", plan)
    assert [row["id"] for row in records(tmp_path / "out.jsonl")] == ["1.txt"]


def test_split_is_a_folder_and_the_same_each_time(path: Path, tmp_path: Path) -> None:
    wanted = ["--format", "jsonl", "--split", "train=0.6,dev=0.2,test=0.2", "--seed", "7"]
    for name in ("a", "b"):
        assert run("export", path, tmp_path / name, *wanted).exit_code == 0
    parts = {file.name: [row["id"] for row in records(file)] for file in (tmp_path / "a").iterdir()}
    assert sorted(parts) == ["dev.jsonl", "test.jsonl", "train.jsonl"]
    assert sorted(name for found in parts.values() for name in found) == [f"{number}.txt" for number in range(10)]
    assert parts == {file.name: [row["id"] for row in records(file)] for file in (tmp_path / "b").iterdir()}


def test_split_keeps_together_what_a_field_says_and_dev_has_its_name(path: Path, tmp_path: Path) -> None:
    wanted = ["--format", "jsonl", "--split", "train=0.6,dev=0.2,test=0.2", "--dev-name", "validation", "--card"]
    told = run("export", path, tmp_path / "a", *wanted, "--group", "title", "--report", tmp_path / "r.json")
    assert told.exit_code == 0, told.stderr
    written = f"exported 10 articles, 10 spans to {tmp_path / 'a'}; kept together in the split: no equal"
    assert told.stdout.startswith(written)
    assert "10 values of title" in told.stdout
    assert sorted(file.name for file in (tmp_path / "a").iterdir()) == [
        *("README.md", "test.jsonl", "train.jsonl", "validation.jsonl")
    ]
    card = (tmp_path / "a" / "README.md").read_text(encoding="utf-8")
    assert "split: validation" in card
    assert "and articles with one value of title." in card
    assert json.loads((tmp_path / "r.json").read_text())["split"]["groups"] == 10


@pytest.mark.parametrize("option", ["--split", "--group", "--dev-name", "--annotator"])
@pytest.mark.parametrize("empty", ["", " "])
def test_empty_option_is_wrong_usage_and_not_none(path: Path, tmp_path: Path, option: str, empty: str) -> None:
    shares = [] if option == "--split" else ["--split", "train=0.5,dev=0.5"]
    told = run("export", path, tmp_path / "out", "--format", "jsonl", *shares, option, empty)
    assert told.exit_code == 2
    assert f"{option} is empty" in told.stderr
    assert not (tmp_path / "out").exists()


def test_full_folder_is_replaced_only_when_that_is_said(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    wanted = ["export", path, out, "--format", "jsonl", "--split", "train=1"]
    assert "the folder is not empty; choose a new one, or say that it is replaced" in one_line(run(*wanted))
    assert [file.name for file in out.iterdir()] == ["mine.txt"]
    assert run(*wanted, "--replace").exit_code == 0
    assert [file.name for file in out.iterdir()] == ["train.jsonl"]


@pytest.mark.parametrize("key", ["brat", "webanno-tsv"])
def test_ids_that_are_no_names_of_files_are_one_line_on_the_screen(tmp_path: Path, key: str) -> None:
    with Project.create(tmp_path / "q.nishan", seed_labels()) as project:
        fill(project, [article(f"لاہور {number}", [], f"http://x/{number}?a") for number in range(9)])
    said = run("export", tmp_path / "q.nishan", tmp_path / "out", "--format", key, "--card").stdout.splitlines()
    assert said[1:] == [
        "  9 times: its id is no name for a file, which has another (first: http://x/0?a, written as http_x_0_a"
        f"{'.txt' if key == 'brat' else '.tsv'})"
    ]
    assert "- 9 times: its id is no name for a file, which has another\n" in (tmp_path / "out/README.md").read_text()


@pytest.mark.parametrize(
    ("key", "what"), [("brat", "cannot be called"), ("conll2003", "white space"), ("label-studio", "address")]
)
def test_what_each_part_of_a_split_says_is_said_once(tmp_path: Path, key: str, what: str) -> None:
    with Project.create(tmp_path / "q.nishan", (*seed_labels(), new_label("نام شخص", 9))) as project:
        fill(project, [article(f"لاہور {number} {number}", [(0, 5, "نام شخص")], f"{number}") for number in range(9)])
    said = run("export", tmp_path / "q.nishan", tmp_path / "out", "--format", key, "--split", "a=0.4,b=0.3,c=0.3")
    assert len([line for line in said.stdout.splitlines() if what in line]) == 1


def test_sentence_says_where_before_what_is_kept_together(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = run("export", path, out, "--format", "doccano", "--split", "train=0.5,test=0.5").stdout.splitlines()[0]
    assert said.startswith(f"exported 10 articles, 10 spans to {out}; kept together in the split: no equal or near-")
    assert said.endswith("; NOT in it: annotator of 5 articles, status of 5 articles")


def test_dry_run_tells_the_losses_and_writes_nothing(path: Path, tmp_path: Path) -> None:
    before = sorted(file.name for file in tmp_path.iterdir())
    result = run("export", path, tmp_path / "out.conll", "--format", "conll2003", "--dry-run")
    first, *lines = result.stdout.splitlines()
    assert first == (
        "would export 10 articles, 10 spans; NOT in it: annotator of 5 articles, status of 5 articles, "
        "id of 10 articles; nothing is written"
    )
    assert [line.partition(":")[0].strip() for line in lines] == [
        *("annotator of 5 articles", "status of 5 articles", "id of 10 articles")
    ]
    assert sorted(file.name for file in tmp_path.iterdir()) == before


def test_tokens_are_split_when_that_is_said(tmp_path: Path) -> None:
    row = {"text": "سلیمکو", "spans": [{"start": 0, "end": 4, "label": "PERSON"}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    run("new", tmp_path / "q.nishan")
    run("import", tmp_path / "q.nishan", tmp_path / "a.jsonl")
    wanted = ["export", tmp_path / "q.nishan", tmp_path / "o.conll", "--format", "conll2003"]
    assert "ends inside a token; widened to [0, 6)" in run(*wanted).stdout
    assert "widened" not in run(*wanted, "--tokens", "split", "--card").stdout
    assert "سلیم -X- _ B-PERSON\nکو -X- _ O\n" in (tmp_path / "o.conll").read_text(encoding="utf-8")
    card = (tmp_path / "o.README.md").read_text(encoding="utf-8")
    assert "- Tokens: split where a span begins or ends inside one.\n" in card


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (["--layer", "curated"], "nobody has curated this project yet"),
        (["--unit", "sentence"], "jsonl: a record is always one article here"),
        (["--overlaps", "innermost"], "jsonl: spans may overlap here"),
        (["--scheme", "iobes"], "jsonl: has no choice of tag schemes"),
        (["--tokens", "split"], "jsonl: has no choice of tokens"),
        (["--split", "train=0.5"], "the shares add up to 0.5"),
        (["--split", "80/20"], "write shares as train=0.8,dev=0.1,test=0.1"),
        (["--split", "train=0.5,dev=0.5", "--dev-name", "../up"], "a split cannot be called that"),
        (["--split", "train=0.5,dev=0.5", "--group", "nothing"], "nothing: no article has this field"),
        (["--group", "event"], "event: articles are grouped for a split, and there is none"),
        (["--annotator", "nobody"], "nobody: no such annotator"),
    ],
)
def test_what_a_format_cannot_do_is_said(path: Path, tmp_path: Path, wanted: list[str], says: str) -> None:
    out = tmp_path / "out.jsonl"
    assert says in one_line(run("export", path, out, "--format", "jsonl", *wanted))
    assert not out.exists()


def test_report_is_a_page_and_never_takes_the_place_of_a_project(path: Path, tmp_path: Path) -> None:
    assert "wrote" in run("report", path, tmp_path / "r.html").output
    assert "PERSON" in (tmp_path / "r.html").read_text(encoding="utf-8")
    refused = run("report", path, path)
    assert refused.exit_code == 1
    assert "project" in refused.output
