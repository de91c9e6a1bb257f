"""What a use costs: one YAML file per tariff, dated and cited, and the engine that reckons with it.

In: a tariff's id, a use in numbers, a day. Out: an amount in yen with its lines and the version used.
"""
