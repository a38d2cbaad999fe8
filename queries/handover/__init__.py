"""Who takes over what: a plan under capacity."""
