"""What a start needs before there is a window: settings or others in their place, fonts, the theme."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from models.base.data_folder import SAMPLE_NAME, open_data_folder
from models.base.errors import UserError
from models.base.presence import exists
from ui.support import fonts, theme
from ui.support.file_manager import HEADLESS
from ui.support.glyphs import app_icon
from ui.support.settings import Settings


class Beginning:
    """The settings of a start, and what could not be had for it, in sentences for the window."""

    def __init__(self, data_dir: Path | None) -> None:
        """Raises UserError where there is no folder for settings, and no desktop that shows why."""
        self.troubles: list[str] = []
        self._temporary: Path | None = None
        try:
            self.settings = Settings(data_dir)
        except UserError as error:
            self.settings = self._forgetful(data_dir, error)

    def _forgetful(self, data_dir: Path | None, error: UserError) -> Settings:
        """Return settings that are kept until the end of the program, and say so."""
        try:
            folder = open_data_folder(data_dir)
        except UserError:
            if QApplication.platformName() in HEADLESS:
                raise error from None
            folder = None
        try:
            self._temporary = Path(tempfile.mkdtemp(prefix="nishan-"))
        except OSError:
            raise error from None
        settings = Settings(self._temporary)
        places = f"; the sample and backups are in {self._temporary}, which the system may clear"
        self.troubles.append(f"{error} Until then, nothing is remembered{places if folder is None else ''}.")
        settings.folder = folder or settings.folder
        return settings

    def look_right(self, qt: QApplication) -> list[Callable[[], object]]:
        """Return what makes the window look as it should, step by step; it can do without each of them."""
        return [
            lambda: qt.setWindowIcon(app_icon()),
            lambda: theme.tell_system(self.settings.theme),
            self._load_fonts,
            lambda: fonts.use_naskh(qt, self.settings.interface_size),
        ]

    def _load_fonts(self) -> None:
        if missing := fonts.load_fonts():
            self.troubles.append(
                f"Fonts of Nishan cannot be read ({', '.join(missing)}): Urdu is shown in others, which may not join "
                "its letters well; install Nishan again."
            )

    def forget(self) -> None:
        """Remove what was kept until now alone, but for projects and backups."""
        if self._temporary is not None and not any(exists(self._temporary / name) for name in (SAMPLE_NAME, "backups")):
            shutil.rmtree(self._temporary, ignore_errors=True)
