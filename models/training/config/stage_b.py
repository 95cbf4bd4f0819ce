# Stage B: 256x256 on one GPU, bf16, all runs together about 18 minutes after the VAE and the language. stage_b.sh runs it.
minutes = 18.0
cooldown = 7
batch = 768
rate = 1e-3
warmup = 100
average = 0.999
masked = 0.4
save_minutes = 2.0
refresh_every = 50
carry = True
# geometry and icons take longest; the order is that of corpus.SHARES["b"]
focus = "1.2 1 1 1 1 1 1.1 1.3 1 1.1 0.9 0.8 1"
