"""A made-up authority as a plain feed folder, with the truth planted beside it."""

from ingest.demo.authority import AUTHORITY, SIZES, SMALL, Size, write_demo

__all__ = ["AUTHORITY", "SIZES", "SMALL", "Size", "write_demo"]
