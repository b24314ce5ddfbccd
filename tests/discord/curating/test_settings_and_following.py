from __future__ import annotations

import discord
import pytest

from bot.curating.edits import AddFact
from bot.discord_app.auditing import announce
from bot.facts.store import SHARED
from tests.discord.curating.conftest import Club, text_of

pytestmark = pytest.mark.simcord(check_errors=False)  # simcord counts what is told to a member as errors


async def test_settings_are_shown_and_changed_by_who_manages_the_server(club: Club) -> None:
    text = text_of(await club.ada.slash(club.channel, "settings show"))
    assert "90 days" in text
    text = text_of(await club.ada.slash(club.channel, "settings retention", days=30))
    assert "30 days" in text
    text = text_of(await club.ada.slash(club.channel, "settings curators", role=club.curators))
    assert club.curators.mention in text
    assert "30 days" in text_of(await club.ada.slash(club.channel, "settings show"))
    assert "90 days" in text_of(await club.dora.slash(club.there, "settings show"))


async def test_a_server_chooses_how_long_a_conversation_goes_on(club: Club) -> None:
    assert "for 10 minutes" in text_of(await club.ada.slash(club.channel, "settings show"))
    assert "for 30 minutes" in text_of(await club.ada.slash(club.channel, "settings conversation", minutes=30))
    assert "for 10 minutes" in text_of(await club.dora.slash(club.there, "settings show"))
    assert "for 10 minutes" in text_of(await club.ada.slash(club.channel, "settings conversation"))


async def test_everybodys_role_is_no_curators_role(club: Club) -> None:
    shown = await club.ada.slash(club.channel, "settings curators", role=club.guild.default_role)
    assert "Everybody has that role" in text_of(shown)


async def test_a_channel_for_plain_messages_says_what_it_needs(club: Club) -> None:
    text = text_of(await club.ada.slash(club.channel, "settings channel", channel=club.channel))
    assert "BOOTH_MESSAGE_CONTENT" in text
    text = text_of(await club.ada.slash(club.channel, "settings channel", channel=club.channel, answer=False))
    assert "not addressed to me: none" in text


async def test_changes_are_told_in_the_audit_channel_with_the_old_and_new_text(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = club.guild.create_text_channel("audit")
    await club.ada.slash(club.channel, "settings audit", channel=audit)
    await club.add("runtime", "104 minutes", source="gazette")
    await club.add("runtime", "105 minutes", source="gazette")
    *_, post = audit.history()
    assert "by ada" in post.content
    assert [file.filename for file in post.attachments] == ["quarry.old.yaml", "quarry.new.yaml"]
    assert "105 minutes" in (await post.attachments[1].read()).decode()
    monkeypatch.setattr(discord.Guild, "filesize_limit", 100)
    monkeypatch.setattr(discord.Interaction, "filesize_limit", property(lambda _: 100, lambda *_: None))
    long = await club.ada.slash(
        club.channel, "facts add", entity="quarry", relation="tagline", value="Stone. " * 200, source="gazette"
    )
    assert long.response
    whole = await long.response.attachments[0].read()
    assert (len(whole), whole.endswith(b"more than fits a file")) == (100, True)
    await club.confirm(long)
    *_, post = audit.history()
    assert ("too large for Discord" in post.content, post.attachments) == (True, [])


async def test_who_follows_a_film_hears_of_a_change(club: Club) -> None:
    assert "You follow nothing" in text_of(await club.bob.slash(club.channel, "following"))
    assert "Quarry 2" in text_of(await club.bob.slash(club.channel, "follow", title="Quarry 2"))
    assert "already" in text_of(await club.bob.slash(club.channel, "follow", title="quarry-2"))
    assert "Quarry 2" in text_of(await club.bob.slash(club.channel, "following"))
    shown = await club.ada.slash(
        club.channel, "facts add", entity="quarry-2", relation="production_status", value="post-production",
        source="gazette",
    )  # fmt: skip
    await club.confirm(shown)
    heard = club.bob.user.dm_channel.history()[-1].content.replace("\\", "")
    assert heard.startswith("In Film club:\nQuarry 2, production status: filming → post-production")
    assert "post-production" in heard
    assert [c["value"] for c in await club.bob.autocomplete(club.channel, "unfollow", "title", "")] == ["quarry-2"]
    await club.bob.slash(club.channel, "unfollow", title="quarry-2")
    assert "You follow nothing" in text_of(await club.bob.slash(club.channel, "following"))
    assert "do not follow" in text_of(await club.bob.slash(club.channel, "unfollow", title="quarry-2"))


async def test_the_menu_of_a_message_answers_it(club: Club) -> None:
    message = await club.bob.send(club.channel, "who directed Quarry?")
    text = text_of(await club.ada.context_menu(club.channel, "Answer this", message))
    assert text.startswith("> who directed Quarry?\n")
    assert "Ida Falk" in text


async def test_a_change_that_was_not_made_on_discord_is_told_too(club: Club) -> None:
    audit = club.guild.create_text_channel("audit")
    await club.ada.slash(club.channel, "settings audit", channel=audit)
    await club.bob.slash(club.channel, "follow", title="quarry")
    proposal = club.library.propose(club.layer, AddFact("quarry", "runtime", "104 minutes", {"source": "gazette"}))
    await announce(club.booth, club.library.commit(proposal, "editor", "terminal"))
    assert "by editor" in audit.history()[-1].content
    assert "104" in club.bob.user.dm_channel.history()[-1].content


async def test_of_the_shared_facts_the_followers_everywhere_hear(club: Club) -> None:
    await club.bob.slash(club.channel, "follow", title="quarry")
    proposal = club.library.propose(SHARED, AddFact("quarry", "runtime", "104 minutes", {"source": "gazette"}))
    await announce(club.booth, club.library.commit(proposal, "editor", "terminal"))
    assert "104" in club.bob.user.dm_channel.history()[-1].content
