"""One's own account: organisations, appointments, keys, notices, personal data."""
