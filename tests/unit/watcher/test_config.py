"""config.toml: every wrong key is named with what is allowed, and secrets never stand in the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from watcher.config import ConfigError, Settings, load_settings

EXAMPLE = Path(__file__).resolve().parents[3] / "config.example.toml"


@pytest.fixture
def load(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Load a configuration given as text."""

    def _load(text: str) -> Settings:
        file = tmp_path / "config.toml"
        file.write_text(text, encoding="utf-8")
        return load_settings(file)

    return _load


def problems(load, text: str) -> dict[str, str]:  # type: ignore[no-untyped-def]
    with pytest.raises(ConfigError) as caught:
        load(text)
    return {problem.path: problem.message for problem in caught.value.problems}


SOURCE = '[[sources]]\ndistrict = "澄湖区"\nurl = "https://www.chenghu.gov.cn/js/"\n'


def test_the_example_is_valid_as_it_stands() -> None:
    settings = load_settings(EXAMPLE)
    assert len(settings.sources) >= 5
    assert all(".gov.cn/" in source.url for source in settings.sources)


def test_every_commented_line_of_the_example_is_valid_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHER_WECOM_URL", "json://127.0.0.1:9/")
    monkeypatch.setenv("WATCHER_PING_URL", "https://ping.example.org/x")
    monkeypatch.setenv("WATCHER_HOOK_URL", "hook+https://hooks.example.org/in?secret=0123456789abcdef")
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    live = [
        line.removeprefix("# ") if line.startswith("# ") and ("=" in line or "[" in line) else line for line in lines
    ]
    kept = [line for line in live if not line.startswith("任何文字")]
    file = tmp_path / "config.toml"
    file.write_text("\n".join(kept), encoding="utf-8")
    settings = load_settings(file)
    assert settings.deadlines[0].approved_on == date(2026, 9, 25)
    assert settings.rules["E1"]["alert_below"] == "100"


def test_an_empty_file_means_defaults(load) -> None:  # type: ignore[no-untyped-def]
    settings = load("")
    assert settings.fetch.host_delay_seconds == 2.0
    assert settings.fetch.allow_hosts == ("*.gov.cn",)
    assert not settings.fetch.allow_private_addresses


