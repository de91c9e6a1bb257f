"""The pages, in Japanese and in English.

In: addresses of GET requests. Out: HTML that works without scripts, and JSON beside it. Next: people.

One package a subject: ``find`` <- ``rights`` <- ``registry`` <- ``account`` <- ``money`` <- ``cases``, and
``public`` beside them. In each, ``urls`` has the addresses, ``views`` one module a page; the other modules
make what a page shows out of what the rooms say. Views are thin: what they show comes from the rooms,
labels come from ``vocab``.
"""
