"""Read texts: pages, posts, articles, papers and tables as documents, and the marks on them.

`recoupe.read.text.joining.read_document` finds the marks. Nothing is imported here: a child that only opens a file
needs none of the finders.
"""
