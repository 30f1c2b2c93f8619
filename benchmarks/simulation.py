"""A workshop whose true answers are known, to see what each way of working is worth.

Run `python -m benchmarks.simulation`. Six hundred projects with long-tailed amounts, ten assessors
who each lean to one side and scatter around it. Settling a project by discussion is taken to find
its true split.
"""

from dataclasses import dataclass
from statistics import mean

import numpy as np

from bucketing.domain.disagreement import measure_disagreement
from bucketing.domain.distances import BoolArray, FloatArray, IntArray
from bucketing.domain.ratings import Ratings
from bucketing.domain.shares import WHOLE
from bucketing.domain.tiers import HeadlineMeaning

PROJECTS, ASSESSORS, SETTLED = 600, 10, 20
LEAN_STEPS, SCATTER_STEPS = 0.3, 0.4  # standard deviations, in tiers


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """True splits, and what every assessor would answer if asked (recorded in whole tens)."""

    truth: FloatArray  # (u, 4) fractions
    amounts: IntArray  # (u,) pence
    answers: FloatArray  # (u, r, 4) basis points

    @classmethod
    def random(cls, seed: int, lean_steps: float = LEAN_STEPS) -> "World":
        draw = np.random.default_rng(seed)
        truth = draw.dirichlet([0.25] * 4, size=PROJECTS)
        amounts = np.exp(draw.normal(11, 1.5, PROJECTS)).astype(np.int64) * 100
        leans = draw.normal(0, 1, ASSESSORS) * lean_steps
        shifts = leans + draw.normal(0, SCATTER_STEPS, (PROJECTS, ASSESSORS))
        everyone = np.repeat(truth[:, np.newaxis], ASSESSORS, axis=1)
        return cls(truth, amounts, in_tens(moved(everyone, shifts)))

    def asked(self, chosen: BoolArray) -> Ratings:
        """The ratings of a plan: chosen (u, r) says who rates what."""
        project, assessor = np.nonzero(chosen)
        return Ratings(
            projects=tuple(range(PROJECTS)),
            assessors=tuple(range(ASSESSORS)),
            amounts=self.amounts,
            project_index=project,
            assessor_index=assessor,
            shares=self.answers[project, assessor],
        )

    def money_error(self, splits: FloatArray) -> float:
        """The share of the money that lies in the wrong tier."""
        wrong = np.abs(splits - self.truth).sum(axis=1) / 2
        return float(wrong @ self.amounts) / float(self.amounts.sum())

    def headline_error(self, splits: FloatArray) -> float:
        """How far the two headlines are out, on average, in fractions of the money."""
        gaps = (splits - self.truth).T @ self.amounts / self.amounts.sum()
        return float(abs(gaps[:2].sum()) + abs(gaps[:3].sum())) / 2

    def expected_headline(self, meaning: HeadlineMeaning, seed: int) -> float:
        """What a very large room without calibration would come to."""
        draw = np.random.default_rng(10_000 + seed)
        everyone = np.repeat(self.truth[:, np.newaxis], 40, axis=1)
        shifts = draw.normal(0, (LEAN_STEPS**2 + SCATTER_STEPS**2) ** 0.5, (PROJECTS, 40))
        splits = moved(everyone, shifts).mean(axis=1)
        counted = splits[:, : meaning.tier_count].sum(axis=1)
        return float(counted @ self.amounts) / float(self.amounts.sum())

    def settled(self, ratings: Ratings, lines: IntArray) -> FloatArray:
        """Mean splits with some projects settled by discussion."""
        splits = ratings.mean_splits.copy()
        splits[lines] = self.truth[lines]
        return splits


def moved(splits: FloatArray, steps: FloatArray) -> FloatArray:
    """Move a fraction of every tier's money to the next tier, later above 0 and earlier below."""
    part = np.clip(np.abs(steps), 0, 1)[..., np.newaxis]
    later = np.concatenate([np.zeros_like(part), splits[..., :-1] * part], axis=-1)
    later += splits * (1 - part)
    later[..., -1:] += splits[..., -1:] * part
    earlier = np.concatenate([splits[..., 1:] * part, np.zeros_like(part)], axis=-1)
    earlier += splits * (1 - part)
    earlier[..., :1] += splits[..., :1] * part
    return np.where(steps[..., np.newaxis] > 0, later, earlier)


