"""Who knows this family, and what follows for those who act: each file one question."""
