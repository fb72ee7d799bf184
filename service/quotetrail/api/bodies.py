"""Request bodies, read within a limit and parsed strictly before pydantic sees them.

What a lenient parser lets through (duplicate keys, NaN, lone surrogates, NUL, endless nesting) has to fail somewhere
later, and less clearly; here it fails first, as 413, 415 or 422.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Coroutine
from email.message import Message
from typing import Any

import anyio.to_thread
from fastapi import Request, Response
from fastapi.routing import APIRoute

from quotetrail.api.dependencies import services
from quotetrail.errors import TooLarge, UnsupportedMedia
from quotetrail.ingest import strict_json


class StrictRoute(APIRoute):
    """A route whose JSON body is read within `Settings.max_body` and parsed by `strict_json`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler, given a request whose body is already read and parsed."""
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def checked(request: Request) -> Response:
            return await handle(await _parsed(request))

        return checked


class BoundedRequest(Request):
    """A request that raises TooLarge once its body is, or says it will be, more than `limit` bytes."""

    def __init__(self, request: Request, *, limit: int) -> None:
        super().__init__(request.scope, request.receive)
        self._limit = limit

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body as it arrives."""
        declared = self.headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared) > self._limit:
            raise TooLarge(f"The body has {int(declared):,} bytes; at most {self._limit:,} are accepted.")
        size = 0
        async for chunk in super().stream():
            size += len(chunk)
            if size > self._limit:
                raise TooLarge(f"The body has more than the {self._limit:,} bytes that are accepted.")
            yield chunk


class ParsedRequest(Request):
    """A request whose body has been read, and parsed as JSON, already."""

    def __init__(self, request: Request, *, content: bytes, value: object) -> None:
        super().__init__(request.scope, request.receive)
        self._content = content
        self._value = value

    async def body(self) -> bytes:
        """The bytes that came."""
        return self._content

    async def json(self) -> object:
        """What they say."""
        return self._value


def media_type(request: Request) -> str:
    """The body's media type in lower case without parameters; empty when the request does not say."""
    header = request.headers.get("content-type", "")
    message = Message()
    message["content-type"] = header
    return message.get_content_type() if "/" in header else ""


async def _parsed(request: Request) -> ParsedRequest:
    settings = services(request).settings
    kind = media_type(request)
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise UnsupportedMedia("Send JSON with the header 'Content-Type: application/json'.")
    content = await BoundedRequest(request, limit=settings.max_body).body()
    value = await anyio.to_thread.run_sync(lambda: strict_json.parse(content, max_depth=settings.max_depth))
    return ParsedRequest(request, content=content, value=value)
