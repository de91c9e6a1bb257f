"""What shows that nothing was altered: canonical text, hash chains, signatures of texts and PDF files.

In: values and bytes. Out: the hash or signature that proves them, and the first break of a chain.
"""
