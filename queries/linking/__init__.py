"""How agencies are joined, and where a link is missing."""
