"""The GraphQL service: the schema and its types, the gate before it, and how a document is executed."""
