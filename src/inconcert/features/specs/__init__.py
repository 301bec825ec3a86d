"""The features of each family, described; put together in `features.catalogue`."""
