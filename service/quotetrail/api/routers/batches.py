"""`POST /v1/batches`: a folder, an archive or NDJSON in, a job out."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, BinaryIO, cast

from fastapi import APIRouter, Header, Query, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from quotetrail.api import examples, problems
from quotetrail.api.bodies import BoundedRequest, media_type
from quotetrail.api.dependencies import ServicesOf
from quotetrail.api.schemas.fields import Name
from quotetrail.api.schemas.jobs import JobOut
from quotetrail.errors import InvalidInput, TooLarge, UnsupportedMedia
from quotetrail.ingest.inbox import Upload
from quotetrail.settings import Settings

router = APIRouter(prefix="/v1/batches", tags=["batches"])

# What a body that is one file is called, so that its kind is known by its name as that of any other file.
_FILE_NAMES = {
    "application/x-ndjson": "batch.ndjson",
    "application/ndjson": "batch.ndjson",
    "application/jsonl": "batch.ndjson",
    "application/zip": "batch.zip",
    "application/x-zip-compressed": "batch.zip",
    "application/gzip": "batch.tar.gz",
    "application/x-gzip": "batch.tar.gz",
    "application/x-gtar": "batch.tar.gz",
    "application/x-compressed-tar": "batch.tar.gz",
}
_IN_MEMORY = 1024 * 1024
_LOCATION = {"Location": {"description": "Where the job is.", "schema": {"type": "string"}}}
_BINARY = {"type": "string", "contentMediaType": "application/octet-stream"}
_REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/x-ndjson": {
            "schema": {"type": "string", "description": "One JSON article a line, each like `POST /v1/articles`."},
            "examples": {"two articles": {"value": examples.ndjson()}},
        },
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "files": {
                        "type": "array",
                        "items": _BINARY,
                        "minItems": 1,
                        "description": "Text, HTML, JSON and NDJSON files, `.zip` and `.tar.gz` archives, in any mix.",
                    }
                },
                "required": ["files"],
            }
        },
        "application/zip": {"schema": _BINARY},
        "application/gzip": {"schema": {**_BINARY, "description": "A `.tar.gz`."}},
    },
}


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    responses={
        202: {
            "description": "The batch is on disk; its job goes on even if the server is killed.",
            "headers": _LOCATION,
        },
        **problems.TAKES_FILES,
    },
    openapi_extra={"requestBody": _REQUEST_BODY},
    summary="Post a folder, an archive or NDJSON",
)
async def post_batch(
    request: Request,
    response: Response,
    services: ServicesOf,
    *,
    name: Annotated[Name | None, Query(description="What to call the batch.")] = None,
    idempotency_key: Annotated[
        Name | None,
        Header(
            description="What the sender calls the batch; sent again with the same key, it is not read again.",
            openapi_examples={"the example's": {"value": examples.key()}},
        ),
    ] = None,
) -> JobOut:
    """Accepts many articles at once; one that cannot be read is reported in the job and stops no other."""
    async with _uploads(request, settings=services.settings) as uploads:
        job = await run_in_threadpool(services.jobs.submit, uploads, name=name, key=idempotency_key)
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return JobOut.of(job)


@asynccontextmanager
async def _uploads(request: Request, *, settings: Settings) -> AsyncIterator[list[Upload]]:
    """The files in the body, as long as the context is open; raises UnsupportedMedia, TooLarge and InvalidInput."""
    kind = media_type(request)
    bounded = BoundedRequest(request, limit=settings.max_batch)
    if kind in _FILE_NAMES:
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as content:
            async for chunk in bounded.stream():
                content.write(chunk)
            content.seek(0)
            yield [Upload(_FILE_NAMES[kind], cast("BinaryIO", content))]
    elif kind == "multipart/form-data":
        form = await _form(bounded, most_files=settings.max_members)
        try:
            yield [_upload(value) for _, value in form.multi_items()]
        finally:
            await form.close()
    else:
        raise UnsupportedMedia(
            "Send files as multipart/form-data, an archive as application/zip or application/gzip, "
            "or articles as application/x-ndjson."
        )


async def _form(request: BoundedRequest, *, most_files: int) -> FormData:
    try:
        return await request.form(max_files=most_files)
    except HTTPException as error:
        # Starlette says all that is wrong with a form as 400, in words; too many files is a limit like the others.
        if error.detail.startswith("Too many"):
            raise TooLarge(f"A batch holds at most {most_files:,} files.") from error
        raise InvalidInput(f"The form cannot be read: {error.detail}") from error


def _upload(value: UploadFile | str) -> Upload:
    if not isinstance(value, UploadFile) or not value.filename:
        raise InvalidInput("Every part of the form must be a file with a name.")
    return Upload(value.filename, value.file)
