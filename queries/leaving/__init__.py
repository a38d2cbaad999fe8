"""What changes do to who knows whom: one engine for leaving, closing, money, moves and re-allocation."""
