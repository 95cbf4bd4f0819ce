"""What both stages share: schedules, weights that travel, the size of the pack, settings.   python -m unittest discover -s tests"""
import sys
import tempfile
import unittest
from dataclasses import fields
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE))

import checkpoint
import corpus
import model
import settings
import shipped
import train
import train_vae
import train_words
from model import SIZES, Painter
from sampler import joined
from vae import VAE

CONFIGS = {"stage_a": train, "stage_b": train, "words_stage_a": train_words, "words_stage_b": train_words, "vae_stage_a": train_vae, "vae_stage_b": train_vae}


class Schedules(unittest.TestCase):
    def test_the_rate_warms_up_and_falls_to_nothing_by_steps_or_by_minutes(self):
        steps = train.Settings(steps=1000, cooldown=200, warmup=10, rate=1.0)
        self.assertEqual([round(train.rate_at(step, 0, steps), 3) for step in (0, 4, 500, 900, 999)], [0.1, 0.5, 1.0, 0.5, 0.005])
        self.assertEqual(round(train.rate_at(504, 500, steps), 3), 0.5)  # after a start without the optimizer's state
        minutes = train.Settings(minutes=18, cooldown=6, warmup=10, rate=1.0)
        self.assertEqual([round(train.rate_at(5000, 0, minutes, 60 * spent), 3) for spent in (1, 11, 15, 18, 19)], [1.0, 1.0, 0.5, 0.0, 0.0])
        self.assertTrue(train.left(minutes, 10**6, 60) > 0 > train.left(minutes, 0, 60 * 18.5))

    def test_the_autoencoders_rate_does_too(self):
        self.assertEqual([train_vae.rate_at(step, train_vae.Settings(steps=1000, rate=1.0, warmup=1)) for step in (400, 750)], [1.0, 0.5])
        self.assertEqual([train_vae.rate_at(9, train_vae.Settings(minutes=2, rate=1.0, warmup=1), seconds) for seconds in (30, 90, 130)], [1.0, 0.5, 0.0])


