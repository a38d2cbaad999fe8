"""How a program sends a feed over HTTP."""
