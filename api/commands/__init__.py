"""What each command of `kith` does; `api.cli` is their one list."""
