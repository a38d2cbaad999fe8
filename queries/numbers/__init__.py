"""Columns of numbers, and small numbers hidden: what any question may use."""