def test_relative_paths_are_relative_to_the_file(load, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    service = load('[service]\ndata = "keep"\n').service
    assert Path(service.data) == tmp_path / "keep"
    assert service.database == f"sqlite:///{tmp_path / 'keep' / 'watcher.db'}"


def test_a_typo_is_named_with_its_path_and_the_near_match(load) -> None:  # type: ignore[no-untyped-def]
    found = problems(load, "[fetch]\nhost_delay_second = 1\n")
    assert "host_delay_seconds" in found["fetch.host_delay_second"]


def test_all_wrong_keys_are_named_at_once(load) -> None:  # type: ignore[no-untyped-def]
    found = problems(load, SOURCE + 'kind = "budgets"\n[service]\ntimezone = "Mars/Base"\nworkers = 0\n')
    assert set(found) == {"sources[0].kind", "service.timezone", "service.workers"}
    assert "final_accounts" in found["sources[0].kind"]


def test_a_missing_key_is_named(load) -> None:  # type: ignore[no-untyped-def]
    assert "缺少" in problems(load, '[[sources]]\ndistrict = "澄湖区"\n')["sources[0].url"]


@pytest.mark.parametrize("url", ["chenghu.gov.cn/js/", "ftp://chenghu.gov.cn/", "http:///js/"])
def test_a_source_needs_a_whole_web_address(load, url: str) -> None:  # type: ignore[no-untyped-def]
    assert "http" in problems(load, f'[[sources]]\ndistrict = "澄湖区"\nurl = "{url}"\n')["sources[0].url"]


def test_the_same_source_twice_is_refused(load) -> None:  # type: ignore[no-untyped-def]
    assert "重复" in problems(load, SOURCE + SOURCE)["sources[1].url"]


def test_an_unknown_rule_and_an_unknown_parameter_are_refused(load) -> None:  # type: ignore[no-untyped-def]
    found = problems(load, '[rules.G2]\nmin_chnage = "1"\n[rules.G99]\nx = "1"\n')
    assert "min_change" in found["rules.G2.min_chnage"]
    assert any(path.startswith("rules.G99") for path in found)


OWN_RULE = '[[own_rules]]\nid = "X1"\ntitle = "会议费上限"\nmeasure = "meetings"\noperator = ">"\namount = "3"\n'


def test_an_own_rule_is_taken_and_a_recipient_may_name_it(load) -> None:  # type: ignore[no-untyped-def]
    text = '[[recipients]]\nname = "预工委"\nurl = "json://127.0.0.1:9/"\nrules = ["X1"]\n'
    assert load(OWN_RULE + text).own_rules[0]["measure"] == "meetings"


def test_every_wrong_own_rule_is_named_with_its_path_and_near_matches(load) -> None:  # type: ignore[no-untyped-def]
    wrong = OWN_RULE.replace('"meetings"', '"meeting"').replace("X1", "X2")
    worse = OWN_RULE.replace('">"', '"=>"').replace("X1", "X3")
    found = problems(load, OWN_RULE + wrong + worse + OWN_RULE)
    assert set(found) == {"own_rules[1].measure", "own_rules[2].operator", "own_rules[3].id"}
    assert "meetings" in found["own_rules[1].measure"]


def test_a_departments_last_day_parent_and_district_are_taken(load) -> None:  # type: ignore[no-untyped-def]
    text = '[[departments]]\nname = "水利局"\nparent = "农委"\nuntil = 2024-12-31\ndistrict = "澄湖区"\n'
    assert load(text).departments[0].until == date(2024, 12, 31)


def test_a_recipient_may_only_name_rules_that_exist(load) -> None:  # type: ignore[no-untyped-def]
    text = '[[recipients]]\nname = "预工委"\nurl = "json://127.0.0.1:9/"\nrules = ["G2", "Z9"]\n'
    assert "Z9" in problems(load, text)["recipients[0].rules"]


def test_a_recipient_url_that_nobody_understands_is_refused_without_printing_it(load) -> None:  # type: ignore[no-untyped-def]
    found = problems(load, '[[recipients]]\nname = "预工委"\nurl = "wecomb0t://s3cret-token"\n')
    assert "s3cret-token" not in found["recipients[0].url"]


def test_a_secret_comes_from_the_environment_or_a_file(load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("GONGKAI_TEST_URL", "json://127.0.0.1:9/a")
    (tmp_path / "url.txt").write_text("json://127.0.0.1:9/b\n", encoding="utf-8")
    text = '[[recipients]]\nname = "{}"\nurl = {{ {} }}\n'
    settings = load(text.format("甲", 'env = "GONGKAI_TEST_URL"') + text.format("乙", 'file = "url.txt"'))
    assert [r.url for r in settings.recipients] == ["json://127.0.0.1:9/a", "json://127.0.0.1:9/b"]


def test_an_unset_environment_variable_is_named(load) -> None:  # type: ignore[no-untyped-def]
    found = problems(load, '[[recipients]]\nname = "甲"\nurl = { env = "GONGKAI_NOT_SET" }\n')
    assert "GONGKAI_NOT_SET" in found["recipients[0].url"]


@pytest.mark.parametrize(("content", "said"), [(b"[fetch\n", "TOML"), ("[服务]".encode("gbk"), "UTF-8")])
def test_a_file_that_is_no_toml_is_told_so(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        load_settings(file)


def test_a_missing_file_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.example\.toml"):
        load_settings(tmp_path / "none.toml")


def test_a_missing_secret_is_named_once(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[service]\nping_url = { env = "NO_SUCH_VARIABLE_HERE" }\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(file)
    assert [problem.path for problem in caught.value.problems] == ["service.ping_url"]
