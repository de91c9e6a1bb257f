"""Procedures at work: the queue of an office, a case on one page, letters, answers, requests."""
