"""Bytes to text: the encoding found, nothing repaired, what looks broken said."""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from parley.read.articles import Problem
from parley.read.languages import find_language

_MARKS = [
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
# What articles about this part of the world come in; a short list keeps the guess honest and quick.
_LIKELY = ["cp1252", "cp1251", "koi8_r", "cp1254", "cp1250", "cp1256", "cp1255", "cp1253", "gb18030", "shift_jis"]
_LIKELY += ["euc_kr", "big5", "mac_roman"]
_LATIN = {"cp1254": ("tr",), "cp1250": ("pl",), "cp1252": ("en", "de", "fr", "es", "it", "pt", "nl")}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOJIBAKE = re.compile(r"â€[œ\u009dš™˜”“\u0080-\u009f]|Ã[©¨¤¶¼±]|Ð[°-¿]Ñ")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SAMPLE = 60_000


class Decoded(NamedTuple):
    """Text, or None if there is none in the bytes, and the problems met."""

    text: str | None
    problems: list[Problem]


def decode(source_path: str, data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of a file: by its byte order mark, as UTF-8, as `declared`, else by the likeliest encoding.

    A file in UTF-8 with a few broken bytes keeps U+FFFD in their place, and a warning says where.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(source_path, data.decode(name, errors="replace"))
    if wide := _wide(data[:_SAMPLE]):
        return _checked(source_path, data.decode(wide, errors="replace"))
    try:
        return _checked(source_path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        broken = error.start
    lenient = data.decode("utf-8", errors="replace")
    if declared and (text := _try(data, declared)) is not None:
        return _checked(source_path, text)
    if _is_mostly_utf8(lenient):
        remedy = "look at the signs \ufffd in the text"
        fault = Problem(source_path, "bytes that are not UTF-8", "UTF-8", remedy, "warning", f"byte {broken}")
        return Decoded(lenient, [fault])
    guess = None if b"\0" in data else _guess(data[:_SAMPLE])
    text = _try(data, guess) if guess else None
    if text is None:
        return _refused(source_path)
    note = Problem(source_path, f"no UTF-8; read as {guess}", "UTF-8", "save it as UTF-8 if signs look odd")
    return _checked(source_path, text, note._replace(severity_code="note"))


def _guess(data: bytes) -> str | None:
    """Return the likeliest encoding; the Latin ones differ in a few letters only, so the language decides there."""
    best = from_bytes(data, cp_isolation=_LIKELY).best()
    if best is None or best.encoding not in _LATIN:
        return best.encoding if best else None
    fitting = (name for name in _LATIN if find_language(_try(data, name) or "") in _LATIN[name])
    return next(fitting, best.encoding)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None


def _wide(data: bytes) -> str | None:
    """Return the UTF-16 without a mark whose NULs these are: nearly all on odd, or nearly all on even places."""
    odd, even = data[1::2].count(0), data[::2].count(0)
    if max(odd, even) < len(data) * 0.3 or min(odd, even) > len(data) * 0.02:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_mostly_utf8(lenient: str) -> bool:
    broken = lenient.count("\ufffd")
    good = sum(1 for char in lenient if char > "\x7f") - broken
    return good > 4 * broken


def _checked(source_path: str, text: str, *notes: Problem) -> Decoded:
    if len(_CONTROLS.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) * 0.005 + 1:
        return _refused(source_path)
    return Decoded(text, list(notes))


def _refused(source_path: str) -> Decoded:
    fault = Problem(source_path, "no text: binary, or an unknown encoding", "text in UTF-8", "save it as UTF-8 text")
    return Decoded(None, [fault])


def odd_signs(source_path: str, text: str) -> list[Problem]:
    """Return a warning if signs were broken before the text came here; they are kept as they are."""
    hits = _MOJIBAKE.findall(text) if "Ã" in text or "â€" in text or "Ð" in text else []
    if len(hits) < 2 and "\ufffd" not in text:
        return []
    found = f"signs broken by a wrong encoding, such as {hits[0] if hits else chr(0xFFFD)!r}"
    return [Problem(source_path, found, "whole letters", "fetch the article again as UTF-8", "warning")]


def without_surrogates(text: str) -> str:
    """Return the text with halves of characters, which no file can hold, as U+FFFD: length and offsets stay."""
    return _SURROGATES.sub("\ufffd", text)
