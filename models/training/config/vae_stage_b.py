# The VAE of stage B: starts from stage A's and gets used to finer pictures and more colors; about 3 minutes on one GPU.
minutes = 3.0
batch = 192
rate = 1e-3
save_every = 500
# 60 parts of 500 pictures are 6 GB of memory, and more variety than it needs
parts = 60
