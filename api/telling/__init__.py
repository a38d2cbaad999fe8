"""How answers are put into words, rows and files, and how what people type is read."""
