"""The worked recipes of the manual, each against the publisher's formula worked out by hand.

Nothing of the engine is used on the right-hand sides: they are the sums that a person would do on paper.
"""

from __future__ import annotations

from math import exp, isnan, log, sqrt
from statistics import NormalDist, mean, stdev

import pytest

from manual import manual_index, score


@pytest.fixture
def index(tmp_path):
    return lambda name: manual_index(name, tmp_path)


def near(value: float) -> object:
    return pytest.approx(value, abs=1e-9)


def test_human_development(index):
    found = index("hdi")
    life = (72 - 20) / (85 - 20)
    knowledge = (13.5 / 18 + 9 / 15) / 2
    income = (log(7500) - log(100)) / (log(75000) - log(100))
    assert score(found, "Avalon", "life") == near(life)
    assert score(found, "Avalon", "knowledge") == near(knowledge)
    assert score(found, "Avalon", "income") == near(income)
    assert score(found, "Avalon", "hdi") == round((life * knowledge * income) ** (1 / 3), 3)
    assert score(found, "Brigadoon", "hdi") == 1  # beyond a goalpost counts as the goalpost


def stretched(place: int, of: int = 4) -> float:
    """The exponential score of the area in this place, 1 = least deprived."""
    return -23 * log(1 - place / of * (1 - exp(-100 / 23)))


def test_multiple_deprivation(index):
    found = index("deprivation")
    assert score(found, "N1", "imd") == near(0.4 * 100 + 0.4 * 100 + 0.2 * 100)  # worst on everything
    assert score(found, "N2", "imd") == near(0.4 * stretched(2) + 0.4 * stretched(2) + 0.2 * stretched(1))
    assert score(found, "N4", "imd") == near(0.4 * stretched(1) + 0.4 * stretched(1) + 0.2 * stretched(2))
    # a domain keeps its own score: the mean of two normal scores, places 4 and 4 of 4 for N1
    top = NormalDist().inv_cdf((4 - 0.375) / (4 + 1 - 0.75))
    assert score(found, "N1", "education") == near(top)


def test_deprivation_from_published_ranks(index):
    found = index("ranks")
    assert score(found, "Z1", "simd") == near(100)
    income, crime = stretched(1000 - 100 + 1, 1000), stretched(1000 - 500 + 1, 1000)
    assert score(found, "Z2", "simd") == near((12 * income + 2 * crime) / 14)
    assert score(found, "Z2", "income-rank") == pytest.approx(50.6, abs=0.05)  # the top tenth fill 50 to 100


def test_goals_with_goalposts_found_in_the_data(index):
    found = index("sdg")
    # poverty from the worst, 40 30 20 10 0: 2.5 in 100 is place 1 + 4 * 0.025 = 1.1, which is 39
    # water from the worst, 60 70 80 90 100: 61. Research: worst 0, mean of the best two (4 + 2) / 2 = 3
    poverty, water = (39 - 10) / 39 * 100, (90 - 61) / 39 * 100
    assert score(found, "B", "goals") == near((poverty + water + 2 / 3 * 100) / 3)
    assert score(found, "A", "goals") == 100  # research of 4 is beyond 3 and is cut off
    assert score(found, "D", "goals") == near(((39 - 30) / 39 + (70 - 61) / 39) / 2 * 100)  # two goals of three
    assert isnan(score(found, "D", "goal-9"))
    assert score(found, "E", "goals") == near((0 + 0 + 100 / 3) / 3)  # 40 and 60 lie beyond the worst 2.5 in 100


def test_a_health_index_of_100_in_the_base_year(index):
    found = index("health")
    for part in ("health", "lives", "people", "smoking", "activity", "life-satisfaction"):
        scores = [score(found, area, part, "2015") for area in "ABC"]
        assert (mean(scores), stdev(scores)) == (near(100), near(10))
    assert score(found, "B", "lives") == near(
        100 + 10 * (0.5 + 0.5) / 2 / 1
    )  # the two move as one, so their mean has sd 10
    assert score(found, "B", "health") == near(105)
    assert score(found, "C", "health") == score(found, "C", "health", "2015")
    at = found.scores.areas.index("C"), found.place("people")
    assert found.estimated[at].tolist() == [False, True]


def test_risk_averaged_the_other_way_round(index):
    found = index("risk")

    def other_way(a: float, b: float) -> float:
        return (10 - sqrt(((10 - a) / 10 * 9 + 1) * ((10 - b) / 10 * 9 + 1))) / 9 * 10

    hazard = other_way(0, 10)  # the formula as INFORM prints it
    assert hazard > 7.5
    assert score(found, "Dry", "hazard") == near(hazard)
    assert score(found, "Dry", "human") == 10  # the parts keep their own scores
    assert score(found, "Dry", "risk") == near((hazard * 5 * 5) ** (1 / 3))
    assert score(found, "Wet", "hazard") == near(other_way(5, 5))
    assert score(found, "Safe", "risk") == near((other_way(1, 0) * 1 * 0.5) ** (1 / 3))


