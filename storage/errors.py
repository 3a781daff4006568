"""Errors of remembering. The class docstring is the default message; nobody outside sees an error of the driver.

StorageError
├── WrongAddress        the database URL is none of ours
├── Unavailable         it can't be reached or opened: folder missing, no permission, server down
├── ArchiveUnavailable  the folder of originals can't be read or written
├── Busy                somebody else held it longer than we wait; trying again may help
├── DiskFull            nothing more can be written; what was stored is intact
├── NotMigrated         the tables are missing or older than the code
├── NewerDatabase       written by a newer version of this program
├── Conflict            a unique key or a reference forbids it
├── NotThere            no row or file of that name
└── Damaged             what is stored is not what was written
"""

from __future__ import annotations


class StorageError(Exception):
    """数据库操作失败。"""

    def __init__(self, detail: str = "") -> None:
        summary = (type(self).__doc__ or "").strip()
        super().__init__(f"{summary}（{detail}）" if detail else summary)


class WrongAddress(StorageError):
    """数据库地址应以 sqlite:/// 或 postgresql+psycopg:// 开头，并写明文件或库名。"""


class Unavailable(StorageError):
    """数据库无法打开：请检查文件夹是否存在、是否可写，或数据库服务是否在运行。"""


class ArchiveUnavailable(StorageError):
    """原始文件夹无法读写：请检查权限和磁盘。"""


class Busy(StorageError):
    """数据库正被其他程序占用，等待超时，请稍后重试。"""


class DiskFull(StorageError):
    """磁盘空间不足，无法写入；已保存的内容不受影响。"""


class NotMigrated(StorageError):
    """数据库尚未建表或版本较旧，需要先升级。"""


class NewerDatabase(StorageError):
    """数据库由更新版本的程序写成，请使用相同或更新的版本。"""


class Conflict(StorageError):
    """与已保存的记录冲突。"""


class NotThere(StorageError):
    """没有这条记录或这个文件。"""


class Damaged(StorageError):
    """已保存的内容与写入时不一致，可能已损坏。"""
