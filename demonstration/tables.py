"""Rows behind two entries of the demonstration: invented enterprises and air quality (articles 3, 23).

Both are computed, the same on every machine and in every run. No enterprise and no person in them exists:
subject codes start with `DEM`, which no registry issues, every name says 示例, every representative is 某.
"""

import math
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise, product

Row = dict[str, object]

# Division, name, weight among the enterprises, load of the air (1 is the regional mean).
CITIES = (
    ("450100", "南宁市", 30, 1.00),
    ("450200", "柳州市", 15, 1.12),
    ("450300", "桂林市", 13, 1.02),
    ("450400", "梧州市", 5, 1.00),
    ("450500", "北海市", 5, 0.80),
    ("450600", "防城港市", 3, 0.78),
    ("450700", "钦州市", 6, 0.88),
    ("450800", "贵港市", 7, 1.10),
    ("450900", "玉林市", 9, 0.98),
    ("451000", "百色市", 6, 1.05),
    ("451100", "贺州市", 4, 1.00),
    ("451200", "河池市", 5, 0.86),
    ("451300", "来宾市", 4, 1.16),
    ("451400", "崇左市", 5, 0.90),
)

# Enterprises

CREDIT_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
SUBJECT_CODE_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SUBJECT_CODE_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714

TRADES = (
    ("商贸", "日用百货、五金交电、农副产品的批发与零售"),
    ("物流", "普通货物道路运输、仓储服务、供应链管理服务"),
    ("建筑工程", "房屋建筑和市政基础设施工程施工、建筑劳务分包"),
    ("信息科技", "软件开发、信息系统集成、信息技术咨询服务"),
    ("农业开发", "水果、蔬菜、糖料蔗种植与初加工，农业技术推广"),
    ("食品", "预包装食品、米粉制品生产与销售"),
    ("文化旅游", "旅行社服务、景区管理、会议及展览服务"),
    ("新材料", "铝合金、木竹复合材料的研发、生产与销售"),
    ("机械制造", "汽车零部件、工程机械及配件的制造与维修"),
    ("环保", "污水处理、固体废物治理、环境监测服务"),
    ("进出口贸易", "货物与技术进出口、边境贸易代理、报关服务"),
    ("医药", "中药材种植、中药饮片加工、医疗器械销售"),
)
FIRST = "青桂瑞恒云嘉德泰锦鼎华邕漓柳融正启宏远博"
SECOND = "禾川源和岭盛信达丰泽星航晟通汇越"
STREETS = ("示例大道", "榕荫示例路", "朱槿示例路", "壮锦示例街", "象鼻示例巷", "五象示例路", "铜鼓示例街")
SURNAMES = "韦黄覃陆梁李莫农蒙罗廖何陈张王刘"
STEMS = "甲乙丙丁戊己庚辛壬癸"
FORMS = (
    ("有限公司", "有限责任公司（自然人投资或控股）", 55),
    ("有限公司", "有限责任公司（自然人独资）", 30),
    ("有限公司", "有限责任公司（国有独资）", 3),
    ("股份有限公司", "股份有限公司（非上市）", 4),
    ("合伙企业（有限合伙）", "有限合伙企业", 5),
    ("经营部", "个人独资企业", 3),
)
STATES = (("存续", 88), ("注销", 8), ("吊销", 3), ("迁出", 1))
CAPITALS = (10, 20, 30, 50, 50, 100, 100, 100, 200, 300, 500, 500, 1000, 2000, 5000)
FIRST_FOUNDED = date(2002, 1, 4)
FOUNDED_WITHIN = 8800  # days: until the first weeks of 2026


def subject_code(body: str) -> str:
    """Add the check character of GB 11714 to the eight characters of a subject's body."""
    total = sum(SUBJECT_CODE_CHARACTERS.index(c) * w for c, w in zip(body, SUBJECT_CODE_WEIGHTS, strict=True))
    return body + "0123456789X0"[(11 - total % 11)]


def credit_code(body: str) -> str:
    """Add the check character of GB 32100 to the first seventeen of a unified social credit code."""
    total = sum(CREDIT_CODE_CHARACTERS.index(c) * pow(3, place, 31) for place, c in enumerate(body))
    return body + CREDIT_CODE_CHARACTERS[-total % 31]


def enterprise_registration(count: int = 2000) -> Iterator[Row]:
    """Yield the rows of 企业登记基本信息, at most as many as there are distinct names."""
    chance = random.Random("enterprise registration")  # noqa: S311 - invented data, nothing to guard
    names = list(product(FIRST, SECOND, TRADES))
    chance.shuffle(names)
    for serial, (first, second, trade) in enumerate(names[:count], start=1):
        yield _enterprise(chance, serial, first + second, trade)


