"""Who asks, what they may see, and what is remembered of it."""
