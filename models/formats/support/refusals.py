"""Files that hold no text that is read here: what each one is, and what to do with it. No format itself."""

from __future__ import annotations

import re
from pathlib import PurePath

from models.formats.support.source import Head

_PDF = "is a PDF, in which text has no sure order; copy its text into a .txt or .docx file and import that"
_OLD_WORD = "is an old Word document (.doc); save it as .docx or .txt and import that"
_OLD_EXCEL = "is an old Excel workbook (.xls); save it as .xlsx or as CSV UTF-8 and import that"
_OLE = "is an old or encrypted Office document; save it as .docx or .xlsx without a password and import that"
_RTF = "is RTF; save it as .docx or .txt and import that"
_EPUB = "is an e-book (EPUB); convert it to .txt or .docx and import that"
_SLIDES = "is a presentation; save its text as .txt and import that"
_ZIP = "is an archive; unpack it first and import the files or the folder"
_PACKED = "is packed; unpack it first and import what is in it"
_IMAGE = "is an image; its text has to be typed or recognised first: import that as .txt"
_MEDIA = "is a recording; its words have to be written down first: import them as .txt"
_PROGRAM = "is a program, not a text; choose another file"
_DATABASE = "is an SQLite database; export the table with the texts from it as CSV or JSON lines and import that"
_PROJECT = "is a project of Nishan; open it and export it as jsonl, then import that file"
_PICKLE = "is a Python pickle, which is not opened since it can run programs; save its texts as JSON lines or CSV"
_ARROW = "is an Arrow file; save the dataset as Parquet or JSON lines (to_parquet, to_json) and import that"
_NUMPY = "holds arrays of numbers; save its texts as JSON lines or CSV and import that"
_POINTER = "is only a pointer of Git LFS to the file; fetch the file itself (git lfs pull) and import that"
_CAS_JSON = "is UIMA CAS as JSON; export it as UIMA CAS XMI or WebAnno TSV and import that"
_MHTML = 'is a web archive (MHTML); save the page as "HTML only" or its text as .txt and import that'
_DTD = "is XML with a document type of its own, which is not read; take <!DOCTYPE …> out of it and import it again"
_GATE = "is a document of GATE; save it there as inline XML or as CoNLL and import that"

