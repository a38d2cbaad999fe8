"""The pages, for people who will never write a query."""
