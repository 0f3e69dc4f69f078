"""A field that something is wrong with: a sign at its end for the eye, and the sentence as its description."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.support.glyphs import glyph

_BEFORE = "description_without_trouble"
_SIGN = "trouble"


def mark_field(field: QWidget, trouble: str) -> None:
    """Show on a field what is wrong with it; nothing is where `trouble` is empty."""
    before = field.property(_BEFORE)
    if before is None:
        before = field.accessibleDescription()
        field.setProperty(_BEFORE, before)
    said = " ".join(filter(None, (f"Not valid: {trouble}" if trouble else "", before)))
    if said != field.accessibleDescription():
        field.setAccessibleDescription(said)
    if isinstance(field, QLineEdit):
        _put_sign(field, trouble)


def _put_sign(field: QLineEdit, trouble: str) -> None:
    sign = next((action for action in field.actions() if action.objectName() == _SIGN), None)
    if sign is not None and not trouble:
        field.removeAction(sign)
        sign.deleteLater()
    elif trouble:
        if sign is None:
            sign = field.addAction(glyph("trouble", field.palette()), QLineEdit.ActionPosition.TrailingPosition)
            sign.setObjectName(_SIGN)
        sign.setText(trouble)
