"""What is this?: the text of a dialog or pane, shown by Shift+F1 on any of its controls, or by its "?" button."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QSizePolicy, QWhatsThis, QWidget


def explain(widget: QWidget, text: str) -> None:
    """Give a dialog or pane its text, and where it has a row of buttons, one that shows it.

    Qt shows the text of the nearest widget that has one for Shift+F1; a control may have its own.
    """
    widget.setWhatsThis(text)
    buttons = widget.findChild(QDialogButtonBox)
    if buttons is not None:
        button = QPushButton("?")
        button.setAccessibleName("What is this?")
        button.setToolTip("What is this? (Shift+F1)")
        button.setAutoDefault(False)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.setMaximumWidth(button.fontMetrics().averageCharWidth() * 6)
        button.clicked.connect(lambda: show_text(widget, button))
        buttons.addButton(button, QDialogButtonBox.ButtonRole.HelpRole)


def show_text(widget: QWidget, at: QWidget) -> None:
    """Show the text of a widget beside another one; a click or a key takes it away."""
    QWhatsThis.showText(at.mapToGlobal(at.rect().bottomLeft()), widget.whatsThis(), widget)


def text_for(widget: QWidget | None) -> str:
    """Return the text that Shift+F1 shows at a control: its own, or that of the nearest widget around it."""
    while widget is not None and not widget.whatsThis():
        widget = None if widget.isWindow() else widget.parentWidget()
    return widget.whatsThis() if widget is not None else ""
