"""Details in Chinese."""

from __future__ import annotations

from inconcert.simulation.grammar.details.detail import (
    CLOCKS,
    NUMBERS,
    SHARES,
    Details,
    coined,
    dates,
    sums,
)

# fmt: off
_HEADS = tuple("青北南东西大小高中白黑松竹梅桂新古上下福金石水深长广平岩柳杨枫兰云龙凤宁安永和")
_TAILS = tuple("河山田岛原湖野滩坡林井谷岭津宫桥池村镇冈湾江沟塘庄塔口渡门楼堤峰畈泉里丘洲集")
_SOMEBODY = (
    "司机师傅", "我姑妈", "隔壁的奶奶", "穿红大衣的小伙子", "以前的班主任", "收银的姐姐", "我表弟",
    "一位退休护士", "门口保安", "半条街的人", "吹小号的女孩", "室友她妈", "快递员", "两个学生",
    "宠物医生", "扛梯子的大叔", "合唱团", "我姐夫", "卖菜的阿姨", "在场的人",
)
_DID = (
    "没赶上末班车", "非说那是只狐狸", "只好先坐下", "早就知道了", "给大家带了蛋糕", "一直在哼歌",
    "把数字算错了", "还想再问问别人", "笑到流眼泪", "丢了一只手套", "从来没见过雪", "从头拍到尾",
    "电话还没打通", "穿错了外套回家", "站着睡着了", "非要开发票", "手机没信号", "开始数零钱",
    "突然不说话了", "怪天气不好", "一句话没说就走了", "大声念了出来",
)
# fmt: on

CHINESE = Details(
    patterns=(
        "{clock}，{spot}站排队的有{many}个人，{somebody}{did}{end}",
        "在{spot}吃{food}花了{sum}，{somebody}{did}{end}",
        "听{head}{surname}说，{spot}有{share}%的人{doing}{thing}{end}",
        "{date}那天{somebody}{did}，{spot}的人都知道{end}",
        "{thing}，{spot}，{clock}：{somebody}{did}，还花了我{sum}{end}",
        "{date}的备忘录里只写着“{somebody}{did}”{end}",
        "{spot}的{head}{surname}为{thing}忙了{many}天，{degree}{feel}{end}",
        "去{spot}的{many}路{clock}就开走了，因为{somebody}{did}{end}",
        "{head}{surname}说只有{share}%，结果{somebody}{did}{end}",
        "还在想{spot}的事，{clock}的时候{somebody}{did}{end}",
        "{thing}要{sum}？{spot}那边{date}才{sum2}{end}",
        "{somebody}{did}，{somebody2}{did2}，这还只是{spot}{clock}之前的事{end}",
        "在{place}碰到{head}{surname}，离开{spot}都{many}年了，{somebody}{did}{end}",
        "{spot}那份报告第{many}页，{name}的{thing}写的是{date}{end}",
    ),
    words={
        "clock": CLOCKS,
        "many": NUMBERS,
        "share": SHARES,
        "date": dates("{month}月{day}日", tuple(str(month) for month in range(1, 13))),
        "sum": sums("{sum}元", mark=".", cents=("2", "5", "8", "9")),
        "sum2": sums("{sum}元", mark=".", cents=("1", "3", "6", "7")),
        "spot": coined(_HEADS, _TAILS),
        "head": ("老", "小", "阿"),
        "surname": tuple("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"),
        "somebody": _SOMEBODY,
        "did": _DID,
        "somebody2": _SOMEBODY,
        "did2": _DID,
    },
)
