"""Four stored shares that always make a whole."""

from django.db import models
from django.db.models import F, Q

from bucketing.domain.shares import SHARE_NAMES, WHOLE, Shares

SHARES_ADD_UP = Q(upstream__gte=0, midstream__gte=0, downstream__gte=0, acute__gte=0) & Q(
    acute=WHOLE - F("upstream") - F("midstream") - F("downstream")
)
NO_SHARES = Q(upstream=None, midstream=None, downstream=None, acute=None)


def share_columns(shares: Shares) -> dict[str, int]:
    """The four columns of a row, from one value."""
    return dict(zip(SHARE_NAMES, shares, strict=True))


class SharedOut(models.Model):
    """A split over the four tiers, in parts of 10,000."""

    upstream = models.PositiveSmallIntegerField()
    midstream = models.PositiveSmallIntegerField()
    downstream = models.PositiveSmallIntegerField()
    acute = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=SHARES_ADD_UP, name="%(class)s_shares_make_a_whole")
        ]

    @property
    def shares(self) -> Shares:
        return Shares(*(getattr(self, name) for name in SHARE_NAMES))
