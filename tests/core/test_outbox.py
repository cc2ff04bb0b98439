from core.outbox import ActLater, ActRefused


def test_a_refusal_says_why_by_a_key() -> None:
    refused = ActRefused("dm-closed")
    assert refused.problem == "dm-closed"
    assert str(refused) == "dm-closed"


def test_a_delay_says_why_and_how_long() -> None:
    assert (ActLater("busy", 2.5).problem, ActLater("busy", 2.5).seconds) == ("busy", 2.5)
    assert ActLater("busy").seconds is None
    assert str(ActLater("busy")) == "busy"
