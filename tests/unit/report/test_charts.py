"""The timeline's arithmetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from inconcert.report.charts import OTHER_COLOUR, PALETTE, colour, draw_timeline

START = datetime(2026, 1, 31, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_bars_are_as_high_as_their_share_of_the_highest() -> None:
    rows = [("C1", START, 4, 2), ("C1", START + HOUR, 8, 0), ("C2", START, 1, 1)]
    chart = draw_timeline(rows, ranks=[("C1", 1), ("C2", 2)], bucket=HOUR)
    assert chart is not None
    first, second = chart.strips
    # 4 of 8 posts on a strip of 30 units: 15; 2 of 8: 7.5
    assert [(bar.height, bar.coacting_height) for bar in first.bars] == [(15.0, 7.5), (30.0, 0.0)]
    assert (first.most, second.most) == (8, 1)
    # two hours on 960 - 74 - 10 = 876 units: the second bar starts at 74 + 438
    assert [bar.x for bar in first.bars] == [74.0, 512.0]


def test_long_spans_are_summed_and_nothing_is_lost() -> None:
    rows = [("C1", START + HOUR * n, 1, 1) for n in range(1000)]
    chart = draw_timeline(rows, ranks=[("C1", 1)], bucket=HOUR)
    assert chart is not None
    assert chart.step == timedelta(hours=5)  # 1000 hours / 240 bars, rounded up
    assert len(chart.strips[0].bars) == 200
    assert chart.strips[0].most == 5


def test_ticks_name_both_zones() -> None:
    rows = [("C1", START, 1, 1), ("C1", START + 3 * HOUR, 1, 1)]
    chart = draw_timeline(rows, ranks=[("C1", 1)], bucket=HOUR)
    assert chart is not None
    # 15:00 UTC on 31 January is midnight of 1 February in Japan
    assert (chart.ticks[0].utc, chart.ticks[0].jst) == ("01-31 15:00", "02-01 00:00")


def test_without_posts_of_the_shown_clusters_there_is_no_timeline() -> None:
    assert draw_timeline([("C9", START, 1, 1)], ranks=[("C1", 1)], bucket=HOUR) is None


def test_colours_differ_and_end_in_grey() -> None:
    assert len({colour(rank) for rank in range(1, len(PALETTE) + 1)}) == len(PALETTE)
    assert colour(len(PALETTE) + 1) == OTHER_COLOUR
