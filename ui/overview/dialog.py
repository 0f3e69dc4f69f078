"""The overview: numbers of the project in tables with bars, filled beside the work."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from models.base.entities import AnnotatorId, AnnotatorKind
from models.base.errors import UserError
from models.base.report import counted
from models.reporting.overview import LONGEST, Overview, overview_steps
from ui.overview import model
from ui.overview.bar_delegate import BarDelegate
from ui.overview.model import CountsModel
from ui.session.session import Session
from ui.support.bidi import named
from ui.tasks.later import later
from ui.tasks.slices import Slices
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import NarrowBox, faint_label, offer, plain_label, resize_to_text
from ui.widgets.tables.views import set_up_table
from ui.widgets.whats_this import explain

_SHOW_EVERY = 200  # milliseconds while it is counted
_AT_ONCE = 0.05  # seconds of counting before it is shown
_LEAST = 16  # pixels of a column
_WHAT = (
    "How far the corpus is. Numbers are counted beside the work, of everybody or of one annotator; Enter or a double "
    "click on a row closes this and lists what is behind it: the articles, or the places of the words. Rows are copied "
    "with Ctrl+C."
)
_TABLES = {
    "articles": ("Articles", ("Status", "", "Articles", "Share")),
    "labels": ("Labels", ("Label", "", "Spans", "Share")),
    "annotators": ("Annotators", ("Annotator", "", "Spans", "In the window")),
    "days": ("Days", ("Day", "", "Spans made", "")),
    "frequent": ("Most frequent words", ("Most frequent", "", "Times", "Label")),
    "longest": ("Longest words", ("Longest", "", "Times", "Label")),
}
_PAGES = {  # few, so that all fit side by side in large text
    "Articles": ("articles",),
    "Labels": ("labels",),
    "Annotators": ("annotators",),
    "Days": ("days",),
    "Words": ("frequent", "longest"),
}
_LEFT_OUT = f"Words of more than {LONGEST} characters together are not listed."


class OverviewDialog(FittedDialog):
    """Shows the numbers of everybody or of one annotator. It is not modal; `link_asked` names the list behind one."""

    link_asked = Signal(object)  # a Filter, or a string
    save_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found: Overview | None = None
        self.setWindowTitle("Overview of the project")
        self.setModal(False)
        self.summary, self.told, self.person = plain_label(), faint_label(), NarrowBox()
        self.again, self.save = QPushButton("&Count again"), QPushButton("&Save as HTML…")
        self.shut = QPushButton("Close")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Numbers of the project")
        self.models = {key: CountsModel(headings) for key, (_, headings) in _TABLES.items()}
        self.views = {key: self._table(key) for key in _TABLES}
        self._slices = Slices(self, session)
        self._show_later = later(self, session, _SHOW_EVERY, self._show)
        self._lay_out()
        self._connect()
        explain(self, f"{_WHAT} {_LEFT_OUT}")
        resize_to_text(self, 90, 26)

    def _table(self, key: str) -> QTableView:
        name, _ = _TABLES[key]
        view = QTableView()
        view.setModel(self.models[key])
        set_up_table(view)
        view.setItemDelegate(BarDelegate(view))
        view.setAccessibleName(name)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(_LEAST)  # names and bars make way for numbers
        header.setSectionResizeMode(CountsModel.WHAT, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(CountsModel.BARS, QHeaderView.ResizeMode.Stretch)
        view.setColumnHidden(CountsModel.MORE, not _TABLES[key][1][CountsModel.MORE])
        view.activated.connect(lambda index, key=key: self._follow(key, index))
        return view

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.summary, 1)
        above.addWidget(self.person)
        for name, keys in _PAGES.items():
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            for key in keys:
                column.addWidget(self.views[key])
            self.tabs.addTab(page, name)
        foot = QHBoxLayout()
        for widget, stretch in ((self.told, 1), (self.again, 0), (self.save, 0), (self.shut, 0)):
            foot.addWidget(widget, stretch)
        whole = QVBoxLayout(self)
        whole.addLayout(above)
        whole.addWidget(self.tabs, 1)
        whole.addLayout(foot)
        self.person.setAccessibleName("Whose work")
        for button in (self.again, self.save, self.shut):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self.again.clicked.connect(self.count)
        self.save.clicked.connect(self.save_asked)
        self.shut.clicked.connect(self.close)
        self.person.currentIndexChanged.connect(lambda _: self._show())
        self.finished.connect(self._slices.stop)
        self._session.closing.connect(self.close)

    def count(self) -> None:
        """Count from the beginning; what is known is shown at once, the rest as it comes."""
        people = [each for each in self._session.project.annotators() if each.kind is not AnnotatorKind.SUGGESTER]
        choices = [("Everybody", None), *((named(each.name), each.id) for each in people)]
        offer(self.person, choices, keep=True)
        self.person.setVisible(len(people) > 1)
        self._found = None
        self._slices.start(self._steps(), lambda _: self._end(), self._take)
        self._slices.finish(_AT_ONCE)
        self._show()

    def _steps(self) -> Iterator[Overview]:
        try:
            yield from overview_steps(self._session.project)
        except UserError as error:  # the file is damaged there
            self._session.failed.emit(str(error))

    def _take(self, found: Overview) -> None:
        self._found = found
        if not self._show_later.isActive():
            self._show_later.start()

    def _end(self) -> None:
        self._show_later.stop()
        self._show()

    def _person(self) -> AnnotatorId | None:
        people = self._found.people() if self._found else []
        return people[0].id if len(people) == 1 else self.person.currentData()

    def _show(self) -> None:
        found, person, me = self._found, self._person(), self._session.annotator.id
        if found is None:
            return
        self.summary.setText(_summary(found))
        self.told.setText("" if found.done == found.whole else f"counting… {found.done * 100 // found.whole} %")
        self.models["articles"].show(model.statuses(found, person, me))
        self.models["labels"].show(model.labels(found, person, me))
        self.models["annotators"].show(model.annotators(found))
        self.models["days"].show(model.days(found, person))
        if found.done == found.whole:  # which strings are the first of all, the last text decides
            self.models["frequent"].show(model.strings(found, found.most_frequent()))
            self.models["longest"].show(model.strings(found, found.longest()))

    def _follow(self, key: str, index: QModelIndex) -> None:
        link = self.models[key].rows[index.row()].link
        if link is not None:
            self.link_asked.emit(link)


def _summary(found: Overview) -> str:
    said = [
        counted(found.articles, "article", grouped=True),
        counted(found.total(), "span", grouped=True),
        f"{found.characters:,} characters",
    ]
    if found.removed:
        said.append(f"{found.removed:,} removed")
    return " · ".join([*said, f"{found.untouched:,} without work"] if found.done else said)
