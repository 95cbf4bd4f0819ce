type Lab = readonly [number, number, number];

const radians = Math.PI / 180;

/**
 * Difference of two CIELAB colors by CIEDE2000 with all weights 1, as in Sharma, Wu & Dalal, "The CIEDE2000
 * Color-Difference Formula: Implementation Notes, Supplementary Test Data, and Mathematical Observations" (2005).
 */
export function deltaE2000(lab1: Lab, lab2: Lab): number {
  const [l1, a1, b1] = lab1;
  const [l2, a2, b2] = lab2;

  // Near the grey axis a* is stretched, more where there is less chroma.
  const meanChroma7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const stretch = 1.5 - 0.5 * Math.sqrt(meanChroma7 / (meanChroma7 + 25 ** 7));
  const [chroma1, chroma2] = [Math.hypot(stretch * a1, b1), Math.hypot(stretch * a2, b2)];
  const [hue1, hue2] = [hueOf(stretch * a1, b1), hueOf(stretch * a2, b2)];
  const isGrey = chroma1 * chroma2 === 0;

  let turn = isGrey ? 0 : hue2 - hue1;
  if (turn > 180) turn -= 360;
  if (turn < -180) turn += 360;
  const lightnessStep = l2 - l1;
  const chromaStep = chroma2 - chroma1;
  const hueStep = 2 * Math.sqrt(chroma1 * chroma2) * Math.sin((turn / 2) * radians);

  const lightness = (l1 + l2) / 2;
  const chroma = (chroma1 + chroma2) / 2;
  let hue = isGrey ? hue1 + hue2 : (hue1 + hue2) / 2;
  if (!isGrey && Math.abs(hue1 - hue2) > 180) hue += hue1 + hue2 < 360 ? 180 : -180;

  const ripple =
    1 -
    0.17 * Math.cos((hue - 30) * radians) +
    0.24 * Math.cos(2 * hue * radians) +
    0.32 * Math.cos((3 * hue + 6) * radians) -
    0.2 * Math.cos((4 * hue - 63) * radians);
  const fromMiddle = (lightness - 50) ** 2;
  const lightnessScale = 1 + (0.015 * fromMiddle) / Math.sqrt(20 + fromMiddle);
  const chromaScale = 1 + 0.045 * chroma;
  const hueScale = 1 + 0.015 * chroma * ripple;
  const blueness = 30 * Math.exp(-(((hue - 275) / 25) ** 2));
  const rotation = -2 * Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7)) * Math.sin(2 * blueness * radians);

  const l = lightnessStep / lightnessScale;
  const c = chromaStep / chromaScale;
  const h = hueStep / hueScale;
  return Math.sqrt(Math.max(0, l * l + c * c + h * h + rotation * c * h));
}

/** Hue angle in degrees from 0 to 360; 0 for grey. */
function hueOf(a: number, b: number): number {
  if (a === 0 && b === 0) return 0;
  const angle = Math.atan2(b, a) / radians;
  return angle < 0 ? angle + 360 : angle;
}
