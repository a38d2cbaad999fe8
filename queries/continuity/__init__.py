"""How much of the contact is with the same people: measures, windows, a year, a list."""
