"""How far a role reaches: every portfolio of the organisation, or chosen ones."""

from django.db import models


class WithReach(models.Model):
    """Portfolios live in an app that this one never meets, so they are named by string.

    `is_limited` stands by itself, so that somebody whose last portfolio goes sees nothing, not all.
    """

    is_limited = models.BooleanField(default=False)
    portfolios = models.ManyToManyField(
        "projects.Portfolio",
        blank=True,
        related_name="+",
        help_text="The only ones, where the role is limited; empty where it is not.",
    )

    class Meta:
        abstract = True

    @property
    def reach_words(self) -> str:
        if not self.is_limited:
            return "All portfolios"
        return ", ".join(each.name for each in self.portfolios.all()) or "None"
