"""What can be said about a project in words; shared with the frozen copy that a workshop judges."""

from django.db import models


class Duty(models.TextChoices):
    STATUTORY = "statutory", "Statutory"
    DISCRETIONARY = "discretionary", "Discretionary"


class DescribedProject(models.Model):
    """The words of a project: what it is, who it is for, who runs it and who pays."""

    reference = models.CharField(max_length=200)
    name = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    people_served = models.TextField(blank=True)
    provider = models.CharField(max_length=300, blank=True)
    directorate = models.CharField(max_length=300, blank=True)
    theme = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=300, blank=True)
    funder = models.CharField(max_length=300, blank=True)
    beneficiary = models.CharField(max_length=300, blank=True)
    duty = models.CharField(max_length=20, choices=Duty, blank=True)
    attributes = models.JSONField(
        default=dict, blank=True, help_text="Further columns, kept under their own headings."
    )

    class Meta:
        abstract = True


DESCRIBED_FIELDS: tuple[str, ...] = tuple(
    field.name
    for field in DescribedProject._meta.local_fields  # the documented Meta API
)
