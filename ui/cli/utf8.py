"""Python's UTF-8 mode: names of files are UTF-8 in it, as Qt and the disks have them, whatever the locale says."""

from __future__ import annotations

import os
import sys


def began_anew() -> bool:
    """Return whether this process is in UTF-8 mode by an option, as `begin_anew_in_utf8` gives it."""
    return os.name == "posix" and "utf8" in sys._xoptions


def begin_anew_in_utf8() -> None:
    """Begin this process anew in UTF-8 mode where the locale is of another encoding; return where it need not be.

    In Latin-1 the sample could not be made, and names of files would be read as other letters than Qt reads.
    """
    knows_options = bool(sys.executable) and not getattr(sys, "frozen", False)
    if sys.getfilesystemencoding() == "utf-8" or "utf8" in sys._xoptions or not knows_options:
        return
    try:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    except OSError:  # then without: what has only Latin letters works
        return
