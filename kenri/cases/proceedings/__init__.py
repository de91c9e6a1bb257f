"""Running procedures: cases, who may do what in them, and what their steps bring about.

In: people's actions and the clock. Out: a case whose every step is kept, hash-chained, and can be replayed.
``services`` is the only writer::

    case = services.open_case(user, Opening(procedure="adjudication_67_3", title=…, use=…), at)
    case = services.act(user, case.number, "file", {"field": "value"}, at=at, expecting=case.steps)
    outcomes = together.act_together(user, numbers, "grant", {…}, at=at)      # one outcome a case, resumable
    services.assign(by, number, officer, at);  services.declare_conflict(user, number, why, at)
    services.note(user, number, text, at);     services.attach(user, number, kind, name, data, at)

A refusal is a ``Problem`` (``conduct.reasons.Refused`` with ``reasons`` where the procedure refuses) and has
changed nothing. Readers ask ``queries``: ``queue(user, role, Filters(…), on=…, sort="due", page=1)``,
``overdue``, ``workload``, ``case_page(number, user, at)`` (a ``Shown`` with facts, offers by role, history,
documents, money), ``may_use(number, on)``; everybody asks ``register``: ``register(Wanted(…))``,
``entry(number)``, ``statistics(on)``. Whoever may not see a case gets ``Problem('not_yours_to_do')``, and the
same where there is none. ``access.offices_of(user)`` says which queues somebody has.
"""
