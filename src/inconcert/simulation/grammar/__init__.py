"""Texts by rule: small grammars, one module a language, rich enough that most texts differ."""
