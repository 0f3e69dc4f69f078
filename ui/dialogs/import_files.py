"""What an import would bring, and what a person says about it before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models import formats
from models.formats.base import Offsets, ReadOptions
from models.importing import ImportPlan
from models.previewing import Preview, preview
from models.report import counted, file_name
from ui.background import Background
from ui.bidi import LRM, isolated
from ui.session import Session

_ENCODINGS = ("windows-1256", "utf-16-le", "utf-16-be", "iso8859-6", "windows-1252")
_FROM_FILE, _MINE, _SUGGESTIONS = "file", "mine", "suggestions"


class ImportDialog(QDialog):
    """Shows it; `plan()` is the answer once it is accepted."""

    def __init__(self, session: Session, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import")
        self._session, self._paths = session, list(paths)
        self.found: Preview | None = None
        self.reading = Background(self)
        self.reading.done.connect(self._show_found)
        self.reading.failed.connect(self._fail)
        session.closing.connect(self.reading.end)
        self.files, self.articles, self.labels = QTreeWidget(), QListWidget(), QTreeWidget()
        self.format, self.encoding, self.offsets = QComboBox(), QComboBox(), QComboBox()
        self.text, self.layer, self.become = QComboBox(), QComboBox(), QComboBox()
        self.said = QLabel()
        self._mapping: dict[str, str] = {}
        self._fill()
        self._lay_out()
        wanted = QSize(self.fontMetrics().averageCharWidth() * 100, self.fontMetrics().height() * 34)
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.9))
        self._read()

    def _fill(self) -> None:
        self.format.addItem("as found", "")
        for reader in formats.readers():
            self.format.addItem(reader.name, reader.key)
        self.encoding.addItem("as proposed", "")
        for name in _ENCODINGS:
            self.encoding.addItem(name, name)
        for unit in Offsets:
            self.offsets.addItem(unit.value, unit.value)
        mine = self._session.annotator.name
        self.layer.addItem(f"as the files say, or else {isolated(mine)}", _FROM_FILE)
        self.layer.addItem(f"the layer of {isolated(mine)}", _MINE)
        self.layer.addItem("suggestions", _SUGGESTIONS)
        self.become.addItem("a new label", None)
        for label in self._session.project.labels():
            self.become.addItem(isolated(label.name), label.name)
        self.become.addItem("nothing: leave its spans out", "")
        self.files.setHeaderLabels(["File", "Format", "Why"])
        self.labels.setHeaderLabels(["New label", "Uses", "Becomes"])
        for view, name in ((self.files, "Files"), (self.articles, "First articles"), (self.labels, "New labels")):
            view.setAccessibleName(name)
        for tree in (self.files, self.labels):
            tree.setRootIsDecorated(False)
            tree.setUniformRowHeights(True)
        self.articles.setWordWrap(True)
        for box in (self.format, self.encoding, self.offsets, self.text):
            box.activated.connect(self._read)
        self.become.activated.connect(self._map)
        self.labels.currentItemChanged.connect(self._show_mapping)

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        rows = (
            ("&Format", self.format),
            ("&Encoding", self.encoding),
            ("&Offsets count", self.offsets),
            ("&Text column", self.text),
            ("&Spans go to", self.layer),
            ("The label be&comes", self.become),
        )
        for text, box in rows:
            self.form.addRow(text, box)
            box.setAccessibleName(text.replace("&", ""))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        buttons = QDialogButtonBox()
        self.go = buttons.addButton("&Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.addWidget(self.files, 1)
        column.addWidget(self.articles, 3)
        column.addWidget(self.labels, 1)
        column.addLayout(self.form)
        column.addWidget(self.said)
        column.addWidget(buttons)
        for box in (self.encoding, self.offsets, self.text, self.layer, self.become):
            self.form.setRowVisible(box, False)
        self.labels.hide()

    def _read(self) -> None:
        self.go.setEnabled(False)
        self._tell("reading…")
        paths, plan, encoding = self._paths, self.plan(), str(self.encoding.currentData())
        self.reading.start(lambda progress: preview(paths, plan, progress=progress, encoding=encoding))

    def _fail(self, text: str) -> None:
        self._tell(text)

    def _tell(self, text: str) -> None:
        self.said.setText(LRM + text)

    def _show_found(self, found: Preview) -> None:
        self.found = found
        self.files.clear()
        for one in found.files[:500]:
            QTreeWidgetItem(self.files, [isolated(file_name(one.path)), one.format.name, one.why])
        self.files.resizeColumnToContents(0)
        self.articles.clear()
        for article in found.articles:
            item = QListWidgetItem(f"{article.title}\n{article.beginning[:160]}", self.articles)
            side = Qt.AlignmentFlag.AlignRight if article.rtl else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        self._show_labels(found)
        self._show_asked(found)
        read = f"{counted(found.report.articles, 'article')}, {counted(found.report.spans, 'span')}"
        notes = f"; {counted(len(found.report.notes), 'note')}" if found.report.notes else ""
        self._tell(found.trouble or read + ("" if found.whole else " read so far, there are more") + notes)
        self.go.setEnabled(not found.trouble)
        if not found.trouble and self.focusWidget() in (None, self.files):
            self.go.setFocus()

    def _show_labels(self, found: Preview) -> None:
        known = {label.name for label in self._session.project.labels()}
        self.labels.clear()
        for label in found.labels:
            if label.name not in known:
                QTreeWidgetItem(self.labels, [label.name, str(label.count), self._told(label.name)])
        lacking = self.labels.topLevelItemCount() > 0
        self.labels.setVisible(lacking)
        self.form.setRowVisible(self.become, lacking)
        first = self.labels.topLevelItem(0)
        if first is not None:
            self.labels.setCurrentItem(first)

    def _show_asked(self, found: Preview) -> None:
        self.form.setRowVisible(self.encoding, bool(found.foreign))
        proposed = next(iter(found.foreign.values()), "")
        if not self.encoding.currentData():
            self.encoding.setItemText(0, f"{proposed} (proposed)")
        self.form.setRowVisible(self.offsets, any(one.format.offsets for one in found.files))
        self.form.setRowVisible(self.layer, found.has_layers)
        self.form.setRowVisible(self.text, found.table is not None)
        if found.table is not None and not self.text.count():
            self.text.addItems(found.table.columns)
            self.text.setCurrentText(found.table.guessed.get("text", ""))

    def _told(self, name: str) -> str:
        to = self._mapping.get(name)
        return "a new label" if to is None else isolated(to) if to else "nothing"

    def _show_mapping(self) -> None:
        item = self.labels.currentItem()
        if item is not None:
            self.become.setCurrentIndex(max(self.become.findData(self._mapping.get(item.text(0))), 0))

    def _map(self) -> None:
        item = self.labels.currentItem()
        if item is None:
            return
        to = self.become.currentData()
        self._mapping.pop(item.text(0), None)
        if to is not None:
            self._mapping[item.text(0)] = str(to)
        item.setText(2, self._told(item.text(0)))

    def plan(self) -> ImportPlan:
        """How the files are to be imported."""
        mine, to = self._session.annotator.name, self.layer.currentData()
        columns = {"text": self.text.currentText()} if self.text.currentText() else {}
        return ImportPlan(
            str(self.format.currentData()),
            annotator=mine if to == _MINE else "",
            default_annotator=mine,
            suggestions=to == _SUGGESTIONS,
            labels=dict(self._mapping),
            options=ReadOptions(offsets=Offsets(self.offsets.currentData()), columns=columns),
            encodings=dict(self.found.foreign) if self.found else {},
        )

    def done(self, result: int) -> None:
        """Nothing reads on behind a closed dialog."""
        self.reading.end()
        super().done(result)
