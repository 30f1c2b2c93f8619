"""The wording that ships: tiers, their tests, the order of questions, words that mislead.

Definitions follow the Early Action Task Force's four kinds of spending as the Early Action Funders'
Alliance used them (2014), with the names that Wales and Scotland give them; the wording is ours.
"""

from collections.abc import Mapping
from typing import Any

DEFAULT_NAME = "Early action criteria"
DEFAULT_VERSION = 1

DEFAULT_CRITERIA: dict[str, Any] = {
    "tiers": [
        {
            "code": "upstream",
            "label": "Upstream",
            "other_name": "Primary prevention",
            "test": "Open to all: nobody is chosen for risk.",
            "question": (
                "Does the money go to people or places that do not have the problem and were not "
                "chosen for being at risk of it?"
            ),
            "reached": "Everyone: a whole population or place.",
            "elsewhere": "If people qualify through risk or early signs, it is midstream.",
            "examples": "Health promotion, vaccination, parks and play for all.",
            "also_called": "Building readiness; universal (Wales)",
        },
        {
            "code": "midstream",
            "label": "Midstream",
            "other_name": "Secondary prevention",
            "test": "Chosen for high risk or first signs.",
            "question": (
                "Are people or areas chosen because risk is high or first signs show, to stop the "
                "problem from forming?"
            ),
            "reached": "Groups picked out by risk.",
            "elsewhere": (
                "If the problem is established, it is downstream; if nobody is selected, it is "
                "upstream."
            ),
            "examples": (
                "Intensive nurse visits to young first-time mothers, screening of older people."
            ),
            "also_called": "Early intervention; targeted (Wales)",
        },
        {
            "code": "downstream",
            "label": "Downstream",
            "other_name": "Tertiary prevention",
            "test": "Has the problem: stop it worsening or returning.",
            "question": (
                "Does the problem exist already, and is the aim to stop it from getting worse or "
                "coming back, or to put it right?"
            ),
            "reached": "People who have the problem.",
            "elsewhere": "If little in it changes what happens next, it is acute.",
            "examples": (
                "Family support where problems are established, preventing reoffending, "
                "rehabilitation after a fall."
            ),
            "also_called": "Early remedial treatment; intervention (Wales)",
        },
        {
            "code": "acute",
            "label": "Acute",
            "other_name": "Acute",
            "test": "Copes with a crisis, changes little after it.",
            "question": (
                "Does it manage the effects now, and do little or nothing about recurrence?"
            ),
            "reached": "People in crisis.",
            "elsewhere": (
                "If a separate part of the money aims at recovery, split that part to downstream."
            ),
            "examples": "Prison places, acute hospital care.",
            "also_called": "Remedial (Wales); responsive (Scotland)",
        },
    ],
    "ladder": [
        {
            "question": (
                "Which problem is this meant to affect? If nobody can say, it needs information."
            ),
            "tier": "",
        },
        {
            "question": "Does it mostly handle consequences, with little effect on recurrence?",
            "tier": "acute",
        },
        {
            "question": "Otherwise: do the people served have the problem already?",
            "tier": "downstream",
        },
        {"question": "Otherwise: were they chosen for risk or first signs?", "tier": "midstream"},
        {"question": "Otherwise it is for everyone.", "tier": "upstream"},
    ],
    "rules": [
        "Judge the intention; evidence of effect comes later.",
        (
            "If two tiers are truly in it, split by where the money goes (staff time, caseload, "
            "places), not by importance. Leave out anything under 10 %."
        ),
        "Out of time and torn between two tiers: choose the later one.",
        "A line too broad to judge needs splitting; say so instead of guessing.",
        "Whether a duty is statutory, or the money capital, does not decide the tier.",
    ],
    "misleading_words": [
        {
            "word": "Secondary prevention",
            "note": (
                "In clinical use it covers detection and treatment; treating people who have the "
                "problem is downstream here."
            ),
        },
        {
            "word": "Downstream",
            "note": "Some guides use it for coping with specific cases; here that is acute.",
        },
        {
            "word": "Prevent, reduce, delay",
            "note": (
                "The Care Act's three words run close to upstream, midstream and downstream, but "
                "not exactly."
            ),
        },
        {
            "word": "Prevention in health accounts",
            "note": "They count organised programmes only and leave capital out.",
        },
    ],
}


def other_name(tier: Mapping[str, Any]) -> str:
    """What else a tier is called; "" where that is its own name."""
    said = str(tier.get("other_name", ""))
    return "" if said == tier["label"] else said
