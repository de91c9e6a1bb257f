"""Journeys through the whole house, on one small catalogue; a package for the same reason as the pages are."""
