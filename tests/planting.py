"""Plants single errors into made reports, kind by kind, and says whether the rules find them.

A planted report is the demo's own report with one slip: it is printed as a page, a page with a workbook, a
Word document, a PDF or plain text, read and judged like any other, with last year's
report and the year's budget beside it. What is found is what the unplanted report does not show.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from alerts.evaluate import evaluate
from alerts.model import Finding, History, Severity
from alerts.settings import load
from parsers.model import Report
from tests.printed import FORMS, reading
from watcher.demo.press.department import load_departments
from watcher.demo.press.made import Made, make
from watcher.demo.press.narrative import Part
from watcher.demo.press.sheet import LEFT, UP, Sheet

#: Reports of these years and kinds have last year's and the year's budget beside them.
SUBJECTS = tuple(
    (key, year, kind)
    for key in load_departments()
    for year, kind in ((2024, "final"), (2023, "final"), (2025, "budget"), (2024, "budget"))
)
MONEY = re.compile(r"(?<![\d.])(\d+\.\d\d)万元")
AMOUNT = re.compile(r"\d+\.\d\d")
#: Parts of the explanation, by the words of their heading or first sentence, that a rule asks for.
SECTIONS = ("机关运行经费", "政府采购", "国有资产", "名词解释", "联系方式", "会议费和培训费", "“三公”经费")
#: Only last year's report or the year's budget shows the slip: without them nothing is judged (A50, A51).
NEEDS_HISTORY = ("changed prior figure",)
#: Where a slip is a small matter by the rule book, a small finding is a find.
SMALL = ("missing section",)


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One report with one error, and what was done to it."""

    kind: str
    subject: tuple[str, int, str]
    what: str
    made: Made
    form: str = "html"  # in which it is printed


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the rules said that they do not say of the unplanted report."""

    planted: Planted
    found: tuple[Finding, ...]

    @property
    def hit(self) -> bool:
        """Whether something of medium or above was found, or anything where the slip is a small matter."""
        least = Severity.LOW if self.planted.kind in SMALL else Severity.MEDIUM
        return any(finding.severity.rank >= least.rank for finding in self.found)


Plant = Callable[[Random, Made], "tuple[Made, str] | None"]


def plant(kind: str, seed: int, form: str = "html") -> Planted:
    """One error of a kind; the same for the same seed. Subjects into which it does not fit are passed over."""
    random = Random(f"{kind}/{seed}")
    for subject in random.sample(SUBJECTS, len(SUBJECTS)):
        if subject in unusable() or (kind in NEEDS_HISTORY and not _has_history(subject)):
            continue
        done = KINDS[kind](random, original(subject))
        if done is not None:
            return Planted(kind=kind, subject=subject, what=done[1], made=done[0], form=form)
    raise LookupError(f"no report takes an error of kind {kind}")


def outcome(planted: Planted) -> Outcome:
    """Judge a planted report beside its unplanted self."""
    before = {(f.rule, f.subject, f.message) for f in findings(planted.subject, planted.form)}
    said = judge(planted.made, planted.subject, planted.form)
    return Outcome(planted=planted, found=tuple(f for f in said if (f.rule, f.subject, f.message) not in before))


@cache
def unusable() -> frozenset[tuple[str, int, str]]:
    """Subjects that the demo does not make, or that tell a story of their own (an error stands in them already)."""
    return frozenset(s for s in SUBJECTS if not _makes(s) or any(f.severity.rank >= 2 for f in findings(s)))


def _has_history(subject: tuple[str, int, str]) -> bool:
    key, year, kind = subject
    return _makes((key, year - 1, kind))


def _makes(subject: tuple[str, int, str]) -> bool:
    try:
        original(subject)
    except KeyError:
        return False
    return True


@cache
def original(subject: tuple[str, int, str]) -> Made:
    """The unplanted report."""
    key, year, kind = subject
    return make(load_departments()[key], year, kind)


@cache
def findings(subject: tuple[str, int, str], form: str = "html") -> tuple[Finding, ...]:
    """What the rules say of the unplanted report, printed in a form."""
    return tuple(judge(original(subject), subject, form))


def judge(made: Made, subject: tuple[str, int, str], form: str = "html") -> list[Finding]:
    """Print, read and judge a report with its neighbours as history."""
    key, year, kind = subject
    history = History(
        prior=_reading((key, year - 1, kind), form),
        budget=_reading((key, year, "budget"), form) if kind == "final" else None,
        prior_final=None if kind == "final" else _reading((key, year - 1, "final"), form),
    )
    return [finding for result in evaluate(reading(made, form), history, load()) for finding in result.findings]


@cache
def _reading(subject: tuple[str, int, str], form: str) -> Report | None:
    return reading(original(subject), form) if _makes(subject) else None


# --- the kinds ----------------------------------------------------------------------------------


def _paragraphs(made: Made, pattern: str | re.Pattern[str]) -> list[tuple[int, re.Match[str]]]:
    return [
        (at, match)
        for at, part in enumerate(made.parts)
        if part.role == "paragraph"
        for match in re.finditer(pattern, part.text)
    ]


def _reword(made: Made, at: int, start: int, end: int, text: str) -> Made:
    part = made.parts[at]
    parts = list(made.parts)
    parts[at] = Part(role=part.role, text=part.text[:start] + text + part.text[end:])
    return replace(made, parts=tuple(parts))


def _other_digit(random: Random, number: str) -> str:
    """One of the leading digits changed: the amount moves by at least a tenth of itself, not by rounding."""
    places = [i for i, char in enumerate(number) if char.isdigit()][:2]
    at = places[0] if float(number) < 100 else random.choice(places)
    digit = random.choice([d for d in "123456789" if abs(int(d) - int(number[at])) > 1])
    return number[:at] + digit + number[at + 1 :]


def digit_in_prose(random: Random, made: Made) -> tuple[Made, str] | None:
    """An amount that stands in the text only once in its sentence: its table keeps the right one."""
    places = [(at, m) for at, m in _paragraphs(made, MONEY) if float(m[1]) >= 1]
    at, match = random.choice(places)
    wrong = _other_digit(random, match[1])
    said = made.parts[at].text[max(0, match.start() - 14) : match.end()]
    return _reword(made, at, match.start(1), match.end(1), wrong), f"{said} → {wrong}"


def _cells(made: Made, *, kinds: tuple[str, ...] = ()) -> list[tuple[int, int, int]]:
    """The cells with an amount of 1 or more: table, row, column."""
    return [
        (t, r, c)
        for t, sheet in enumerate(made.tables)
        if not kinds or sheet.kind in kinds
        for r, row in enumerate(sheet.rows)
        for c, text in enumerate(row)
        if AMOUNT.fullmatch(text) and float(text) >= 1
    ]


def _set(made: Made, place: tuple[int, int, int], text: str) -> Made:
    t, r, c = place
    sheet = made.tables[t]
    row = (*sheet.rows[r][:c], text, *sheet.rows[r][c + 1 :])
    rows = (*sheet.rows[:r], row, *sheet.rows[r + 1 :])
    return replace(made, tables=(*made.tables[:t], replace(sheet, rows=rows), *made.tables[t + 1 :]))


def digit_in_table(random: Random, made: Made) -> tuple[Made, str] | None:
    """A digit of one cell."""
    place = random.choice(_cells(made))
    sheet = made.tables[place[0]]
    right = sheet.rows[place[1]][place[2]]
    wrong = _other_digit(random, right)
    return _set(made, place, wrong), f"{sheet.title} {sheet.rows[place[1]][:2]} {right} → {wrong}"


def parts_not_summing(random: Random, made: Made) -> tuple[Made, str] | None:
    """A 款 or 项 of a table without its row: the rest no longer makes the total."""
    rows = [
        (t, r)
        for t, sheet in enumerate(made.tables)
        for r, row in enumerate(sheet.rows)
        if re.fullmatch(r"\d{5}|\d{7}", row[0]) and any(AMOUNT.fullmatch(x) and float(x) > 1 for x in row)
    ]
    leaves = [(t, r) for t, r in rows if not _has_children(made.tables[t], r) and _has_siblings(made.tables[t], r)]
    if not leaves:
        return None
    t, r = random.choice(leaves)
    sheet = made.tables[t]
    kept = replace(sheet, rows=(*sheet.rows[:r], *sheet.rows[r + 1 :]))
    tables = (*made.tables[:t], kept, *made.tables[t + 1 :])
    return replace(made, tables=tables), f"{sheet.title} without {sheet.rows[r][:2]}"


def _has_children(sheet: Sheet, at: int) -> bool:
    code = sheet.rows[at][0]
    return any(row[0] != code and row[0].startswith(code) for row in sheet.rows)


def _has_siblings(sheet: Sheet, at: int) -> bool:
    code = sheet.rows[at][0]
    above = code[: 3 if len(code) == 5 else 5]
    return sum(row[0].startswith(above) and len(row[0]) == len(code) for row in sheet.rows) > 1


PERCENT = re.compile(r"(?:增加|减少)(\d+\.\d\d)万元，(?:增长|下降)(\d+\.\d\d)%")


def percent_against_amounts(random: Random, made: Made) -> tuple[Made, str] | None:
    """A growth rate that does not follow from the change printed before it."""
    places = [(at, m) for at, m in _paragraphs(made, PERCENT) if float(m[1]) >= 1]
    if not places:
        return None
    at, match = random.choice(places)
    wrong = f"{float(match[2]) + random.choice([3, 7, 12]):.2f}"
    return _reword(made, at, match.start(2), match.end(2), wrong), f"{match[0]} → {wrong}%"


def sign(random: Random, made: Made) -> tuple[Made, str] | None:
    """增加 for 减少, with its rate: 增长 for 下降."""
    places = [(at, m) for at, m in _paragraphs(made, PERCENT) if float(m[1]) >= 1 and float(m[2]) >= 3]
    if not places:
        return None
    at, match = random.choice(places)
    swapped = match[0].translate(str.maketrans({"增": "\0", "减": "\1"}))
    words = {"\0加": "减少", "\1少": "增加", "\0长": "下降", "下降": "增长"}
    wrong = re.sub("|".join(words), lambda m: words[m[0]], swapped)
    return _reword(made, at, match.start(), match.end(), wrong), f"{match[0]} → {wrong}"


def base_year(random: Random, made: Made) -> tuple[Made, str] | None:
    """A comparison with the report's own year."""
    year = re.search(r"20\d\d", made.title)
    places = _paragraphs(made, re.compile(r"比(20\d\d)年(?=增加|减少)"))
    if not places or year is None:
        return None
    at, match = random.choice(places)
    return _reword(made, at, match.start(1), match.end(1), year[0]), f"{match[0]} → {year[0]}"


