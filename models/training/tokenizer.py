"""The tokenizer: CLIP's recipe (lower case, byte-level BPE, "</w>" at a word's end), with merges learned on the captions.

Every word of the corpus becomes one token; any other text still splits into known pieces, umlauts included.
"""
import json
from collections import Counter
from pathlib import Path

from tokenizers import Regex, Tokenizer as Fast, models, normalizers, pre_tokenizers, processors, decoders, trainers

from model import LENGTH

START, END = "<|startoftext|>", "<|endoftext|>"
WORDS = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def pipeline(model):
    """A tokenizer around a BPE model, set up as CLIP's is."""
    fast = Fast(model)
    fast.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    fast.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(WORDS), "removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    fast.decoder = decoders.ByteLevel()
    return fast


def fit(texts, folder, size):
    """Learns the merges for a vocabulary of at most `size` tokens, writes tokenizer.json and tokenizer_config.json, answers the number of tokens."""
    counts = Counter(texts)
    trainer = trainers.BpeTrainer(vocab_size=size - 300, min_frequency=20, end_of_word_suffix="</w>", initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    fast = pipeline(models.BPE(end_of_word_suffix="</w>"))
    fast.train_from_iterator(list(counts), trainer)
    merges = [tuple(merge) for merge in json.loads(fast.to_str())["model"]["merges"]]
    # The trainer keeps only the letters it met. Every byte must be a token, inside a word and at its end.
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens = letters + [letter + "</w>" for letter in letters] + ["".join(merge) for merge in merges]
    tokens = list(dict.fromkeys(tokens))[: size - 2]
    known = set(tokens)
    merges = [merge for merge in merges if "".join(merge) in known]
    vocabulary = {token: index for index, token in enumerate([*tokens, START, END])}
    final = pipeline(models.BPE(vocabulary, merges, end_of_word_suffix="</w>", unk_token=END))
    final.add_special_tokens([START, END])
    final.post_processor = processors.TemplateProcessing(single=f"{START} $A {END}", special_tokens=[(START, vocabulary[START]), (END, vocabulary[END])])
    folder.mkdir(parents=True, exist_ok=True)
    final.save(str(folder / "tokenizer.json"))
    config = {"tokenizer_class": "CLIPTokenizer", "model_max_length": LENGTH, "bos_token": START, "eos_token": END, "unk_token": END, "pad_token": END, "do_lower_case": True, "add_prefix_space": False}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
    return len(vocabulary)


class Tokenizer:
    """text -> exactly 32 ids: start, words, end, and the end again as padding. A longer text is cut before its end."""

    def __init__(self, folder):
        self.fast = Fast.from_file(str(Path(folder) / "tokenizer.json"))
        self.end = self.fast.token_to_id(END)

    def token_of(self, word):
        """The id of a word that is one token, else None."""
        ids = self.fast.encode(word, add_special_tokens=False).ids
        return ids[0] if len(ids) == 1 else None

    def __call__(self, text):
        ids = self.fast.encode(text).ids
        ids = ids[: LENGTH - 1] + [self.end] if len(ids) > LENGTH else ids
        return ids + [self.end] * (LENGTH - len(ids))
