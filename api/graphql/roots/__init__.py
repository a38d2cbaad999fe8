"""The root of every question, a file a subject; `api.graphql.schema` joins them."""
