"""No handle, no live link, nothing invisible gets into a report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.report.masking import MASK, Mask, visible

KNOWN = {"anna_k": "acct-1", "12345678": "acct-2", "name.bsky.social": "acct-3"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@anna_k こんにちは", "@acct-1 こんにちは"),
        ("＠ANNA_K", "@acct-1"),
        ("@ａｎｎａ＿ｋ", "@acct-1"),
        ("@stranger さん", "@[…] さん"),
        ("@abcさん", "@[…]さん"),
        ("RT Anna_K: 12345678 says", "RT acct-1: acct-2 says"),
        ("#anna_k anna_kx", "#acct-1 anna_kx"),
        ("see name.bsky.social", "see acct-3"),
        ("@user@mastodon.example hi", "@[…] hi"),
        ("write to some.one@mail.example now", "write to […] now"),
        ("https://t.co/abc123をご覧ください", "hxxps://t[.]co/abc123をご覧ください"),
        ("https://twitter.com/anna_k/status/1", "hxxps://twitter[.]com/[…]"),
        ("twitter.com/somebody", "twitter[.]com/[…]"),
        ("HTTPS://M.Facebook.com/some.body?x=1", "hxxps://m[.]facebook[.]com/[…]"),
        ("https://blog.example/@somebody/1", "hxxps://blog[.]example/[…]"),
        ("https://user:pw@ex.ample/a", "hxxps://ex[.]ample/a"),
        ("https://anna_k.tumblr.com", "hxxps://acct-1[.]tumblr[.]com"),
        ("https://ex.ample/anna_k", "hxxps://ex[.]ample/acct-1"),
        ("javascript://x.y/%0aalert(1)", "javascript://x[.]y/%0aalert(1)"),
        ("anna_k.csv", "acct-1.csv"),
        ("3.5%/日 and 10:30", "3.5%/日 and 10:30"),
    ],
)
def test_accounts_are_masked_and_links_defanged(text: str, shown: str) -> None:
    assert Mask(KNOWN).text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see 901234567", "see […]"),
        ("投稿901234567を見て", "投稿[…]を見て"),
        ("９０１２３４５６７", "[…]"),
        ("id901234567", "id[…]"),
        ("9012345678 and 90123456", "9012345678 and 90123456"),  # other numbers
        ("https://ex.ample/s/901234567?x=1", "hxxps://ex[.]ample/s/[…]?x=1"),
        ("https://twitter.com/somebody/status/901234567", "hxxps://twitter[.]com/[…]"),
        ("call 700000001", "call acct-9"),  # an account's id, though a post has it too
    ],
)
def test_ids_of_posts_are_masked(text: str, shown: str) -> None:
    mask = Mask({"700000001": "acct-9"}, posts={"901234567", "700000001"})
    assert mask.text(text) == shown
    assert Mask({}).text("see 901234567") == "see 901234567"


SCRIPTS = {
    "山田太郎": "acct-1",
    "山田": "acct-2",
    "ωmega": "acct-3",
    "müller": "acct-4",
    "u+1": "acct-5",
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("RT @山田太郎: やあ", "RT @acct-1: やあ"),
        ("昨日山田さんと", "昨日acct-2さんと"),
        ("hi Ωmega, Müller and U+1", "hi acct-3, acct-4 and acct-5"),
        ("https://x.com/山田太郎/status/1", "hxxps://x[.]com/acct-1/status/1"),
        ("@Müller", "@acct-4"),
    ],
)
def test_names_in_any_script_are_masked_wherever_they_stand(text: str, shown: str) -> None:
    assert Mask(SCRIPTS).text(text) == shown


@given(st.text(alphabet="山田太郎 @Ωmega/müller", max_size=40))
def test_a_name_in_another_script_never_remains(text: str) -> None:
    shown = Mask(SCRIPTS).text(text).lower()
    assert not any(name in shown for name in SCRIPTS)


def test_invisible_characters_are_named() -> None:
    assert visible("a\u202eb\u2066c\u200bd\ufeffe\x00f\x1bg") == (
        "a⟨U+202E⟩b⟨U+2066⟩c⟨U+200B⟩d⟨U+FEFF⟩e⟨U+0000⟩f⟨U+001B⟩g"
    )


def test_line_breaks_emoji_and_japanese_stay_as_they_are() -> None:
    text = "一行目\n二行目\tが゙ ﾈｯﾄ 〜～ 👨‍👩‍👧 ❤️ 𠮷"
    assert visible(text) == text


def test_a_joiner_outside_emoji_is_named() -> None:
    assert visible("a\u200db") == "a⟨U+200D⟩b"


@given(st.text(alphabet="@＠anna_k/.:htps x\u202e[]", max_size=60))
def test_a_known_handle_never_stands_as_a_word(text: str) -> None:
    shown = Mask(KNOWN).text(f"{text} @anna_k {text}")
    assert "@anna_k" not in shown
    assert "\u202e" not in shown
    assert "http://" not in shown


def test_an_unknown_account_gets_the_mask() -> None:
    assert Mask({}).account("nobody") == MASK
