"""How a procedure is conducted: who may do what, in which state, on which condition, until which day.

In: one file of ``data/procedures`` for each procedure, and the steps of a case. Out: where the case stands
(a pure fold over its steps), what each role may do next, why not and what would cure it, and what a step
brings about. Next: ``cases`` keeps the steps and does what the effects say.
"""
