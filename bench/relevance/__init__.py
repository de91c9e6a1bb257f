"""Known-item relevance of the search, measured on real catalogues or on generated records."""
