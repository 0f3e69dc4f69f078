"""spaCy loads what is written, finds nothing wrong with it and trains on it."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

from models.base.entities import Label, Scope
from models.base.errors import UserError
from models.base.report import Report
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats.columns.spacy import FORMAT
from models.formats.support.options import Cut, Overlaps, WriteOptions
from models.formats.support.sink import Sink
from models.project.project import Project
from tests.models.formats.helpers import HARD, Spans, article, fill

spacy = pytest.importorskip("spacy")
TEXT = "\n تحریک طالبان  پاکستان\t\n😀 لاہور \u200c میں۔ \n"


def put(folder: Path, spans: Spans, text: str = TEXT, overlaps: Overlaps = Overlaps.OUTERMOST) -> tuple[Any, list[str]]:
    report, folder = Report(), folder / "o"
    folder.mkdir()
    assert FORMAT.write
    FORMAT.write([article(text, spans)], Sink(folder, (), report, WriteOptions(overlaps)))
    (doc,) = load(folder / "0001.spacy")
    return doc, [note.what for note in report.notes]


def load(file: Path) -> list[Any]:
    from spacy.tokens import DocBin

    return list(DocBin().from_disk(file).get_docs(spacy.blank("ur").vocab))


@pytest.mark.parametrize("text", [TEXT, "ا", " ا", "  ا  ب", *(text for text, _ in HARD)])
def test_the_text_of_a_document_is_the_article(tmp_path: Path, text: str) -> None:
    doc, _ = put(tmp_path, [], text)
    assert doc.text == text
    assert doc.user_data["id"] == "a"


@pytest.mark.parametrize("cut", Cut)
def test_file_is_what_spacy_itself_writes_of_its_documents(tmp_path: Path, cut: Cut) -> None:
    from spacy.tokens import DocBin

    text = f"{TEXT} BBC “Straße” 𐐀"
    marks = [[(2, 23, "ORG"), (16, 23, "LOC"), (28, 30, "Straße")], [], [(0, len(text), "LOC")]]
    given = [article(text, spans, f"{number}") for number, spans in enumerate(marks)]
    assert FORMAT.write
    FORMAT.write(given, Sink(tmp_path, (Label("خبر", scope=Scope.ARTICLE),), Report(), WriteOptions(tokens=cut)))
    file = tmp_path / "0001.spacy"
    attrs = ("ORTH", "SPACY", "ENT_IOB", "ENT_TYPE")
    assert DocBin(attrs=attrs, store_user_data=True, docs=load(file)).to_bytes() == file.read_bytes()


def test_flat_spans_are_entities_and_all_are_in_the_group(tmp_path: Path) -> None:
    spans: Spans = [(2, 23, "ORG"), (16, 23, "LOC"), (27, 32, "LOC")]
    doc, notes = put(tmp_path, spans)
    assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [spans[0], spans[2]]
    assert [(e.start_char, e.end_char, e.label_) for e in doc.spans["sc"]] == spans
    assert notes == ['overlaps another span; in doc.spans["sc"] only']


def test_the_innermost_are_entities_when_asked_for(tmp_path: Path) -> None:
    doc, _ = put(tmp_path, [(2, 23, "ORG"), (16, 23, "LOC")], overlaps=Overlaps.INNERMOST)
    assert [(e.start_char, e.label_) for e in doc.ents] == [(16, "LOC")]


def test_spans_that_are_no_tokens_are_changed_and_noted(tmp_path: Path) -> None:
    doc, notes = put(tmp_path, [(28, 30, "A"), (22, 33, "B"), (0, 2, "C")])
    assert {(e.start_char, e.end_char) for e in doc.spans["sc"]} == {(27, 32), (16, 32)}
    assert "ends inside a token; widened to [27, 32)" in notes
    assert "holds white space alone; left out" in notes


@pytest.mark.filterwarnings("ignore")  # of spaCy's and thinc's own, while they train
def test_spacy_finds_nothing_wrong_and_trains(tmp_path: Path, project: Project) -> None:
    from spacy.cli.debug_data import _compile_gold
    from spacy.training import Corpus

    fill(project, [article(text + f" {n}", spans, f"{n}") for n in range(3) for text, spans in HARD])
    export(project, tmp_path / "o", ExportPlan("spacy", "me", shares=(("train", 0.7), ("dev", 0.3))))
    nlp = spacy.blank("ur")
    nlp.add_pipe("ner")
    sets = [list(Corpus(tmp_path / "o" / name)(nlp)) for name in ("train", "dev")]
    assert sum(map(len, sets)) == 3 * len(HARD)
    for examples in sets:
        gold = _compile_gold(examples, ["ner"], nlp, make_proj=True)
        assert gold["ws_ents"] == 0
        assert gold["ner"]["PERSON"] > 0
        assert not gold["boundary_cross_ents"]
    optimizer = nlp.initialize(lambda: sets[0])
    for _ in range(2):
        losses = nlp.update(sets[0], sgd=optimizer)
        assert losses["ner"] > 0


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(UserError, match="uv sync --extra spacy"), warnings.catch_warnings():
        put(tmp_path, [])


def test_split_tokens_keep_spans_as_they_are(tmp_path: Path) -> None:
    report = Report()
    assert FORMAT.write
    options = WriteOptions(tokens=Cut.SPLIT)
    FORMAT.write([article("سلیمکو  پیش", [(0, 4, "PERSON"), (4, 6, "DATE")])], Sink(tmp_path, (), report, options))
    (doc,) = load(tmp_path / "0001.spacy")
    assert doc.text == "سلیمکو  پیش"
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("سلیم", "PERSON"), ("کو", "DATE")]
    assert report.notes == []


@pytest.mark.filterwarnings("ignore")  # of spaCy's and thinc's own, while they train
@pytest.mark.parametrize(("nested", "pipe"), [(False, "ner"), (True, "spancat")])
def test_config_that_lies_beside_trains_what_the_data_has(
    tmp_path: Path, project: Project, nested: bool, pipe: str
) -> None:
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train

    spans: Spans = [(0, 20, "ORGANIZATION"), *([(13, 20, "LOCATION")] if nested else [])]
    fill(project, [article(f"تحریک طالبان پاکستان نے {n}", spans if n < 8 else spans[:1], f"{n}") for n in range(16)])
    export(project, tmp_path / "o", ExportPlan("spacy", "me", shares=(("train", 0.5), ("dev", 0.5))))
    paths = {"paths.train": str(tmp_path / "o" / "train"), "paths.dev": str(tmp_path / "o" / "dev")}
    steps = {"training.max_steps": 2, "training.eval_frequency": 1}
    config = spacy.util.load_config(tmp_path / "o" / "config.cfg", overrides=paths | steps, interpolate=False)
    assert config["nlp"]["pipeline"] == [pipe]
    assert config["nlp"]["lang"] == "ur"
    nlp, _ = train(init_nlp(config), None)
    assert nlp("تحریک طالبان").text == "تحریک طالبان"
