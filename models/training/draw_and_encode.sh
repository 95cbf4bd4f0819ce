#!/bin/sh
# Draws the corpus, takes the tokenizer and the VAE from the shipped pack (NEW_VAE=1 trains them anew; then
# checkpoints/painter* must go too), encodes. PARTS=32 is 64 000 pictures; PER_PART and VAE_FLAGS are for trying it out small.
set -e
cd "$(dirname "$0")"
parts=${PARTS:-32}
export OMP_NUM_THREADS=1
draw() { for first in 0 1; do python prepare.py draw --per-part "${PER_PART:-2000}" --first $first --every 2 "$@" & done; wait; }
draw --parts "$parts"
draw --parts $(((parts + 3) / 4)) --close-ups
if [ -z "$NEW_VAE" ] && [ -f ../default/vae_decoder/model.onnx ]; then
  mkdir -p data && cp -r ../default/tokenizer data/
else
  python prepare.py tokenizer
  python -m torch.distributed.run --nproc_per_node 2 train_vae.py --config config/vae_stage_a.py $VAE_FLAGS
fi
for first in 0 1; do python prepare.py encode --parts "$parts" --first $first --every 2 & done; wait
