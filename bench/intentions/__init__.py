"""What holders will, asked about a million addresses; and a list of works registered at once."""
