"""On whom it hangs, what is known to end, and what a quarter may lose."""
