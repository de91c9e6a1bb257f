"""What makers say themselves: works that they register, what they will have done with them, what they claim.

In: forms and lists of people who are signed in, codes found on their sites. Out: registrations as lines that
the catalogue reads like any other source's; declared intentions as the router, crawlers and licence readers
understand them; claims with their conflicts; licences. Each kind of row has one writer: ``services`` (works,
declarations), ``controls``, ``imports``, ``claims``, ``licences``, and ``personal`` where somebody leaves.
Published versions, declarations, looks, claims and licences are only added to. Next: ``cases`` and ``web``
bring a publication into the catalogue and the intentions before the router.
"""
