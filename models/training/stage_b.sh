#!/bin/sh
# Stage B: the whole corpus at 256 pixels, on one GPU, in runs of at most MINUTES that go on from one another's weights.
#
#   sh stage_b.sh OUT        run it again with the same OUT until `train.py` says that nothing is left
#
# OUT is all that has to travel from run to run: weights in pieces of at most 16 MiB, notes, tokenizer. Pictures, latents
# and the optimizer's state stay in STAGE_DATA and are made anew. Every run draws other pictures than the ones before.
# MINUTES 8: this run, all in all. VAE_MINUTES 2.5 and WORDS_MINUTES 1.25: of the first run. WORKERS: processes that draw.
# VAE_FLAGS, WORDS_FLAGS, TRAIN_FLAGS: more settings. REHEARSE=1 goes without a GPU.
set -e
began=$(date +%s)
out=${1:?"Say where the weights go: sh stage_b.sh OUT"}
mkdir -p "$out"
out=$(cd "$out" && pwd)
cd "$(dirname "$0")"
python=${PYTHON:-python3}
export STAGE=b STAGE_CARRIED="$out" STAGE_DATA="${STAGE_DATA:-$PWD/data/b}" OMP_NUM_THREADS=1 PYTHONUNBUFFERED=1
cores=$(getconf _NPROCESSORS_ONLN)
workers=${WORKERS:-$((cores > 4 ? cores - 3 : 1))}
"$python" check_machine.py ${REHEARSE:+--rehearsal}

# every run starts from OUT alone, whether the machine is new or not
mkdir -p "$STAGE_DATA"
rm -rf "$STAGE_DATA/pictures" "$STAGE_DATA/latents" "$STAGE_DATA/tokenizer" "$STAGE_DATA"/painter.pt "$STAGE_DATA"/vae.pt "$STAGE_DATA"/words.pt
steps=$(sed -n 's/.*"step": \([0-9]*\).*/\1/p' "$out/painter.json" 2>/dev/null || true)
helpers=
trap 'kill $helpers 2>/dev/null || true' EXIT
trap 'exit 1' INT TERM

# 1) workers draw until the end; the seed follows from the steps so far, so that no run sees the pictures of another
for worker in $(seq 0 $((workers - 1))); do
  close_ups=$([ $((worker % 5)) = 4 ] && echo --close-ups || true)
  "$python" prepare.py draw $close_ups --first "$worker" --every "$workers" --parts 1000000 --per-part "${PER_PART:-500}" --seed $((1 + ${steps:-0})) &
  helpers="$helpers $!"
done
drawn() { ls "$STAGE_DATA/$1" 2>/dev/null | grep -c "$2\$" || true; }
until [ "$(drawn pictures npz)" -ge "${FIRST_PARTS:-$((2 * workers))}" ]; do sleep 1; done

# 2) the tokenizer and the VAE belong to the first run; later ones bring them along in OUT
if [ -f "$out/tokenizer.json" ]; then
  mkdir -p "$STAGE_DATA/tokenizer" && cp "$out"/tokenizer*.json "$STAGE_DATA/tokenizer/"
else
  "$python" prepare.py tokenizer && cp "$STAGE_DATA"/tokenizer/*.json "$out/"
fi
if [ ! -f "$out/vae.json" ]; then
  "$python" train_vae.py --config config/vae_stage_b.py --minutes "${VAE_MINUTES:-2.5}" $VAE_FLAGS
  "$python" carry.py
fi

# 3) encoding follows the drawing, training takes up what is there
for encoder in 0 1; do
  "$python" prepare.py encode --follow --discard --parts 1000000 --first $encoder --every 2 &
  helpers="$helpers $!"
done
until [ "$(drawn latents npz)" -ge "${FIRST_PARTS:-$((2 * workers))}" ]; do sleep 1; done

# 4) language first, then the U-Net for the rest of the time
if [ ! -f "$out/painter.json" ]; then
  "$python" train_words.py --config config/words_stage_b.py --minutes "${WORDS_MINUTES:-1.25}" $WORDS_FLAGS
fi
session=$(awk "BEGIN { print ${MINUTES:-8} - ($(date +%s) - $began + 20) / 60 }")
"$python" train.py --config config/stage_b.py --session "$session" $TRAIN_FLAGS
echo "step $(sed -n 's/.*"step": \([0-9]*\).*/\1/p' "$out/painter.json"); what travels:"
ls -l "$out"
