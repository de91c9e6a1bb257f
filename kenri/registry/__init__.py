"""What makers say themselves: works that they register, and what they will have done with them.

In: forms of people who are signed in. Out: registrations as lines that the catalogue reads like any other
source's, and declared intentions as the router, crawlers and licence readers understand them. ``services``
is the only writer; published versions and declarations are only added to. Next: ``cases`` and ``web`` bring
a publication into the catalogue and the intentions before the router.
"""
