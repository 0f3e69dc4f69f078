"""The fields of one label. Each is applied when it loses the focus, or with Enter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from models.base.entities import Label, Scope
from models.base.short_names import short_names
from ui.labels.swatches import Swatches
from ui.support.colors import warning
from ui.widgets.narrow_field import NarrowField
from ui.widgets.parts import NarrowBox, let_write, plain_label, right_to_left

_CHOICE = "Choice: article labels that share one exclude each other"
_SCOPES = {Scope.SPAN: "Spans", Scope.ARTICLE: "Whole articles"}


class Lines(QPlainTextEdit):
    """Edits several lines; emits `left` when it loses the focus."""

    left = Signal()

    def __init__(self, *, urdu: bool = False) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        if urdu:
            self.document().setDefaultTextOption(right_to_left())

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class ShortLine(QLineEdit):
    """Asks for the width of a colour's name; the usual hint of a field is for longer texts."""

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 11, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), super().minimumSizeHint().height())


class LabelForm(QWidget):
    """Shows one label; emits `edited` with the changed label when a field is left."""

    edited = Signal(Label)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Label("")
        self._others: tuple[Label, ...] = ()
        self._made_short = ""  # the short name that chips have while the label has none of its own
        self.name, self.urdu_name, self.short, self.key = (NarrowField(10) for _ in range(4))
        self.urdu_name.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.key.setMaxLength(1)
        self.color, self.swatches, self.free = ShortLine(), Swatches(), QPushButton("Ot&her…")
        self.color.setMaxLength(7)
        self.warning = plain_label()
        self.warning.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.scope, self.choice = QComboBox(), NarrowBox()
        for scope, text in _SCOPES.items():
            self.scope.addItem(text, scope)
        let_write(self.choice, _CHOICE)
        self.description, self.examples = Lines(), Lines(urdu=True)
        self._lay_out()
        self._connect()
        self.show_label(self._label, ())

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        free = QHBoxLayout()
        free.addWidget(self.color, 1)
        free.addWidget(self.free)
        for text, name, field in (
            ("&Name", "Name", self.name),
            ("&Urdu name", "Urdu name", self.urdu_name),
            ("&Short name", "Short name, on chips", self.short),
            ("&Key", "Key, one character", self.key),
            ("&Colour", "Colour, as #rrggbb", self.color),
            ("&Put on", "What the label is put on", self.scope),
            ("Ch&oice", _CHOICE, self.choice),
            ("D&escription", "Description", self.description),
            ("E&xamples", "Examples, one a line", self.examples),
        ):
            caption = QLabel(text)
            caption.setBuddy(field)
            field.setAccessibleName(name)
            form.addRow(caption, free if field is self.color else field)
            if field is self.color:
                form.addRow("", self.swatches)
                form.addRow("", self.warning)
            field.setToolTip(name if field in (self.short, self.choice, self.examples) else "")
        self.free.setAccessibleName("Another colour")
        self.free.setAutoDefault(False)  # Enter belongs to the fields
        self.swatches.setAccessibleName("Colours that colour-blind eyes can tell apart")

    def _connect(self) -> None:
        for field in (self.name, self.urdu_name, self.short, self.key, self.color):
            field.editingFinished.connect(self.apply)
        if (written := self.choice.lineEdit()) is not None:
            written.editingFinished.connect(self.apply)
        self.choice.activated.connect(self.apply)
        self.scope.activated.connect(self.apply)
        for lines in (self.description, self.examples):
            lines.left.connect(self.apply)
        self.swatches.chosen.connect(self._take_color)
        self.free.clicked.connect(self._ask_color)

    def show_label(self, label: Label, others: Iterable[Label], *, used: bool = False) -> None:
        """Show a label; `others` are all labels. The scope of one that is `used` cannot be changed."""
        self._label, self._others = label, tuple(others)
        self._made_short = "" if label.short or not label.name else _made_short(label, self._others)
        fields = (self.name, self.urdu_name, self.short, self.key, self.color)
        texts = (label.name, label.urdu_name, label.short or self._made_short, label.key, label.color)
        for field, text in zip(fields, texts, strict=True):
            place = field.cursorPosition()
            field.setText(text)  # even the same: the field's own undo begins anew
            field.setCursorPosition(place)
        for lines, text in ((self.description, label.description), (self.examples, label.examples)):
            if lines.toPlainText() != text or lines.document().isModified():
                lines.setPlainText(text)
        self.scope.setCurrentIndex(list(_SCOPES).index(label.scope))
        self.scope.setEnabled(not used)
        self.scope.setToolTip("It is in use, and stays what it is for." if used else "")
        self.choice.clear()
        self.choice.addItems(sorted({found.choice for found in self._others if found.choice} | {label.choice, ""}))
        self.choice.setCurrentText(label.choice)
        self.choice.setEnabled(label.scope is Scope.ARTICLE)
        self.swatches.show_color(label.color)
        text = warning(label.color, (found for found in self._others if found.id != label.id))
        self.warning.setText(text)
        self.warning.setVisible(bool(text))

    def written(self) -> Label:
        """Return the label as the fields have it."""
        return replace(
            self._label,
            name=self.name.text().strip(),
            urdu_name=self.urdu_name.text().strip(),
            short="" if (short := self.short.text().strip()) == self._made_short else short,
            key=self.key.text(),
            color=self.color.text().strip().lower(),
            scope=Scope(self.scope.currentData()),
            choice=self.choice.currentText().strip(),
            description=_kept(self._label.description, self.description),
            examples=_kept(self._label.examples, self.examples),
        )

    def is_changed(self) -> bool:
        """Return whether a field holds something that was not applied."""
        return self.written() != self._label

    def apply(self) -> None:
        """Emit `edited`, if the fields differ from the label."""
        if self.is_changed():
            self.edited.emit(self.written())

    def revert(self) -> None:
        """Show the label as it is stored again."""
        self.show_label(self._label, self._others, used=not self.scope.isEnabled())

    def _take_color(self, color: str) -> None:
        self.color.setText(color)
        self.apply()

    def _ask_color(self) -> None:
        dialog = QColorDialog(QColor(self._label.color), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle("Colour of the label")
        dialog.colorSelected.connect(lambda color: self._take_color(color.name()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _made_short(label: Label, every: Iterable[Label]) -> str:
    """Return the short name that chips show for a label that was given none."""
    known = list(every)
    return short_names(known if any(each.id == label.id for each in known) else [*known, label])[label.id]


def _kept(before: str, lines: QPlainTextEdit) -> str:
    """Return the text of a field, or the stored text while it is not edited: a widget may not hold it unchanged."""
    return lines.toPlainText() if lines.document().isModified() else before
