import { writeWarning } from '../../../protocol/warnings.ts';
import type { DiffusionPack } from '../../diffusion/ports.ts';
import type { FillArea } from './fill-area.ts';
import type { DecodedInputs } from './fill-inputs.ts';
import { countLevels } from './latent-strength.ts';
import type { ResolvedRequest } from './resolve-request.ts';

/** What a person should know of a fill before they judge it, as protocol/warnings.ts writes it. */
export function warnOfFill(
  request: ResolvedRequest,
  pack: DiffusionPack,
  { layers, isWindow = false }: DecodedInputs,
  { selection, crop, model, region }: FillArea,
): string[] {
  const warnings: string[] = [];
  const factor = pack.info.spatialFactor;
  const side = (Math.max(selection.rect.width, selection.rect.height) * model.width) / crop.width;
  if (side < 2 * factor) warnings.push('small-mask');
  const levels = countLevels(request);
  const opacities = new Set(layers.filter(({ role }) => role !== 'keep').map(({ opacity }) => opacity ?? 1));
  const isBlended = pack.info.unetChannels === pack.info.latentChannels;
  if (levels === 1 && (isBlended || opacities.size > 1)) warnings.push('few-step-mask');
  if (region.strength !== null) warnings.push(writeWarning('strength-quantized', String(levels)));
  if (isWindow) warnings.push('window-only');
  return warnings;
}
