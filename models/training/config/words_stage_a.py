# Language before pictures: 1800 steps of 2 x 64 captions are 13 core-minutes.
steps = 1800
batch = 64
rate = 1e-3
focus = "2 1 1 1.3 1 0.5"
