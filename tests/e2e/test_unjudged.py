"""Without a working classifier nobody looks away: the rules go on, and a card says what was not read."""

from tests.e2e.haven import QUEUE, Haven, words_of


async def test_what_no_classifier_read_is_counted_on_a_card_until_a_worker_has_seen_it(bare_haven: Haven) -> None:
    await bare_haven.start(HAVEN_CLASSIFIER__NAME="detoxify", HAVEN_CLASSIFIER__MODEL="nowhere")
    await bare_haven.set_up()
    lobby = bare_haven.channel("lobby")
    first = await bare_haven.say("fox", "hallo allemaal")
    await bare_haven.say("otter", "salut")
    card = await bare_haven.card(lambda words: f"<#{lobby}>" in words and "2 messages" in words)
    assert f"/{first['id']})" in words_of(card)
    assert "hallo" not in words_of(card)
    heron = bare_haven.person("heron")
    await heron.click(card, f"health:seen:{lobby}")
    seen = await bare_haven.becomes(card, lambda words: heron.id in words)
    assert seen["components"] == []
    await bare_haven.say("otter", "quelqu'un ?")
    again = await bare_haven.card(lambda words: "one message" in words)
    assert again["id"] != card["id"]
    assert len(bare_haven.of_bot(bare_haven.channel(QUEUE))) == 2
