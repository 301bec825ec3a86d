"""Do coordination-network-toolkit's job by `inconcert.compat`: `toolkit_edges.py FILE OUT`.

FILE has the toolkit's eight columns; OUT takes its co_retweet network, window 60 s, least weight 2.
"""

from __future__ import annotations

import sys

import polars as pl

from inconcert.compat.coordination_network_toolkit import compute

IDS = ("message_id", "user_id", "repost_id")

if __name__ == "__main__":
    file, out = sys.argv[1:]
    messages = pl.read_csv(
        file, columns=[*IDS, "timestamp"], schema_overrides=dict.fromkeys(IDS, pl.String)
    )
    compute(messages, "co_retweet", time_window=60, min_edge_weight=2).write_csv(out)
