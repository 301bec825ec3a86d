"""Details in Korean.

Who does something is given without a particle, and a place is followed by none that depends on
its last sound.
"""

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
_HEADS = tuple("가나다라마바사아자차하강고남대동명목문백부산삼상서석성송수신안양영오용원월유은이")
_TAILS = tuple("곡골구군남담당덕도동두량령로룡리림마면모방봉북산선소수안암양영원은음정주천촌평")
_SOMEBODY = (
    "기사님", "이모", "옆집 할머니", "빨간 코트 입은 학생", "옛날 담임 선생님", "계산대 직원",
    "사촌 동생", "은퇴한 간호사", "관리인 아저씨", "동네 사람들", "트럼펫 부는 아이",
    "룸메이트 어머니", "우체부 아저씨", "학생 두 명", "수의사 선생님", "사다리 든 아저씨", "합창단",
    "매형", "빵집 사장님", "거기 있던 사람 모두",
)
_DID = (
    " 막차를 놓쳤다", " 여우였다고 우긴다", " 그대로 주저앉았다", " 벌써 알고 있었다",
    " 케이크를 사 왔다", " 계속 콧노래를 불렀다", " 숫자를 잘못 셌다", " 다시 확인하자고 한다",
    " 눈물 나게 웃었다", " 장갑 한 짝을 잃어버렸다", " 눈을 처음 봤다", " 처음부터 끝까지 찍었다",
    " 아직 통화 대기 중이다", " 남의 외투를 입고 갔다", " 서서 잠들었다", " 영수증을 달라고 했다",
    " 신호가 안 잡혔다", " 동전을 세기 시작했다", " 갑자기 조용해졌다", " 날씨 탓을 한다",
    " 말없이 나갔다", " 큰 소리로 읽었다",
)
# fmt: on

KOREAN = Details(
    patterns=(
        "{clock}, {spot}역 줄이 {many}명. {somebody}{did}{end}",
        "{spot}에서 {food} {sum}, 그런데 {somebody}{did}{end}",
        "{surname} {job} 말로는 {spot} 사람 {share}%가 {thing} 이야기 중이래{end}",
        "{date} {spot}에서 {somebody}{did}. 다들 안다{end}",
        "{thing}, {spot}, {clock}: {somebody}{did}. 나는 {sum} 썼다{end}",
        '{date} 메모에 "{somebody}{did}"라고만 적혀 있다{end}',
        "{spot} {surname} {job}, {thing} 때문에 {many}일째. {degree} {feel}{end}",
        "{spot} 가는 {many}번 버스, {clock}에 떠났다. {somebody}{did}{end}",
        "{surname} {job} 말로는 겨우 {share}%. 게다가 {somebody}{did}{end}",
        "아직도 {spot} 생각. {clock}쯤 {somebody}{did}{end}",
        "{thing}에 {sum}? {spot}에서는 {date}에 {sum2}였다{end}",
        "{somebody}{did}. {somebody2}{did2}. 아직 {spot}, {clock} 전인데{end}",
        "{place}에서 {surname} {job} 만남, {spot} 이후 {many}년 만. {somebody}{did}{end}",
        "{spot} 보고서 {many}쪽, {thing} 항목 날짜가 {date}{end}",
    ),
    words={
        "clock": CLOCKS,
        "many": NUMBERS,
        "share": SHARES,
        "date": dates("{month}월 {day}일", tuple(str(month) for month in range(1, 13))),
        "sum": sums("{sum}00원", mark=",", cents=("2", "5", "8", "9"), most=60),
        "sum2": sums("{sum}00원", mark=",", cents=("1", "3", "6", "7"), most=60),
        "spot": coined(_HEADS, _TAILS),
        "surname": tuple("김이박최정강조윤장임한오서신권황안송류홍전고문손양배백허남심노하"),
        "job": ("대리님", "과장님", "선생님", "기자", "사장님", "교수", "반장님", "선배"),
        "somebody": _SOMEBODY,
        "did": _DID,
        "somebody2": _SOMEBODY,
        "did2": _DID,
    },
)
