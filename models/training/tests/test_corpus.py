"""The corpus: what must not change, what must hold for every picture.   python -m unittest discover -s tests"""
import hashlib
import json
import sys
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

import corpus
from corpus import whole
from corpus.whole import figures, objects, stamps
from corpus.whole.phrases import name, names
from corpus.whole.words import ALL_COLORS
from corpus.words_count import count

WHOLE = [family for family in corpus.SHARES["b"] if family in whole.FAMILIES]


class FirstCorpus(unittest.TestCase):
    def test_draws_the_same_for_a_seed_for_ever(self):
        """Training goes on from latents and weights that were made with these draws."""
        rng, digest, means = np.random.default_rng(5), hashlib.sha256(), []
        for index in range(300):
            spec = corpus.choose(rng, test=index % 5 == 0)
            picture = corpus.paint(spec, *corpus.BUCKETS["4:3"], rng)
            said = [corpus.caption(part, language, rng) for part in (spec, *(part for part, _ in picture.parts)) for language in ("en", "de")]
            digest.update(json.dumps([spec, said], ensure_ascii=False, default=int).encode())
            means.append(picture.pixels.mean())
        self.assertEqual(digest.hexdigest()[:16], "37dd57f4f8402f3b")
        self.assertAlmostEqual(float(np.mean(means)), 142.034, delta=0.05)

    def test_knows_at_least_250_words_in_each_language(self):
        for language, words in count("a", 4000).items():
            self.assertGreaterEqual(len(words), 250, language)


class WholeCorpus(unittest.TestCase):
    def draw(self, family, number, seed=3, **options):
        rng = np.random.default_rng(seed)
        return rng, [corpus.choose(rng, family, stage="b", **options) for _ in range(number)]

    def test_knows_at_least_600_words_in_each_language(self):
        for language, words in count("b", 8000).items():
            self.assertGreaterEqual(sum(times >= 3 for times in words.values()), 600, language)

    def test_says_a_picture_in_several_ways(self):
        rng, specs = self.draw(None, 200)
        for language in ("en", "de"):
            ways = [len({corpus.caption(spec, language, rng) for _ in range(8)}) for spec in specs]
            self.assertGreater(np.mean(ways), 5)

    def test_holds_out_what_the_first_corpus_holds_out(self):
        for family in ("figure", "object", "group", "pair"):
            _, specs = self.draw(family, 400)
            known = [spec for spec in map(whole.said_before, specs) if spec["family"] in corpus.FAMILIES]
            self.assertFalse(any(corpus.held_out(spec) for spec in known), family)
        _, specs = self.draw("object", 400, test=True)
        self.assertTrue(all(corpus.held_out(spec) for spec in specs))

    def test_draws_every_family_at_both_densities_with_its_parts_inside(self):
        for family in WHOLE:
            rng, specs = self.draw(family, 6)
            for spec, (height, width) in zip(specs, corpus.BUCKETS.values()):
                seed = int(rng.integers(1e9))
                small, large = (corpus.paint(spec, height, width, np.random.default_rng(seed), density) for density in (1, 2))
                self.assertEqual(large.pixels.shape, (2 * height, 2 * width, 3))
                halved = large.pixels.reshape(height, 2, width, 2, 3).mean((1, 3))
                self.assertLess(np.abs(halved - small.pixels).mean(), 12, family)
                for _, (x0, y0, x1, y1) in large.parts:
                    self.assertTrue(0 <= (x0 + x1) / 2 <= 2 * width and 0 <= (y0 + y1) / 2 <= 2 * height, family)

    def test_gives_the_named_color_to_what_can_take_one(self):
        palette = np.array([rgb for rgb, _, _ in ALL_COLORS.values()], float)
        rng, right = np.random.default_rng(1), []
        for icon in stamps.having("tint"):
            color = list(ALL_COLORS)[rng.integers(len(ALL_COLORS))]
            pixels = np.asarray(stamps.recolored(icon, ALL_COLORS[color][0]), float)
            opaque = pixels[pixels[..., 3] > 250, :3]
            found = np.bincount(np.square(opaque[:, None] - palette).sum(-1).argmin(1), minlength=len(palette)) / len(opaque)
            right.append(found[list(ALL_COLORS).index(color)] > 0.1)
        self.assertGreater(np.mean(right), 0.9)

    def test_has_a_picture_and_a_name_of_its_own_for_every_icon(self):
        for icon in stamps.ICONS:
            self.assertGreater(np.asarray(stamps.stamp(icon))[..., 3].mean(), 8, icon)
        for first in ([noun.english[0] for noun in stamps.NOUNS.values()], [noun.german[0][0] for noun in stamps.NOUNS.values()]):
            self.assertEqual(sorted(word for word in set(first) if first.count(word) > 1), [])
        self.assertGreaterEqual(len(stamps.ICONS), 400)
        self.assertTrue(all(gender in "mfn" for noun in stamps.NOUNS.values() for _, gender in noun.german))


class Grammar(unittest.TestCase):
    def test_bends_adjectives_and_articles(self):
        small = [("small", "klein"), ("red", "rot")]
        rows = [
            ("bear", "nominative", "a", "ein kleiner roter Bär"), ("bear", "accusative", "a", "einen kleinen roten Bären"), ("bear", "dative", "the", "dem kleinen roten Bären"),
            ("cactus", "accusative", "", "kleinen roten Kaktus"), ("egg", "nominative", "the", "das kleine rote Ei"), ("egg", "dative", "", "kleinem rotem Ei"), ("pear", "dative", "a", "einer kleinen roten Birne"),
        ]  # fmt: skip
        for icon, case, article, wanted in rows:
            noun = stamps.NOUNS[icon]
            noun = type(noun)(noun.english[:1], noun.plural, noun.german[:1], noun.german_plural)
            self.assertEqual(name(np.random.default_rng(0), "de", noun, small, case, article), wanted)
        self.assertEqual(names(None, "de", stamps.NOUNS["red-apple"], small, "dative"), "kleinen roten Äpfeln")
        self.assertEqual(names(None, "de", stamps.NOUNS["automobile"], small), "kleine rote Autos")

    def test_says_a_an_or_nothing(self):
        rng = np.random.default_rng(0)
        said = {icon: name(rng, "en", type(noun)(noun.english[:1], "", [], "")) for icon, noun in stamps.NOUNS.items()}
        self.assertEqual([said[icon] for icon in ("umbrella", "unicorn", "hourglass-not-done", "butter", "house")], ["an umbrella", "a unicorn", "an hourglass", "butter", "a cottage"])
        self.assertEqual(name(rng, "en", figures.NOUNS["saltire"], [("orange", "orange!")])[:9], "an orange")

    def test_part_captions_name_the_part_alone(self):
        rng = np.random.default_rng(2)
        spec = {"family": "object-part", "icon": "key", "style": "tinted", "tints": ["green"]}
        said = {objects.describe_part(spec, "en", rng) for _ in range(40)}
        self.assertTrue(all("key" in text and "background" not in text for text in said))


if __name__ == "__main__":
    unittest.main()
