"""Records read and normalised per second per core, against the plain readers of each format."""
