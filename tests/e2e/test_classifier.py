"""A classifier that lags, is flooded or broken: rules still judge, and workers are told what was not read."""

from pathlib import Path

import pytest

from tests.e2e.haven import Haven, number_of, text_of, words_of
from tests.moderation.classifiers import tiny

TROUBLES = {
    "late": {"HAVEN_CLASSIFIER__LIMIT_S": "0.000001"},
    "overloaded": {"HAVEN_CLASSIFIER__QUEUE_SIZE": "1", "HAVEN_CLASSIFIER__LIMIT_S": "30"},
    "missing": {},
}


@pytest.mark.parametrize(("reason", "settings"), TROUBLES.items(), ids=TROUBLES)
async def test_rules_go_on_and_the_rest_is_counted(bare_haven: Haven, tmp_path: Path, reason: str, settings: dict[str, str]) -> None:
    haven, model = bare_haven, tiny.save(tmp_path / "model")
    if reason == "missing":
        (model / "tiny.ckpt").write_bytes(b"cut off half-way")
    await haven.start(HAVEN_CLASSIFIER__NAME="detoxify", HAVEN_CLASSIFIER__MODEL=str(model), **settings)
    await haven.set_up()
    word = await haven.person("heron").slash(haven.channel("off-topic"), "words add", {"list": "severe", "word": "kwezelkop"})
    assert (await word.settled()).kind == "message"
    for number in range(20):
        await haven.say("otter", f"de kat zit op tafel {number}")
    rude = await haven.say("fox", "zeg kwezelkop")
    await haven.press("heron", await haven.card_for(rude), "dismiss")
    health = await haven.card(lambda words: text_of(f"health-reason-{reason}") in words)
    assert f"<#{haven.channel('lobby')}>" in words_of(health)
    assert "tafel" not in words_of(health)
    assert await haven.counted("haven_unjudged_total") > 0
    assert haven.troubles() == [line for line in haven.troubles() if line["event"] == "classifier.refused"]


async def test_a_real_model_reads_a_real_evening(bare_haven: Haven, tmp_path: Path) -> None:
    model = tiny.save(tmp_path / "model")
    await bare_haven.start(HAVEN_CLASSIFIER__NAME="detoxify", HAVEN_CLASSIFIER__MODEL=str(model), HAVEN_CLASSIFIER__LIMIT_S="30")
    await bare_haven.set_up()
    for number in range(30):
        await bare_haven.say("otter", f"the cat is on the table {number}", ("lobby", "match-1")[number % 2])
    said = await bare_haven.say("fox", "le chat est sur la table")
    await (await bare_haven.person("heron").context(said, "Open a case")).settled()
    card = await bare_haven.card_for(said)
    assert (await bare_haven.press("heron", card, "claim")).text == text_of("answer-claim", case=number_of(card))
    await bare_haven.counts_to("haven_judged_total", 31)
    assert await bare_haven.counted("haven_unjudged_total") == 0
