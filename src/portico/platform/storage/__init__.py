"""Where files are kept that people send: a folder, or a service that speaks S3, behind one contract."""

from __future__ import annotations

from portico.platform.storage.contract import (
    Bulky,
    NotStored,
    Slot,
    Storage,
    StorageUnavailable,
)
from portico.platform.storage.places import open_storage

__all__ = ["Bulky", "NotStored", "Slot", "Storage", "StorageUnavailable", "open_storage"]
