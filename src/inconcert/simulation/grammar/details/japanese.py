"""Details in Japanese."""

from __future__ import annotations

from inconcert.simulation.grammar.details.detail import (
    NUMBERS,
    SHARES,
    Details,
    coined,
    dates,
    sums,
)

# fmt: off
_HEADS = tuple("青北南東西大小高中白黒松竹梅桜若新古上下富金石水深浅長広平岩菊柏藤榎楠荻茅蔵早遠")
_TAILS = tuple("川山田島原沢野浜坂木井谷崎津宮橋池森村岡瀬江沼根倉塚尾戸辺台窪峰畑淵堀里丘鼻洲代")
_KANA = (
    "ア", "イ", "ウ", "エ", "カ", "キ", "クリ", "コ", "サ", "シャ", "スー", "セ", "タ", "チ", "ト",
    "ナ", "ニ", "ネ", "ノ", "ハ", "ヒュ", "フィ", "ベ", "ポ", "マ", "ミ", "ム", "モ", "ヤ", "ユ",
    "ヨ", "ラ", "リ", "ルー", "レ", "ロ", "ワ", "ドゥ", "ジェ", "ガ", "ブ", "デ", "ピ", "ゾ",
)
_SOMEBODY = (
    "運転手さん", "隣のおばあちゃん", "大学の友達", "赤いコートの人", "昔の担任", "レジの人",
    "いとこの子", "引退した看護師さん", "管理人さん", "商店街の人たち", "トランペットの子",
    "同期の母", "郵便屋さん", "二人組の学生", "獣医さん", "はしごを持った人", "合唱団のみなさん",
    "義理の弟", "見守りのおじさん", "そこにいた全員",
)
_DID = (
    "が終バスを逃した", "はあれを狐だと言い張る", "が座り込んでしまった", "は前から知っていた",
    "が全員分の大福を買ってきた", "がずっと鼻歌を歌っていた", "が数字を間違えていた",
    "はもう一回確認したいらしい", "が涙が出るまで笑った", "が手袋を片方なくした",
    "は雪を見たことがなかった", "が最初から最後まで撮っていた", "はまだ電話を切れずにいる",
    "が人の上着を着て帰った", "が立ったまま寝ていた", "が領収書をくださいと言った",
    "の携帯は圏外だった", "が小銭を数えはじめた", "が急に黙りこんだ", "は天気のせいにしている",
    "が何も言わずに出ていった", "が声に出して読み上げた",
)
# fmt: on
_MONTHS = tuple(str(month) for month in range(1, 13))

JAPANESE = Details(
    patterns=(
        "{hour}時{many}分、{spot}駅の列が{many2}人くらい。{somebody}{did}{end}",
        "{spot}の「{kana}{kana2}」で{food}が{sum}、{somebody}{did}{end}",
        "{head}{surname}さんによると{spot}では{share}%が{thing}{doing}とのこと{end}",
        "{date}に{spot}で{somebody}{did}、聞けばみんな知ってる{end}",
        "{thing}、{spot}、{hour}時。{somebody}{did}うえに{sum}かかった{end}",
        "{date}のメモに「{somebody}{did}」とだけ書いてある{end}",
        "{spot}の{head}{surname}さん、{thing}に{many}日かけたそう。{degree}{feel}{end}",
        "{spot}行きの{many}番は{hour}時に出てしまった、{somebody}{did}ので{end}",
        "{head}{surname}氏いわく{share}%だけ。なのに{somebody}{did}{end}",
        "{spot}のことをまだ考えている。{hour}時ごろ{somebody}{did}{end}",
        "{thing}に{sum}？ {spot}なら{date}は{sum2}だった{end}",
        "{somebody}{did}し、{somebody2}{did2}。まだ{spot}の{hour}時前なのに{end}",
        "{place}で{head}{surname}さんに再会、{spot}以来{many}年ぶり。{somebody}{did}{end}",
        "{spot}の報告書の{many}ページ、{name}の{thing}は{date}付けになっている{end}",
        "「{kana}{kana2}{kana3}」の{many}話、{somebody}{did}ところで止めてる{end}",
    ),
    words={
        "hour": tuple(str(hour) for hour in range(6, 24)),
        "many": NUMBERS[:58],
        "many2": NUMBERS,
        "share": SHARES,
        "date": dates("{month}月{day}日", _MONTHS),
        "sum": sums("{sum}円", mark="", cents=("80", "50", "20", "90"), most=60),
        "sum2": sums("{sum}円", mark="", cents=("00", "30", "60", "70"), most=60),
        "spot": coined(_HEADS, _TAILS),
        "head": _HEADS,
        "surname": _TAILS,
        "kana": _KANA,
        "kana2": coined(_KANA[:24], _KANA[20:]),
        "kana3": ("", "2", "ズ", "堂", "荘", "屋", "ン", "星"),
        "somebody": _SOMEBODY,
        "did": _DID,
        "somebody2": _SOMEBODY,
        "did2": _DID,
    },
)
