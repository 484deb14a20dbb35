"""Clauses of real agreements as fragments of the language, each with facts and what must come out.

Every file beside this page holds the clauses of one document: `base` terms, and for each clause its
`terms`, the `facts` of an event set, and what was worked out by hand from the text (`expect`).
`python -m tests.clauses [FILE or FOLDER ...]` says of each clause whether it is computed, tracked,
recorded or not sayable.
"""
