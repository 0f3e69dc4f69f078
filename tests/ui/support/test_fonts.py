"""Urdu in Naskh and Latin in the system's font, in each widget of the window and whatever the desktop's language is."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

import main
from tests.selection import one_in
from tests.ui.locales import surroundings
from ui.support import fonts
from ui.support.resources import FONTS

_LOOK = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase, QTextLayout
from PySide6.QtWidgets import QApplication, QWidget
from ui.shell import app
import main

def families(font, text):
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return {run.rawFont().familyName() for run in layout.glyphRuns()}

def look():
    (window,) = (each for each in QApplication.topLevelWidgets() if each.isVisible())
    article = (window.article_view, *window.article_view.findChildren(QWidget))
    asked = [each.font() for each in window.findChildren(QWidget) if each not in article]
    asked += [QFontDatabase.systemFont(kind) for kind in QFontDatabase.SystemFont]
    asked += [QFont(name) for name in ("Monospace", "sans-serif", "Serif", "no such family")]
    for font in asked:
        print("latin:", *families(font, "Latin12"))
    print("urdu:", *families(QApplication.font(), "نشان"))
    QApplication.closeAllWindows()

settle = app.settle
app.settle = lambda: (settle(), look())
main.main(["--data-dir", sys.argv[1]])
"""
_LOCALES = tuple(f"{each}.UTF-8" for each in "ur_PK ar_EG fa_IR tr_TR sd_PK ur_IN ps_AF".split())
_CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include>/etc/fonts/fonts.conf
</include><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""
needs_fontconfig = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fonts are chosen by fontconfig")


def painted(data: Path, environ: dict[str, str]) -> dict[str, set[str]]:
    """The families that paint Latin and Urdu in the window of a process of its own."""
    own = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path(main.__file__).parent)}
    ran = subprocess.run(
        [sys.executable, "-c", _LOOK, str(data)],
        env=environ | own,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found: dict[str, set[str]] = {}
    for line in ran.stdout.splitlines():
        script, _, family = line.partition(": ")
        found.setdefault(script, set()).add(family)
    return found


@needs_fontconfig
@pytest.mark.parametrize("locale", [_LOCALES[0], *one_in(4, (*_LOCALES[1:], "C"))])
def test_latin_letters_are_the_system_s_in_every_locale(locale: str, tmp_path: Path) -> None:
    found = painted(tmp_path / "data", surroundings(locale, tmp_path / "locale"))
    assert found["urdu"] == {fonts.NASKH}
    assert not [family for family in found["latin"] if "Nishan" in family]


@needs_fontconfig
@pytest.mark.parametrize("variable", ["LC_ALL", "FC_LANG"])
def test_latin_letters_are_not_those_of_another_urdu_font_that_the_system_has(variable: str, tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(_CONFIG.format(fonts=FONTS, cache=tmp_path / "cache"), encoding="utf-8")
    own = {"FONTCONFIG_FILE": str(config), variable: "ur"}
    found = painted(tmp_path / "data", surroundings("ur_PK.UTF-8", tmp_path / "locale") | own)
    assert not [family for family in found["latin"] if "Nishan" in family]


@needs_fontconfig
def test_programs_that_this_one_starts_choose_fonts_by_the_desktop_s_language(
    app_fonts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for before in (None, "ur"):
        monkeypatch.delenv("FC_LANG", raising=False) if before is None else monkeypatch.setenv("FC_LANG", before)
        with fonts.matched_in_english():
            assert os.environ["FC_LANG"].startswith("en:" if before else "en")
        assert os.environ.get("FC_LANG") == before


def test_font_of_the_system_that_is_a_kind_is_named(app_fonts: None) -> None:
    families = QApplication.font().families()
    assert families[0] == fonts.NASKH
    assert families[1] in QFontDatabase.families()
    assert families[1] not in ("Sans Serif", "Sans")


def test_font_file_that_cannot_be_read_is_named_and_the_others_are_loaded(
    app_fonts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "NishanNaskh-Bold.ttf").write_bytes(b"no font")
    (tmp_path / "NishanNastaliq-Regular.ttf").write_bytes((FONTS / "NishanNastaliq-Regular.ttf").read_bytes())
    monkeypatch.setattr(fonts, "FONTS", tmp_path)
    assert fonts.load_fonts() == ["NishanNaskh-Bold.ttf", "NishanNaskh-Regular.ttf"]


def test_article_font_stays_between_its_sizes(app_fonts: None) -> None:
    assert [fonts.article_font(fonts.NASTALIQ, points).pointSize() for points in (1, 20, 99)] == [12, 20, 40]
    assert fonts.article_font(fonts.NASTALIQ, 20).hintingPreference() is QFont.HintingPreference.PreferNoHinting


def test_no_property_with_a_first_i_is_a_keyword_of_a_constructor() -> None:
    """PySide makes `setInterval` of it by the language's capitals, and a Turkish İ is none of its names."""
    root = Path(main.__file__).parent
    for file in (root / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("Q"):
                bad = [word.arg for word in node.keywords if (word.arg or "").startswith("i")]
                assert not bad, f"{file}:{node.lineno}: give {bad} by a setter"
