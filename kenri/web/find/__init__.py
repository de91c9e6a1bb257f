"""To search and to read: home, results, databases, records as they came, pairs to judge."""
