"""What anybody may look up: the public register, its figures, whether a document is genuine."""
