"""Look-alikes: projects that say nearly the same, or come from the same provider.

Texts are compared as sets of words and pairs of neighbouring words; likeness is the part of both
sets that they share (Jaccard). Groups are found without comparing everything with everything: two
sets can be alike enough only if they share one of their rarest members (prefix filtering: Bayardo,
Ma and Srikant, "Scaling up all pairs similarity search", 2007).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import ceil

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


def group_near_identical(
    projects: Sequence[Described], *, threshold: float = NEAR_IDENTICAL
) -> tuple[tuple[Hashable, ...], ...]:
    """Groups of two or more with near-identical text; alike to one is alike to all of its group."""
    sets = [shingles(project.text) for project in projects]
    leader = list(range(len(projects)))
    for first, second in _near_pairs(sets, threshold):
        leader[_lead(leader, second)] = _lead(leader, first)
    groups: dict[int, list[Hashable]] = defaultdict(list)
    for index, project in enumerate(projects):
        groups[_lead(leader, index)].append(project.key)
    return tuple(tuple(keys) for keys in groups.values() if len(keys) > 1)


def group_by_provider(projects: Sequence[Described]) -> tuple[tuple[Hashable, ...], ...]:
    """Groups of two or more from one provider, whatever the spelling of its legal form."""
    groups: dict[str, list[Hashable]] = defaultdict(list)
    for project in projects:
        groups[provider_name(project.provider)].append(project.key)
    return tuple(tuple(keys) for name, keys in groups.items() if name and len(keys) > 1)


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


def _near_pairs(sets: Sequence[frozenset[str]], threshold: float) -> Iterator[tuple[int, int]]:
    """Pairs at least this alike, each once, earlier first; equal sets are chained, not crossed."""
    first_with: dict[frozenset[str], int] = {}
    distinct = []
    for index, members in enumerate(sets):
        if members in first_with:
            yield first_with[members], index
        elif members:
            first_with[members] = index
            distinct.append(index)
    yield from _near_distinct_pairs(distinct, sets, threshold)


def _near_distinct_pairs(
    indices: Sequence[int], sets: Sequence[frozenset[str]], threshold: float
) -> Iterator[tuple[int, int]]:
    rarity = Counter(member for index in indices for member in sets[index])
    holders: dict[str, list[int]] = defaultdict(list)
    for index in indices:
        members = sorted(sets[index], key=lambda member: (rarity[member], member))
        prefix = members[: len(members) - ceil(threshold * len(members)) + 1]
        candidates = {other for member in prefix for other in holders[member]}
        for other in sorted(candidates):
            smaller, larger = sorted((len(sets[index]), len(sets[other])))
            if smaller >= threshold * larger and jaccard(sets[index], sets[other]) >= threshold:
                yield other, index
        for member in prefix:
            holders[member].append(index)


def _lead(leader: list[int], index: int) -> int:
    """The first of the group that an index belongs to."""
    while leader[index] != index:
        leader[index] = leader[leader[index]]
        index = leader[index]
    return index
