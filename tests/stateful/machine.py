"""Random gestures on a real session beside a model of plain dictionaries; after each, both and the file must agree.

The model holds one value under each key; a key without a value is not there. A gesture is a change of values, so
undo is the same change backwards, whatever else has come in between.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from models.checks import check
from models.corpus import Label, Scope, Span, Status, Suggestion
from models.importing import ImportPlan, import_files
from models.project import Project
from models.tokens import tokens
from ui.gestures import articles, guidelines, labels, spans
from ui.session import Session

TEXTS = ("لاہور میں بارش اور دھوپ", "عمران 😀 لاہور گئے اور آئے", "کراچی اور اسلام آباد", "ایک لفظ")
STATUSES = (Status.STARTED, Status.DONE, Status.SKIPPED)
FIRED: Counter[str] = Counter()
some = st.integers(0, 1000)
Key = tuple[Any, ...]


class Machine(RuleBasedStateMachine):
    """One project, its model, and what undo and redo must give."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "0.nishan"
        self.number = 0
        self.model: dict[Key, Any] = {}
        self.done: list[dict[Key, tuple[Any, Any]]] = []
        self.undone: list[dict[Key, tuple[Any, Any]]] = []

    @initialize()
    def begin(self) -> None:
        made = [Label(name, key="") for name in ("PERSON", "PLACE", "DATE")]
        made += [
            Label(name, scope=Scope.ARTICLE, choice=choice) for name, choice in (("good", ""), ("a", "T"), ("b", "T"))
        ]
        with Project.create(self.path, made, "g") as project:
            for number, text in enumerate(TEXTS):
                file = self.path.with_name(f"{number}.txt")
                file.write_text(text, encoding="utf-8")
                import_files(project, [file])
            self.model = {("guidelines",): "g"} | {("label", one.id): one.name for one in project.labels()}
        self.open("sana")

    def open(self, annotator: str) -> None:
        self.session = Session(Project.open(self.path), annotator)
        self.session.open_article(self.session.project.article_rows(self.session.annotator.id)[0].id)
        self.done, self.undone = [], []
        self.events = self.count()

    # --- the model --------------------------------------------------------------------------------------------

    def here(self) -> tuple[int, int]:
        assert self.session.article is not None
        return self.session.article.id, self.session.annotator.id

    def place(self, span: Span) -> Key:
        return "span", span.article, span.annotator, span.start, span.end, span.label

    def count(self) -> int:
        return int(self.session.project.value("SELECT count(*) FROM event"))

    def expect(self, rule_name: str, change: dict[Key, Any], happened: bool) -> None:
        """A gesture happened if, and only if, it changes something."""
        FIRED[rule_name] += 1
        step = {key: (self.model.get(key), value) for key, value in change.items() if self.model.get(key) != value}
        assert bool(step) == happened, (rule_name, step)
        if step:
            self.take(step, 1)
            self.done.append(step)
            self.undone.clear()
            assert self.count() > self.events, f"{rule_name} is in no event"
        self.events = self.count()

    def take(self, step: dict[Key, tuple[Any, Any]], side: int) -> None:
        for key, values in step.items():
            if values[side] is None:
                self.model.pop(key, None)
            else:
                self.model[key] = values[side]

    def word(self, one: int, length: int = 0) -> tuple[int, int]:
        assert self.session.article is not None
        words = [token for token in tokens(self.session.article.text) if token.is_word]
        first = one % len(words)
        return words[first].start, words[min(first + length, len(words) - 1)].end

    def label(self, one: int) -> Label:
        return self.session.labels[one % len(self.session.labels)]

    def span(self, one: int) -> Span:
        return self.session.spans[one % len(self.session.spans)]

    def has_spans(self) -> bool:
        return bool(self.session.spans) and bool(self.session.labels)

    def has_labels(self) -> bool:
        return bool(self.session.labels)

    # --- gestures on spans ------------------------------------------------------------------------------------

    @precondition(has_labels)
    @rule(word=some, length=st.integers(0, 2), label=some)
    def mark(self, word: int, length: int, label: int) -> None:
        start, end = self.word(word, length)
        kind = self.label(label)
        key = ("span", *self.here(), start, end, kind.id)
        there = key in self.model
        assert spans.label(self.session, start, end, kind)
        self.expect("label", {} if there else {key: ("", "")}, not there)

    @precondition(has_labels)
    @rule(words=st.lists(some, min_size=1, max_size=4), label=some)
    def mark_many(self, words: list[int], label: int) -> None:
        kind, (article, me) = self.label(label), self.here()
        keys = {("span", article, me, *self.word(word), kind.id) for word in words}
        new = {key: ("", "") for key in keys if key not in self.model}
        made = spans.label_many(self.session, [(article, *self.word(word)) for word in words], kind)
        assert made == len(new)
        self.expect("label many", new, bool(made))

    @precondition(has_spans)
    @rule(one=some, label=some)
    def relabel(self, one: int, label: int) -> None:
        span, kind = self.span(one), self.label(label)
        old, new = self.place(span), (*self.place(span)[:-1], kind.id)
        change = {} if new in self.model else {old: None, new: self.model[old]}
        self.expect("relabel", change, spans.relabel(self.session, span, kind))

    @precondition(has_spans)
    @rule(one=some, label=some)
    def duplicate(self, one: int, label: int) -> None:
        span, kind = self.span(one), self.label(label)
        new = (*self.place(span)[:-1], kind.id)
        there = new in self.model
        spans.duplicate(self.session, span, kind)
        self.expect("duplicate", {} if there else {new: ("", "")}, not there)

    @precondition(has_spans)
    @rule(one=some)
    def remove(self, one: int) -> None:
        span = self.span(one)
        self.expect("remove", {self.place(span): None}, spans.remove(self.session, span))

    @precondition(has_spans)
    @rule(one=some, word=some, length=st.integers(0, 2))
    def move_edges(self, one: int, word: int, length: int) -> None:
        span, (start, end) = self.span(one), self.word(word, length)
        old = self.place(span)
        new = (*old[:3], start, end, old[-1])
        change = {} if new in self.model else {old: None, new: self.model[old]}
        self.expect("move edges", change, spans.set_edges(self.session, span, start, end))

    @precondition(has_spans)
    @rule(one=some, note=st.sampled_from(("", "نوٹ", "x 😀")))
    def note(self, one: int, note: str) -> None:
        span = self.span(one)
        key = self.place(span)
        self.expect("note", {key: (note, self.model[key][1])}, spans.set_note(self.session, span, note))

    @precondition(has_spans)
    @rule(one=some)
    def unsure(self, one: int) -> None:
        span = self.span(one)
        note, confidence = self.model[self.place(span)]
        change = {self.place(span): (note, "" if confidence else spans.UNSURE)}
        self.expect("unsure", change, spans.toggle_unsure(self.session, span))

    @precondition(has_labels)
    @rule(word=some, label=some, accept=st.booleans())
    def suggestion(self, word: int, label: int, accept: bool) -> None:
        (start, end), kind = self.word(word), self.label(label)
        place = (*self.here(), start, end, kind.id)
        if ("span", *place) in self.model or ("rejection", *place) in self.model:
            return
        suggested = Suggestion(start, end, kind.id, "repeat")
        if accept:
            self.expect("accept", {("span", *place): ("", "")}, spans.accept(self.session, suggested))
        else:
            self.expect("reject", {("rejection", *place): True}, spans.reject(self.session, suggested))

    # --- articles, labels, guidelines -------------------------------------------------------------------------

    @precondition(lambda self: bool(self.session.article_choices))
    @rule(label=some)
    def article_label(self, label: int) -> None:
        choices = self.session.article_choices
        kind = choices[label % len(choices)]
        key = ("mark", *self.here(), kind.id)
        rivals = {("mark", *self.here(), other.id): None for other in choices if kind.choice == other.choice != ""}
        change = {key: None} if key in self.model else rivals | {key: True}
        self.expect("label of an article", change, articles.toggle_label(self.session, kind))

    @rule(status=st.sampled_from(STATUSES))
    def status(self, status: Status) -> None:
        key = ("status", *self.here())
        shown = self.told()[key]
        if shown is not status:
            self.model[key] = shown  # what undo writes
        change = {} if shown is status else {key: status}
        assert articles.set_status(self.session, status)
        self.expect("status", change, shown is not status)

    @rule(text=st.sampled_from(("g", "# ہدایات", "")))
    def guide(self, text: str) -> None:
        self.expect("guidelines", {("guidelines",): text}, guidelines.save(self.session, text))

    @precondition(has_labels)
    @rule(one=some)
    def rename_label(self, one: int) -> None:
        self.number += 1
        old = self.label(one)
        name = f"R{self.number}"
        new = Label(name, color=old.color, scope=old.scope)
        self.expect("rename a label", {("label", old.id): name}, labels.update(self.session, old, new))

    @rule()
    def add_label(self) -> None:
        self.number += 1
        made = labels.create(self.session, Label(f"N{self.number}"))
        assert made is not None
        self.expect("add a label", {("label", made.id): made.name}, True)

    @precondition(lambda self: len(self.session.labels) > 1)
    @rule(one=some)
    def delete_label(self, one: int) -> None:
        kind = self.label(one)
        gone = {key: None for key in self.model if key[0] in {"span", "rejection", "mark"} and key[-1] == kind.id}
        done = labels.delete(self.session, kind)
        self.expect("delete a label", gone | {("label", kind.id): None}, done)

    # --- moving about, undo, restart --------------------------------------------------------------------------

    @rule(one=some)
    def other_article(self, one: int) -> None:
        rows = self.session.project.article_rows(self.session.annotator.id)
        self.session.open_article(rows[one % len(rows)].id)
        FIRED["change article"] += 1

    @rule(name=st.sampled_from(("sana", "علی")))
    def other_annotator(self, name: str) -> None:
        if name != self.session.annotator.name:
            self.session.work_as(name)
            self.done, self.undone = [], []
        FIRED["change annotator"] += 1

    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.session.undo()
            if self.done:
                self.take(self.done[-1], 0)
                self.undone.append(self.done.pop())
        FIRED["undo"] += 1
        self.events = self.count()

    @rule(times=st.integers(1, 3))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self.session.redo()
            if self.undone:
                self.take(self.undone[-1], 1)
                self.done.append(self.undone.pop())
        FIRED["redo"] += 1
        self.events = self.count()

    @rule()
    def import_text(self) -> None:
        self.number += 1
        file = self.path.with_name(f"import{self.number}.txt")
        file.write_text(f"نیا مضمون {self.number}", encoding="utf-8")
        import_files(self.session.project, [file], ImportPlan())
        self.session.refresh()
        FIRED["import"] += 1
        self.events = self.count()

    @rule(one=some)
    def import_spans(self, one: int) -> None:
        self.number += 1
        names = [label.name for label in self.session.labels] + ["IMPORTED"]
        name, text = names[one % len(names)], f"درآمد {self.number}"
        file = self.path.with_name(f"import{self.number}.jsonl")
        file.write_text(json.dumps({"text": text, "label": [[0, 5, name]]}) + "\n", encoding="utf-8")
        project = self.session.project
        for _ in range(2):  # what is there already is left as it is
            import_files(project, [file], ImportPlan(annotator="import"))
        self.session.refresh()
        (kind,) = [label for label in project.labels() if label.name == name]
        (who,) = [person for person in project.annotators() if person.name == "import"]
        last = project.article_rows(who.id)[-1].id
        assert project.article(last).text == text
        self.model |= {("label", kind.id): name, ("span", last, who.id, 0, 5, kind.id): ("", "")}
        FIRED["import spans"] += 1
        self.events = self.count()

    @rule()
    def restart(self) -> None:
        name = self.session.annotator.name
        self.session.close()
        self.open(name)
        FIRED["restart"] += 1

    @rule()
    def kill(self) -> None:
        """Copies what a kill would leave, by another process: this one may not look into its own open file."""
        self.number += 1
        copy = self.path.with_name(f"killed{self.number}.nishan")
        for end in ("", "-wal"):
            if Path(f"{self.path}{end}").exists():
                subprocess.run(["cp", f"{self.path}{end}", f"{copy}{end}"], check=True)
        name = self.session.annotator.name
        self.session.close()
        self.path = copy
        self.open(name)
        FIRED["kill"] += 1

    # --- what must be so --------------------------------------------------------------------------------------

    def found(self) -> dict[Key, Any]:
        """The project, read fresh, in the shape of the model."""
        project = self.session.project
        found: dict[Key, Any] = {("guidelines",): project.guidelines()}
        found |= {("label", label.id): label.name for label in project.labels()}
        for person in project.annotators():
            for row in project.article_rows(person.id):
                found |= {self.place(one): (one.note, one.confidence) for one in project.spans(row.id, person.id)}
                layer = row.id, person.id
                found |= {("mark", *layer, one.label): True for one in project.article_labels(*layer)}
                rejected = project.rejections(*layer)
                found |= {("rejection", *layer, one.start, one.end, one.label): True for one in rejected}
                found["status", *layer] = row.status
        return found

    def told(self) -> dict[Key, Any]:
        """The model with each status as it is shown: an article with spans is started, unless it was said otherwise."""
        told = {key: value for key, value in self.model.items() if key[0] != "status"}
        busy = {key[1:3] for key in self.model if key[0] == "span"}
        for person in self.session.project.annotators():
            for row in self.session.project.article_rows(person.id):
                said = self.model.get(("status", row.id, person.id), Status.NEW)
                begun = said is Status.NEW and (row.id, person.id) in busy
                told["status", row.id, person.id] = Status.STARTED if begun else said
        return told

    @invariant()
    def all_agree(self) -> None:
        if not hasattr(self, "session"):
            return
        found, model = self.found(), self.told()
        keys = found.keys() | model.keys()
        other = [(key, found.get(key), model.get(key)) for key in keys if found.get(key) != model.get(key)]
        assert not other, f"what, found, expected: {other}"
        assert self.session.spans == self.session.project.spans(*self.here())
        stack = self.session.undo_stack
        assert (stack.index(), stack.count()) == (len(self.done), len(self.done) + len(self.undone))

    def teardown(self) -> None:
        if hasattr(self, "session"):
            problems = check(self.session.project)
            self.session.close()
            assert not problems, problems
        self.folder.cleanup()
