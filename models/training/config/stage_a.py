# Stage A: 128x128 on the CPU. One idle core sees about 40 pictures a second; README.md says what to expect when.
steps = 11300
cooldown = 2800
batch = 16
rate = 8e-4
average = 0.998
masked = 0.4
focus = "1.3 1 0.8 1.2 1 0.5"
