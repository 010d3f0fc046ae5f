"""What happened in one sample office from July 2018 to June 2020, recorded through the office's own verbs."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from db.store import Book
from desktop_app.demo import names
from desktop_app.demo.figures import CommunePlan
from desktop_app.work import awards, fund, members, people, purses, rounds, units

FIRST, LAST = date(2018, 7, 1), date(2020, 6, 30)
YEAR_BEFORE = date(2019, 6, 30)
HALVES = ((date(2020, 1, 1), LAST), (YEAR_BEFORE + timedelta(days=1), date(2019, 12, 31)))
"""New members join evenly, so that the half year's target is met however small an office is."""
FORMER_YEAR, THIS_YEAR = 2019, 2020
LAST_PRIMARY_GRADE = 5
KINDS = ("village", "village", "village", "school", "agency", "clan")
BRANCHES_PER_BOARD = 6


def record_commune(book: Book, plan: CommunePlan, random: Random, shared: people.PersonDraft | None) -> None:
    """Everything a commune recorded: branches, members, population, fund, scholarships and awards."""
    for year in (FORMER_YEAR, THIS_YEAR):
        units.set_population(book, book.unit, year, plan.population, plan.population // 4)
    branches = _branches(book, plan, random)
    members.register_many(book, _stays(plan, branches, random, shared))
    chair = _add_chair(book, random)
    record_fund(book, plan.balance, random)
    _awards(book, chair, random)


def _add_chair(book: Book, random: Random) -> str:
    """The chair of an office; returns the name."""
    person = _adult(random)
    people.add_post(book, people.add_person(book, person).id, book.unit, "Chủ tịch", FIRST, None)
    return person.full_name


def _branches(book: Book, plan: CommunePlan, random: Random) -> list[bytes]:
    made = []
    kinds = [KINDS[number % len(KINDS)] for number in range(plan.branches)]
    boards = ["board"] * (plan.branches // BRANCHES_PER_BOARD)
    for number, kind in enumerate([*kinds, *boards]):
        words = {
            "village": "Chi hội",
            "school": "Chi hội trường",
            "agency": "Chi hội cơ quan",
            "clan": "Chi hội dòng họ",
        }
        place = names.VILLAGES[number % len(names.VILLAGES)]
        round_ = f" {number // len(names.VILLAGES) + 1}" if number >= len(names.VILLAGES) else ""
        draft = members.BranchDraft(
            name=f"{words.get(kind, 'Ban khuyến học')} {place}{round_}",
            kind=kind,
            founded=_day(random, date(2010, 1, 1), date(2020, 5, 30) if number % 9 == 8 else FIRST),
            head=names.person(random)[0],
            phone=_phone(random),
        )
        made.append(members.add_branch(book, draft).id)
    return made


def _stays(
    plan: CommunePlan, branches: list[bytes], random: Random, shared: people.PersonDraft | None
) -> list[members.Stay]:
    """Members so that there are `members_before` in mid-2019 and `members` in mid-2020, some gone in between."""
    gone = max(plan.members_before - plan.members, 0) + plan.members // 100
    joined = plan.members - plan.members_before + gone
    stays = [
        members.Stay(
            _adult(random),
            _day(random, date(2005, 1, 1), YEAR_BEFORE),
            random.choice(branches),
            left=_day(random, YEAR_BEFORE + timedelta(days=1), LAST) if number < gone else None,
            reason=random.choice(("moved", "resigned", "died")) if number < gone else None,
        )
        for number in range(plan.members_before)
    ]
    stays += [
        members.Stay(_adult(random), _day(random, *HALVES[number % 2]), random.choice(branches))
        for number in range(joined)
    ]
    if shared is not None:
        stays[-1] = members.Stay(shared, stays[-1].joined, stays[-1].branch)
    return stays


def _adult(random: Random) -> people.PersonDraft:
    name, sex, group = names.person(random)
    born = str(random.randint(1938, 1995))
    if random.random() < 0.5:
        born = _day(random, date(int(born), 1, 1), date(int(born), 12, 28)).isoformat()
    return people.PersonDraft(
        name, born=born, sex=sex, ethnic_group=group, phone=_phone(random), address=random.choice(names.VILLAGES)
    )


def record_fund(book: Book, balance: int, random: Random) -> None:
    """Two years of the fund that end at the given balance (đồng): an opening, gifts, costs, goods."""
    opening, spent = balance // 2 // 1000 * 1000, balance * 4 // 10 // 1000 * 1000
    fund.book_movement(book, fund.FundDraft("opening", max(opening, 1000), FIRST))
    received = balance - max(opening, 1000) + spent
    donors = [
        purses.add_donor(book, names.person(random)[0], "person", random.choice(names.VILLAGES), _phone(random)).id
        for _number in range(4)
    ]
    donors.append(purses.add_donor(book, f"Công ty cà phê {random.choice(names.VILLAGES)}", "organisation").id)
    days = sorted(_day(random, FIRST, LAST) for _number in range(10))
    for number, (day, part) in enumerate(zip(days, _parts(received, 10, random), strict=True)):
        donor = number % len(donors)
        category = "gift_organisation" if donor == 4 else ("dues" if number % 7 == 6 else "gift_person")
        fund.book_movement(
            book,
            fund.FundDraft("receive", part, day, party=donors[donor], category=category, note="Ủng hộ quỹ khuyến học"),
        )
    days = sorted(_day(random, FIRST, date(2020, 4, 30)) for _number in range(4))
    for day, part in zip(days, _parts(spent * 6 // 10, 4, random), strict=True):
        fund.book_movement(book, fund.FundDraft("pay", part, day, category="running", note="Văn phòng phẩm, hội nghị"))
    rest = spent - spent * 6 // 10
    for number, part in enumerate(_parts(rest, 2, random)):
        day = date(2019, 5, 20) if number == 0 else date(2020, 5, 22)
        fund.book_movement(book, fund.FundDraft("pay", part, day, category="award_pupil", note="Khen thưởng học sinh"))
    fund.book_movement(
        book,
        fund.FundDraft("receive", 450_000, date(2020, 5, 10), account="goods", party=donors[0], goods="150 quyển vở"),
    )


def _parts(total: int, count: int, random: Random) -> list[int]:
    """An amount in so many parts of whole thousands that add up to it exactly."""
    weights = [random.uniform(0.5, 1.5) for _number in range(count)]
    parts = [max(round(total * weight / sum(weights) / 1000) * 1000, 1000) for weight in weights]
    parts[-1] = max(total - sum(parts[:-1]), 1000)
    return parts


def _awards(book: Book, signer: str, random: Random) -> None:
    """A round of scholarships and a round of certificates with their decisions; payments are returned to the fund."""
    support = rounds.add_round(book, "Học bổng vượt khó", "support", school_year="2019-2020").id
    talent = rounds.add_round(book, "Khen thưởng học sinh giỏi", "talent", school_year="2019-2020").id
    grants = [_nominate(book, support, "scholarship", random) for _number in range(3)]
    praises = [_nominate(book, talent, "certificate", random) for _number in range(4)]
    decision = rounds.add_decision(
        book,
        rounds.DecisionDraft(
            rounds.next_decision_number(book, 2020), date(2020, 6, 5), signer=signer, signer_post="CHỦ TỊCH"
        ),
    ).id
    awards.approve(book, [*grants, *praises], decision)
    gift = purses.add_donor(book, "Nhà hảo tâm Tháng khuyến học", "person").id
    amount = 3 * 300_000 + 4 * 100_000
    fund.book_movement(
        book, fund.FundDraft("receive", amount, date(2020, 6, 8), party=gift, category="campaign", note="Cho học bổng")
    )
    for award in [*grants, *praises]:
        awards.pay(book, award, date(2020, 6, 12))


def _nominate(book: Book, round_: bytes, form: str, random: Random) -> bytes:
    name, sex, group = names.person(random)
    born = date(random.randint(2006, 2012), random.randint(1, 12), random.randint(1, 28))
    grade = 2019 - born.year - 5
    school = "Tiểu học" if grade <= LAST_PRIMARY_GRADE else "THCS"
    agreed = random.random() < 0.4
    pupil = people.PersonDraft(
        name,
        born=born.isoformat(),
        sex=sex,
        ethnic_group=group,
        school=f"{school} {random.choice(names.SCHOOLS)}",
        class_name=f"{grade}A",
        guardian=names.person(random)[0],
        consent_on=date(2020, 5, 15) if agreed else None,
        consent_by="Phụ huynh" if agreed else None,
    )
    draft = awards.AwardDraft(
        round_,
        people.add_person(book, pupil).id,
        "pupil",
        form,
        amount=300_000 if form == "scholarship" else 100_000,
        reason="Vượt khó học tốt" if form == "scholarship" else "Học sinh giỏi cấp huyện năm học 2019-2020",
    )
    return awards.nominate(book, draft).id


def record_district(book: Book, balance: int, random: Random) -> None:
    """What a district's own office recorded: its chair and its own fund."""
    _add_chair(book, random)
    record_fund(book, balance, random)


def shared_person(random: Random) -> people.PersonDraft:
    """Someone who is entered in two offices."""
    return _adult(random)


def _day(random: Random, first: date, last: date) -> date:
    return first + timedelta(days=random.randint(0, (last - first).days))


def _phone(random: Random) -> str:
    return f"09{random.randint(0, 99_999_999):08d}"
