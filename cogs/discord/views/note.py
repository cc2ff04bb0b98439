"""The form for a worker's note. Its answer is read from the interaction itself, so a form opened before a restart still counts."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import discord
from discord.ui import Button, Label, Modal, TextInput, View

from config.texts import Texts
from core.ids import CaseId

NOTE_LENGTH: Final = 500
_CUSTOM_ID: Final = re.compile(r"note:(\d+)")


class NoteForm(Modal):
    """Asks for a note on a case; ``text`` is what was typed before, after a submit that failed."""

    def __init__(self, case: CaseId, texts: Texts, locale: str, text: str = "") -> None:
        super().__init__(title=texts(locale, "modal-note-title", case=str(case)), custom_id=f"note:{case}", timeout=900)
        field: TextInput[NoteForm] = TextInput(
            style=discord.TextStyle.paragraph,
            custom_id="text",
            max_length=NOTE_LENGTH,
            placeholder=texts(locale, "modal-note-placeholder"),
            default=text or None,
        )
        self.add_item(Label(text=texts(locale, "modal-note-label"), component=field))

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        """Nothing: the queue hears every submit, also those of forms that were opened before a restart."""


class TryAgain(View):
    """Opens the form anew with what was typed, for as long as Discord remembers the press."""

    def __init__(self, case: CaseId, texts: Texts, locale: str, text: str) -> None:
        super().__init__(timeout=900)
        button: Button[TryAgain] = Button(label=texts(locale, "queue-note-again"), style=discord.ButtonStyle.primary)

        async def again(interaction: discord.Interaction) -> None:
            await interaction.response.send_modal(NoteForm(case, texts, locale, text))

        button.callback = again  # type: ignore[method-assign] # discord.py's documented way to give a lone button its work
        self.add_item(button)


def submitted(data: Mapping[str, Any] | None) -> tuple[CaseId, str] | None:
    """The case and the text of a submitted note, from an interaction's data; None where it is another form."""
    match = _CUSTOM_ID.fullmatch(str((data or {}).get("custom_id", "")))
    if match is None:
        return None
    return CaseId(int(match[1])), next(_values((data or {}).get("components", [])), "")


def _values(components: list[dict[str, Any]]) -> Iterator[str]:
    for component in components:
        if component.get("custom_id") == "text":
            yield str(component.get("value") or "")
        inner = component.get("component")
        yield from _values([inner] if inner else component.get("components", []))