def unit(random: Random, made: Made) -> tuple[Made, str] | None:
    """元 over a table of 万元."""
    tables = [t for t, s in enumerate(made.tables) if "单位：万元" in s.line and _big(s)]
    t = random.choice(tables)
    sheet = made.tables[t]
    wrong = replace(sheet, line=tuple(x.replace("万元", "元") for x in sheet.line))
    return replace(made, tables=(*made.tables[:t], wrong, *made.tables[t + 1 :])), f"{sheet.title} in 元"


def _big(sheet: Sheet) -> bool:
    return any(AMOUNT.fullmatch(text) and float(text) > 10 for row in sheet.rows for text in row)


def missing_table(random: Random, made: Made) -> tuple[Made, str] | None:
    """A table that is not there."""
    t = random.randrange(len(made.tables))
    return replace(made, tables=(*made.tables[:t], *made.tables[t + 1 :])), f"without {made.tables[t].title}"


def emptied_table(random: Random, made: Made) -> tuple[Made, str] | None:
    """A table with its head and names, without figures and without a note."""
    tables = [t for t, s in enumerate(made.tables) if _big(s) and "agency_operations" not in s.kind]
    t = random.choice(tables)
    sheet = made.tables[t]
    rows = tuple(tuple("" if AMOUNT.fullmatch(text) else text for text in row) for row in sheet.rows)
    wrong = replace(sheet, rows=rows, notes=())
    return replace(made, tables=(*made.tables[:t], wrong, *made.tables[t + 1 :])), f"{sheet.title} emptied"


