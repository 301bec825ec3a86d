"""The reproduction shelf: published figures, measured again with this package."""
