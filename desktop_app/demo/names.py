"""Invented people with the real mix of names of Đắk Lắk: Kinh, Ê Đê, Mnông, Tày, Nùng, Mông."""

from __future__ import annotations

from random import Random

KINH_FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
KINH_MIDDLE = {"male": "Văn Đức Hữu Quang Minh Xuân Công".split(), "female": "Thị Thu Ngọc Kim Thanh Mỹ Thị".split()}
KINH_GIVEN = {
    "male": "An Bình Cường Dũng Đạt Hải Hùng Khoa Long Minh Nam Phúc Quân Sơn Thắng Tuấn Vinh".split(),
    "female": "Ánh Bích Chi Dung Đào Hà Hạnh Hoa Hương Lan Liên Mai Nga Oanh Phượng Thảo Yến".split(),
}
EDE_GIVEN = {
    "male": "Biêr Wang Tuyn Kdăm Thông Ngọc Blăk Čuăn Dhiăng Sĭng".split(),
    "female": "Ngoan Yim Blum Ƀhiêr Čua Rĭn Ñi Kiều Hương Nguôm".split(),
}
EDE_CLANS = ["Niê", "Mlô", "Niê Kdăm", "Êban", "Byă", "Ksơr", "Êčăm", "Kbuôr", "Niê Siêng", "Mlô Dun Du", "Ê̆ban"]
MNONG_CLANS = ["N'Tơr", "Bing", "Rơ Ông", "Liêng", "Bkrông", "Ông"]
TAY_NUNG_FAMILIES = "Nông Hoàng Lương Bế Ma Triệu Đàm Vi Lý Hà".split()
HMONG_FAMILIES = "Giàng Sùng Vàng Thào Hạng Cháng Lầu Má".split()
HMONG_GIVEN = {"male": "Páo Chứ Dế Sính Lử Pao".split(), "female": "Mỷ Chở Dợ Say Mai Pà".split()}
GROUPS = ("Kinh", "Ê Đê", "Mnông", "Tày", "Nùng", "Mông")
WEIGHTS = (66, 17, 5, 4, 5, 3)
VILLAGES = "Ea Tar,Ea Mông,Buôn Hằng,Buôn Čuah,Thôn 1,Thôn 2,Thôn 3,Thôn 4,Thôn 5,Thôn 6,Thôn 7,Thôn 8,Buôn Ƀhôk".split(
    ","
)
SCHOOLS = "Nguyễn Du,Lê Lợi,Kim Đồng,Trần Phú,Y Jút,N'Trang Lơng,Võ Thị Sáu".split(",")


def person(random: Random) -> tuple[str, str, str]:
    """(full name, sex, ethnic group) of an invented person."""
    group = random.choices(GROUPS, WEIGHTS)[0]
    sex = random.choice(("female", "male"))
    return _NAMERS[group](random, sex), sex, group


def _kinh(random: Random, sex: str) -> str:
    return f"{random.choice(KINH_FAMILIES)} {random.choice(KINH_MIDDLE[sex])} {random.choice(KINH_GIVEN[sex])}"


def _ede(random: Random, sex: str) -> str:
    given, clan = random.choice(EDE_GIVEN[sex]), random.choice(EDE_CLANS)
    return f"Y {given} {clan}" if sex == "male" else f"H'{given} {clan}"


def _mnong(random: Random, sex: str) -> str:
    given, clan = random.choice(EDE_GIVEN[sex]), random.choice(MNONG_CLANS)
    return f"Y {given} {clan}" if sex == "male" else f"H'{given} {clan}"


def _tay_nung(random: Random, sex: str) -> str:
    family = random.choice(TAY_NUNG_FAMILIES)
    return f"{family} {random.choice(KINH_MIDDLE[sex])} {random.choice(KINH_GIVEN[sex])}"


def _hmong(random: Random, sex: str) -> str:
    return f"{random.choice(HMONG_FAMILIES)} {'A' if sex == 'male' else 'Thị'} {random.choice(HMONG_GIVEN[sex])}"


_NAMERS = {"Kinh": _kinh, "Ê Đê": _ede, "Mnông": _mnong, "Tày": _tay_nung, "Nùng": _tay_nung, "Mông": _hmong}
