"""Clearing a list of real works against the loaded catalogues: time by stage, and what was matched."""
