"""A city whose sites are built as none that we know: list pages in the genre of many systems, all invented."""