def missing_section(random: Random, made: Made) -> tuple[Made, str] | None:
    """A part of the explanation with its heading, and 公开09表 that would tell the same."""
    word = random.choice(SECTIONS)
    if word == "政府采购" and any(sheet.kind == "budget.procurement" for sheet in made.tables):
        return None  # 表九 of a budget tells it, too
    gone = [at for at, part in enumerate(made.parts) if _belongs(made.parts, at, word)]
    tables = tuple(s for s in made.tables if word != "“三公”经费" or "three_public" not in s.kind)
    tables = tuple(s for s in tables if "agency_operations" not in s.kind)
    if not gone:
        return None
    parts = tuple(part for at, part in enumerate(made.parts) if at not in gone)
    return replace(made, parts=parts, tables=tables), f"without {word}"


def _belongs(parts: tuple[Part, ...], at: int, word: str) -> bool:
    """Whether a part stands under a heading with the word, or is the numbered paragraph that has it."""
    ranks = {"title": 0, "heading": 1, "subheading": 2}
    if parts[at].role == "paragraph" and re.match(rf"（.）{re.escape(word)}", parts[at].text):
        return True
    for back in range(at, -1, -1):
        if parts[back].role in ranks and word in parts[back].text and parts[back].role != "title":
            between = parts[back + 1 : at + 1]
            return all(ranks.get(p.role, 3) > ranks[parts[back].role] for p in between)
    return False


