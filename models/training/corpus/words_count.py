"""Counts the words of the captions, by drawing them.

    python -m corpus.words_count                     both stages, both languages
    python -m corpus.words_count --stage b --list    the words themselves, the frequent ones first
"""
import argparse
import re
from collections import Counter

import numpy as np

from . import SHARES, caption, choose

WORD = re.compile(r"[^\W\d_]+")


def count(stage, specs=20000, seed=1):
    """{language: Counter of lower-case words} of one caption per language for each of so many pictures."""
    rng, found = np.random.default_rng(seed), {"en": Counter(), "de": Counter()}
    for _ in range(specs):
        spec = choose(rng, stage=stage)
        for language, words in found.items():
            words.update(WORD.findall(caption(spec, language, rng).lower()))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", choices=list(SHARES))
    parser.add_argument("--specs", type=int, default=20000)
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    for stage in [args.stage] if args.stage else SHARES:
        for language, words in count(stage, args.specs).items():
            often = sum(times >= 5 for times in words.values())
            print(f"stage {stage}, {language}: {len(words)} words, {often} of them five times or more in {args.specs} captions")
            if args.list:
                print(" ".join(word for word, _ in words.most_common()))


if __name__ == "__main__":
    main()
