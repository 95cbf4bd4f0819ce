# Language before pictures, on one GPU: over a minute of captions, a U-Net step each for a tenth of its price.
minutes = 1.25
batch = 768
rate = 1e-3
# geometry first, as in stage A; the order is that of corpus.SHARES["b"]
focus = "1.5 1 1 1.2 1 1 1.3 1.2 1 1.2 1 0.8 1"
