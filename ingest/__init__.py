"""How it arrives: feeds are parsed, checked, stamped and written; what people say is recorded."""