def in_tens(splits: FloatArray) -> FloatArray:
    """People answer in tens: round the cumulative shares, so that the parts still add up."""
    rounded = np.round(np.cumsum(splits, axis=-1), 1)
    rounded[..., -1] = 1
    return np.round(np.diff(rounded, axis=-1, prepend=0) * WHOLE)


def dealt_equally(seed: int, ratings_each: int) -> BoolArray:
    """Everybody gets the same number of projects at random, the whole list as often as it fits."""
    draw = np.random.default_rng(seed)
    chosen = np.zeros((PROJECTS, ASSESSORS), dtype=bool)
    for _ in range(ratings_each * ASSESSORS):
        fewest = chosen.sum(axis=1) == chosen.sum(axis=1).min()
        idlest = int(np.argmin(chosen.sum(axis=0)))
        open_lines = np.flatnonzero(fewest & ~chosen[:, idlest])
        if not len(open_lines):
            open_lines = np.flatnonzero(~chosen[:, idlest])
        chosen[draw.choice(open_lines), idlest] = True
    return chosen


def dealt_by_money(world: World, seed: int, ratings_each: int) -> BoolArray:
    """Every project once, then the largest a second time, then a third where two differ most."""
    chosen = dealt_equally(seed, PROJECTS // ASSESSORS)
    spare = ratings_each * ASSESSORS - PROJECTS
    largest = np.argsort(-world.amounts)
    _deal(chosen, largest[: spare * 2 // 3])
    at_stake = measure_disagreement(world.asked(chosen)).pence_at_stake
    _deal(chosen, np.argsort(-at_stake)[: spare - spare * 2 // 3])
    return chosen


def _deal(chosen: BoolArray, lines: IntArray) -> None:
    """Give each project to the idlest assessor who has not rated it."""
    for line in lines:
        loads = np.where(chosen[line], np.inf, chosen.sum(axis=0))
        chosen[line, int(np.argmin(loads))] = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """Errors of one seed; all are fractions of the money."""

    unsettled: float
    settled_by_queue: float
    settled_at_random: float
    headline_plain: float
    headline_whole_way: float


def compare(seed: int, ratings_each: int = 90) -> Comparison:
    """The same room and the same number of ratings, worked in different ways."""
    world = World.random(seed)
    ratings = world.asked(dealt_by_money(world, seed, ratings_each))
    at_random = np.random.default_rng(seed).permutation(PROJECTS)[:SETTLED]
    plain = world.asked(dealt_equally(seed, ratings_each))
    calibrated = World.random(seed, LEAN_STEPS / 2)
    careful = calibrated.asked(dealt_by_money(calibrated, seed, ratings_each))
    return Comparison(
        unsettled=world.money_error(ratings.mean_splits),
        settled_by_queue=world.money_error(world.settled(ratings, top_of_queue(ratings))),
        settled_at_random=world.money_error(world.settled(ratings, at_random)),
        headline_plain=world.headline_error(plain.mean_splits),
        headline_whole_way=world.headline_error(calibrated.settled(careful, top_of_queue(careful))),
    )


def top_of_queue(ratings: Ratings) -> IntArray:
    """The projects with most money at stake."""
    return np.argsort(-measure_disagreement(ratings).pence_at_stake)[:SETTLED]


def main() -> None:
    results = [compare(seed) for seed in range(100)]
    for name in Comparison.__slots__:
        values = [getattr(result, name) for result in results]
        print(f"{name:20} mean {mean(values):7.2%}   worst {max(values):7.2%}")
    gained = [mean(r.unsettled - getattr(r, name) for r in results) for name in QUEUES]
    print(f"settling by the queue gains {gained[0] / gained[1]:.1f} times as much as at random")


QUEUES = ("settled_by_queue", "settled_at_random")

if __name__ == "__main__":
    main()
