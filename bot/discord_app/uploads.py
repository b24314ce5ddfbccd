"""Files that members upload: refused when too large, before they are read and while they are; and never unpacked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import aiohttp
import discord

from bot.facts.yaml_text import MAX_BYTES

#: Seconds that reading a file from Discord may take.
_PATIENCE = 10.0
_PIECE = 64 * 1024

#: Gives the bytes at an address, piece by piece.
Fetch = Callable[[str], AsyncIterator[bytes]]


class BadUpload(Exception):  # noqa: N818 - it is called so wherever it is told of
    """A file is not taken; the message says why."""


async def fetch(url: str) -> AsyncIterator[bytes]:
    """What is at an address of Discord's, piece by piece; addresses that it sends us on to are not followed."""
    timeout = aiohttp.ClientTimeout(total=_PATIENCE)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url, allow_redirects=False) as found:
        if found.status != 200:
            raise BadUpload(f"Discord no longer has that file (it said {found.status}); upload it again")
        async for piece in found.content.iter_chunked(_PIECE):
            yield piece


async def read(attachment: discord.Attachment, fetching: Fetch = fetch) -> bytes:
    """What an uploaded YAML file holds. Raises BadUpload: for size, for kind, and where it cannot be had."""
    too_large = BadUpload(f"the file is larger than {MAX_BYTES // 1024 // 1024} MB; split it into several")
    if not attachment.filename.lower().endswith((".yaml", ".yml")):
        raise BadUpload("that is not a YAML file: its name ends in .yaml or .yml")
    if attachment.size > MAX_BYTES:
        raise too_large
    data = bytearray()
    try:
        async for piece in fetching(attachment.url):  # what Discord says of the size may not be so
            data += piece
            if len(data) > MAX_BYTES:
                raise too_large
    except (aiohttp.ClientError, OSError) as error:
        raise BadUpload("the file could not be read from Discord; try again") from error
    if not data.strip():
        raise BadUpload("the file is empty")
    if b"\0" in data:
        raise BadUpload("that is not a text file")
    return bytes(data)
