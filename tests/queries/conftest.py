"""Hypothesis here tries the same examples each time, and takes the time it needs."""

from hypothesis import settings

settings.register_profile("queries", derandomize=True, deadline=None)
settings.load_profile("queries")
