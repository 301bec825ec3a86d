"""Post text as a report shows it: verbatim, but with no handle, no live link, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MASK = "[…]"
"""Stands for an account that is not part of the dataset, for a post of it, and for the path of a
profile's link."""

_PROFILE_HOSTS = frozenset({
    "twitter.com", "x.com", "facebook.com", "instagram.com", "threads.net", "threads.com",
    "tiktok.com", "youtube.com", "t.me", "telegram.me", "vk.com", "ok.ru", "linkedin.com",
    "bsky.app", "weibo.com", "note.com", "ameblo.jp", "line.me", "reddit.com", "medium.com",
    "tumblr.com", "pinterest.com", "twitch.tv", "gab.com", "truthsocial.com", "parler.com",
    "mastodon.social", "mstdn.jp", "pawoo.net", "misskey.io", "fedibird.com", "nicovideo.jp",
    "vine.co", "periscope.tv", "livejournal.com", "github.com", "patreon.com", "soundcloud.com",
})  # fmt: skip
"""On these hosts a path names an account."""

_SCHEMED = r"(?:(?P<scheme>[a-z][a-z0-9+.-]{1,20})://(?P<host>[^\s/?#\"'<>、。（）「」【】]+))"
_BARE = r"(?<![\w@.])(?P<bare>(?:[a-z0-9-]+\.)+[a-z]{2,24})(?=[/?#])"
_REST = r"(?P<rest>[/?#][!-~]*)?"
_URL = re.compile(f"(?:{_SCHEMED}|{_BARE}){_REST}", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+[@＠][\w-]+(?:\.[\w-]+)+")
_MENTION = re.compile(r"[@＠][A-Za-z0-9_０-９Ａ-Ｚａ-ｚ＿]+(?:[.-][A-Za-z0-9_]+)*(?:@[\w.-]+\w)?")
_WORD = re.compile(r"[A-Za-z0-9_]{3,}(?:[.:-][A-Za-z0-9_]+)*")
_NUMBER = re.compile(r"[0-9０-９]+")
_PART = re.compile(r"[A-Za-z0-9_]{3,}")
_KEPT_CONTROLS = "\n\t"
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Mask:
    """Turns ids, handles and links in a text into what may stand in a report.

    `pseudonyms` maps every known account id and handle, in lower case, to its pseudonym; words of
    a text that equal one of them are replaced too, with or without an at sign before them. A name
    that is no word of ASCII letters (山田太郎) is replaced wherever it stands, since such scripts
    do not part words; so is an account called 日本 wherever 日本 is written. `posts` are ids of
    posts, of digits: an id leads to its author, so that a number that equals one is masked.
    """

    def __init__(self, pseudonyms: Mapping[str, str], *, posts: Collection[str] = ()) -> None:
        self._known = pseudonyms
        self._posts = frozenset(posts).difference(pseudonyms)
        self._literal = {name for name in pseudonyms if _is_literal(name)}
        self._sizes = sorted({len(name) for name in self._literal}, reverse=True)

    def text(self, text: str) -> str:
        """Return the text with accounts masked, links defanged, invisible characters named.

        >>> Mask({"anna": "acct-1"}).text("@anna と @bob https://ex.ample/a")
        '@acct-1 と @[…] hxxps://ex[.]ample/a'
        >>> Mask({}).text("a\\u202eb")
        'a⟨U+202E⟩b'
        """
        pieces: list[str] = []
        end = 0
        for found in _URL.finditer(text):
            pieces += [self._names(text[end : found.start()]), self._link(found)]
            end = found.end()
        pieces.append(self._names(text[end:]))
        return visible("".join(pieces))

    def account(self, account_id: str) -> str:
        """Return the pseudonym of an account, or the mask where it has none."""
        return self._known.get(account_id.lower(), MASK)

    def _names(self, text: str) -> str:
        pieces: list[str] = []
        start = place = 0
        while self._sizes and place < len(text):
            name = self._literal_at(text, place)
            if name:
                pieces += [self._plain_names(text[start:place]), self._known[name]]
                start = place = place + len(name)
            else:
                place += 1
        return "".join([*pieces, self._plain_names(text[start:])])

    def _literal_at(self, text: str, place: int) -> str | None:
        """Return the longest name that is no ASCII word and stands at this place."""
        candidates = (text[place : place + size].lower() for size in self._sizes)
        return next((name for name in candidates if name in self._literal), None)

    def _plain_names(self, text: str) -> str:
        without_mail = _EMAIL.sub(MASK, text)
        pieces = _MENTION.split(without_mail)
        mentions = [*_MENTION.findall(without_mail), ""]
        return "".join(
            self._words(piece) + self._mention(mention)
            for piece, mention in zip(pieces, mentions, strict=True)
        )

    def _mention(self, mention: str) -> str:
        name = unicodedata.normalize("NFKC", mention)[1:].lower()
        return f"@{self._known.get(name, MASK)}" if mention else ""

    def _words(self, text: str) -> str:
        return _WORD.sub(self._word, _NUMBER.sub(self._number, text) if self._posts else text)

    def _number(self, found: re.Match[str]) -> str:
        return MASK if unicodedata.normalize("NFKC", found[0]) in self._posts else found[0]

    def _word(self, found: re.Match[str]) -> str:
        """A word may be an account as a whole (name.bsky.social) or in a part (name.csv)."""
        whole = self._known.get(found[0].lower())
        return whole or _PART.sub(lambda part: self._known.get(part[0].lower(), part[0]), found[0])

    def _link(self, found: re.Match[str]) -> str:
        host = (found["host"] or found["bare"]).rsplit("@", 1)[-1].lower()
        scheme = f"{found['scheme']}://".lower().replace("http", "hxxp") if found["scheme"] else ""
        shown = self._words(host).replace(".", "[.]")
        return scheme + shown + self._path(host, found["rest"] or "")

    def _path(self, host: str, rest: str) -> str:
        if not rest or rest == "/":
            return rest
        if _names_accounts(host) or "@" in rest or "%40" in rest:
            return f"/{MASK}"
        return self._words(rest)


def _is_literal(name: str) -> bool:
    """Say whether a name must be looked for letter by letter; one letter alone is not."""
    return len(name) > 1 and not _WORD.fullmatch(name) and not (name.isascii() and name.isalnum())


def _names_accounts(host: str) -> bool:
    """Say whether the host, or a domain above it, is one whose paths name accounts."""
    labels = host.split(":", maxsplit=1)[0].split(".")
    return any(".".join(labels[start:]) in _PROFILE_HOSTS for start in range(len(labels)))


def visible(text: str) -> str:
    """Name each invisible character, bidirectional control and control character.

    Line breaks and tabs stay, and so do the joiners inside emoji sequences.

    >>> visible("a\\u200bb\\x00")
    'a⟨U+200B⟩b⟨U+0000⟩'
    >>> visible("👩\\u200d👧")
    '👩\\u200d👧'
    """
    return "".join(_shown(text, place) for place in range(len(text)))


def _shown(text: str, place: int) -> str:
    letter = text[place]
    if letter in _KEPT_CONTROLS or letter == "\ufe0f":
        return letter
    if unicodedata.category(letter) not in _INVISIBLE_CATEGORIES:
        return letter
    if letter == "\u200d" and _joins_emoji(text, place):
        return letter
    return f"⟨U+{ord(letter):04X}⟩"


def _joins_emoji(text: str, place: int) -> bool:
    """Say whether symbols (or a variation selector or skin tone) stand on both sides."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    symbols = {"So", "Sk", "Mn"}
    return bool(before and after) and (
        unicodedata.category(before) in symbols and unicodedata.category(after) == "So"
    )
