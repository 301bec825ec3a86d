"""Whether a campaign can be told from the background by the form of the data alone."""
