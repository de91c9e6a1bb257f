"""The pages, in Japanese and in English.

In: addresses of GET requests. Out: HTML that works without scripts, and JSON beside it. Next: people.
Views are thin: what they show comes from ``records`` and ``search``, labels come from ``vocab``.
"""
