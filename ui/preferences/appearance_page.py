"""The page of settings about appearance; each change is applied at once."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QSpinBox, QWidget

from ui.preferences.appearance_flow import AppearanceFlow
from ui.support import fonts
from ui.support.settings import LINE_SPACINGS, TEXT_WIDTHS, Settings

THEMES = {"system": "As the system", "light": "Light", "dark": "Dark", "contrast": "High contrast"}
TYPEFACES = {fonts.NASTALIQ: "Nastaliq", fonts.NASKH: "Naskh"}


class AppearancePage(QWidget):
    """Theme, typeface and sizes."""

    def __init__(self, settings: Settings, appearance: AppearanceFlow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.theme, self.typeface = _choice("Theme", THEMES), _choice("Typeface of articles", TYPEFACES)
        self.points = _number("Size of article text", fonts.SMALLEST, fonts.LARGEST, 1, " pt")
        self.spacing = _choice("Line spacing of articles", LINE_SPACINGS)
        self.text_width = _choice("Width of the text of articles", TEXT_WIDTHS)
        self.interface = _number("Size of all other text", 100, 200, 10, " %")
        self.urdu_chips = QCheckBox("&Urdu names on the chips under spans")
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow("&Theme", self.theme)
        form.addRow("Typeface of &articles", self.typeface)
        form.addRow("&Size of article text", self.points)
        form.addRow("&Line spacing", self.spacing)
        form.addRow("&Width of the text", self.text_width)
        form.addRow("Size of all &other text", self.interface)
        form.addRow(self.urdu_chips)  # across both columns: it is as wide as its text
        self.refresh()
        self.theme.activated.connect(lambda: appearance.set_theme(str(self.theme.currentData())))
        self.typeface.activated.connect(lambda: appearance.set_typeface(str(self.typeface.currentData())))
        self.spacing.activated.connect(lambda: appearance.set_line_spacing(int(self.spacing.currentData())))
        self.text_width.activated.connect(lambda: appearance.set_text_width(int(self.text_width.currentData())))
        self.points.valueChanged.connect(appearance.set_points)
        self.interface.valueChanged.connect(appearance.set_interface_size)
        self.urdu_chips.toggled.connect(appearance.set_urdu_chips)

    def refresh(self) -> None:
        """Show what is set now; the View menu may have changed it."""
        self.theme.setCurrentIndex(self.theme.findData(self._settings.theme))
        self.typeface.setCurrentIndex(self.typeface.findData(self._settings.typeface))
        self.spacing.setCurrentIndex(self.spacing.findData(self._settings.line_spacing))
        self.text_width.setCurrentIndex(self.text_width.findData(self._settings.text_width))
        for box, value in ((self.points, self._settings.points), (self.interface, self._settings.interface_size)):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
        self.urdu_chips.blockSignals(True)
        self.urdu_chips.setChecked(self._settings.urdu_chips)
        self.urdu_chips.blockSignals(False)


def _choice(name: str, choices: Mapping[str, str] | Mapping[int, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    for value, text in choices.items():
        box.addItem(text, value)
    return box


def _number(name: str, least: int, most: int, step: int, unit: str) -> QSpinBox:
    box = QSpinBox()
    box.setAccessibleName(name)
    box.setRange(least, most)
    box.setSingleStep(step)
    box.setSuffix(unit)
    box.setKeyboardTracking(False)
    return box
