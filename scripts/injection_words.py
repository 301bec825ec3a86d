"""The words of docs/injection.md around its tables."""

INTRODUCTION = """
# Attacks planted in real posts

Written by `python scripts/injection.py` (part of `make verify`). `inconcert inject` plants an
attack in real posts, so that recall can be measured where the background is no simulation:

```
inconcert inject tweets.parquet --reader table --columns columns.yaml \\
    --attack repost_amplification --out planted accounts=40
```

The folder holds `posts`, `accounts`, `labels` and `acts` as Parquet, `inject.yaml` (sources, all
parameters, what was measured), a datasheet and checksums. The same seed gives the same bytes.

**What is real stays real.** The real posts keep every column and id; only `source_file` and
`source_line` are null for all rows, for planted posts have none. No real account is given a post
that it did not write, and none reacts to a planted post. In the labels real accounts have the role
`real`: nobody knows whether they are organic, so recall can be measured, precision cannot.

**What is planted takes the data's form.** The place's rhythm is the number of real posts in each
hour; communities are those of the graph of reposts, replies and quotes. A new account has the
language, client, platform and share of reposts of one real account, and each fact of its profile
from another one, counts changed by a tenth; handles and names are put together from two. Words,
hashtags, links and images are those of a real post of the language, near in community and time. A
column that is null for all real posts of a kind stays null, posts have the precision of time of the
real ones, and a repost is written as the real ones are (`RT @name: ...`, cut where they are cut).
Ids are learned: numbers with the time in the upper bits, numbers that rise with time, numbers
anywhere, strings. Where numbers leave no gaps, planted ids have to continue them and give
themselves away, which the command says; `--renumber` numbers all rows anew, real ones too, and
writes down which number was which. Here it is used for coortweet_german_elections and
vk_media_comments_2022.

**Languages.** The attacks' language is `--lang`, else their own where the data speak it, else the
main language of the data. Attacks that compose texts are refused in a language that the grammar
does not write, and where nothing says which it is; all others borrow their words. Days that do not
fit into the data are shortened to fit unless they were given.

**What it cannot do.** Borrowed words are exact copies, so methods that compare texts find pairs of
a planted and a real post. Composed texts are about the grammar's topics and lack the words that a
dataset was collected by. The real accounts take no notice of planted posts. A repost that names an
account and no post counts as a repost of the known post of that account with the same first 40
characters, and an answer to an account as one to the last post of it before.

## How to read the tables

`form AUC`: planted against real posts of the same kind, hour, language and platform, over all
seeds; fields are the order, last digits and length of ids, seconds, missing values, and, where the
attack prescribes no words, text length and the number of hashtags, links, mentions and images of
posts in own words, each text once. `leaks` names the fields outside 0.45 to 0.55 after Holm's
correction over the fields. `recall` is the share of planted accounts that the default model flags,
`in clusters` the share in any cluster of its co-action network (two shared objects within 60 s);
beside them the same shares of the real accounts. The default model flags the most similar pairs of
a dataset, however many there are: a campaign must be more alike than the most alike of the real
accounts, which is why it can lie in clusters and yet not be flagged.
"""
