"""What is held of a person, for that person."""
