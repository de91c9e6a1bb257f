"""Money that came in for many uses goes to those whose works were used, to the yen.

In: usage reports of platforms, shares by right layer, mandates, a sum of money. Out: what every holder is
due, what is held and why, payouts, and statements that a third party can recompute. ``services`` is the only
writer.

The arithmetic, in the order in which it is done (``docs/statements.md`` tells it to readers):

1. the sum for each pool: a portion of the reported revenue, or a sum given, less the cost of the scheme;
2. within a work, each part in billionths, which add up to 1,000,000,000 exactly (``shares``);
3. within a pool, units times billionths over all works of a payee: the payee's weight (``bulk``);
4. the pool's yen by weight, rounded once, by largest remainder (``rounding``).
"""
