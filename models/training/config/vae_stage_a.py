# The VAE of stage A: about 25 minutes on two cores, 115 000 crops.
steps = 3600
batch = 16
