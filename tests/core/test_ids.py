import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import number_of, platform_id, platform_of

PLATFORM = st.from_regex(r"[a-z]+", fullmatch=True)


@given(PLATFORM, st.integers(0, 2**64))
def test_an_id_gives_back_its_parts(platform: str, number: int) -> None:
    full = platform_id(platform, number)
    assert (platform_of(full), number_of(full)) == (platform, number)


def test_the_number_may_come_as_text() -> None:
    assert platform_id("discord", "123") == platform_id("discord", 123) == "discord:123"


@pytest.mark.parametrize("wrong", ["", "discord", "discord:", ":123", ":"])
def test_what_is_no_id_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a platform id"):
        platform_of(wrong)
    with pytest.raises(ValueError, match="not a platform id"):
        number_of(wrong)


def test_a_made_up_id_has_no_number() -> None:
    with pytest.raises(ValueError, match="nickname"):
        number_of("discord:nickname/5/17")