class Weights(unittest.TestCase):
    def test_travel_in_pieces_of_at_most_16_mib_and_come_back(self):
        painter = Painter(SIZES["b"])
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "painter-9.safetensors").write_bytes(b"of an older, larger network")
            checkpoint.carry("painter", painter.state_dict(), {"step": 7}, folder)
            pieces = sorted(folder.glob("*.safetensors"))
            self.assertTrue(all(piece.stat().st_size <= 16 * 2**20 for piece in pieces))
            self.assertLessEqual(len(list(folder.iterdir())) + 4, 8)  # vae-0, vae.json and two files of the tokenizer come with them
            state, notes = checkpoint.carried("painter", folder)
            self.assertEqual(notes, {"step": 7})
            self.assertEqual(state.keys(), painter.state_dict().keys())
            self.assertTrue(all(torch.equal(state[key], value.half().float()) for key, value in painter.state_dict().items()))

    def test_that_the_pack_holds_are_left_to_it_and_come_back(self):
        large = torch.randn(64, 32).half()
        kept = {"unet/onnx::MatMul_1": large.T.contiguous()}
        places = shipped.find_shipped({"a": large, "b": large + 1}, kept)
        self.assertEqual(places, {"a": ["unet/onnx::MatMul_1", True, [64, 32]]})
        named = {"sha256": shipped.hash_of({"a": large}), "tensors": places}
        self.assertTrue(torch.equal(shipped.take_shipped(named, kept)["a"], large))
        for changed in ({}, {"unet/onnx::MatMul_1": large.T + 1}):
            with self.assertRaises(SystemExit):
                shipped.take_shipped(named, changed)

    def test_of_the_repository_are_whole(self):
        state, notes = checkpoint.carried("painter")
        self.assertEqual(state.keys(), Painter(SIZES["a"]).state_dict().keys())
        self.assertGreater(notes["step"], 0)

    def test_of_stage_b_fit_into_a_pack_of_40_mb(self):
        numbers = sum(value.numel() for net in (Painter(SIZES["b"]), VAE()) for value in net.state_dict().values())
        self.assertLess(2 * numbers, 38e6)

    def test_paint_every_bucket_of_both_stages(self):
        for name, size in SIZES.items():
            painter, scale = Painter(size), corpus.DENSITY[name]
            for height, width in corpus.BUCKETS.values():
                side = (scale * height // 8, scale * width // 8)
                for made in painter(torch.zeros(1, 9, *side), torch.tensor([0.5]), torch.zeros(1, model.LENGTH, dtype=torch.long), guess=True):
                    self.assertEqual(made.shape, (1, 4, *side))
                    self.assertTrue(made.isfinite().all())


class Layout(unittest.TestCase):
    def test_draws_the_words_into_the_hole_wherever_it_is(self):
        layout, text = model.Layout(64, SIZES["a"]), torch.randn(1, model.LENGTH, SIZES["a"].text_width)

        def drawn(top, left, high, wide, size=(16, 16)):
            mask = torch.zeros(1, 1, *size)
            mask[:, :, top : top + high, left : left + wide] = 1
            features = layout(text, mask.expand(1, 64, *size), mask)[1]
            self.assertTrue((features * (1 - mask) == 0).all())
            return features[:, :, top : top + high, left : left + wide]

        with torch.no_grad():
            here, there = drawn(1, 2, 6, 6), drawn(9, 7, 6, 6)
            self.assertGreater(here.std(), 0.01)
            self.assertTrue(torch.allclose(here, there, atol=1e-5))
            wide = drawn(5, 1, 6, 12)  # what is drawn keeps its proportions
            self.assertTrue(torch.allclose(here, wide[..., 3:9], atol=1e-5))
            layout.zoom.fill_(1.0)
            mask = torch.ones(1, 1, 16, 16)
            self.assertTrue(torch.allclose(*layout(text, mask.expand(1, 64, 16, 16), mask), atol=1e-4))  # the whole picture is the largest hole


class Attention(unittest.TestCase):
    def test_fused_as_on_a_gpu_gives_the_same_numbers(self):
        query, key, value = (torch.randn(2, length, 24) for length in (10, 7, 7))
        split = lambda x: x.reshape(2, -1, 4, 6).transpose(1, 2)
        fused = F.scaled_dot_product_attention(split(query), split(key), split(value)).transpose(1, 2).reshape(2, -1, 24)
        self.assertTrue(torch.allclose(model.attention(query, key, value, 4, 6), fused, atol=1e-6))


class Settings(unittest.TestCase):
    def test_every_config_names_settings_that_its_program_has(self):
        for name, program in CONFIGS.items():
            known = {entry.name for entry in fields(program.Settings)}
            self.assertLessEqual(set(settings.read(HERE / f"config/{name}.py")), known, name)
        self.assertEqual({path.stem for path in (HERE / "config").glob("*.py")}, set(CONFIGS))

    def test_a_focus_has_one_number_per_family(self):
        for name in CONFIGS:
            focus = settings.read(HERE / f"config/{name}.py").get("focus", "")
            self.assertIn(len(focus.split()), (0, len(corpus.SHARES[name[-1]])), name)

    def test_families_keep_their_numbers_from_stage_to_stage(self):
        self.assertEqual(list(corpus.SHARES["b"])[: len(corpus.FAMILIES)], list(corpus.FAMILIES))
        for shares in corpus.SHARES.values():
            self.assertAlmostEqual(sum(shares.values()), 1.0)

    def test_rows_that_come_later_are_added_behind(self):
        rows = lambda *values: {"latents": torch.tensor(values), "family": np.array(values)}
        both = joined(rows(1, 2), rows(3))
        self.assertEqual((both["latents"].tolist(), both["family"].tolist()), ([1, 2, 3], [1, 2, 3]))


if __name__ == "__main__":
    unittest.main()
