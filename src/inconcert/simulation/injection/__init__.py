"""Attacks planted in real posts: the stage is built from them, the rows take their form."""
