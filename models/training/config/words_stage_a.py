# Language before pictures: 230 000 captions in 13 core-minutes (two replicas need half the steps).
steps = 3600
batch = 64
rate = 1e-3
focus = "2 1 1 1.3 1 0.5"
