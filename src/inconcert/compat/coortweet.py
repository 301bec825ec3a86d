"""CooRTweet 2.1.3 (Righetti and Balluff): its functions, arguments and columns on our kernel.

Tables in, tables out; `to_networkx` gives the graph that igraph would hold. Each function has
`mode="as_published"`, which gives CooRTweet's own result with its faults, and `mode="corrected"`;
the docstrings name the faults. Not here: reading of Twitter API files (`inconcert.read_posts`).
"""

from inconcert.compat.coortweet_groups import detect_groups, flag_speed_share
from inconcert.compat.coortweet_network import generate_coordinated_network, to_networkx
from inconcert.compat.coortweet_stats import account_stats, group_stats
from inconcert.compat.coortweet_table import prep_data
from inconcert.compat.coortweet_tweets import reshape_tweets

__all__ = [
    "account_stats",
    "detect_groups",
    "flag_speed_share",
    "generate_coordinated_network",
    "group_stats",
    "prep_data",
    "reshape_tweets",
    "to_networkx",
]
