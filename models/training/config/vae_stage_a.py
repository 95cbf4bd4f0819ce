# The VAE of stage A: about 18 minutes on two cores, 90 000 crops.
steps = 2800
batch = 16
