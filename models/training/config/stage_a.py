# Stage A: 128x128 on the CPU. One idle core sees about 40 pictures a second; README.md says what to expect when.
steps = 20000
cooldown = 5000
batch = 16
rate = 8e-4
average = 0.998
masked = 0.4
# geometry is what is learned last: single shapes, pairs and patterns more often, icons (which need a longer run) less
focus = "1.4 1 0.8 1.2 1 0.4"
