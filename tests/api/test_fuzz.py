"""The whole API against inputs that schemathesis thinks up from its own description, over a real connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from quotetrail.api import examples
from quotetrail.app import create_app
from quotetrail.settings import Settings

Check = Callable[..., bool | None]

schema = schemathesis.openapi.from_dict(create_app(Settings()).openapi())

# The job queue's threads, in this very process, draw from `random`, which Hypothesis takes for the test's doing.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module")

# A date to come, a page without an article and a broken archive fit their descriptions and are refused all the same.
REFUSED_FOR_ITS_MEANING: list[Check] = [positive_data_acceptance]

# A batch takes any bytes and says in its job which of them it could not read.
TAKES_ANYTHING: dict[str, list[Check]] = {"POST /v1/batches": [negative_data_rejection]}


@schemathesis.serializer("application/x-ndjson", "application/zip", "application/gzip")
def as_it_is(_: schemathesis.SerializationContext, value: object) -> bytes:
    """Bodies that are files go out as whatever was thought up."""
    return value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")


@pytest.fixture(scope="module")
def address(live: str) -> str:
    """A server that holds the example articles."""
    for number in (0, 1):
        httpx2.post(f"{live}/v1/articles", json=examples.article(number)).raise_for_status()
    return live


@schema.parametrize()
@hypothesis_settings(max_examples=10, derandomize=True, deadline=None, database=None)
def test_the_api_keeps_to_its_description(case: schemathesis.Case[Any], address: str) -> None:
    excused = REFUSED_FOR_ITS_MEANING + TAKES_ANYTHING.get(case.operation.label, [])
    case.call_and_validate(base_url=address, excluded_checks=excused)
