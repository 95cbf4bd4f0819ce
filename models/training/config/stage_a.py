# Stage A: 128x128 on the CPU. One idle core sees about 40 pictures a second; README.md says what to expect when.
steps = 28000
cooldown = 3000
batch = 12
rate = 1e-3
average = 0.998
masked = 0.55
# geometry is what is learned last: single shapes and patterns more often, icons (which need a longer run) less
focus = "2.5 1.2 0.9 1.1 1 0.25"
