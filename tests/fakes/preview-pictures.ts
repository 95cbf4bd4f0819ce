import type { StepPreview } from '../../protocol/engine-contract.ts';

/** A landscape that depends on the seed, as PNG. */
export async function paintPng(width: number, height: number, seed: number): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(Math.round(width), Math.round(height));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no 2D canvas');
  const hue = (seed * 47) % 360;
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, `hsl(${hue} 70% 60%)`);
  sky.addColorStop(1, `hsl(${(hue + 40) % 360} 80% 85%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  for (let hill = 0; hill < 3; hill++) {
    context.fillStyle = `hsl(${(hue + 120 + hill * 20) % 360} 40% ${45 - hill * 12}%)`;
    context.beginPath();
    context.ellipse(
      width * (((seed + hill * 3) % 7) / 6),
      height * (1 + hill * 0.1),
      width * 0.6,
      height * (0.45 - hill * 0.08),
      0,
      0,
      7,
    );
    context.fill();
  }
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

/** Noise that clears up, the way a step preview looks. */
export function paintPreview(share: number): StepPreview {
  const width = 64;
  const height = 48;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < rgba.length; at += 4) {
    const y = Math.floor(at / 4 / width) / height;
    const noise = (Math.random() - 0.5) * 255 * (1 - share);
    rgba[at] = 240 - y * 160 + noise;
    rgba[at + 1] = 190 - y * 60 + noise * 0.8;
    rgba[at + 2] = 120 + y * 90 - noise;
    rgba[at + 3] = 255;
  }
  return { width, height, rgba };
}
