"""Records of scope: each version of an agreement, as text and digest, and the days it holds.

The text is what was agreed; its digest pins it in every statement. Losing a row loses the terms of
its days; forging one is noticed by whoever kept a statement, which names the digest.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class AgreementVersion(models.Model):
    """One version of an alliance's agreement; never edited once recorded."""

    alliance = models.ForeignKey(
        "parties.Alliance", on_delete=models.PROTECT, related_name="agreement_versions"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    digest = models.CharField(max_length=80)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("alliance", "number")
        constraints = (
            models.UniqueConstraint(fields=("alliance", "number"), name="scope_one_number"),
            models.UniqueConstraint(fields=("alliance", "digest"), name="scope_one_digest"),
            models.CheckConstraint(
                name="scope_in_force_some_day",
                condition=Q(in_force_until=None) | Q(in_force_until__gt=F("in_force_from")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"