def test_gender_inequality(index):
    found = index("gender")
    health = sqrt(10 / 250 / 40)
    women = (health * sqrt(0.1 * 0.4) * 0.3) ** (1 / 3)
    men = (1 * sqrt(0.9 * 0.9) * 0.8) ** (1 / 3)
    both = 1 / ((1 / women + 1 / men) / 2)
    equal = ((health + 1) / 2 * (sqrt(0.1 * 0.4) + 0.9) / 2 * (0.3 + 0.8) / 2) ** (1 / 3)
    assert score(found, "Uneven", "both") == near(both)
    assert score(found, "Uneven", "gii") == near(1 - both / equal)
    assert score(found, "Even", "gii") == near(0)  # 8 deaths count as 10, and one birth in a thousand


def test_the_ratio_of_two_indices(index):
    found = index("ratio")

    def one(life: float, expected: float, years: float, income: float) -> float:
        return (life * (expected / 18 + years / 15) / 2 * (log(income / 100) / log(750))) ** (1 / 3)

    women, men = one(0.8, 9, 6, 3000), one(0.8, 12, 10, 9000)
    assert score(found, "Uneven", "women") == near(women)
    assert score(found, "Uneven", "gdi") == near(women / men)
    assert score(found, "Even", "gdi") == near(1)


def test_human_capital(index):
    found = index("capital")
    education = exp(0.08 * (10 * 400 / 625 - 14))
    health = exp((0.65 * (0.8 - 1) + 0.35 * (0.7 - 1)) / 2)
    assert score(found, "B", "hci") == near(0.95 * education * health)
    assert score(found, "A", "hci") == 1
    # where stunting is not known, adult survival stands for both, and the score is marked
    assert score(found, "C", "health") == near(exp(0.65 * (0.9 - 1)))
    assert found.estimated[found.scores.areas.index("C"), found.place("health"), 0]
    assert not found.estimated[found.scores.areas.index("B")].any()


def test_an_index_of_sources_with_stated_means_and_spreads(index):
    found = index("corruption")
    assert score(found, "A", "bank") == 45 + 20 * (4 - 3) / 1
    assert score(found, "A", "experts") == 45 + 20 * (100 - 60) / 20
    assert score(found, "A", "firms") == 100  # 45 + 20 * 3 = 105
    assert score(found, "A", "perceptions") == round((65 + 85 + 100 + 85) / 4)
    assert score(found, "C", "firms") == 0  # 45 - 20 * 4 = -35
    assert score(found, "C", "perceptions") == round((25 + 0 + 35) / 3)
    assert isnan(score(found, "D", "perceptions"))  # two sources of four


def test_material_deprivation_by_logarithms_and_z_scores(index):
    found = index("townsend")
    columns = {
        "unemployed": [log(1), log(4), log(16)],
        "no-car": [10, 30, 50],
        "not-owned": [20, 40, 60],
        "overcrowded": [log(1), log(4), log(16)],
    }
    for at, area in enumerate("ABC"):
        z = {name: (column[at] - mean(column)) / stdev(column) for name, column in columns.items()}
        assert score(found, area, "unemployed") == near(z["unemployed"])
        assert score(found, area, "townsend") == near(sum(z.values()))


def test_vulnerability_by_percentile_ranks_of_sums(index):
    found = index("vulnerability")
    # poverty: D < B < C = E < A; no diploma: B < D < E < A < C; over 65: D < A < E < C < B
    assert [score(found, area, "poverty") for area in "ABCDE"] == [100, 25, 50, 0, 50]
    assert [score(found, area, "over-65") for area in "ABCDE"] == [25, 100, 75, 0, 50]
    # sums: A 200, B 125, C 225, D 25, E 150
    assert [score(found, area, "svi") for area in "ABCDE"] == [near(v) for v in (0.75, 0.25, 1, 0, 0.5)]


def test_balanced_well_being(index):
    found = index("balance")
    assert score(found, "Even", "balance") == 100
    assert [score(found, "Uneven", part) for part in ("health", "work", "dropout")] == [130, 100, 70]
    assert score(found, "Uneven", "balance") == near(100 - ((30**2 + 0 + 30**2) / 3) / 100)


def test_innovation_asks_for_coverage_of_each_half(index):
    found = index("innovation")
    assert score(found, "B", "people") == near((50 + 50) / 2)
    assert score(found, "B", "output") == 50  # no films: knowledge alone
    assert score(found, "B", "gii") == 50
    assert isnan(score(found, "D", "input"))  # one indicator of three
    assert not isnan(score(found, "D", "output"))
    assert isnan(score(found, "D", "gii"))
    assert set(found.screened_out) == {"D in all", "E in all"}


def test_contests(index):
    found = index("contest")
    # A beats B on rent and buses, and C on all three; B beats C on all three
    assert [score(found, area, "liveability") for area in "ABC"] == [2, 0, -2]
