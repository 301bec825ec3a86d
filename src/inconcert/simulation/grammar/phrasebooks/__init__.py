"""Phrases beyond ordinary posts: shouts, slogans, reviews, headlines; one module a language."""
