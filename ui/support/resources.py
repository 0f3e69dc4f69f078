"""Where the files lie that come with the window; commands need some of them, too."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "resources"
FONTS, ICONS = _FOLDER / "fonts", _FOLDER / "icons"
NASKH_FILE = FONTS / "NishanNaskh-Regular.ttf"
