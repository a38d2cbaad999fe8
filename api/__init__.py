"""Who may see it, and how: the GraphQL service, the pages and the command line."""