def _forms(made: Made) -> list[int]:
    return [f for f, form in enumerate(made.forms) if form.kind.startswith("final_accounts.performance")]


def _with_form(made: Made, at: int, row: int, column: int, text: str) -> Made:
    form = made.forms[at]
    cells = (*form.rows[row][:column], text, *form.rows[row][column + 1 :])
    changed = replace(form, rows=(*form.rows[:row], cells, *form.rows[row + 1 :]))
    return replace(made, forms=(*made.forms[:at], changed, *made.forms[at + 1 :]))


def score_over_full(random: Random, made: Made) -> tuple[Made, str] | None:
    """A total above 100, or an indicator above its weight."""
    if not _forms(made):
        return None
    at = random.choice(_forms(made))
    form = made.forms[at]
    if random.random() < 0.5:
        row, column = next((r, c) for r, cells in enumerate(form.rows) for c, x in enumerate(cells) if "总分" in x)
        place = next(c for c in range(column + 1, len(form.rows[row])) if form.rows[row][c] not in (LEFT, UP, ""))
        return _with_form(made, at, row, place, "190.00"), f"{form.title} total 190.00"
    row = random.choice(_indicators(form))
    return _with_form(made, at, row, len(form.rows[row]) - 1, "95.00"), f"{form.title} {form.rows[row][1]} 95.00"


def _indicators(form: Sheet) -> list[int]:
    head = next(r for r, row in enumerate(form.rows) if "绩效指标" in row[0])
    return list(range(head + 1, len(form.rows)))


def missed_with_full_marks(random: Random, made: Made) -> tuple[Made, str] | None:
    """A result below its target, the score still full."""
    places = [
        (f, r) for f in _forms(made) for r in _indicators(made.forms[f]) if made.forms[f].rows[r][3] in ("≥", "=")
    ]
    if not places:
        return None
    at, row = random.choice(places)
    cells = made.forms[at].rows[row]
    missed = f"{float(cells[4]) * 0.6:.1f}"
    made = _with_form(made, at, row, len(cells) - 1, f"{float(cells[-2]):.2f}")
    return _with_form(made, at, row, 5, missed), f"{cells[1]} {cells[4]} → {missed}"


def other_body(random: Random, made: Made) -> tuple[Made, str] | None:
    """Another bureau's name in the line over a table."""
    places = [(t, i) for t, s in enumerate(made.tables) for i, text in enumerate(s.line) if "部门：" in text]
    if not places:
        return None
    t, i = random.choice(places)
    sheet = made.tables[t]
    own = sheet.line[i].partition("：")[2]
    name = random.choice([d.name for d in load_departments().values() if d.name != own])
    line = (*sheet.line[:i], f"公开部门：{name}", *sheet.line[i + 1 :])
    wrong = replace(sheet, line=line)
    return replace(made, tables=(*made.tables[:t], wrong, *made.tables[t + 1 :])), f"{sheet.title} of {name}"


def year_mix_up(random: Random, made: Made) -> tuple[Made, str] | None:
    """Last year at the beginning of a paragraph, or in the date of the assets."""
    year = re.search(r"20\d\d", made.title)
    words = r"^(?P<y>{0})年(?:度)?(?=本年|一般公共|财政拨款|“三公”|因公|会议费|政府性)|截至(?P<d>20\d\d)年12月31日"
    places = _paragraphs(made, words.format(year[0] if year else ""))
    if not places:
        return None
    at, match = random.choice(places)
    group = "y" if match["y"] else "d"
    wrong = str(int(match[group]) - 2)
    return _reword(made, at, match.start(group), match.end(group), wrong), f"{match[0]} → {wrong}"


