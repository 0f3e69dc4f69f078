"""What an import would bring, seen before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.base.entities import Scope
from models.base.errors import Cancelled, UserError
from models.formats.support.options import ReadOptions
from models.importing.cutting import Cut, CutAt
from models.importing.plan import ImportPlan
from models.importing.preview import Limit, UsedLabel, is_rtl, preview
from models.importing.run import import_files
from models.project.project import Project

URDU = "وزیراعظم شہباز شریف نے کہا۔\nاجلاس لاہور میں ہوگا، جہاں کئی رہنما جمع ہوں گے۔"


OLD = URDU.replace("ی", "ي").replace("۔", ".")  # windows-1256 has no ی and no ۔


def jsonl(path: Path, articles: int, label: str = "PERSON") -> Path:
    layers = [{"annotator": "sana", "spans": [{"start": 9, "end": 19, "label": label}]}]
    rows = [{"id": str(number), "text": f"{URDU} {number}", "layers": layers} for number in range(articles)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_an_article_is_shown_with_its_title_direction_and_format(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"BBC اردو کی خبریں\n{URDU}", encoding="utf-8")
    (tmp_path / "b.txt").write_text("An article in English", encoding="utf-8")
    found = preview([tmp_path])
    assert [(article.title, article.rtl) for article in found.articles] == [
        ("BBC اردو کی خبریں", True),
        ("An article in English", False),
    ]
    assert found.articles[0].beginning.text.startswith("BBC")
    assert [(one.format.key, one.why) for one in found.files] == [("text", "its name ends in .txt")] * 2
    assert found.whole
    assert not found.trouble
    assert not found.has_layers


def test_labels_spans_and_annotators_are_counted(tmp_path: Path) -> None:
    found = preview([jsonl(tmp_path / "a.jsonl", 3), jsonl(tmp_path / "b.jsonl", 2, "CITY")])
    assert found.labels == (UsedLabel("PERSON", Scope.SPAN, 3), UsedLabel("CITY", Scope.SPAN, 2))
    assert found.annotators == ("sana",)
    assert (found.report.articles, found.report.spans) == (5, 5)
    assert [article.spans for article in found.articles] == [1] * 5


def test_it_stops_early_and_says_that_it_did_not_read_all(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", 30)
    found = preview([file], limit=Limit(shown=4, articles=10))
    assert (len(found.articles), found.report.articles, found.whole) == (4, 10, False)
    assert preview([file], limit=Limit(articles=30)).whole
    assert preview([file], limit=Limit(seconds=-1)).report.articles == 1
    again = preview([file, jsonl(tmp_path / "b.jsonl", 1)], limit=Limit(articles=30))
    assert not again.whole


def test_a_file_in_windows_1256_is_read_in_the_proposed_encoding(tmp_path: Path) -> None:
    file, other = tmp_path / "old.txt", tmp_path / "new.txt"
    arabic = OLD
    file.write_bytes(arabic.encode("windows-1256"))
    other.write_text(URDU, encoding="utf-8")
    found = preview([file, other])
    assert found.foreign == {file: "cp1256"}
    assert [article.beginning.text for article in found.articles] == [arabic, URDU]
    assert not found.trouble


@pytest.mark.parametrize("encoding", ["cp1256", ""])
def test_articles_before_the_first_strange_byte_are_counted_once(tmp_path: Path, encoding: str) -> None:
    other, file = jsonl(tmp_path / "a.jsonl", 3), jsonl(tmp_path / "b.jsonl", 700, "DATE")
    one_line = " ".join(OLD.split())
    last = f'{{"id": "x", "text": "{one_line}", "layers": [{{"annotator": "sana", "spans": []}}]}}\n'
    with file.open("ab") as out:
        out.write(last.encode("cp1256") if encoding else b'{"text": "\x81\x8d\xff\x00"}\n')
    found = preview([other, file])
    assert found.foreign == {file: encoding}
    many = 704 if encoding else 3
    assert (found.report.articles, found.people["sana"].articles) == (many, many)
    assert found.cuts[Cut(CutAt.LINES)] == 2 * many - bool(encoding)  # the last has one line
    assert found.report.files_left_out == (not encoding)


def test_another_encoding_shows_another_text_and_leaves_utf_8_alone(tmp_path: Path) -> None:
    file, other = tmp_path / "old.txt", tmp_path / "new.txt"
    file.write_bytes(OLD.encode("windows-1256"))
    other.write_text(URDU, encoding="utf-8")
    found = preview([file, other], encoding="iso8859-15")
    assert not found.articles[0].rtl
    assert found.articles[1].beginning.text == URDU


def test_an_encoding_for_all_files_is_kept_to(tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes(b"caf\xe9")
    plan = ImportPlan(options=ReadOptions(encoding="ascii"))
    found = preview([file], plan)
    assert "not ASCII" in found.trouble
    assert found.foreign == {}


def test_what_is_wrong_inside_a_file_is_told_as_the_import_tells_it(project: Project, tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", 2)
    with file.open("a") as more:
        more.write('{"text": \n{"text": "c", "spans": [{"start": 0, "end": 9, "label": "X"}]}\n')
    (tmp_path / "b.txt").write_bytes(b"\0")
    (tmp_path / "c.txt").write_text("")
    (tmp_path / "README.md").write_text("a corpus")
    found, report = preview([tmp_path]), import_files(project, [tmp_path])
    assert (found.trouble, found.whole) == ("", True)
    assert [str(note) for note in found.report.notes] == [str(note) for note in report.notes]
    assert len(report.notes) == 5
    for name in ("left_out", "spans_left_out", "files_left_out", "broken_off"):
        assert getattr(found.report, name) == getattr(report, name)
    assert str(report).startswith("2 files, 1 record, 1 span LEFT OUT; 3 articles")


def test_trouble_is_what_an_import_would_end_with(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": \n{"text": ""}\n')
    (tmp_path / "b.txt").write_text(" ")
    with pytest.raises(UserError) as caught:
        import_files(project, [tmp_path])
    assert preview([tmp_path]).trouble == str(caught.value)
    assert str(caught.value).endswith("nor could any of 2 others be read.")


def test_what_is_wrong_inside_a_file_is_the_trouble_of_a_strict_import(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", 2)
    with file.open("a") as more:
        more.write('{"text": ')
    found = preview([file], ImportPlan(options=ReadOptions(strict=True)))
    assert found.trouble.startswith(f"{file}, line 3: not JSON")
    assert len(found.articles) == 2
    assert not found.whole


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        preview([tmp_path / "none.txt"])
    with pytest.raises(UserError, match="holds no file"):
        preview([tmp_path])


def test_a_change_of_the_text_is_among_the_notes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("لاہور\r\nکراچی".encode())
    assert [note.what for note in preview([tmp_path]).report.notes] == ["CRLF became LF"]


def test_it_can_be_cancelled_while_folders_are_looked_through(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(URDU, encoding="utf-8")

    def stop(_done: int, _whole: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        preview([tmp_path], progress=stop)


def test_a_table_tells_its_columns_even_when_none_is_known_to_hold_the_texts(tmp_path: Path) -> None:
    pytest.importorskip("models.formats.columns.csv")
    file = tmp_path / "a.csv"
    file.write_text("no,b,c\n1,لاہور میں بارش,خبر\n", encoding="utf-8")
    found = preview([file], ImportPlan("csv"))
    assert found.trouble
    assert found.reading is not None
    assert found.reading.parts == ("no", "b", "c")
    chosen = preview([file], ImportPlan("csv", options=ReadOptions(roles={"text": ("b",)})))
    assert [article.beginning.text for article in chosen.articles] == ["لاہور میں بارش"]


def test_direction_follows_most_letters() -> None:
    assert is_rtl("BBC کے مطابق لاہور میں")
    assert not is_rtl("The word لاہور")
    assert not is_rtl("123")


def test_more_are_announced_only_where_there_are_more(tmp_path: Path) -> None:
    one, two = jsonl(tmp_path / "one.jsonl", 1), jsonl(tmp_path / "two.jsonl", 2)
    late = Limit(seconds=-1)
    assert preview([one], limit=late).whole, "time was up, and all was read"
    assert not preview([two], limit=late).whole
    assert not preview([one, two], limit=late).whole
    assert preview([two], limit=Limit(articles=2)).whole
