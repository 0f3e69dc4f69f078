"""Standard output and standard error: they take every name, and who reads them no further stops no command."""

from __future__ import annotations

import locale
import os
import sys
from contextlib import suppress
from typing import TextIO

from ui.cli.utf8 import began_anew


def prepare() -> None:
    r"""Let both streams take every character: UTF-8 in a file or a pipe, `\u06a9` where a terminal lacks it.

    Windows encodes a file or a pipe in the code page of the country, which has no Urdu. Its console takes all of it.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # there is no stream at all under a window alone on Windows
            with suppress(OSError, ValueError):  # it is closed
                reconfigure(encoding=_of_terminal() if stream.isatty() else "utf-8", errors="backslashreplace")


def _of_terminal() -> str | None:
    """Return the encoding of a terminal where this process began anew for files alone; None where Python knows it."""
    return locale.getencoding() if began_anew() else None


def drop(stream: TextIO | None) -> None:
    """Send what waits in a stream, and what is still written to it, nowhere: it cannot be written any more."""
    if stream is None:
        return
    with suppress(OSError, ValueError):  # there is no file behind it
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, stream.fileno())
        finally:
            os.close(nowhere)
