"""Two wordings, and how they stand to each other."""

from __future__ import annotations

from pydantic import ConfigDict, Field, JsonValue

from quotetrail.api import examples
from quotetrail.api.schemas.chains import ChangeOut
from quotetrail.api.schemas.extraction import Confidence
from quotetrail.api.schemas.fields import Language, Name, Pasted, Schema
from quotetrail.api.schemas.matches import FlagOut
from quotetrail.ingest.comparing import Asked
from quotetrail.model import Relation, Tier

_EXAMPLE: dict[str, JsonValue] = {"a": examples.quoted(), "b": examples.pasted(), "speaker_a": examples.speaker()}


class ComparisonIn(Schema):
    """Two wordings as somebody pasted them, with or without quotation marks."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    a: Pasted = Field(description="The wording that is taken for the original.")
    b: Pasted = Field(description="The wording that is held against it.")
    language_a: Language | None = Field(default=None, description="ISO 639-1 code; else it is found out.")
    language_b: Language | None = Field(default=None, description="ISO 639-1 code; else it is found out.")
    speaker_a: Name | None = Field(default=None, description="Who is said to have said it.")
    speaker_b: Name | None = Field(default=None, description="Who is said to have said it.")

    def asked(self) -> tuple[Asked, Asked]:
        """Both sides; raises InvalidInput for a blank one."""
        return (
            Asked(text=self.a, language=self.language_a, speaker=self.speaker_a),
            Asked(text=self.b, language=self.language_b, speaker=self.speaker_b),
        )


class ComparisonOut(Schema):
    """How the second wording stands to the first."""

    relation: Relation
    probability: Confidence = Field(description="That both carry one statement.")
    tier: Tier | None = Field(description="Null where they are not likely enough to be even suggested.")
    flags: list[FlagOut]
    reasons: list[str]
    words: list[ChangeOut] = Field(description="From the first wording to the second.")
