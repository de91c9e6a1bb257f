"""Quality and speed of linking by score."""
