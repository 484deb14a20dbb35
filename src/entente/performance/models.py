"""Records of performance: the manifest of evidence batches, and the statements made from them.

The evidence itself is immutable Parquet in the data folder, named by its digest; the manifest row
is what makes a file count, so the row's insertion is the commit point. A lost file is noticed when
it is next read; a forged one no longer matches its name. A statement is its canonical bytes; it is
never edited, a later one for the same period stands beside it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class EvidenceBatch(models.Model):
    """One batch of evidence: whose rows, how many, what was set aside, and the digests."""

    alliance = models.ForeignKey(
        "parties.Alliance", on_delete=models.PROTECT, related_name="evidence_batches"
    )
    table = models.CharField(max_length=20)
    source = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    content = models.CharField(max_length=80)
    file_sha256 = models.CharField(max_length=80)
    mapping_sha256 = models.CharField(max_length=80)
    rows = models.PositiveBigIntegerField()
    quarantined = models.JSONField(default=dict)
    clock_notes = models.JSONField(default=dict)
    fields = models.JSONField(default=list)
    first_at = models.BigIntegerField(null=True)
    last_at = models.BigIntegerField(null=True)
    stored_as = models.CharField(max_length=120)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("-added_at", "name")
        constraints = (
            models.UniqueConstraint(fields=("alliance", "content"), name="performance_batch_once"),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.table})"


class Statement(models.Model):
    """A statement of one period: canonical JSON, and the digest that both sides can recompute."""

    alliance = models.ForeignKey(
        "parties.Alliance", on_delete=models.PROTECT, related_name="statements"
    )
    period = models.CharField(max_length=7)
    digest = models.CharField(max_length=80)
    body = models.TextField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-period", "-made_at")
        constraints = (
            models.UniqueConstraint(
                fields=("alliance", "digest"), name="performance_statement_once"
            ),
        )

    def __str__(self) -> str:
        return f"Statement {self.period}"
