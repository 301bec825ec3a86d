"""The content features, described."""

from __future__ import annotations

from inconcert.features.spec import FeatureSpec

_SHANNON = "Shannon 1948"


def content_specs() -> tuple[FeatureSpec, ...]:
    """Describe the content features, in the order of their columns."""
    known = "Of the posts for which the source gives a text or an entry; null without any."
    own = "Own texts are those of posts, replies and quotes, not of reposts."
    key = "Null without a normalised text of at least 7 characters."
    return (
        FeatureSpec(
            "repeated_text_share",
            "content",
            "share",
            "n(text used twice or more) / n",
            "own",
            f"Share of own texts that the account itself repeats. {own} {key}",
        ),
        FeatureSpec(
            "shared_text_share",
            "content",
            "share",
            "n(text of another account) / n",
            "own",
            f"Share of own texts that another account posted too. {own} {key}",
        ),
        FeatureSpec(
            "url_share",
            "content",
            "share",
            "n(with a url) / n",
            "own",
            f"Share of posts with a link. {known}",
        ),
        FeatureSpec(
            "hashtag_share",
            "content",
            "share",
            "n(with a hashtag) / n",
            "own",
            f"Share of posts with a hashtag. {known}",
        ),
        FeatureSpec(
            "mention_share",
            "content",
            "share",
            "n(with a mention) / n",
            "own",
            f"Share of posts with a mention. {known}",
        ),
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
            f"Web domains linked to. {known}",
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
            f"Mean length of own texts as read. {own} Null without one.",
        ),
    )
