"""What is: the kinds, the ties, and the two stores that keep them. Imports no other room."""
