"""Rectified flow: how noise is added, what the network learns, how a picture is drawn from noise, and how all of that
is told in the vocabulary of DDIM and its relatives.

A picture's latents x0 and noise n lie on a straight line, x = (1 - tau) x0 + tau n, and the network learns its
direction, u = n - x0. Sampling walks that line backwards from tau = 1. (Liu et al. 2022, arXiv:2209.03003.)
"""
import numpy as np
import torch
from torch import nn


def draw_tau(count, mean=0.9, deviation=1.1, uniform=0.1):
    """Training times [count]: logit-normal, with more of the noisy side, where a picture's layout is decided.

    One time from each of `count` equally likely strata, in random order, so that no batch has easy or hard times alone
    (Kingma et al. 2021, arXiv:2107.00630, appendix I.1)."""
    strata = (torch.arange(count) + torch.rand(count)) / count
    tau = torch.sigmoid(mean + deviation * torch.special.ndtri(strata.clamp(1e-4, 1 - 1e-4)))
    return torch.where(torch.rand(count) < uniform, torch.rand(count), tau)[torch.randperm(count)]


def sigma_table():
    """log(sigma) [1000] at the whole timesteps of diffusers' scaled_linear betas, rescaled to zero terminal SNR.

    sigma is noise over signal. The last row would be infinite; diffusers puts 2**-24 for its zero (Euler, DPM++)."""
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, 1000, dtype=torch.float32) ** 2
    root = torch.cumprod(1 - betas, 0).sqrt()
    root = (root - root[-1]) * root[0] / (root[0] - root[-1])  # rescale_zero_terminal_snr
    signal = root**2
    signal[-1] = 2**-24
    return (((1 - signal) / signal).double().log() / 2).float()


class VPrediction(nn.Module):
    """The flow network, told as v_prediction: same sample, timestep and text in, "v" out.

    A scheduler's x = a x0 + b n (a² + b² = 1, sigma = b / a) is the flow's x at tau = b / (a + b), times a + b. The
    flow's answer u gives x0 = x s - tau u and n = x s + (1 - tau) u with s = 1 / (a + b), and v = a n - b x0. Since v
    is linear in u for a given x, guidance on v is guidance on u. Fractional timesteps interpolate log sigma."""

    def __init__(self, net):
        super().__init__()
        self.net = net
        self.register_buffer("log_sigma", sigma_table())

    def coefficients(self, timestep):
        """timestep [n] -> a, b [n, 1, 1, 1]"""
        t = timestep.float().clamp(0, 999)
        low = t.floor().clamp(max=998)
        row = low.long()
        log_sigma = self.log_sigma[row] + (t - low) * (self.log_sigma[row + 1] - self.log_sigma[row])
        sigma = log_sigma.exp()[:, None, None, None]
        a = 1 / (1 + sigma * sigma).sqrt()
        return a, a * sigma

    def forward(self, sample, timestep, encoder_hidden_states):
        a, b = self.coefficients(timestep)
        s = 1 / (a + b)
        x = sample[:, :4] * s
        tau = b * s
        u = self.net(torch.cat([x, sample[:, 4:]], 1), tau[:, 0, 0, 0], encoder_hidden_states)
        return a * (x + (1 - tau) * u) - b * (x - tau * u)


def trailing_timesteps(steps, total=1000):
    """The timesteps that diffusers' "trailing" spacing visits: 8 steps -> 999, 874, 749, ... 124."""
    return np.round(np.arange(total, 0, -total / steps)).astype(np.int64) - 1


@torch.no_grad()
def ddim(v_model, noise, mask, masked, text, empty, steps=8, guidance=3.0):
    """Deterministic DDIM on v with classifier-free guidance, one batch-2 call per step as the plugin makes it.

    text, empty: hidden states [b, 32, width]. Answers latents [b, 4, h, w]."""
    table = v_model.log_sigma.double()
    x, times = noise, trailing_timesteps(steps)
    context = torch.cat([empty.expand_as(text), text])
    alpha = lambda t: 1 / (1 + (2 * table[t]).exp()) if t >= 0 else torch.tensor(1.0)
    for t, after in zip(times, [*times[1:], -1]):
        both = torch.cat([x, mask, masked], 1).repeat(2, 1, 1, 1)
        without, with_text = v_model(both, torch.tensor([float(t)]), context).chunk(2)
        v = without + guidance * (with_text - without)
        a, b = alpha(t).sqrt().float(), (1 - alpha(t)).sqrt().float()
        x0, n = a * x - b * v, a * v + b * x
        a, b = alpha(after).sqrt().float(), (1 - alpha(after)).sqrt().float()
        x = a * x0 + b * n
    return x
