"""The dialog of labels that disagree: by rule, then by string, then by place."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from models.assist.consistency import SENTENCES, CheckedArticle, Finding, Place, Rule, check_steps
from models.assist.corpus import checked_articles
from models.base.errors import UserError
from models.base.report import counted
from models.project.search import context
from ui.session.session import Session
from ui.support.bidi import as_in_article, isolated, named, shown_text
from ui.tasks.slices import Slices
from ui.widgets.empty_hint import EmptyHint
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import faint_label, plain_label, resize_to_text
from ui.widgets.tables.piece_delegate import PieceDelegate
from ui.widgets.whats_this import explain

_MEANT = Qt.ItemDataRole.UserRole
_AT_ONCE = 0.05  # seconds of checking before the dialog stands
_MOST, _PLACES = 1_000, 200  # strings of a rule, and places of a string, that are listed
_FIXED = frozenset({Rule.OTHER_LABEL, Rule.UNLABELLED, Rule.UNLABELLED_WORDS, Rule.UNLABELLED_WORD})
_WHAT = (
    "Labels of your done articles that disagree with each other: by rule, the surest first, then by string. Open a "
    "string to see its places; a click shows one in its article, Enter goes there. The button gives all places of the "
    "string its usual label, which undo takes back."
)


class ConsistencyDialog(FittedDialog):
    """Lists what `check_steps` finds beside the work. It is not modal."""

    place_shown = Signal(object)
    place_opened = Signal(object)
    fix_asked = Signal(object)  # a Finding

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rules: dict[Rule, QTreeWidgetItem] = {}
        self._read = 0  # articles
        self.setWindowTitle("Check the labels")
        self.setModal(False)
        self.summary, self.told, self.tree = plain_label(), faint_label(), QTreeWidget()
        self.fix, self.again, self.shut = (
            QPushButton("&Give them the label"),
            QPushButton("&Check again"),
            QPushButton("Close"),
        )
        self.hint = EmptyHint(self.tree)
        self._slices = Slices(self, session)
        self._set_up()
        self._lay_out()
        self._connect()
        explain(self, _WHAT)
        resize_to_text(self, 90, 28)

    def _set_up(self) -> None:
        tree = self.tree
        tree.setAccessibleName("Labels that disagree")
        tree.setItemDelegate(PieceDelegate(tree))
        tree.setHeaderLabels(["What", "Label", "Places"])
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setStretchLastSection(False)
        for button in (self.fix, self.again, self.shut):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        for widget, stretch in ((self.told, 1), (self.fix, 0), (self.again, 0), (self.shut, 0)):
            foot.addWidget(widget, stretch)
        whole = QVBoxLayout(self)
        whole.addWidget(self.summary)
        whole.addWidget(self.tree, 1)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.tree.itemExpanded.connect(self._fill)
        self.tree.currentItemChanged.connect(lambda *_: self._show_enabled())
        self.tree.itemClicked.connect(lambda item: self._emit(self.place_shown, item))
        self.tree.itemActivated.connect(lambda item: self._emit(self.place_opened, item))
        self.fix.clicked.connect(self._ask_fix)
        self.again.clicked.connect(self.check)
        self.shut.clicked.connect(self.close)
        self.finished.connect(self._slices.stop)
        self._session.closing.connect(self.close)

    def check(self) -> None:
        """Check from the beginning; what is found is listed as it comes."""
        self.tree.clear()
        self._rules, self._read = {}, 0
        self._slices.start(self._steps(), lambda _: self._show(), self._add)
        self._slices.finish(_AT_ONCE)
        self._show()

    def _steps(self) -> Iterator[list[Finding]]:
        try:
            yield from check_steps(self._counted())
        except UserError as error:  # the file is damaged there
            self._session.failed.emit(str(error))

    def _counted(self) -> Iterator[CheckedArticle]:
        for article in checked_articles(self._session.project, self._session.annotator):
            self._read += 1
            yield article

    def _add(self, findings: list[Finding]) -> None:
        for finding in findings:
            rule = self._rule(finding.rule)
            if rule.childCount() < _MOST:
                item = QTreeWidgetItem(
                    rule, [as_in_article(shown_text(finding.text)), named(finding.wanted), f"{len(finding.places):,}"]
                )
                item.setData(0, _MEANT, finding)
                item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
            _count(rule, len(finding.places))
        if findings:
            self._show()

    def _rule(self, rule: Rule) -> QTreeWidgetItem:
        """Return the line of a rule, made when it is first needed, in the order of the rules."""
        if rule not in self._rules:
            before = [each for each in Rule if each in self._rules]
            at = sum(list(Rule).index(each) < list(Rule).index(rule) for each in before)
            self._rules[rule] = item = QTreeWidgetItem([SENTENCES[rule].capitalize(), "", ""])
            self.tree.insertTopLevelItem(at, item)
            item.setExpanded(not before)
        return self._rules[rule]

    def _fill(self, item: QTreeWidgetItem) -> None:
        """List the places of a string when it is opened."""
        finding = item.data(0, _MEANT)
        if not isinstance(finding, Finding) or item.childCount():
            return
        for place in finding.places[:_PLACES]:
            try:
                article = self._session.project.article(place.article)
            except UserError as error:
                self._session.failed.emit(str(error))
                continue
            before, words, after = context(article.text, place.start, place.end)
            row = QTreeWidgetItem(
                item,
                [as_in_article(shown_text(f"{before}{words}{after}")), named(place.label) if place.label else "", ""],
            )
            row.setToolTip(0, isolated(article.title))
            row.setData(0, _MEANT, place)

    def take_away(self, finding: Finding) -> None:
        """Take a string away that has been mended."""
        rule = self._rules[finding.rule]
        for item in [rule.child(row) for row in range(rule.childCount())]:
            if item is not None and item.data(0, _MEANT) is finding:
                rule.removeChild(item)
                _count(rule, -len(finding.places))
        self._show()

    def _finding(self) -> Finding | None:
        """Return the string that is chosen, or that of the place that is."""
        item = self.tree.currentItem()
        while item is not None and not isinstance(item.data(0, _MEANT), Finding):
            item = item.parent()
        return item.data(0, _MEANT) if item is not None else None

    def _ask_fix(self) -> None:
        if (finding := self._finding()) is not None:
            self.fix_asked.emit(finding)

    def _emit(self, signal: object, item: QTreeWidgetItem) -> None:
        if isinstance(place := item.data(0, _MEANT), Place):
            signal.emit(place)  # type: ignore[attr-defined]

    def _show(self) -> None:
        found = sum(rule.childCount() for rule in self._rules.values())
        articles = counted(self._read, "done article", grouped=True)
        self.summary.setText(f"{counted(found, 'string', grouped=True)} in {articles}")
        self.told.setText("checking…" if self._slices.at_work else "")
        if found or self._slices.at_work:
            self.hint.say("")
        else:
            self.hint.say(
                "Nothing disagrees." if self._read else "No article is done yet: only done ones are compared."
            )
        self._show_enabled()

    def _show_enabled(self) -> None:
        finding = self._finding()
        fixed = finding is not None and finding.rule in _FIXED and not self._session.read_only
        self.fix.setEnabled(fixed)
        name = f" {named(finding.wanted)}" if fixed and finding is not None else ""
        self.fix.setText(f"&Label them{name}")


def _count(rule: QTreeWidgetItem, more: int) -> None:
    """Add to the number of places that a rule's line shows."""
    now = int(rule.data(2, _MEANT) or 0) + more
    rule.setData(2, _MEANT, now)
    rule.setText(2, f"{now:,}")
