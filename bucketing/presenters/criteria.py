"""The criteria as they stand beside a project."""

from dataclasses import dataclass
from typing import Any

from bucketing.domain.criteria import other_name
from bucketing.models import CriteriaSet


@dataclass(frozen=True, slots=True)
class TierWords:
    code: str
    label: str
    other_name: str
    test: str
    question: str
    reached: str
    elsewhere: str
    examples: str
    also_called: str


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the ladder and the tier that a yes leads to."""

    question: str
    label: str


@dataclass(frozen=True, slots=True)
class CriteriaWords:
    name: str
    tiers: list[TierWords]
    ladder: list[Step]
    rules: list[str]
    misleading: list[tuple[str, str]]

    @property
    def labels(self) -> dict[str, str]:
        """Tier code to label, for bars and buttons."""
        return {tier.code: tier.label for tier in self.tiers}


def build_criteria(criteria_set: CriteriaSet) -> CriteriaWords:
    content = criteria_set.content
    labels = {tier["code"]: tier["label"] for tier in content["tiers"]}
    return CriteriaWords(
        name=str(criteria_set),
        tiers=[_tier(tier) for tier in content["tiers"]],
        ladder=[Step(step["question"], labels.get(step["tier"], "")) for step in content["ladder"]],
        rules=list(content.get("rules", [])),
        misleading=[(each["word"], each["note"]) for each in content.get("misleading_words", [])],
    )


def _tier(tier: dict[str, Any]) -> TierWords:
    words = {name: tier.get(name, "") for name in TierWords.__dataclass_fields__}
    return TierWords(**words | {"other_name": other_name(tier)})