def changed_prior_figure(random: Random, made: Made) -> tuple[Made, str] | None:
    """A change against last year or the budget that follows from another base; its rate follows from it."""
    pattern = re.compile(r"(?<![\d.])(?P<now>\d+\.\d\d)万元(?P<between>[^。；]{0,40}?)(?P<way>增加|减少)"
                         r"(?P<change>\d+\.\d\d)万元，(?P<rate>增长|下降)(?P<percent>\d+\.\d\d)%")  # fmt: skip
    places = [(at, m) for at, m in _paragraphs(made, pattern) if float(m["now"]) > 5 and "万元" not in m["between"]]
    if not places:
        return None
    at, match = random.choice(places)
    up = match["way"] == "增加"
    now, change = float(match["now"]), float(match["change"]) + max(1.2, float(match["now"]) * 0.03)
    before = now - change if up else now + change
    if before <= 1:
        return None
    rate = f"{match['rate']}{change / before * 100:.2f}%"
    text = f"{match['now']}万元{match['between']}{match['way']}{change:.2f}万元，{rate}"
    return _reword(made, at, match.start(), match.end(), text), f"{match[0]} → {text}"


def low_execution(random: Random, made: Made) -> tuple[Made, str] | None:
    """A project that spent less than four fifths of its revised budget."""
    forms = [f for f in _forms(made) if made.forms[f].kind.endswith("project")]
    if not forms:
        return None
    at = random.choice(forms)
    form = made.forms[at]
    row = next(r for r, cells in enumerate(form.rows) if "年度总金额" in cells)
    revised = next(i for i in range(4, len(form.rows[row])) if AMOUNT.fullmatch(form.rows[row][i]))
    rate = random.choice([0.35, 0.55, 0.74])
    amount = f"{float(form.rows[row][revised]) * rate:.2f}"
    made = _with_form(made, at, row, revised + 1, amount)
    return _with_form(made, at, row, revised + 2, f"{rate * 100:.2f}"), f"{form.rows[0][2]} {amount}, {rate:.0%}"


KINDS: Mapping[str, Plant] = {
    "digit in prose only": digit_in_prose,
    "digit in table only": digit_in_table,
    "parts not summing": parts_not_summing,
    "percent against amounts": percent_against_amounts,
    "sign": sign,
    "base year": base_year,
    "unit": unit,
    "missing table": missing_table,
    "emptied table": emptied_table,
    "missing section": missing_section,
    "score over full": score_over_full,
    "target missed, full marks": missed_with_full_marks,
    "other body's name": other_body,
    "year mix-up": year_mix_up,
    "changed prior figure": changed_prior_figure,
    "low execution": low_execution,
}


def outcomes(kind: str, count: int, form: str = "html", first: int = 0) -> Iterator[Outcome]:
    """So many planted errors of a kind, judged; ``first``: where the seeds begin."""
    return (outcome(plant(kind, seed, form)) for seed in range(first, first + count))


def table(count: int, form: str = "html", first: int = 0) -> Iterator[str]:
    """The recall of each kind as Markdown, how many findings of medium or above one error makes, and what is missed."""
    yield "| kind of error | planted | found | findings per error |"
    yield "|---|---:|---:|---:|"
    missed: list[str] = []
    for kind in KINDS:
        results = list(outcomes(kind, count, form, first))
        grave = sum(f.severity.rank >= Severity.MEDIUM.rank for r in results for f in r.found)
        yield f"| {kind} | {count} | {sum(r.hit for r in results)} | {grave / count:.1f} |"
        missed += [f"missed: {kind}: {r.planted.subject} {r.planted.what}" for r in results if not r.hit]
    yield from missed


def main(words: Sequence[str]) -> None:
    """COUNT, form of the file, first seed."""
    count, form, first = [*words, *("20", "html", "0")[len(words) :]]
    if form not in FORMS:
        raise SystemExit(f"no form {form}: one of {', '.join(FORMS)}")
    for line in table(int(count), form, int(first)):
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
