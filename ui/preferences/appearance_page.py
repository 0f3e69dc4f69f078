"""The page of settings about appearance; each change is applied at once."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QSpinBox, QWidget

from ui.preferences.appearance_flow import AppearanceFlow
from ui.support import fonts
from ui.support.settings import Settings

THEMES = {"system": "As the system", "light": "Light", "dark": "Dark"}
TYPEFACES = {fonts.NASTALIQ: "Nastaliq", fonts.NASKH: "Naskh"}


class AppearancePage(QWidget):
    """Theme, typeface and sizes."""

    def __init__(self, settings: Settings, appearance: AppearanceFlow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.theme, self.typeface = _choice("Theme", THEMES), _choice("Typeface of articles", TYPEFACES)
        self.points = _number("Size of article text", fonts.SMALLEST, fonts.LARGEST, 1, " pt")
        self.interface = _number("Size of all other text", 100, 200, 10, " %")
        self.urdu_chips = QCheckBox("&Urdu names on the chips under spans")
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow("&Theme", self.theme)
        form.addRow("Typeface of &articles", self.typeface)
        form.addRow("&Size of article text", self.points)
        form.addRow("Size of all &other text", self.interface)
        form.addRow(self.urdu_chips)  # across both columns: it is as wide as its text
        self.refresh()
        self.theme.activated.connect(lambda: appearance.set_theme(str(self.theme.currentData())))
        self.typeface.activated.connect(lambda: appearance.set_typeface(str(self.typeface.currentData())))
        self.points.valueChanged.connect(appearance.set_points)
        self.interface.valueChanged.connect(appearance.set_interface_size)
        self.urdu_chips.toggled.connect(appearance.set_urdu_chips)

    def refresh(self) -> None:
        """Show what is set now; the View menu may have changed it."""
        self.theme.setCurrentIndex(self.theme.findData(self._settings.theme))
        self.typeface.setCurrentIndex(self.typeface.findData(self._settings.typeface))
        for box, value in ((self.points, self._settings.points), (self.interface, self._settings.interface_size)):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
        self.urdu_chips.blockSignals(True)
        self.urdu_chips.setChecked(self._settings.urdu_chips)
        self.urdu_chips.blockSignals(False)


def _choice(name: str, choices: dict[str, str]) -> QComboBox:
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
