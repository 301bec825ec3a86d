"""Suites of worlds with known truth that every model goes through: false alarms, recall, limits."""
