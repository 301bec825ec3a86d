"""The odds of chance: what a co-action edge would weigh if nobody acted in concert."""
