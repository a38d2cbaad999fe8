"""Claims of speed, each a command that prints its figures and a ratio against a named peer from the same run."""
