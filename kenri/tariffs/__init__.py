"""What a use costs: one YAML file per tariff, dated and cited, and the engine that reckons with it.

In: a tariff's id, a use in numbers, a day. Out: an amount in yen with its lines and the version used.
Next: ``procedures`` names the tariff of a fee or compensation; ``ledger`` keeps what is owed by it.

All arithmetic is exact (fractions made from decimals) and is rounded only where a step says so.
"""

from kenri.tariffs.loading import reckon_again, tariff, tariffs
from kenri.tariffs.ordinary import ordinary_inputs, ordinary_royalty
from kenri.tariffs.reckoning import Line, Reckoning, reckon
from kenri.tariffs.spec import Input, Tariff

__all__ = [
    "Input",
    "Line",
    "Reckoning",
    "Tariff",
    "ordinary_inputs",
    "ordinary_royalty",
    "reckon",
    "reckon_again",
    "tariff",
    "tariffs",
]
