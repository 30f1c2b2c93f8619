"""Scripted assessors who sit in a live workshop as people do: through its pages alone."""

from bucketing.rehearsal.room import Rehearsal

__all__ = ["Rehearsal"]
