"""The words of docs/injection.md around its tables."""

INTRODUCTION = """
# Attacks planted in real posts

Written by `python scripts/injection.py` (part of `make verify`).
"""