def _enterprise(chance: random.Random, serial: int, style: str, trade: tuple[str, str]) -> Row:
    code, city, *_ = chance.choices(CITIES, weights=[weight for *_, weight, _ in CITIES])[0]
    suffix, form, _ = chance.choices(FORMS, weights=[weight for *_, weight in FORMS])[0]
    founded = FIRST_FOUNDED + timedelta(days=int(FOUNDED_WITHIN * chance.random() ** 0.6))
    years = chance.choice((None, None, None, 10, 20, 30))
    return {
        "uniscid": credit_code(f"91{code}" + subject_code(f"DEM{serial:05d}")),
        "entname": f"{city[:-1]}示例{style}{trade[0]}{suffix}",
        "enttype": form,
        "lerep": f"{chance.choice(SURNAMES)}某{chance.choice(STEMS)}",
        "regcap": _capital(chance),
        "estdate": founded,
        "opfrom": founded,
        "opto": years and _years_later(founded, years),
        "opscope": f"{trade[1]}。（依法须经批准的项目，经批准后方可开展经营活动）",
        "dom": f"广西壮族自治区{city}{chance.choice(STREETS)}{chance.randint(1, 299)}号",
        "regorg": f"{city}市场监督管理局",
        "regstate": chance.choices([name for name, _ in STATES], weights=[weight for _, weight in STATES])[0],
    }


def _capital(chance: random.Random) -> Decimal:
    """Return a registered capital in ten thousand yuan: round sums, most of them small."""
    return Decimal(chance.choice(CAPITALS)).quantize(Decimal("0.0001"))


def _years_later(day: date, years: int) -> date:
    """Return the last day of a term of years: the eve of its anniversary."""
    return date(day.year + years, day.month, min(day.day, 28)) - timedelta(days=1)


# Air quality

# HJ 633-2012, daily means (ozone: the highest eight hours); micrograms, carbon monoxide in milligrams.
INDEX_STEPS = (0, 50, 100, 150, 200, 300, 400, 500)
POLLUTANTS = {
    "pm25": ("细颗粒物", (0, 35, 75, 115, 150, 250, 350, 500)),
    "pm10": ("可吸入颗粒物", (0, 50, 150, 250, 350, 420, 500, 600)),
    "so2": ("二氧化硫", (0, 50, 150, 475, 800, 1600, 2100, 2620)),
    "no2": ("二氧化氮", (0, 40, 80, 180, 280, 565, 750, 940)),
    "co": ("一氧化碳", (0, 2, 4, 14, 24, 36, 48, 60)),
    "o3": ("臭氧", (0, 100, 160, 215, 265, 800)),
}
LEVELS = ((50, "优"), (100, "良"), (150, "轻度污染"), (200, "中度污染"), (300, "重度污染"), (500, "严重污染"))
# Regional monthly means of fine particles and of ozone, January first.
FINE = (44, 36, 35, 27, 20, 14, 12, 14, 21, 27, 34, 41)
OZONE = (68, 76, 86, 92, 98, 88, 84, 96, 116, 118, 98, 76)


def air_quality_daily(until: date = date(2026, 10, 31), days: int = 180) -> Iterator[Row]:
    """Yield the rows of 设区市空气质量日报, oldest day first; a day reads alike in any window."""
    for back in reversed(range(days)):
        day = until - timedelta(days=back)
        weather = random.Random(f"weather {day}").lognormvariate(0, 0.28)  # noqa: S311 - invented data
        for code, city, _, load in CITIES:
            yield _air(day, code, city, load * weather)


def _air(day: date, code: str, city: str, load: float) -> Row:
    values = _concentrations(day, code, load)
    indices = {name: air_index(name, value) for name, value in values.items()}
    aqi = max(indices.values())
    primary = [POLLUTANTS[name][0] for name, index in indices.items() if index == aqi > 50]
    level = next(name for limit, name in LEVELS if aqi <= limit)
    named: Row = {"date": day, "city_code": code, "city": city, "aqi": aqi, "level": level}
    return named | values | {"primary": "、".join(primary)}


def _concentrations(day: date, code: str, load: float) -> dict[str, int | Decimal]:
    chance = random.Random(f"air {day} {code}")  # noqa: S311 - invented data
    fine = max(4.0, FINE[day.month - 1] * load * chance.uniform(0.85, 1.15))
    return {
        "pm25": round(fine),
        "pm10": round(fine * chance.uniform(1.3, 1.55) + 3),
        "so2": round(5 + fine * chance.uniform(0.05, 0.15)),
        "no2": round(7 + fine * chance.uniform(0.25, 0.45)),
        "co": Decimal(round(4 + fine * chance.uniform(0.06, 0.12))) / 10,
        "o3": round(OZONE[day.month - 1] * load**0.5 * chance.uniform(0.75, 1.25)),
    }


def air_index(pollutant: str, value: float | Decimal) -> int:
    """Return the individual index of one concentration, rounded up as the standard asks."""
    steps = pairwise(zip(POLLUTANTS[pollutant][1], INDEX_STEPS, strict=False))
    for (low, index_low), (high, index_high) in steps:
        if value <= high:
            return index_low + math.ceil((Decimal(value) - low) * (index_high - index_low) / (high - low))
    return INDEX_STEPS[-1]


TABLES: dict[tuple[str, str], Callable[[], Iterator[Row]]] = {
    ("GX-MARKET", "企业登记基本信息"): enterprise_registration,
    ("GX-ECO", "设区市空气质量日报"): air_quality_daily,
}
