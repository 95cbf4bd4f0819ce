const white = { x: 0.95047, z: 1.08883 };
const epsilon = 216 / 24389;
const kappa = 24389 / 27;

/** The sRGB transfer function of IEC 61966-2-1, from encoded to linear light. */
export function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** The sRGB transfer function, from linear light to encoded. */
export function fromLinear(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}

/** CIE 15's curve from a share of white to what L*, a* and b* are differences of. */
export const labCurve = (t: number) => (t > epsilon ? Math.cbrt(t) : (kappa * t + 16) / 116);
/** The inverse of `labCurve`. */
export const labUncurve = (t: number) => (t * t * t > epsilon ? t * t * t : (116 * t - 16) / kappa);

type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** Linear sRGB to X, Y, Z as shares of D65 white and back, row by row. */
export const labMatrices: { toXyz: Matrix; fromXyz: Matrix } = {
  toXyz: [
    0.4124564 / white.x,
    0.3575761 / white.x,
    0.1804375 / white.x,
    0.2126729,
    0.7151522,
    0.072175,
    0.0193339 / white.z,
    0.119192 / white.z,
    0.9503041 / white.z,
  ],
  fromXyz: [
    3.2404542 * white.x,
    -1.5371385,
    -0.4985314 * white.z,
    -0.969266 * white.x,
    1.8760108,
    0.041556 * white.z,
    0.0556434 * white.x,
    -0.2040259,
    1.0572252 * white.z,
  ],
};

export type Triple = [number, number, number];

/** sRGB-encoded 0..1 to CIELAB (D65): L 0..100. IEC 61966-2-1 and CIE 15. */
export function toLab(red: number, green: number, blue: number): Triple {
  const r = toLinear(red);
  const g = toLinear(green);
  const b = toLinear(blue);
  const [xr, xg, xb, yr, yg, yb, zr, zg, zb] = labMatrices.toXyz;
  const fx = labCurve(xr * r + xg * g + xb * b);
  const fy = labCurve(yr * r + yg * g + yb * b);
  const fz = labCurve(zr * r + zg * g + zb * b);
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** CIELAB to sRGB-encoded 0..1, clamped. */
export function fromLab(l: number, a: number, b: number): Triple {
  const fy = (l + 16) / 116;
  const x = labUncurve(fy + a / 500);
  const y = labUncurve(fy);
  const z = labUncurve(fy - b / 200);
  const [rx, ry, rz, gx, gy, gz, bx, by, bz] = labMatrices.fromXyz;
  return [
    encode(rx * x + ry * y + rz * z),
    encode(gx * x + gy * y + gz * z),
    encode(bx * x + by * y + bz * z),
  ];
}

function encode(linear: number): number {
  return linear <= 0 ? 0 : linear >= 1 ? 1 : fromLinear(linear);
}
