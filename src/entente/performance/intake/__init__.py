"""Intake: files of either party become checked, immutable evidence; every bad row is listed."""

from entente.performance.intake.mapping import UnusableMapping, read_mapping, ready_made
from entente.performance.intake.opening import UnreadableFile
from entente.performance.intake.store import EvidenceAltered, StoredBatch
from entente.performance.intake.taking import NoSourceForFile, take_in

__all__ = [
    "EvidenceAltered",
    "NoSourceForFile",
    "StoredBatch",
    "UnreadableFile",
    "UnusableMapping",
    "read_mapping",
    "ready_made",
    "take_in",
]
