"""Co-action networks of more actions than memory holds: files in, files out, by buckets.

Stages, each of which takes a job and does nothing if its files are there: `count_accounts`,
`deal_out_acts` for each portion, `pair_acts` for each bucket, `reduce_edges` for each bucket,
`finish`. One after the other in this process: `partitioned_coaction_network`. In others: plan the
job with `plan_job`, open it there with `open_job`; the calls of one stage may run side by side.
`check_buckets` compares some of the result with the network in memory.
"""

from __future__ import annotations

from inconcert.networks.partitioned.accounts import count_accounts
from inconcert.networks.partitioned.acts import deal_out_acts
from inconcert.networks.partitioned.check import BucketCheck, check_buckets
from inconcert.networks.partitioned.edges import reduce_edges
from inconcert.networks.partitioned.job import Job, open_job, plan_job
from inconcert.networks.partitioned.network import (
    PartitionedEdges,
    finish,
    finished,
    partitioned_coaction_network,
    run_job,
)
from inconcert.networks.partitioned.pairs import pair_acts

__all__ = [
    "BucketCheck",
    "Job",
    "PartitionedEdges",
    "check_buckets",
    "count_accounts",
    "deal_out_acts",
    "finish",
    "finished",
    "open_job",
    "pair_acts",
    "partitioned_coaction_network",
    "plan_job",
    "reduce_edges",
    "run_job",
]
