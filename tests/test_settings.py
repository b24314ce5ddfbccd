from pathlib import Path

import pytest

from bot.settings import ROOT, Settings, SettingsError, environment, read_settings


def test_nothing_set_gives_the_defaults() -> None:
    assert read_settings({}) == Settings(
        discord_token=None,
        knowledge=ROOT / "knowledge",
        data=ROOT / ".booth",
        cache=ROOT / ".booth" / "cache",
        conversation_minutes=10.0,
        discord_api_base=None,
    )


def test_each_variable_is_read() -> None:
    settings = read_settings(
        {
            "DISCORD_TOKEN": " abc.def.ghi\n",
            "BOOTH_KNOWLEDGE": "films",
            "BOOTH_DATA": "/var/booth",
            "BOOTH_CACHE": "/srv/cache",
            "DATABASE_URL": "postgres://ada:secret@db.example/booth",
            "BOOTH_CONVERSATION_MINUTES": "2.5",
            "DISCORD_API_BASE": "http://127.0.0.1:8080/api/v10/",
        }
    )
    assert settings.discord_token == "abc.def.ghi"
    assert settings.knowledge == Path("films")
    assert (settings.data, settings.cache) == (Path("/var/booth"), Path("/srv/cache"))
    assert settings.conversation_minutes == 2.5
    assert settings.database_url == "postgres://ada:secret@db.example/booth"
    assert "secret" not in repr(settings)
    assert settings.discord_api_base == "http://127.0.0.1:8080/api/v10"


def test_an_empty_variable_counts_as_missing() -> None:
    assert read_settings({"BOOTH_DATA": " ", "BOOTH_CONVERSATION_MINUTES": ""}) == Settings()


def test_all_problems_are_told_at_once_and_no_value_of_a_secret() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(
            {
                "DISCORD_TOKEN": "my secret",
                "BOOTH_CONVERSATION_MINUTES": "soon",
                "DISCORD_API_BASE": "ftp://x",
                "DATABASE_URL": "mysql://u:secret@x",
            },
            needs_token=True,
        )
    told = "\n".join(caught.value.problems)
    assert len(caught.value.problems) == 4
    assert all(name in told for name in ("DISCORD_TOKEN", "BOOTH_CONVERSATION_MINUTES", "DISCORD_API_BASE"))
    assert "secret" not in told


def test_a_missing_token_names_the_variable_and_the_way_without() -> None:
    with pytest.raises(SettingsError, match=r"DISCORD_TOKEN is missing.*`booth chat`"):
        read_settings({}, needs_token=True)
    assert read_settings({}, needs_token=False).discord_token is None


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "inf", "1441", "ten"])
def test_impossible_minutes_are_refused(minutes: str) -> None:
    with pytest.raises(SettingsError, match="BOOTH_CONVERSATION_MINUTES"):
        read_settings({"BOOTH_CONVERSATION_MINUTES": minutes})


@pytest.mark.parametrize(
    "address", ["discord.example", "http://", "http://me:secret@host/", "file:///etc", "http://h?x"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="DISCORD_API_BASE"):
        read_settings({"DISCORD_API_BASE": address})


def test_the_token_does_not_show_when_settings_are_printed() -> None:
    assert "hidden" not in repr(Settings(discord_token="hidden"))


def test_a_dotenv_file_adds_to_the_environment_and_never_overrides_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text('BOOTH_DATA="from file"\nBOOTH_CACHE=from-file\nBROKEN\n', encoding="utf-8")
    monkeypatch.setenv("BOOTH_CACHE", "from-environment")
    monkeypatch.delenv("BOOTH_DATA", raising=False)
    settings = read_settings(environment(file))
    assert (settings.data, settings.cache) == (Path("from file"), Path("from-environment"))


def test_a_dotenv_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        environment(tmp_path / ".env")


def test_a_settings_object_without_a_dotenv_file_is_the_environment(tmp_path: Path) -> None:
    assert "PATH" in environment(tmp_path / "none")
