import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { PackInfo } from '../diffusion/ports.ts';
import type { OnnxValue } from './onnx/read-graph.ts';
import type { PackGraphs } from './read-pack-facts.ts';

type Sizes = Pick<PackInfo, 'latentChannels' | 'unetChannels' | 'spatialFactor'>;

function require(isFitting: boolean, subject: string): void {
  if (!isFitting) throw new DiffusionError('model-mismatch', subject, { subject });
}

/** True where both are numbers that differ: words are sizes that the graph leaves free. */
const differ = (a: number | string | undefined, b: number | string | undefined): boolean =>
  typeof a === 'number' && typeof b === 'number' && a !== b;

/** Refuses parts that come from different models, by the sizes that their graphs are fixed to: `model-mismatch`. */
export function requireFittingParts(graphs: PackGraphs, info: Sizes): void {
  const find = (part: string, kind: 'inputs' | 'outputs', name: string): OnnxValue['dims'] => {
    const values = graphs.get(part)?.graph[kind] ?? [];
    return (
      (values.find((value) => value.name === name) ?? (values.length === 1 ? values[0] : undefined))?.dims ??
      []
    );
  };
  const { latentChannels, unetChannels, spatialFactor } = info;
  const [, channels, height, width] = find('unet', 'inputs', 'sample');
  const states = find('unet', 'inputs', 'encoder_hidden_states')[2];
  const [, painted] = find('unet', 'outputs', 'out_sample');
  const [, decoded, decodedHeight, decodedWidth] = find('vae_decoder', 'inputs', 'latent_sample');
  const [, , encodedHeight, encodedWidth] = find('vae_encoder', 'inputs', 'sample');
  const text = find('text_encoder', 'outputs', 'last_hidden_state')[2];

  require(!differ(channels, unetChannels), `unet: ${channels} ≠ ${unetChannels} channels`);
  require(!differ(painted, latentChannels), `unet: ${painted} ≠ ${latentChannels} channels`);
  require(!differ(decoded, latentChannels), `vae_decoder: ${decoded} ≠ ${latentChannels} channels`);
  require(!differ(height, decodedHeight) &&
    !differ(
      width,
      decodedWidth,
    ), `unet ${width} × ${height}, vae_decoder ${decodedWidth} × ${decodedHeight}`);
  require(!differ(times(height, spatialFactor), encodedHeight) &&
    !differ(
      times(width, spatialFactor),
      encodedWidth,
    ), `unet ${width} × ${height}, vae_encoder ${encodedWidth} × ${encodedHeight} px`);
  // XL joins the states of two encoders, whose widths add up.
  if (!graphs.has('text_encoder_2'))
    require(!differ(states, text), `unet: ${states} ≠ text_encoder: ${text}`);
}

const times = (size: number | string | undefined, factor: number) =>
  typeof size === 'number' ? size * factor : size;
