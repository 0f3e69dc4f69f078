"""What is this?: the text of a dialog or pane, shown by Shift+F1 on any of its controls, or by its "?" button."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QSizePolicy, QWhatsThis, QWidget


def explain(widget: QWidget, text: str) -> None:
    """Give a dialog or pane its text; a dialog with a row of buttons at its foot gets one that shows it.

    Qt shows the text of the nearest widget that has one for Shift+F1; a control may have its own.
    """
    widget.setWhatsThis(text)
    if not isinstance(widget, QDialog):
        return
    if (buttons := widget.findChild(QDialogButtonBox)) is not None:
        buttons.addButton(_button(widget), QDialogButtonBox.ButtonRole.HelpRole)
        # Qt makes it the default button, and Tab would pass over those before that.
        buttons.setFocusProxy(None)  # type: ignore[arg-type]  # it takes None, which its types do not say
    elif (foot := _foot(widget)) is not None:
        foot.addWidget(_button(widget))


def _foot(dialog: QDialog) -> QHBoxLayout | None:
    """Return the row that ends a dialog; None where it ends with something else."""
    layout = dialog.layout()
    last = layout.itemAt(layout.count() - 1) if layout is not None else None
    row = last.layout() if last is not None else None
    return row if isinstance(row, QHBoxLayout) else None


def _button(dialog: QDialog) -> QPushButton:
    button = QPushButton("?")
    button.setAccessibleName("What is this?")
    button.setToolTip("What is this? (Shift+F1)")
    button.setAutoDefault(False)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.setMaximumWidth(button.fontMetrics().averageCharWidth() * 6)
    button.clicked.connect(lambda: show_text(dialog, button))
    return button


def show_text(widget: QWidget, at: QWidget) -> None:
    """Show the text of a widget beside another one; a click or a key takes it away."""
    QWhatsThis.showText(at.mapToGlobal(at.rect().bottomLeft()), widget.whatsThis(), widget)


def text_for(widget: QWidget | None) -> str:
    """Return the text that Shift+F1 shows at a control: its own, or that of the nearest widget around it."""
    while widget is not None and not widget.whatsThis():
        widget = None if widget.isWindow() else widget.parentWidget()
    return widget.whatsThis() if widget is not None else ""
