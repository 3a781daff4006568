"""A city whose sites are built as none that we know: list pages in the genre of many systems, all invented.

Written before it was looked what would be found on them. At first sight 1 of the first 23 sites was read whole (126 of
499 publications, 54 false items), 1 of the 14 of a second look (116 of
316, 48 false items), and 2 of the 8 of a third (98 of 184, 10 false items).
"""
