"""Korean.

Nouns come with their particles as slots of their own (`thing_top` is the noun with 은 or 는, and
so on), formed by whether the last syllable ends in a consonant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.simulation.grammar.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    Slots = Mapping[str, tuple[str, ...]]

_PARTICLES = {"top": ("은", "는"), "sub": ("이", "가"), "obj": ("을", "를"), "with": ("이랑", "랑")}
"""After a consonant, after a vowel."""
_FIRST_SYLLABLE, _FINALS = ord("가"), 28


def with_particles(slots: Slots, *nouns: str) -> Slots:
    """Add the slots `<noun>_top`, `_sub`, `_obj` and `_with` for each of the slots named.

    >>> with_particles({"thing": ("선거", "예산")}, "thing")["thing_obj"]
    ('선거를', '예산을')
    """
    formed = {
        f"{noun}_{form}": tuple(word + pair[_is_open(word)] for word in slots[noun])
        for noun in nouns
        for form, pair in _PARTICLES.items()
    }
    return {**slots, **formed}


def _is_open(word: str) -> bool:
    """Tell whether the word ends in a vowel."""
    return (ord(word[-1]) - _FIRST_SYLLABLE) % _FINALS == 0


# fmt: off
_WORDS = {
    "time": (
        "오늘", "어제", "오늘 아침에", "어젯밤에", "주말에", "점심시간에", "퇴근하고", "지난주에",
        "방금", "자기 전에", "월요일에", "금요일 밤에", "며칠 전에", "새벽에", "저녁에", "연휴에",
        "아까", "하루 종일",
    ),
    "place": (
        "역 앞", "회사", "동네 공원", "시내", "도서관", "지하철", "카페", "학교", "강변", "집",
        "시장", "편의점", "버스 정류장", "체육관", "주민센터", "옥상", "식당", "병원",
    ),
    "who": (
        "친구", "엄마", "동생", "회사 동료", "이웃", "옛날 동창", "딸", "사장님", "아빠", "사촌",
        "팀장님", "룸메이트", "옆집 아주머니", "택시 기사님", "선배",
    ),
    "feel": (
        "좋았다", "피곤했다", "의외였다", "불공평했다", "마음이 놓였다", "슬펐다", "웃겼다",
        "믿기 힘들었다", "아쉬웠다", "감동이었다", "별로였다", "머리가 아팠다", "괜찮았다",
        "기대된다", "어이없었다", "든든했다", "헷갈렸다", "뿌듯했다", "답답했다", "신기했다",
    ),
    "degree": (
        "정말", "솔직히", "사실", "역시", "왠지", "확실히", "아마", "생각보다", "은근히", "진짜",
        "아무리 봐도", "의외로",
    ),
    "end": (".", ".", ".", "!", "...", "ㅋㅋ", "", "~", "ㅠㅠ", "!!"),
    "emoji": ("😊", "😂", "🙏", "✨", "🔥", "😢", "🤔", "👏", "☕", "💪", "🍜", "🌙"),
    "food": (
        "김치찌개", "라면", "비빔밥", "떡볶이", "만두", "칼국수", "김밥", "된장국", "볶음밥",
        "순대",
        "샌드위치", "수제비", "치킨", "붕어빵",
    ),
    "count": ("두", "세", "네", "다섯", "여섯", "열", "스무"),
    "unit": ("시간", "달", "해"),
}

_TOPICS = (
    {
        "thing": (
            "선거", "예산안", "토론회", "세금 개편", "투표율", "연금 개혁", "여론조사", "공약",
            "국회 중계", "기자회견", "보궐선거", "사전투표", "청문회", "지방의회",
        ),
        "doing": (
            "찾아봤다", "다시 읽었다", "지켜봤다", "두고 토론했다", "이해 못 했다", "궁금해했다",
            "화제로 올렸다", "꼼꼼히 따져 봤다", "놓쳤다",
        ),
        "name": ("후보", "장관", "시장님", "여당", "위원회", "야당", "대변인", "의원"),
    },
    {
        "thing": (
            "신곡", "투어", "앨범", "콘서트", "라이브 방송", "셋리스트", "굿즈", "앙코르",
            "뮤직비디오", "티켓", "팬미팅", "연습 영상", "음악 축제", "수록곡",
        ),
        "doing": (
            "들었다", "무한 반복했다", "기다렸다", "울면서 봤다", "추천했다", "드디어 구했다",
            "자랑했다", "꿈에서 봤다", "저장해 뒀다",
        ),
        "name": ("밴드", "보컬", "드러머", "리더", "프로듀서", "소속사", "막내", "작곡가"),
    },
    {
        "thing": (
            "경기", "연장전", "이적", "결승전", "조 추첨", "개막전", "승부차기", "역전승", "훈련",
            "판정", "리그", "데뷔전", "순위표", "한일전",
        ),
        "doing": (
            "밤새 봤다", "놓쳤다", "두고 떠들었다", "다시 봤다", "녹화했다", "걱정했다", "응원했다",
            "예상했다", "숨죽이고 봤다",
        ),
        "name": ("감독", "골키퍼", "주장", "심판", "원정팀", "신인", "후보 선수", "해설자"),
    },
    {
        "thing": (
            "새 게임", "마지막 회", "시즌 투", "업데이트", "체험판", "만화", "콜라보", "원작",
            "보스전", "더빙판", "외전", "이벤트", "뽑기", "삽화집",
        ),
        "doing": (
            "끝냈다", "접었다", "시작했다", "정주행했다", "분석했다", "밤새 달렸다", "추천했다",
            "미뤄 뒀다", "다시 꺼냈다",
        ),
        "name": ("작가", "제작사", "성우", "악당", "주인공", "운영진", "기획자", "원화가"),
    },
    {
        "thing": (
            "빨래", "출근길", "도시락", "이사", "날씨", "대청소", "다이어트", "가계부", "교통 체증",
            "자격증 공부", "치과 예약", "산책", "화분", "분리수거",
        ),
        "doing": (
            "또 미뤘다", "겨우 해결했다", "잊어버렸다", "불평했다", "계획했다", "포기했다",
            "걱정했다", "다시 생각했다", "버텨 냈다",
        ),
        "name": (
            "집주인", "우리 고양이", "선생님", "강아지", "수리 기사님", "관리실", "배달원", "윗집",
        ),
    },
    {
        "thing": (
            "물가", "월세", "폭우", "주식 시장", "전기 요금", "새 가게", "일손 부족", "지원금",
            "기름값", "재개발", "환율", "채소값", "금리", "관광객",
        ),
        "doing": (
            "비교했다", "계산해 봤다", "실감했다", "걱정했다", "기사로 읽었다", "눈여겨봤다",
            "검색했다", "글로 썼다", "체감했다",
        ),
        "name": ("전문가", "은행", "제조사", "기자", "동네 가게", "농민", "분석가", "상인회"),
    },
)
# fmt: on

KOREAN = Language(
    code="ko",
    openers=(
        "{time} {place}에서 {thing_obj} {doing}{end}",
        "{time} {thing_obj} {doing}{end}",
        "{thing_top} {degree} {feel}{end}",
        "{who_with} {thing} 이야기를 오래 했다{end}",
        "{name_sub} {time} 말한 {thing}, {degree} {feel}{end}",
        "왜 {name_top} {thing} 이야기를 안 할까?",
        "{count} {unit}째 {thing} 생각뿐인데 {feel}{end}",
        "{food_obj} 먹으면서 {thing_obj} {doing}{end}",
        "[{thing}] {name}, {degree} {feel} {emoji}",
        "남들은 몰라도 {thing_top} {feel}{end}",
        "{place}에서 {who_obj} 만나서 {thing_obj} {doing}{end}",
        "{who_sub} {thing_obj} 묻길래 대답해 줬다. {feel}{end}",
        "좋은 아침{end}",
        "너무 졸리다{end}",
        "{time} {place}에 갔더니 다들 {thing} 얘기다{end}",
        "{name} 응원한다. {thing} {feel}{end}",
        "{who} 말로는 {name_sub} {thing} 때문에 바쁘다던데{end}",
        "{thing_sub} 이렇게 될 줄이야. {degree} {feel}{end}",
        "{food} 먹고 {thing} 보고, {degree} {feel} {emoji}",
        "{time} 쉬려다가 결국 {thing_obj} {doing}{end}",
        "{name_sub} {place}에서 {thing_obj} 설명해 주면 좋겠다{end}",
        "{who} 빼고 또 누가 {thing_obj} {doing}?",
        "{place}에서도 {who_sub} {thing_obj} {doing}. {feel}{end}",
        "{thing} 문제는 {name_sub} 답해야 한다{end}",
        "{count} {unit} 전만 해도 {thing_sub} 화제일 줄 몰랐다{end}",
        "{name_with} {thing_sub} 무슨 상관인지, {feel}{end}",
    ),
    closers=(
        "{degree} {feel}{end}",
        "{who}도 같은 말을 했다{end}",
        "{thing_top} 나중에 또 쓴다{end}",
        "다들 어떻게 생각해?",
        "이제 {food} 먹으러 간다{end}",
        "그래도 {name_obj} 믿는다{end}",
        "{place}에는 사람이 많았다{end}",
        "{emoji}{emoji}",
        "벌써 {count} {unit}째다{end}",
        "다음엔 {who_with} {place}에 가야지 {emoji}",
        "{name_top} 아직 말이 없다{end}",
        "{food_sub} 식겠다 {emoji}",
        "{who_top} 웃기만 했다{end}",
        "{time} {doing}{end}",
    ),
    answers=(
        "{degree} 그래요{end}",
        "고마워요 {emoji}",
        "아니요, {name} {thing_top} {feel}{end}",
        "{who}도 {time} {thing_obj} {doing}{end}",
        "{thing} 말씀하시는 거죠?",
        "{place}도 똑같아요, {feel}{end}",
        "{thing_top} {name} 쪽에 물어보세요{end}",
        "고생했어요, {food} 먹고 쉬어요 {emoji}",
        "맞아요, {thing_top} {degree} {feel}{end}",
        "{count} {unit} 만에 {thing} 얘기를 듣네요{end}",
        "방금 {place}에서 {who_with} 그 얘기 했어요{end}",
        "{who_sub} 그러던데 {thing_sub} 문제래요{end}",
    ),
    words=with_particles(_WORDS, "who", "food"),
    topics=tuple(with_particles(topic, "thing", "name") for topic in _TOPICS),
    given_names=(
        "하루",
        "보리",
        "두부",
        "나무",
        "바다",
        "콩이",
        "단비",
        "모카",
        "별이",
        "초코",
        "라온",
        "다온",
        "호두",
        "구름",
        "마루",
        "토리",
        "가람",
        "여울",
    ),
    family_names=(" 일기", "네집", " 기록", "의 하루", " 작업실", "네 부엌", " 산책중", " 수첩"),
    bios=(
        "{thing_with} {food}",
        "{place} 근처, {thing} 좋아함",
        "{name} 응원 중 {emoji}",
        "일상 기록. {thing} 많음",
        "{who_with} 살아요",
        "{food} 좋아하는 사람 {emoji}",
        "천천히 씁니다. {thing_with} {food}",
    ),
    separator=" ",
)
