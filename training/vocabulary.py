"""Dutch, French and emoji for an English encoder: whole words join its vocabulary, each starting from the embedding of its English gloss.

The base tokenizer cuts "vluchtelingen" into eight meaningless pieces; as one token that begins life next to "refugees" it lets what
the encoder learnt in English carry over. Words that the vocabulary has already stay as they are.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from moderation.joining import MARKS


def plain(word: str) -> str:
    """The word as an uncased BERT sees it: lower case, without accents and joiners."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in decomposed if unicodedata.category(char) not in {"Mn", "Cf"})


def glossary(folder: Path) -> Mapping[str, str]:
    """Word → English gloss over all files of the folder; both glosses where languages share a word. Raises ValueError for a bad line."""
    glosses: dict[str, str] = {}
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            word, tab, gloss = line.partition("\t")
            if not (tab and word.strip() and gloss.strip()):
                raise ValueError(f"{path.name}:{number}: not «word, tab, gloss»: {line!r}")
            for piece in _pieces(plain(word.strip())):
                known = glosses.get(piece)
                glosses[piece] = gloss.strip() if known in {None, gloss.strip()} else f"{known} {gloss.strip()}"
    return glosses


def _pieces(word: str) -> Iterator[str]:
    """The basic tokenizer splits at spaces and punctuation, so only a single word can be a token."""
    if word and not any(char.isspace() or unicodedata.category(char).startswith("P") for char in word):
        yield word


def extended(tokenizer: Any, glosses: Mapping[str, str], folder: Path) -> tuple[Any, Sequence[tuple[str, list[int]]]]:  # noqa: ANN401
    """(a tokenizer that knows the new words and the marks, [(new word, old ids whose mean it starts from)]), saved under ``folder``."""
    from transformers import BertTokenizer  # noqa: PLC0415 - heavy

    vocabulary = tokenizer.get_vocab()
    words = sorted(vocabulary, key=vocabulary.__getitem__)
    new = [word for word in glosses if word not in vocabulary]
    starts = [(word, tokenizer(glosses[word], add_special_tokens=False)["input_ids"]) for word in new]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join([*words, *new, *MARKS]) + "\n", encoding="utf-8")
    fuller = BertTokenizer(str(folder / "vocab.txt"), do_lower_case=True, model_max_length=512, additional_special_tokens=list(MARKS))
    fuller.save_pretrained(folder)
    return fuller, starts


def grow(model: Any, tokenizer: Any, starts: Sequence[tuple[str, list[int]]]) -> None:  # noqa: ANN401
    """Gives ``model`` an embedding for each new word, the mean of its gloss; the marks start near the mean of all."""
    import torch  # noqa: PLC0415 - heavy

    old = model.get_input_embeddings().weight.detach().clone()
    model.resize_token_embeddings(len(tokenizer), mean_resizing=False)
    table = model.get_input_embeddings().weight
    with torch.no_grad():
        for word, ids in starts:
            table[tokenizer.convert_tokens_to_ids(word)] = old[ids].mean(dim=0) if ids else old.mean(dim=0)
        for offset, mark in enumerate(MARKS):
            table[tokenizer.convert_tokens_to_ids(mark)] = old.mean(dim=0) + 0.01 * old[1000 + offset]
