const white = { x: 0.95047, z: 1.08883 };
const epsilon = 216 / 24389;
const kappa = 24389 / 27;

function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function fromLinear(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}

const curve = (t: number) => (t > epsilon ? Math.cbrt(t) : (kappa * t + 16) / 116);
const uncurve = (t: number) => (t * t * t > epsilon ? t * t * t : (116 * t - 16) / kappa);

export type Triple = [number, number, number];

/** sRGB-encoded 0..1 to CIELAB (D65): L 0..100. IEC 61966-2-1 and CIE 15. */
export function toLab(red: number, green: number, blue: number): Triple {
  const r = toLinear(red);
  const g = toLinear(green);
  const b = toLinear(blue);
  const fx = curve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / white.x);
  const fy = curve(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const fz = curve((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / white.z);
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** CIELAB to sRGB-encoded 0..1, clamped. */
export function fromLab(l: number, a: number, b: number): Triple {
  const fy = (l + 16) / 116;
  const x = uncurve(fy + a / 500) * white.x;
  const y = uncurve(fy);
  const z = uncurve(fy - b / 200) * white.z;
  return [
    encode(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
    encode(-0.969266 * x + 1.8760108 * y + 0.041556 * z),
    encode(0.0556434 * x - 0.2040259 * y + 1.0572252 * z),
  ];
}

function encode(linear: number): number {
  return linear <= 0 ? 0 : linear >= 1 ? 1 : fromLinear(linear);
}
