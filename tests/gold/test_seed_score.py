"""The scorer on a text of our own, small enough to check every figure by hand."""

from dataclasses import replace

from quotetrail.model import Detection, Quote, QuoteType, Span, Speaker, SpeakerKind
from training.evaluation.seed_gold import GoldAttribution, GoldSpeaker, NotQuote, SeedGold
from training.evaluation.seeds import SeedScore, score

TEXT = (
    "“The ferry sails at noon,” said Ines Okoro. “Nobody is left behind.”\n"
    "She promised “calm” seas. Dockers say pay is late. The “free” ticket costs two coins."
)
NAMES = {"Ines Okoro": SpeakerKind.PERSON, "She": SpeakerKind.PERSON, "Dockers": SpeakerKind.GROUP}


def place(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def attribution(
    identifier: str, quote_type: QuoteType, *pieces: str, mention: str, name: str | None, optional: bool = False
) -> GoldAttribution:
    return GoldAttribution(
        id=identifier,
        article="ferry",
        type=quote_type,
        spans=tuple(place(piece) for piece in pieces),
        starts="",
        cue=None,
        speaker=GoldSpeaker(place(mention), name, (), NAMES[mention]),
        venue=None,
        via=None,
        optional=optional,
        alternatives=(),
    )


def quote(quote_type: QuoteType, *pieces: str, mention: str | None, name: str | None) -> Quote:
    speaker = None
    if mention is not None:
        span = place(mention)
        speaker = Speaker(mention, span.start, span.end, name, NAMES[mention])
    spans = tuple(place(piece) for piece in pieces)
    return Quote(quote_type, spans, None, speaker, None, (), 0.9)


FERRY = attribution(
    "f-1",
    QuoteType.DIRECT,
    "“The ferry sails at noon,”",
    "“Nobody is left behind.”",
    mention="Ines Okoro",
    name="Ines Okoro",
)
CALM = attribution("f-2", QuoteType.MIXED, "“calm” seas", mention="She", name="Ines Okoro", optional=True)
PAY = attribution("f-3", QuoteType.INDIRECT, "pay is late", mention="Dockers", name=None)
GOLD = SeedGold({"ferry": ""}, (FERRY, CALM, PAY), (NotQuote("ferry", place("“free”"), "free"),), ())

FERRY_FOUND = quote(
    QuoteType.DIRECT,
    "“The ferry sails at noon,”",
    "“Nobody is left behind.”",
    mention="Ines Okoro",
    name="Ines Okoro",
)
CALM_FOUND = quote(QuoteType.MIXED, "“calm” seas", mention="She", name="Ines Okoro")
PAY_FOUND = quote(QuoteType.INDIRECT, "pay is late", mention="Dockers", name=None)


def scored(*quotes: Quote) -> SeedScore:
    return score(GOLD, {"ferry": TEXT}, [Detection("en", quotes)])


def found(result: SeedScore, quote_type: QuoteType) -> int:
    return result.recall[quote_type].found


def test_a_detector_that_finds_everything_misses_nothing() -> None:
    result = scored(FERRY_FOUND, CALM_FOUND, PAY_FOUND)
    assert [recall.share for recall in result.recall.values()] == [1.0, 1.0, 1.0]
    assert result.precision == 1.0
    assert result.missed == result.false == result.invented == ()


def test_a_detector_that_finds_nothing_is_not_imprecise() -> None:
    result = scored()
    assert found(result, QuoteType.DIRECT) == 0
    assert len(result.missed) == 2
    assert result.precision == 1.0


def test_a_direct_quote_counts_with_exact_bounds_only() -> None:
    shorter = replace(FERRY_FOUND, spans=(Span(1, FERRY_FOUND.spans[0].end), FERRY_FOUND.spans[1]))
    result = scored(shorter)
    assert found(result, QuoteType.DIRECT) == 0
    assert result.precision == 1.0
    assert "f-1 direct found as" in result.missed[0]


def test_half_of_an_indirect_content_is_enough() -> None:
    assert found(scored(replace(PAY_FOUND, spans=(place("pay is"),))), QuoteType.INDIRECT) == 1
    assert found(scored(replace(PAY_FOUND, spans=(place("pay"),))), QuoteType.INDIRECT) == 0


def test_the_wrong_name_is_a_miss_and_a_false_attribution() -> None:
    result = scored(quote(QuoteType.INDIRECT, "pay is late", mention="Ines Okoro", name="Ines Okoro"))
    assert found(result, QuoteType.INDIRECT) == 0
    assert result.precision == 0.0
    assert "by Ines Okoro" in result.missed[1]
    assert len(result.false) == 1


def test_somebody_without_a_name_is_right_at_the_right_mention_only() -> None:
    assert found(scored(quote(QuoteType.INDIRECT, "pay is late", mention="She", name=None)), QuoteType.INDIRECT) == 0
    named_alike = quote(QuoteType.INDIRECT, "pay is late", mention="Dockers", name="The dockers")
    assert found(scored(named_alike), QuoteType.INDIRECT) == 1
    named_falsely = quote(QuoteType.INDIRECT, "pay is late", mention="Dockers", name="Ines Okoro")
    assert found(scored(named_falsely), QuoteType.INDIRECT) == 0


def test_an_optional_attribution_is_neither_missed_nor_false() -> None:
    assert scored(FERRY_FOUND, PAY_FOUND).missed == ()
    assert scored(FERRY_FOUND, PAY_FOUND, CALM_FOUND).false == ()
    assert scored(CALM_FOUND).optional == 1


def test_one_attribution_answers_for_one_prediction() -> None:
    result = scored(PAY_FOUND, replace(PAY_FOUND, spans=(place("pay is"),)))
    assert result.precision == 0.5


def test_a_speaker_for_words_that_nobody_says_is_invented() -> None:
    assert len(scored(quote(QuoteType.DIRECT, "“free”", mention="Dockers", name=None)).invented) == 1
    assert scored(quote(QuoteType.DIRECT, "“free”", mention=None, name=None)).invented == ()


def test_the_report_names_figures_and_cases() -> None:
    report = scored(PAY_FOUND, quote(QuoteType.DIRECT, "“free”", mention="Dockers", name=None)).report()
    assert "precision 50.0% (1 + 0 optional of 2)" in report
    assert "missed: f-1 direct not found" in report
    assert "invented: fer " in report
