"""The content features, described."""

from __future__ import annotations

from inconcert.features.spec import FeatureSpec

_SHANNON = "Shannon 1948"
_KNOWN = "Of the posts for which the source gives a text or an entry; null without any."
_OWN = "Own texts are those of posts, replies and quotes, not of reposts."
_KEY = "Null without a normalised text of at least 7 characters."


def content_specs() -> tuple[FeatureSpec, ...]:
    """Describe the content features, in the order of their columns."""
    return (*_repetition(), *_shares(), *_variety())


def _repetition() -> tuple[FeatureSpec, ...]:
    return (
        FeatureSpec(
            "repeated_text_share",
            "content",
            "share",
            "n(text used twice or more) / n",
            "own",
            f"Share of own texts that the account itself repeats. {_OWN} {_KEY}",
        ),
        FeatureSpec(
            "shared_text_share",
            "content",
            "share",
            "n(text of another account) / n",
            "own",
            f"Share of own texts that another account posted too. {_OWN} {_KEY}",
        ),
    )


def _shares() -> tuple[FeatureSpec, ...]:
    return (
        FeatureSpec(
            "url_share",
            "content",
            "share",
            "n(with a url) / n",
            "own",
            f"Share of posts with a link. {_KNOWN}",
        ),
        FeatureSpec(
            "hashtag_share",
            "content",
            "share",
            "n(with a hashtag) / n",
            "own",
            f"Share of posts with a hashtag. {_KNOWN}",
        ),
        FeatureSpec(
            "mention_share",
            "content",
            "share",
            "n(with a mention) / n",
            "own",
            f"Share of posts with a mention. {_KNOWN}",
        ),
    )


def _variety() -> tuple[FeatureSpec, ...]:
    return (
        FeatureSpec(
            "hashtag_entropy",
            "content",
            "bits",
            "H of the hashtags used",
            _SHANNON,
            "How evenly the account uses its hashtags. Null without a hashtag.",
        ),
        FeatureSpec(
            "distinct_domains",
            "content",
            "domains",
            "|{domains linked to}|",
            "own",
            f"Web domains linked to. {_KNOWN}",
        ),
        FeatureSpec(
            "distinct_languages",
            "content",
            "languages",
            "|{languages}|",
            "own",
            "Languages of the posts as the source gives them. Null where it gives none.",
        ),
        FeatureSpec(
            "language_entropy",
            "content",
            "bits",
            "H of the languages",
            _SHANNON,
            "How evenly the account uses its languages. Null where none is given.",
        ),
        FeatureSpec(
            "mean_text_length",
            "content",
            "characters",
            "mean length",
            "own",
            f"Mean length of own texts as read. {_OWN} Null without one.",
        ),
    )
