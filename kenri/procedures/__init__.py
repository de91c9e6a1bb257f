"""Which lawful ways lead from a use of a work to "allowed", and what each takes.

In: the rights status of a work, what is declared of it, and a planned use. Out: routes with their reasons,
and a plan over all layers and holders; ``conduct`` tells how a route that takes steps is walked. Next:
``cases`` keeps what people decide on it.
"""
