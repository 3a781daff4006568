"""Office packages (ZIP + XML): members are weighed before they are unpacked; entities are never resolved."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from parsers.errors import Encrypted, LimitExceeded, Unreadable

LARGEST_MEMBER = 60_000_000
LARGEST_PACKAGE = 300_000_000
MOST_MEMBERS = 5_000
#: XML that real editors write packs to a tenth; a bomb to a thousandth.
HIGHEST_RATIO = 200
RATIO_COUNTS_FROM = 5_000_000

Element = Any  # lxml's element type cannot be named without its private module


class Package:
    """The members of an office file. Raises Unreadable, Encrypted or LimitExceeded."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Unreadable from error
        self._weigh()

    def _weigh(self) -> None:
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_PACKAGE:
            raise LimitExceeded("压缩包解压后过大，已停止读取（疑似压缩炸弹）。")
        for member in members:
            packed = max(member.compress_size, 1)
            if member.file_size > RATIO_COUNTS_FROM and member.file_size > HIGHEST_RATIO * packed:
                raise LimitExceeded("压缩比异常，已停止读取（疑似压缩炸弹）。")

    def __contains__(self, name: str) -> bool:
        return name in self._zip.namelist()

    def xml(self, name: str) -> Element:
        """The root of the member ``name``."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self._member(name), parser)
        except etree.XMLSyntaxError as error:
            raise Unreadable(f"文件内部结构已损坏（{name}）。") from error

    def _member(self, name: str) -> bytes:
        """The unpacked bytes, never more than the limit, whatever the directory promised."""
        try:
            with self._zip.open(name) as member:
                content = member.read(LARGEST_MEMBER + 1)
        except KeyError as error:
            raise Unreadable(f"文件不完整，缺少 {name}。") from error
        except RuntimeError as error:  # zipfile's way of asking for a password
            raise Encrypted from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise Unreadable from error
        if len(content) > LARGEST_MEMBER:
            raise LimitExceeded("文件内容过大，已停止读取。")
        return content
