"""Fields are sealed to their place, and a key is looked after."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.crypto import FieldKey, KeyProblem, KeyRing, key_lines, key_of, load_keys, new_key, write_key_file

ONE, OTHER = FieldKey(b"1" * 32), FieldKey(b"2" * 32)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "key"


def load(file: Path, setting: str | None = None) -> KeyRing:
    return load_keys(setting, file, database=file.with_name("haven.sqlite3"))


@given(st.binary(), st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again_in_its_place(plain: bytes, place: str) -> None:
    sealed = ONE.seal(plain, place)
    assert KeyRing([OTHER, ONE]).open(sealed, place) == plain
    assert key_of(sealed) == ONE.id


def test_sealing_twice_gives_two_ciphertexts() -> None:
    assert ONE.seal(b"words", "a") != ONE.seal(b"words", "a")


@given(st.integers(0), st.integers(1, 255))
def test_one_changed_byte_is_noticed(position: int, change: int) -> None:
    sealed = bytearray(ONE.seal(b"some words", "evidence/1/discord:2"))
    sealed[position % len(sealed)] ^= change
    with pytest.raises(KeyProblem):
        KeyRing([ONE]).open(bytes(sealed), "evidence/1/discord:2")


def test_a_field_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(KeyProblem, match="belongs to another row"):
        ONE.open(ONE.seal(b"words", "evidence/1/discord:2"), "evidence/3/discord:2")


def test_a_field_that_was_cut_short_does_not_open() -> None:
    with pytest.raises(KeyProblem):
        ONE.open(ONE.seal(b"", "a")[:20], "a")


def test_another_key_is_named_in_one_sentence() -> None:
    with pytest.raises(KeyProblem, match=f"written with the key {ONE.id}"):
        KeyRing([OTHER]).open(ONE.seal(b"words", "a"), "a")


def test_a_key_file_is_made_once_and_for_its_owner_alone(file: Path) -> None:
    first = load(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert load(file).first.id == first.first.id


def test_a_key_file_that_others_can_read_is_refused(file: Path) -> None:
    load(file)
    file.chmod(0o640)
    with pytest.raises(KeyProblem, match="chmod 600"):
        load(file)


def test_no_key_is_made_up_for_a_database_that_has_lost_its_own(file: Path) -> None:
    file.parent.mkdir()
    file.with_name("haven.sqlite3").touch()
    with pytest.raises(KeyProblem, match="is missing"):
        load(file)
    assert not file.exists()


@pytest.mark.parametrize("content", ["not base64!", "c2hvcnQ=", "", "é"])
def test_a_malformed_key_file_is_refused(file: Path, content: str) -> None:
    load(file)
    file.write_text(content, encoding="utf-8")
    with pytest.raises(KeyProblem):
        load(file)


def test_the_setting_goes_before_the_file_and_makes_none(file: Path) -> None:
    newer, older = new_key(), new_key()
    ring = load(file, f"{newer}, {older}")
    assert len(ring) == 2
    assert ring.first.id == load(file, newer).first.id
    assert not file.exists()


def test_a_key_that_a_rotation_added_is_found_without_a_restart(file: Path) -> None:
    ring = load(file)
    write_key_file(file, [new_key(), *key_lines(file)])
    sealed = load(file).first.seal(b"words", "a")
    assert ring.open(sealed, "a") == b"words"


def test_a_key_file_is_replaced_although_a_crash_left_half_of_one(file: Path) -> None:
    load(file)
    file.with_name("key.new").write_text("half")
    write_key_file(file, ["line"])
    assert key_lines(file) == ["line"]
    assert [entry.name for entry in file.parent.iterdir()] == ["key"]
