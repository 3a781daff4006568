"""argparse in Chinese: the words that it puts around ours, in help and in errors. Who types a command reads Chinese."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

HELP = (
    ("usage: ", "用法："),
    ("positional arguments:", "参数："),
    ("options:", "选项："),
    ("show this help message and exit", "显示这段说明"),
    ("show program's version number and exit", "显示版本"),
)
#: What argparse says when a command is wrong → what we say. The first that fits is taken.
ERRORS = (
    (r"the following arguments are required: (.*)", r"缺少：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.*)\)", r"\1 不能是 \2；可用：\3"),
    (r"argument (.+?): invalid int value: (.*)", r"\1 应为整数；现为 \2"),
    (r"argument (.+?): invalid \w+ value: (.*)", r"\1 不能是 \2"),
    (r"argument (.+?): expected (?:one argument|at least one argument|\d+ arguments?)", r"\1 之后须有一个值"),
    (r"argument (.+?): not allowed with argument (.*)", r"\1 不能与 \2 同时使用"),
    (r"one of the arguments (.*) is required", r"须写其一：\1"),
    (r"ambiguous option: (.+?) could match (.*)", r"\1 可以是：\2；请写全"),
    (r"argument (.+?): (.*)", r"\1：\2"),
)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser whose own words are Chinese; those of its verbs are of this class too."""

    def format_usage(self) -> str:
        """The usage line."""
        return _in_chinese(super().format_usage())

    def format_help(self) -> str:
        """The whole help."""
        return _in_chinese(super().format_help())

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to be told more; status 2."""
        self.exit(2, f"{self.format_usage()}用法有误：{error_words(message)}\n更多说明：{self.prog} --help\n")


def error_words(message: str) -> str:
    """argparse's sentence as we say it; one that we don't know stays as it is."""
    for pattern, said in ERRORS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return found.expand(said)
    return message


def _in_chinese(text: str) -> str:
    for word, said in HELP:
        text = text.replace(word, said)
    return text
