"""Speed, size and memory of the search at a given number of generated bilingual records."""
