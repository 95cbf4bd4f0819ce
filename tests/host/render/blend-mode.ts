import type { BlendMode as FigmaBlendMode } from '@figma/plugin-typings/plugin-api-standalone';
import type { BlendMode, CanvasKit } from 'canvaskit-wasm';

/** The rasteriser's mode for one of Figma's; the rasteriser has no linear burn, color burn is the nearest it has. */
export function blendModeOf({ BlendMode }: CanvasKit, mode: FigmaBlendMode | undefined): BlendMode {
  switch (mode) {
    case 'DARKEN':
      return BlendMode.Darken;
    case 'MULTIPLY':
      return BlendMode.Multiply;
    case 'LINEAR_BURN':
    case 'COLOR_BURN':
      return BlendMode.ColorBurn;
    case 'LIGHTEN':
      return BlendMode.Lighten;
    case 'SCREEN':
      return BlendMode.Screen;
    case 'LINEAR_DODGE':
      return BlendMode.Plus;
    case 'COLOR_DODGE':
      return BlendMode.ColorDodge;
    case 'OVERLAY':
      return BlendMode.Overlay;
    case 'SOFT_LIGHT':
      return BlendMode.SoftLight;
    case 'HARD_LIGHT':
      return BlendMode.HardLight;
    case 'DIFFERENCE':
      return BlendMode.Difference;
    case 'EXCLUSION':
      return BlendMode.Exclusion;
    case 'HUE':
      return BlendMode.Hue;
    case 'SATURATION':
      return BlendMode.Saturation;
    case 'COLOR':
      return BlendMode.Color;
    case 'LUMINOSITY':
      return BlendMode.Luminosity;
    default:
      return BlendMode.SrcOver;
  }
}

/** Whether a layer of this mode is mixed with what lies below by plain covering. */
export function coversPlainly(mode: FigmaBlendMode): boolean {
  return mode === 'NORMAL' || mode === 'PASS_THROUGH';
}
