"""What happened in one sample office from July 2018 to June 2020, recorded through the office's own verbs."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from db.store import Book
from desktop_app.demo import names
from desktop_app.demo.chance import day_between, phone
from desktop_app.demo.figures import CommunePlan
from desktop_app.demo.giving import FIRST, LAST, record_fund
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.declared import ROUNDS
from desktop_app.work.fund.declared import DECISIONS
from desktop_app.work.members import membership
from desktop_app.work.members.declared import BRANCHES
from desktop_app.work.people import people
from desktop_app.work.records import verbs
from desktop_app.work.units.declared import POPULATION, POSTS

YEAR_BEFORE = date(2019, 6, 30)
HALVES = ((date(2020, 1, 1), LAST), (YEAR_BEFORE + timedelta(days=1), date(2019, 12, 31)))
"""New members join evenly, so that the half year's target is met however small an office is."""
FORMER_YEAR, THIS_YEAR = 2019, 2020
LAST_PRIMARY_GRADE = 5
GRANTS, GRANT, PRAISES, PRIZE = 3, 300_000, 4, 100_000
AWARD_GIFTS = GRANTS * GRANT + PRAISES * PRIZE
"""What a commune's campaign brings in June for its scholarships and prizes, in đồng."""
KINDS = ("village", "village", "village", "school", "agency", "clan")
BRANCHES_PER_BOARD = 6


def record_commune(book: Book, plan: CommunePlan, random: Random, shared: people.PersonDraft | None) -> None:
    """Everything a commune recorded: branches, members, population, fund, scholarships and awards."""
    for year in (FORMER_YEAR, THIS_YEAR):
        verbs.put(book, POPULATION, {"year": year, "people": plan.population, "households": plan.population // 4})
    branches = _branches(book, plan, random)
    membership.register_many(book, _stays(plan, branches, random, shared))
    chair = _add_chair(book, random)
    record_fund(book, plan.balance, random, campaign=AWARD_GIFTS)
    _awards(book, chair, random)


def _add_chair(book: Book, random: Random) -> str:
    """The chair of an office; returns the name."""
    person = _adult(random)
    verbs.create(book, POSTS, {"person": people.add_person(book, person).id, "post": "Chủ tịch", "from": FIRST})
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
        said = {
            "name": f"{words.get(kind, 'Ban khuyến học')} {place}{round_}",
            "kind": kind,
            "founded": day_between(random, date(2010, 1, 1), date(2020, 5, 30) if number % 9 == 8 else FIRST),
            "head": names.person(random)[0],
            "phone": phone(random),
        }
        made.append(verbs.create(book, BRANCHES, said).id)
    return made


def _stays(
    plan: CommunePlan, branches: list[bytes], random: Random, shared: people.PersonDraft | None
) -> list[membership.ListedMember]:
    """Members so that there are `members_before` in mid-2019 and `members` in mid-2020, some gone in between."""
    gone = max(plan.members_before - plan.members, 0) + plan.members // 100
    joined = plan.members - plan.members_before + gone
    stays = [
        membership.ListedMember(
            _adult(random),
            day_between(random, date(2005, 1, 1), YEAR_BEFORE),
            random.choice(branches),
            left=day_between(random, YEAR_BEFORE + timedelta(days=1), LAST) if number < gone else None,
            reason=random.choice(("moved", "resigned", "died")) if number < gone else None,
        )
        for number in range(plan.members_before)
    ]
    stays += [
        membership.ListedMember(_adult(random), day_between(random, *HALVES[number % 2]), random.choice(branches))
        for number in range(joined)
    ]
    if shared is not None:
        stays[-1] = membership.ListedMember(shared, stays[-1].joined, stays[-1].branch)
    return stays


def _adult(random: Random) -> people.PersonDraft:
    name, sex, group = names.person(random)
    born = str(random.randint(1938, 1995))
    if random.random() < 0.5:
        born = day_between(random, date(int(born), 1, 1), date(int(born), 12, 28)).isoformat()
    return people.PersonDraft(
        name, born=born, sex=sex, ethnic_group=group, phone=phone(random), address=random.choice(names.VILLAGES)
    )


def _awards(book: Book, signer: str, random: Random) -> None:
    """A round of scholarships and a round of certificates with their decision, paid out of what the campaign brought."""
    year = {"school_year": "2019-2020"}
    support = verbs.create(book, ROUNDS, {"name": "Học bổng vượt khó", "purpose": "support", **year}).id
    talent = verbs.create(book, ROUNDS, {"name": "Khen thưởng học sinh giỏi", "purpose": "talent", **year}).id
    grants = [_nominate(book, support, "scholarship", random) for _number in range(GRANTS)]
    praises = [_nominate(book, talent, "certificate", random) for _number in range(PRAISES)]
    decision = verbs.create(book, DECISIONS, {"on": date(2020, 6, 5), "signer": signer, "signer_post": "CHỦ TỊCH"}).id
    award_lines.approve(book, [*grants, *praises], decision)
    for award in [*grants, *praises]:
        award_lines.pay(book, award, date(2020, 6, 12))


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
    draft = award_lines.AwardDraft(
        round_,
        people.add_person(book, pupil).id,
        "pupil",
        form,
        amount=GRANT if form == "scholarship" else PRIZE,
        reason="Vượt khó học tốt" if form == "scholarship" else "Học sinh giỏi cấp huyện năm học 2019-2020",
    )
    return award_lines.nominate(book, draft).id


def record_district(book: Book, balance: int, random: Random) -> None:
    """What a district's own office recorded: its chair and its own fund."""
    _add_chair(book, random)
    record_fund(book, balance, random)


def shared_person(random: Random) -> people.PersonDraft:
    """Someone who is entered in two offices."""
    return _adult(random)
