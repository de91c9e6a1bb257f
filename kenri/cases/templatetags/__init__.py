"""Filters of the report."""