_STARTS = (
    (b"{\\rtf", _RTF),
    (b"\x1f\x8b", _PACKED),
    (b"\xfd7zXZ\0", _PACKED),
    (b"\x28\xb5\x2f\xfd", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", _ZIP),
    (b"Rar!\x1a\x07", _ZIP),
    (b"SQLite format 3\0", _DATABASE),
    (b"ARROW1\0\0", _ARROW),
    (b"\x93NUMPY", _NUMPY),
    (b"\x89HDF\r\n", _NUMPY),
    (b"version https://git-lfs.github.com/spec/", _POINTER),
    (b"\x89PNG\r\n", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF87a", _IMAGE),
    (b"GIF89a", _IMAGE),
    (b"II*\0", _IMAGE),
    (b"MM\0*", _IMAGE),
    (b"OggS", _MEDIA),
    (b"fLaC", _MEDIA),
    (b"\x7fELF", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"%!PS", _PDF),
)
"""How files begin that are told by it."""
_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_ZIP = (
    (b"mimetypeapplication/epub+zip", _EPUB),
    (b"ppt/presentation.xml", _SLIDES),
    (b"mimetypeapplication/vnd.oasis.opendocument.presentation", _SLIDES),
)
_READ_IN_ZIP = (
    *(b"word/", b"xl/"),
    b"mimetypeapplication/vnd.oasis.opendocument.text",
    b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
)
"""What ZIP archives hold that readers here open."""
_NAMES = {
    **dict.fromkeys((".pdf", ".ps"), _PDF),
    **dict.fromkeys((".doc", ".dot", ".wps"), _OLD_WORD),
    **dict.fromkeys((".xls", ".xlt", ".xlsb"), _OLD_EXCEL),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key"), _SLIDES),
    **dict.fromkeys((".epub", ".mobi", ".azw", ".azw3"), _EPUB),
    **dict.fromkeys((".zip", ".tar", ".tgz", ".7z", ".rar"), _ZIP),
    **dict.fromkeys((".gz", ".bz2", ".xz", ".zst", ".lzma"), _PACKED),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp", ".bmp", ".heic"), _IMAGE),
    **dict.fromkeys((".mp3", ".wav", ".ogg", ".m4a", ".mp4", ".mkv", ".avi", ".flac"), _MEDIA),
    **dict.fromkeys((".exe", ".dll", ".so", ".class", ".msi", ".bin"), _PROGRAM),
    **dict.fromkeys((".db", ".sqlite", ".sqlite3"), _DATABASE),
    **dict.fromkeys((".pkl", ".pickle", ".joblib", ".pt"), _PICKLE),
    **dict.fromkeys((".arrow", ".feather"), _ARROW),
    **dict.fromkeys((".npy", ".npz", ".h5", ".hdf5"), _NUMPY),
    **dict.fromkeys((".mht", ".mhtml"), _MHTML),
    ".rtf": _RTF,
    ".nishan": _PROJECT,
}
NO_TEXT = frozenset(
    suffix
    for suffix, said in _NAMES.items()
    if said in {_IMAGE, _MEDIA, _PROGRAM, _DATABASE, _PICKLE, _NUMPY, _PROJECT}
)
"""Ends of names of files that hold no text at all."""
_CAS = re.compile(r'\s*\{\s*"%(?:TYPES|FEATURE_STRUCTURES|VIEWS)"')
_MHTML_START = re.compile(
    r"(?:[A-Z][\w-]*: .*\r?\n(?:[ \t].*\r?\n)*){0,20}?Content-Type:\s*multipart/related", re.IGNORECASE
)
_DOCTYPE = re.compile(r"\s*(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*)*<!DOCTYPE\s+(?!html\b)", re.DOTALL | re.IGNORECASE)
_GATE_START = re.compile(r"\s*(?:<\?xml.*?\?>)?\s*(?:<!--.*?-->\s*)*<GateDocument\b", re.DOTALL)


def refusal(head: Head) -> str:
    """Return what a file is that cannot be read here, and what to do, as `is a PDF; …`; "" for all others."""
    start = head.start
    if said := next((said for mark, said in _STARTS if start.startswith(mark)), "") or _by_places(start):
        return _PROJECT if said is _DATABASE and head.suffix == ".nishan" else said
    if start.startswith(_OLE_START):
        name = _NAMES.get(head.suffix, "")
        return name if name in {_OLD_WORD, _OLD_EXCEL} else _SLIDES if name is _SLIDES else _OLE
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _of_zip(start, head.suffix)
    return _of_text(head.text[:20_000])


def refusal_by_name(name: PurePath) -> str:
    """Return the same for a file whose contents tell nothing, by the end of its name."""
    return _NAMES.get(name.suffix.lower(), "")


def _by_places(start: bytes) -> str:
    """Tell files by what stands elsewhere than at their very beginning, or by more than a few letters."""
    riff = {b"WEBP": _IMAGE, b"WAVE": _MEDIA, b"AVI ": _MEDIA}.get(start[8:12], "") if start[:4] == b"RIFF" else ""
    signs = (
        (start.lstrip(b"\xef\xbb\xbf\0 \t\r\n")[:5] == b"%PDF-", _PDF),
        (start[257:262] == b"ustar", _ZIP),
        (start[:3] == b"BZh" and start[4:10] in {b"1AY&SY", b"\x17rE8P\x90"}, _PACKED),
        (start[:3] == b"ID3" and start[3:4] < b"\x10", _MEDIA),
        (start[4:8] == b"ftyp" or start[:2] in {b"\xff\xfb", b"\xff\xf3"}, _MEDIA),
        (start[:2] == b"MZ" and b"\0" in start[2:64], _PROGRAM),
        (start[:1] == b"\x80" and start[1:2] in {b"\2", b"\3", b"\4", b"\5"}, _PICKLE),
    )
    return riff or next((said for there, said in signs if there), "")


def _of_zip(start: bytes, suffix: str) -> str:
    if said := next((said for mark, said in _IN_ZIP if mark in start), ""):
        return said
    if suffix in {".docx", ".xlsx", ".xlsm", ".odt", ".ods"} or any(mark in start for mark in _READ_IN_ZIP):
        return ""  # whoever reads it says what is missing in it
    named = _NAMES.get(suffix, "")
    return named if named in {_EPUB, _SLIDES, _NUMPY, _PICKLE} else _ZIP


def _of_text(text: str) -> str:
    if _CAS.match(text):
        return _CAS_JSON
    if _DOCTYPE.match(text):
        return _DTD
    if _MHTML_START.match(text):
        return _MHTML
    return _GATE if _GATE_START.match(text) else ""
