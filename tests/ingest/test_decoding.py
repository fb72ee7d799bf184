"""Bytes become the text that was meant, or are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.errors import QuotetrailError, UndecodableText, UnsupportedMedia
from quotetrail.ingest.decoding import Decoder

RUSSIAN = "«Мы ничего не знаем», — сказала Айгуль Ёлкина. Это было в 2022 году, №5…"
FRENCH = "«\u00a0Où étiez-vous\u00a0?\u00a0» a demandé l’élève — à François, déjà fatigué…"
ENGLISH = "“We’re not leaving,” said Zoë O’Neill – for £5."

DECODER = Decoder.load()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t\v\f\x85\u2028")))
def test_utf_8_comes_back_exactly(text: str) -> None:
    assert DECODER.decode(text.encode()) == text.removeprefix("\ufeff")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize(
    "text", [RUSSIAN, ENGLISH, "\ufeffTwo marks: one belongs to the text.\r\n", "\N{GRINNING FACE}"]
)
def test_a_byte_order_mark_settles_the_encoding_and_is_all_that_is_stripped(codec: str, text: str) -> None:
    assert DECODER.decode(text.encode(codec)) == text


def test_both_byte_orders_of_utf_16_are_read() -> None:
    assert DECODER.decode(b"\xff\xfea\0") == DECODER.decode(b"\xfe\xff\0a") == "a"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "cp1251"),
        ("Привет", "cp1251"),
        ("НОВОСТИ ДНЯ", "cp1251"),
        ("The word perestroika (перестройка) was in every English text then.", "cp1251"),
        ("Президент України: «Ґанок їхній є»", "cp1251"),
        (FRENCH, "cp1252"),
        (ENGLISH, "cp1252"),
        ("Grüße aus Köln, schöne Straße", "cp1252"),
        ("El niño comió en España", "cp1252"),
    ],
)
def test_windows_cyrillic_and_western_are_told_apart(text: str, codec: str) -> None:
    assert DECODER.decode(text.encode(codec)) == text


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN.replace("«", "").replace("»", "").replace("—", "-").replace("№", "").replace("…", ""), "koi8-r"),
        ("我们不知道发生了什么事，他说。", "gb18030"),
        ("私たちは何も知りません、と彼は言った。", "shift-jis"),
        ("우리는 아무것도 모릅니다", "euc-kr"),
        ("Zażółć gęślą jaźń, powiedział", "cp1250"),
        ("Işığı söndürdüğünü söyledi, dağ şehri", "cp1254"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused_rather_than_garbled(text: str, codec: str) -> None:
    with pytest.raises(UndecodableText, match="UTF-8"):
        DECODER.decode(text.encode(codec))


def test_a_declared_charset_counts_where_the_bytes_are_not_utf_8() -> None:
    assert DECODER.decode("Zażółć".encode("iso8859-2"), declared=" ISO-8859-2 ") == "Zażółć"
    assert DECODER.decode("Zażółć".encode(), declared="iso-8859-2") == "Zażółć"
    assert DECODER.decode(b"\x93Yes\x94", declared="iso-8859-1") == "“Yes”"


@pytest.mark.parametrize("declared", ["rot13", "idna", "unicode_escape", "base64", "nonsense", ""])
def test_a_declared_charset_that_is_no_charset_of_texts_is_passed_over(declared: str) -> None:
    assert DECODER.decode("été".encode("cp1252"), declared=declared) == "été"


@pytest.mark.parametrize(
    "content", [b"a\0b", b"\x7fELF\x02\x01\x01\0", bytes(range(1, 32)) * 9, b"\xff\xfe\0\0", "Hi".encode("utf-16-le")]
)
def test_binary_content_is_unsupported(content: bytes) -> None:
    with pytest.raises(UnsupportedMedia, match="binary"):
        DECODER.decode(content + b"\0\0\0\0")


@pytest.mark.parametrize("content", [b"\xff\xfea", b"\xff\xfe\0\xd8", b"\xef\xbb\xbf\xff"])
def test_broken_text_with_a_mark_is_undecodable_and_the_place_is_named(content: bytes) -> None:
    with pytest.raises(UndecodableText, match="byte"):
        DECODER.decode(content)


@given(st.binary())
def test_any_bytes_decode_or_give_a_problem_and_never_hold_nul_or_surrogates(content: bytes) -> None:
    try:
        text = DECODER.decode(content)
    except QuotetrailError:
        return
    assert "\0" not in text
    text.encode()
