"""Rights status: works per second, and agreement with what people curated."""
