"""The offer to answer as before, where the project in front is like one answered already.

The page's script makes the same offer for every card it brings to the front; this one stands in the
page as it comes, so that it works as a plain form too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bucketing.domain.similarity import Described, Reason, find_look_alikes
from bucketing.models import Allocation, Workshop
from bucketing.presenters.cards import Card
from bucketing.presenters.criteria import build_criteria


@dataclass(frozen=True, slots=True)
class AsBefore:
    """The sentence beside the button, and the four per cents that the button sends."""

    words: str
    shares: str


def offer_as_before(
    card: Card, answers: Sequence[Allocation], workshop: Workshop
) -> AsBefore | None:
    """Near-identical text comes first, then the same provider, likest and latest first."""
    earlier = {each.workshop_project_id: each for each in reversed(answers)}
    described = [
        Described(
            key,
            f"{each.workshop_project.name} {each.workshop_project.description}",
            each.workshop_project.provider,
        )
        for key, each in earlier.items()
    ]
    shown = Described(card.project_id, f"{card.name} {card.rest or card.text}", card.provider)
    alike = next(iter(find_look_alikes(shown, described)), None)
    if alike is None:
        return None
    answer = earlier[int(str(alike.key))]
    how = "Much the same as" if Reason.SAME_TEXT in alike.reasons else "Same provider as"
    per_cents = [share // 100 for share in answer.shares]
    labels = list(build_criteria(workshop.criteria_set).labels.values())
    name = answer.workshop_project.name
    return AsBefore(
        words=f"{how} “{name}”, where you chose {_in_words(per_cents, labels)}.",
        shares=",".join(map(str, per_cents)),
    )


def _in_words(per_cents: Sequence[int], labels: Sequence[str]) -> str:
    if 100 in per_cents:
        return labels[per_cents.index(100)]
    return ", ".join(
        f"{label} {share} %" for share, label in zip(per_cents, labels, strict=True) if share
    )
