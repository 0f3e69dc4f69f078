"""Values that break programs: in text, in numbers, in names."""

from __future__ import annotations

from typing import Any

STRINGS = (
    *("", " ", "\0", "\x1b[2J", "\r", "\r\n", "\t", "\u2028", "\ufeff", "\x7f", "\x85", "'", '"', "\\", "%s", "%n"),
    *(
        "\u202e",
        "\u2066x",
        "\u2069\u2069",
        "\u200f",
        "\u061c",
        "\u200b",
        "\u0653",
        "\U0001f468\u200d\U0001f469",
        "\ufdfa",
    ),
    *("../../x", "/etc/passwd", "C:\\x", "\\\\host\\share", "CON", ".", "..", "~", "file:///etc/passwd", "x" * 300),
    *("x'); DROP TABLE span;--", '" OR 1=1', "a* NEAR(b c)", "^x", "{title text}:x", "-x", "NOT", "AND", '""', "*"),
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"),
    *("<img src=x>", "<b>", "&amp;", "]]>", "<!--", "<!DOCTYPE x>", "<?xml?>", "javascript:alert(1)", "![](http://x)"),
    *("O", "B-", "I-", "B-PERSON", "_", "*", "|", "#Text=", "-DOCSTART-", "[[", "]]", "{", "}", "null", "true", "NaN"),
)
NUMBERS = (
    *(
        "0",
        "-0",
        "-1",
        "1",
        "1.0",
        "0.1",
        "-0.5",
        "1e3",
        "1e400",
        "-1e400",
        "NaN",
        "Infinity",
        "-Infinity",
        "01",
        "0x1",
    ),
    *(str(2**31), str(2**32), str(2**53 + 1), str(2**63 - 1), str(2**63), str(-(2**63) - 1), str(2**64), "9" * 400),
    *("9" * 5_000, "\u0661\u0662", "\u06f1", "1_0", "", " 1", "+1", "\u00b2"),
)
BYTES = (
    *(
        b"\0",
        b"\xff",
        b"\x80",
        b"\xed\xa0\x80",
        b"\xed\xb0\x80",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xc0\x80",
    ),
    *(
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\t",
        b",",
        b";",
        b"|",
        b'"',
        b"'",
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b"<",
        b">",
        b"&",
    ),
    *(b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"SQLite format 3\0", b"\x1f\x8b", b"\xf4\x90\x80\x80"),
    *(b"\\u0000", b"\\ud800", b"\\udc00", b"\\ud83d\\ude00", b"&#0;", b"&#xD800;", b"&#x110000;", b"&lol;"),
    *(b"[" * 3_000, b"<a>" * 3_000, b"(" * 3_000, b"> " * 300, b"A" * 70_000),
)
JSON: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 0.5, -0.0, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**400, 1e308, float("nan")),
    *(float("inf"), [], {}, [[]], [{}], {"": None}, [None], "\ud800", "\udc00x"),
)
