"""Changes of the tables of cases."""
