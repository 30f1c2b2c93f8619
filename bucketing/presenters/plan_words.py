"""A plan in words."""

from bucketing.domain.plan import Plan


def describe_plan(plan: Plan) -> str:
    """A plan in a line: "one rating each; a second from £61,000; below £2,000 left out"."""
    parts = ["one rating each"]
    if plan.second_above is not None:
        parts.append(
            f"a second from £{plan.second_above:,.0f}" if plan.second_above else "a second on all"
        )
    elif plan.second_count:
        parts.append(f"a second on the largest {plan.second_count:,}")
    if plan.third_where_differ_above is not None:
        stake = plan.third_where_differ_above
        parts.append(
            f"a third where £{stake:,.0f} or more is at stake"
            if stake
            else "a third where two differ at all"
        )
    if plan.leave_out_below is not None:
        parts.append(f"below £{plan.leave_out_below:,.0f} left out")
    elif plan.left_out_count:
        parts.append(f"the smallest {plan.left_out_count:,} left out")
    return "; ".join(parts)
