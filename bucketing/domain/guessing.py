"""A plausible split for a project that nobody has told the truth about, from its words."""

import re
from hashlib import sha256

from bucketing.domain.scripted import Percentages

CUES: tuple[tuple[str, ...], ...] = (
    (
        "all", "any", "anybody", "anyone", "campaign", "community", "everybody", "everyone",
        "festival", "park", "public", "school", "sport", "universal", "volunteers", "young",
    ),
    (
        "advice", "early", "isolated", "low", "outreach", "prevent", "prevention", "referred",
        "risk", "screening", "support", "targeted", "vulnerable",
    ),
    (
        "addiction", "counselling", "debt", "dementia", "disabled", "illness", "offenders",
        "recovery", "rehabilitation", "survivors", "therapy", "treatment",
    ),
    (
        "bed", "crisis", "emergency", "food", "homeless", "hospice", "hospital", "placement",
        "refuge", "relief", "shelter",
    ),
)  # fmt: skip

SHAPES: tuple[Percentages, ...] = ((100, 0, 0, 0), (80, 20, 0, 0), (60, 40, 0, 0))


def guess_split(text: str) -> Percentages:
    """The same text always gives the same split, on every machine.

    The tier with most cues is the main one; where none speaks, the text's digest decides.
    """
    words = re.findall(r"[a-z]+", text.lower())
    counts = [sum(word in cues for word in words) for cues in CUES]
    digest = sha256(text.encode()).digest()
    spoken = max(range(4), key=lambda tier: (counts[tier], tier))
    main = spoken if any(counts) else digest[0] % 4
    beside = main - 1 if main == 3 or (main > 0 and digest[1] % 2) else main + 1
    most, rest, *_ = SHAPES[digest[2] % len(SHAPES)]
    split = [0, 0, 0, 0]
    split[main], split[beside] = most, rest
    return (split[0], split[1], split[2], split[3])
