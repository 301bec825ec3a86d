"""Properties that hold in every world, whatever its parameters."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inconcert import schemas
from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.attacks.repost_amplification import RepostAmplification
from inconcert.simulation.grammar.edits import edited
from inconcert.simulation.identifiers import snowflakes
from inconcert.simulation.observation import Observation
from inconcert.simulation.population import Population
from inconcert.simulation.rhythm import rhythm
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate

shares = st.floats(0, 1)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    population = Population(
        accounts=draw(st.integers(12, 60)),
        days=draw(st.integers(2, 6)),
        timezone=draw(st.sampled_from(["Asia/Tokyo", "America/New_York", "UTC"])),
        first_day=draw(st.sampled_from(["2026-03-06", "2026-10-30", "2024-02-28"])),
        communities=draw(st.integers(2, 9)),
        activity_sigma=draw(st.floats(0, 2)),
        mixing=draw(shares),
        posts_per_account=draw(st.floats(1, 8)),
        repost_share=draw(st.floats(0, 0.6)),
        wave_share=draw(shares),
        thread_share=draw(shares),
        url_share=draw(shares),
        hashtag_share=draw(shares),
        media_share=draw(shares),
        mention_share=draw(shares),
    )
    span = {"start_day": draw(st.floats(0, 1)), "days": draw(st.floats(0.1, 1))}
    common = {"participation": draw(shares), "camouflage": draw(st.floats(0, 0.95)), **span}
    attacks = (
        CopiedText(
            accounts=draw(st.integers(2, 6)),
            messages=draw(st.integers(1, 4)),
            window_seconds=draw(st.floats(1, 1e6)),
            edits=draw(shares),
            **common,
        ),
        RepostAmplification(
            accounts=draw(st.integers(2, 6)), seeds=1, delay_sigma=draw(st.floats(0, 3)), **common
        ),
    )
    eyes = Observation(
        sample=draw(st.floats(0.05, 1)), deleted=draw(shares), minute_precision=draw(shares)
    )
    return Scenario(population, attacks=attacks, observation=eyes)


@FEW
@given(scenarios(), st.integers(0, 2**32))
def test_every_world_satisfies_its_contracts(scenario, seed):
    world = simulate(scenario, seed=seed)
    assert schemas.Posts.is_valid(world.posts)
    assert schemas.Accounts.is_valid(world.accounts)
    assert schemas.Labels.is_valid(world.labels)
    assert schemas.Acts.is_valid(world.acts)
    planned = sum(attack.accounts for attack in scenario.attacks)
    assert world.labels["campaign"].is_not_null().sum() == planned
    members = world.labels.drop_nulls("campaign")["account_id"].implode()
    assert world.acts["account_id"].is_in(members).all()
    clock = scenario.population.rhythm
    seconds = world.posts["created_at"].dt.epoch("s")
    assert seconds.is_between(clock.start - 59, clock.end - 1).all()  # minutes are cut off


@given(st.lists(st.integers(1_300_000_000, 2_500_000_000), max_size=200), st.integers(0, 99))
def test_ids_are_distinct_and_in_the_order_of_time(seconds, seed):
    at = np.array(seconds * 3, dtype=np.int64)  # every second three times
    ids = snowflakes(at, np.random.default_rng(seed))
    assert len(set(ids.tolist())) == len(at)
    assert (np.diff(at[np.argsort(ids)]) >= 0).all()


@given(
    st.sampled_from(["2026-03-07", "2026-10-31", "2026-06-01"]),
    st.sampled_from(["America/New_York", "Asia/Tokyo", "Europe/Lisbon"]),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_the_rhythm_keeps_to_its_limits(day, zone, a, b):
    from datetime import date

    clock = rhythm(date.fromisoformat(day), 3, zone)
    since, until = (clock.start + part * (clock.end - clock.start) for part in sorted((a, b)))
    drawn = clock.sample(50, np.random.default_rng(0), since=since, until=until)
    assert (drawn >= np.floor(since) - 1).all()
    assert (drawn <= np.ceil(until)).all()


@given(st.lists(st.text(max_size=40), max_size=5), st.floats(0, 1))
def test_edits_spare_tags_and_links(texts, share):
    tail = " #選挙 https://kawara.example/a/1"
    bodies = [text.replace(" #", "").replace(" https://", "") for text in texts]
    changed = edited(
        pl.Series("text", [body + tail for body in bodies], dtype=pl.String),
        share,
        np.random.default_rng(0),
    )
    assert all(text.endswith(tail) for text in changed)
    if share == 0:
        assert changed.to_list() == [body + tail for body in bodies]
