"""Errors of reading. The class docstring is the default message.

ReadingError
├── Unreadable         the bytes can't be read as what they are
│   ├── Encrypted
│   ├── Scanned        readable where characters can be recognised in pictures
│   ├── Archived       its files are readable once unpacked
│   └── OldOffice      readable once an outside program has converted it
└── LimitExceeded      size, time or depth limit of the reader met
"""

from __future__ import annotations


class ReadingError(Exception):
    """文件无法读取。"""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class Unreadable(ReadingError):
    """文件损坏或不完整，无法读取。"""


class Encrypted(Unreadable):
    """文件已加密，无法读取。"""


class Scanned(Unreadable):
    """scanned, not read：整页为图片，未做文字识别。"""


class Archived(Unreadable):
    """这是压缩包，请解压后逐个读取其中的文件。"""


class OldOffice(Unreadable):
    """旧版 Word 文件（.doc/.wps），需先由 LibreOffice 转换；或另存为 .docx 后再读取。"""


class LimitExceeded(ReadingError):
    """文件超出读取上限（大小、时间或嵌套层数），已停止读取。"""
