"""Writes checkpoints/: the averaged weights of data/painter.pt and the VAE of data/vae.pt as fp16 pieces."""
import torch

from checkpoint import LOCAL, carry


def main():
    saved = torch.load(LOCAL / "painter.pt", map_location="cpu", weights_only=True)
    notes = {key: saved[key] for key in ("config", "step", "seen", "seconds", "loss")}
    carry("painter", saved["average"], notes)
    vae = torch.load(LOCAL / "vae.pt", map_location="cpu", weights_only=True)
    carry("vae", vae["vae"], {"step": vae["step"]})
    print(f"step {saved['step']}, {saved['seen']} pictures seen, {saved['seconds']:.0f} core-seconds, loss {saved['loss']:.4f}")


if __name__ == "__main__":
    main()
