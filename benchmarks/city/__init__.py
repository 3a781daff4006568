"""A simulated city on a compressed clock: a whole publishing season through the real service.

    python -m benchmarks.city --districts 40

Real: the configuration, the database file, the archive, discovery, the fetcher with its lanes and robots.txt, the
handlers, storage, judging, the life of alerts, routing, letters and delivery rows. Made: the clock, which jumps to the
next thing that is due; the carrier of requests, which answers from memory; the receiver, which only counts.

Documents come from some fifty templates made by the demo's press. Each is read once, by the real readers in their
bounded child. A publication is its template with another district and department written over the press's own names,
in the page and inside the office files; its reading is the template's with the same names written over. That this is
what the readers would have found is not taken on trust: some publications are read for real and must give the same.

``names`` and ``press`` make what is published, ``site`` serves it, ``script`` says what happens when, ``office`` is one
installation with its season, several of which may share the city,
``drive`` moves ours along the clock, ``oracle`` compares what was told with what happened, ``figures`` prints.
"""

from __future__ import annotations
