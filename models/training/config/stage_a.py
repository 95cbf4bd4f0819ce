# Stage A: 128x128 on the CPU. One core sees about 35 pictures a second; see README.md for what to expect when.
steps = 40000
cooldown = 4000
batch = 8
rate = 1e-3
