"""Quotation marks as people really type them, and what must hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.detect.quotemarks import Quotation, pair

MARKS = "\"'“”„«»‹›‘’‚「」`"


def quoted(text: str) -> list[str]:
    return [text[found.start : found.end] for found in pair(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"I am here," he said. "Go."', ['"I am here,"', '"Go."'], id="straight"),
        pytest.param("“I am here,” he said. “Go.”", ["“I am here,”", "“Go.”"], id="curly"),
        pytest.param("„Das ist gut“, sagte er. „Nein.“", ["„Das ist gut“", "„Nein.“"], id="german"),
        pytest.param("„To dobrze” – powiedział.", ["„To dobrze”"], id="polish"),
        pytest.param("»Das ist gut«, sagte er. »Nein.«", ["»Das ist gut«", "»Nein.«"], id="german-guillemets"),
        pytest.param("«Это правда», — сказал он.", ["«Это правда»"], id="russian"),
        pytest.param("« C’est vrai », dit-il.", ["« C’est vrai »"], id="french-with-spaces"),
        pytest.param("Er sagte ‹ja› und ‚nein‘.", ["‹ja›", "‚nein‘"], id="single-guillemet-and-low"),
        pytest.param("”Hej”, sa han.", ["”Hej”"], id="swedish"),
        pytest.param("「はい」と『彼』が言った。", ["「はい」", "『彼』"], id="japanese"),
        pytest.param("``Yes,'' he said.", ["``Yes,''"], id="latex"),
        pytest.param("''Yes,'' he said. ''No.''", ["''Yes,''", "''No.''"], id="two-single-marks"),
        pytest.param('""Hello,"" he said.', ['""Hello,""'], id="escaped-for-csv"),
        pytest.param("“Yes,’’ he said.", ["“Yes,’’"], id="closed-by-two-single-marks"),
        pytest.param("'I think so,' said John. 'It's fine.'", ["'I think so,'", "'It's fine.'"], id="british"),
        pytest.param('He said “yes" and "no”.', ['“yes"', '"no”'], id="curly-and-straight"),
        pytest.param('("No," he said)', ['"No,"'], id="in-brackets"),
        pytest.param('He said—"No"—and left.', ['"No"'], id="between-dashes"),
        pytest.param('"...and so," he said.', ['"...and so,"'], id="begins-with-dots"),
        pytest.param('said: "Yes.""No."', ['"Yes."', '"No."'], id="no-space-between"),
        pytest.param('Joe "The Plumber" Smith', ['"The Plumber"'], id="nickname"),
        pytest.param("the “Plumber”’s van", ["“Plumber”"], id="possessive-of-a-quotation"),
        pytest.param("It’s ‘in Their Heads.’", ["‘in Their Heads.’"], id="apostrophe-before-single-marks"),
    ],
)
def test_every_style_is_paired(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected
    assert all(found.closed and found.depth == 0 for found in pair(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("These protests are for corruption, ”said Satpayev. “We know.”", ["“We know.”"]),
        ("“It is about corruption, ”said Satpayev. “We know.”", ["“It is about corruption, ”", "“We know.”"]),
        ("“It is about corruption, ” said Satpayev. “We know.”", ["“It is about corruption, ”", "“We know.”"]),
        ('"It is about corruption, "said Satpayev. "We know."', ['"It is about corruption, "', '"We know."']),
        ("“They want him to hold a fair election. “", ["“They want him to hold a fair election. “"]),
        ("“They want a fair election. “\n\n“No,” he said.", ["“They want a fair election. “", "“No,”"]),
    ],
)
def test_a_stray_space_or_a_wrong_closing_mark_does_not_break_the_pair(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected
    assert all(found.closed for found in pair(text))


@pytest.mark.parametrize(
    "text",
    [
        "don’t, won't, O'Brien, Tokayev’s, Kazakhstan's, d’Ivoire, Sana'a",
        "the protesters’ demands and the workers' rights",
        "the ’90s, the '80s, rock ’n’ roll, rock 'n' roll, 'til dawn, ’em, goin' home",
        'He is 6\' 2" tall and has a 12" pipe.',
        "In 't Veld spoke, and the Qur’an, and ‘Ali",
        "a minute is 1′ and a second 1″",
        '"""""""" and \'\'\'bold\'\'\'',
    ],
)
def test_apostrophes_measures_and_decoration_are_no_quotations(text: str) -> None:
    assert quoted(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The protesters’ aims aren’t ‘new’,” he said.", [("“The protesters’ aims aren’t ‘new’,”", 0), ("‘new’", 1)]),
        ("‘He said “no” to me,’ she said.", [("‘He said “no” to me,’", 0), ("“no”", 1)]),
        ("Он сказал: «Это „хорошо“ сегодня».", [("«Это „хорошо“ сегодня»", 0), ("„хорошо“", 1)]),
        ("``He said `no''' once", [("``He said `no'''", 0), ("`no'", 1)]),
        ("\"'Yes,' he said, 'no,'\" she says.", [("\"'Yes,' he said, 'no,'\"", 0), ("'Yes,'", 1), ("'no,'", 1)]),
        ('"He told me "go" yesterday," she said.', [('"He told me "go" yesterday,"', 0), ('"go"', 1)]),
        ('"He is 6\' 2" tall," she said.', [('"He is 6\' 2" tall,"', 0)]),
    ],
)  # fmt: skip
def test_quotations_nest(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(text[found.start : found.end], found.depth) for found in pair(text)] == expected


def test_a_missing_closing_mark_costs_one_quotation_and_no_more() -> None:
    text = '"It is corruption, he said. "We will go." Then "no."'
    assert quoted(text) == ['"It is corruption, he said.', '"We will go."', '"no."']
    assert [found.closed for found in pair(text)] == [False, True, True]


def test_a_missing_opening_mark_costs_one_quotation_and_no_more() -> None:
    assert quoted('It is corruption," he said. "We will go." Then "no."') == ['"We will go."', '"no."']


def test_a_mark_left_open_does_not_reach_into_the_next_paragraph() -> None:
    text = "“It is corruption, he said.\n\nThe city was quiet. “We will go,” he added."
    assert quoted(text) == ["“It is corruption, he said.", "“We will go,”"]
    assert [found.continues for found in pair(text)] == [False, False]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("„", "“"), ("‘", "’")])
def test_a_quotation_over_paragraphs_opens_each_and_closes_the_last(opening: str, closing: str) -> None:
    text = f"{opening}We came.\n\n{opening}We saw.\n\n{opening}We went,{closing} he said. {opening}Yes.{closing}"
    found = pair(text)
    assert [(text[q.start : q.end], q.closed, q.continues) for q in found] == [
        (f"{opening}We came.", False, False),
        (f"{opening}We saw.", False, True),
        (f"{opening}We went,{closing}", True, True),
        (f"{opening}Yes.{closing}", True, False),
    ]


def test_inner_leaves_marks_and_space_out() -> None:
    text = "« C’est vrai », dit-il."
    assert pair(text)[0].inner.of(text) == "C’est vrai"


def test_two_opening_marks_side_by_side_are_one() -> None:
    text = '"“You win,” he said.'
    assert quoted(text) == ["“You win,”"]


def test_a_sentence_torn_by_an_empty_line_keeps_its_quotation() -> None:
    text = 'He said "it is not\n\ntrue" and left.'
    assert quoted(text) == ['"it is not\n\ntrue"']


texts = st.text(st.one_of(st.sampled_from(MARKS + " \n\n.,a9s—("), st.characters()), max_size=200)


@given(texts)
@settings(max_examples=400, deadline=None)
def test_quotations_of_any_text_are_sorted_nested_and_begin_with_a_mark(text: str) -> None:
    found = pair(text)
    assert list(found) == sorted(found, key=lambda q: (q.start, -q.end))
    around: list[Quotation] = []
    for quotation in found:
        assert 0 <= quotation.start < quotation.end <= len(text)
        assert quotation.start < quotation.inner.start <= quotation.inner.end <= quotation.end
        assert text[quotation.start] in MARKS + "＂‟‛〝´"
        while around and around[-1].end <= quotation.start:
            around.pop()
        assert all(quotation.end <= outer.end for outer in around)
        assert quotation.depth == len(around)
        around.append(quotation)


@given(st.lists(texts, min_size=2, max_size=4))
@settings(max_examples=50, deadline=None)
def test_a_paragraph_pairs_as_it_does_alone_when_nothing_is_left_open_before_or_after(parts: list[str]) -> None:
    whole = "It began.\n\n" + "\n\nIt went on.\n\n".join(part.replace("\n", " ").strip() or "x" for part in parts)
    at = 0
    alone = []
    for paragraph in whole.split("\n\n"):
        alone += [(at + q.start, at + q.end, q.depth, q.closed) for q in pair(paragraph)]
        at += len(paragraph) + 2
    assert [(q.start, q.end, q.depth, q.closed) for q in pair(whole)] == alone


@pytest.mark.parametrize("piece", ['" ', "“a” ", "' \" “ ", "“", "'a ", '"\n\n'])
def test_sixteen_thousand_marks_in_one_text_are_read(piece: str) -> None:
    text = piece * 16_000
    found = pair(text)
    assert all(0 <= quotation.start < quotation.end <= len(text) for quotation in found)
