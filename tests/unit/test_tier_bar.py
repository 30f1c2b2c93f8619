"""The tier bar draws what the figures say, and says it in words."""

from decimal import Decimal

from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.shares import Shares
from bucketing.presenters.tier_bar import build_legend, build_tier_bar

HALF_AND_HALF = Shares(5000, 0, 2500, 2500)


def draw(source: str, **context: object) -> str:
    return Template("{% load tiers %}" + source).render(Context(context))


def test_tier_bar_places_segments_end_to_end() -> None:
    bar = build_tier_bar(list(HALF_AND_HALF))
    places = [(segment.tier.value, segment.left, segment.width) for segment in bar.segments]
    assert places == [
        ("upstream", "0%", "50%"),
        ("downstream", "50%", "25%"),
        ("acute", "75%", "25%"),
    ]


def test_tier_bar_says_in_words_what_it_shows() -> None:
    bar = build_tier_bar(list(HALF_AND_HALF))
    assert bar.description == "Upstream 50\u00a0%; Downstream 25\u00a0%; Acute 25\u00a0%"


def test_tier_bar_of_no_money_draws_nothing_and_says_so() -> None:
    bar = build_tier_bar([0, 0, 0, 0])
    assert (bar.segments, bar.description) == ([], "No money here yet")


def test_tier_bar_leaves_out_a_label_that_never_fits() -> None:
    bar = build_tier_bar([100, 9900, 0, 0], size="table")
    assert [segment.label for segment in bar.segments] == ["", "99"]


def test_tier_bar_label_of_a_wide_segment_fits_the_narrowest_page() -> None:
    bar = build_tier_bar([10_000, 0, 0, 0], size="table")
    assert bar.segments[0].fits == "fits-160"


def test_tier_bar_whole_percentages_add_up() -> None:
    third = build_legend([3333, 3333, 3334, 0])
    assert [entry.percentage for entry in third] == [
        "33\u00a0%",
        "33\u00a0%",
        "34\u00a0%",
        "0\u00a0%",
    ]


@given(st.lists(st.integers(0, 10**9), min_size=4, max_size=4))
def test_tier_bar_widths_never_pass_the_end(parts: list[int]) -> None:
    widths = [float(segment.width[:-1]) for segment in build_tier_bar(parts).segments]
    assert sum(widths) <= 100.1


def test_tier_bar_tag_marks_patterns_and_carries_no_style() -> None:
    page = draw("{% tier_bar shares %}", shares=HALF_AND_HALF)
    assert 'fill="url(#tier-dots)"' in page
    assert 'fill="url(#tier-hatch)"' in page
    assert "style" not in page


def test_tier_bar_tag_labels_amounts() -> None:
    amounts = [Decimal(5_800_000), Decimal(0), Decimal(0), Decimal(18_400_000)]
    page = draw("{% tier_bar amounts=amounts size='large' label='Adults' %}", amounts=amounts)
    assert ">£5.8m</text>" in page
    assert 'aria-label="Adults: Upstream 24\u00a0%, £5.8m; Acute 76\u00a0%, £18.4m"' in page


def test_tier_bar_tag_escapes_names() -> None:
    page = draw("{% tier_bar shares names=names %}", shares=HALF_AND_HALF, names={"acute": "<b>"})
    assert "<b>" not in page


def test_tier_legend_lists_every_tier_in_order() -> None:
    page = draw("{% tier_legend %}")
    places = [page.index(name) for name in ("Upstream", "Midstream", "Downstream", "Acute")]
    assert places == sorted(places)
