"""Look-alikes: projects that say nearly the same, or come from the same provider.

Texts are compared as sets of words and pairs of neighbouring words; likeness is the part of both
sets that they share (Jaccard).
"""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

NEAR_IDENTICAL = 0.8
"""Likeness from which two texts count as the same project told twice."""

_WORD = re.compile(r"[^\W_]+")
_LEGAL_FORMS = {"cic", "cio", "company", "limited", "llp", "ltd", "plc", "the"}


class Reason(StrEnum):
    SAME_TEXT = "same_text"
    SAME_PROVIDER = "same_provider"


@dataclass(frozen=True, slots=True)
class Described:
    """What is known about a project in words."""

    key: Hashable
    text: str  # name and description
    provider: str = ""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A project that could be settled together with another one."""

    key: Hashable
    reasons: tuple[Reason, ...]
    likeness: float  # of the texts, 0 to 1


def find_look_alikes(
    project: Described, others: Sequence[Described], *, threshold: float = NEAR_IDENTICAL
) -> tuple[LookAlike, ...]:
    """Look-alikes of one project, likest text first, then in the order given. Never itself."""
    own, provider = shingles(project.text), provider_name(project.provider)
    found = []
    for other in others:
        likeness = jaccard(own, shingles(other.text))
        same_provider = bool(provider) and provider == provider_name(other.provider)
        reasons = [Reason.SAME_TEXT] * (likeness >= threshold)
        reasons += [Reason.SAME_PROVIDER] * same_provider
        if reasons and other.key != project.key:
            found.append(LookAlike(other.key, tuple(reasons), likeness))
    return tuple(sorted(found, key=lambda each: -each.likeness))


def shingles(text: str) -> frozenset[str]:
    """The words of a text and its pairs of neighbouring words, without case or punctuation."""
    words = _WORD.findall(text.casefold())
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    return frozenset(words).union(pairs)


def provider_name(provider: str) -> str:
    """A provider without case, punctuation and legal form, for comparing only."""
    words = _WORD.findall(provider.casefold())
    return " ".join(word for word in words if word not in _LEGAL_FORMS)


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """The shared part of two sets, 0 to 1; nothing is like nothing."""
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0
