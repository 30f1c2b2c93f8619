"""Scripted assessors: made-up people who judge as people do, each with a lean of their own.

They start from the true split of a project (known for the demo's own projects, guessed from the
text for others), see it a little too early or too late, waver, prefer round figures or whole
tiers, and now and then pass, doubt or leave a note.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

Percentages = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class ScriptedAssessor:
    """How one of them judges.

    `lean` is the part of the money moved one tier later (below zero: earlier), `noise` how much
    that wavers from project to project, `seconds` the usual time for an answer. The habits are
    chances from 0 to 1.
    """

    name: str
    lean: float
    noise: float
    seconds: float
    whole_habit: float
    unsure_habit: float = 0.06
    note_habit: float = 0.04
    pass_habit: float = 0.006


@dataclass(frozen=True, slots=True)
class ScriptedAnswer:
    """What they do with a project: per cents by tier, or the reason for passing."""

    percentages: Percentages | None
    pass_reason: str
    confidence: str
    note: str
    seconds: float


CAST = (
    ScriptedAssessor("Amara", lean=0.00, noise=0.16, seconds=29, whole_habit=0.75),
    ScriptedAssessor("Ben", lean=0.12, noise=0.20, seconds=35, whole_habit=0.85),
    ScriptedAssessor(
        "Chloe", lean=-0.14, noise=0.18, seconds=27, whole_habit=0.55, note_habit=0.09
    ),
    ScriptedAssessor("Dev", lean=0.04, noise=0.14, seconds=38, whole_habit=0.35),
    ScriptedAssessor("Erin", lean=-0.05, noise=0.24, seconds=31, whole_habit=0.65, pass_habit=0.02),
    ScriptedAssessor("Farid", lean=0.20, noise=0.18, seconds=30, whole_habit=0.80),
    ScriptedAssessor(
        "Grace", lean=-0.08, noise=0.12, seconds=41, whole_habit=0.25, unsure_habit=0.14
    ),
    ScriptedAssessor("Hugh", lean=0.08, noise=0.30, seconds=24, whole_habit=0.95),
    ScriptedAssessor("Ines", lean=-0.22, noise=0.20, seconds=33, whole_habit=0.60),
    ScriptedAssessor("Jack", lean=0.02, noise=0.22, seconds=46, whole_habit=0.50, note_habit=0.08),
)


def cast_of(count: int) -> tuple[ScriptedAssessor, ...]:
    """So many assessors, each with a name of their own."""
    if not 1 <= count <= 10 * len(CAST):
        raise ValueError(f"Between 1 and {10 * len(CAST)} scripted assessors can take part.")
    return tuple(_in_cast(place) for place in range(count))


def _in_cast(place: int) -> ScriptedAssessor:
    turn, index = divmod(place, len(CAST))
    model = CAST[index]
    if not turn:
        return model
    return ScriptedAssessor(
        name=f"{model.name} {turn + 1}",
        lean=-model.lean,
        noise=model.noise,
        seconds=model.seconds,
        whole_habit=model.whole_habit,
    )


def judge(truth: Sequence[int], assessor: ScriptedAssessor, rng: Random) -> ScriptedAnswer:
    """One answer. `truth` is the true split in per cents over the four tiers."""
    seconds = max(4.0, assessor.seconds * rng.lognormvariate(-0.12, 0.5))
    if rng.random() < assessor.pass_habit:
        reason, note = rng.choice(MIXED_PASSES if max(truth) < CLEAR else PASSES)
        return ScriptedAnswer(None, reason, "", note, seconds)
    seen = _seen(truth, assessor.lean + rng.gauss(0, assessor.noise))
    percentages = _entered(seen, assessor, rng)
    is_mixed = max(percentages) < 100
    unsure = rng.random() < assessor.unsure_habit * (2 if is_mixed else 1)
    note = rng.choice(NOTES[_main(percentages)]) if rng.random() < assessor.note_habit else ""
    return ScriptedAnswer(
        percentages=percentages,
        pass_reason="",
        confidence="unsure" if unsure else "",
        note=note,
        seconds=seconds * (1.35 if is_mixed else 1.0),
    )


def _seen(truth: Sequence[int], shift: float) -> list[float]:
    """The split after moving the part `shift` of every tier one tier later, or earlier if < 0."""
    part, step = min(abs(shift), 0.9), 1 if shift > 0 else -1
    seen = [0.0] * 4
    for tier, share in enumerate(truth):
        beside = min(max(tier + step, 0), 3)
        seen[tier] += share * (1 - part)
        seen[beside] += share * part
    return seen


def _entered(seen: list[float], assessor: ScriptedAssessor, rng: Random) -> Percentages:
    """What they key in: a whole tier where one stands out, else round figures."""
    largest = max(seen)
    if largest > 85 or (largest > 55 and rng.random() < assessor.whole_habit):
        return _whole(max(range(4), key=lambda tier: seen[tier]))
    kept = [share if share >= 10 else 0.0 for share in seen]
    step = rng.choice((5, 10, 10, 10))
    return _rounded(kept, step)


def _whole(tier: int) -> Percentages:
    percentages = [0, 0, 0, 0]
    percentages[tier] = 100
    return (percentages[0], percentages[1], percentages[2], percentages[3])


def _rounded(shares: list[float], step: int) -> Percentages:
    """To multiples of `step` that add to 100, by largest remainder, ties to the earlier tier."""
    whole = 100 // step
    exact = [share / sum(shares) * whole for share in shares]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(4), key=lambda tier: (parts[tier] - exact[tier], tier))
    for tier in by_remainder[: whole - sum(parts)]:
        parts[tier] += 1
    return (parts[0] * step, parts[1] * step, parts[2] * step, parts[3] * step)


def _main(percentages: Percentages) -> int:
    return max(range(4), key=lambda tier: (percentages[tier], tier))


# From this share in one tier on nobody would ask for a project to be split.
CLEAR = 75

PASSES = (
    ("needs_information", "How do people come to it: does anybody choose them?"),
    ("needs_information", "Is this new money, or a service that runs anyway?"),
    ("needs_information", "What happens to people afterwards? The text does not say."),
    ("interest", "My team buys from this provider."),
    ("interest", "I worked on this one."),
)

MIXED_PASSES = (
    PASSES[0],
    ("needs_splitting", "Two kinds of work in one line: can we have the amounts apart?"),
    ("needs_splitting", "Part of it comes before the problem and part after it."),
)

NOTES = (
    (
        "Open to everybody, nobody is chosen.",
        "Universal, though busier areas may come first.",
        "Nothing here depends on having the problem.",
    ),
    (
        "People are picked out because of risk.",
        "First signs only, the problem is not there yet.",
        "Targeted by area, so not universal.",
    ),
    (
        "They have the problem already; this stops it getting worse.",
        "Recovery work, not crisis.",
        "Mostly people who have been through it before.",
    ),
    (
        "Keeps people safe today, little after that.",
        "This is the cost of failure elsewhere.",
        "Pays for places, not for change.",
    ),
)
