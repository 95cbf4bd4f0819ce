import { describe, expect, it } from 'vitest';
import { usualSettings } from '../../../ui/diffusion/pack-facts.ts';
import { readOnnxGraph } from '../../../ui/runtime/onnx/read-graph.ts';
import { type JsonObject, sourceOf } from '../../../ui/runtime/pack-files.ts';
import { readPackFacts } from '../../../ui/runtime/read-pack-facts.ts';
import { readPackInfo } from '../../../ui/runtime/read-pack-info.ts';
import { refuseUnwired } from '../../../ui/runtime/unwired-families.ts';
import { writeGraphOf } from '../../fakes/graph-variants.ts';

type Inputs = Readonly<Record<string, readonly (number | string)[]>>;

const usualInputs = {
  sample: ['batch', 4, 'height', 'width'],
  timestep: [],
  encoder_hidden_states: ['batch', 'sequence', 768],
};

type Pack = {
  unet?: JsonObject;
  scheduler?: JsonObject;
  vae?: JsonObject;
  inputs?: Inputs;
  texts?: string[];
};

/** The facts of a pack that has configs and inputs, and no weights at all. */
async function describePack({ unet = {}, scheduler = {}, vae, inputs = {}, texts = ['text_encoder'] }: Pack) {
  const configs: Record<string, JsonObject | undefined> = {
    'unet/config.json': unet,
    'scheduler/scheduler_config.json': scheduler,
    'vae_decoder/config.json': vae,
  };
  const source = sourceOf(async (path) =>
    configs[path] === undefined ? null : new Blob([JSON.stringify(configs[path])]),
  );
  const graphs = new Map(
    Object.entries({
      unet: { ...usualInputs, ...inputs },
      ...Object.fromEntries(texts.map((part) => [part, {}])),
    }).map(([part, dims]) => {
      const graph = readOnnxGraph(writeGraphOf(dims));
      return [part, { part, graph, model: null }] as const;
    }),
  );
  const facts = await readPackFacts(source, graphs, null);
  return { facts, info: await readPackInfo(source, graphs, facts) };
}

const epsilon = { prediction_type: 'epsilon' };

describe('what kind of pack it is', () => {
  it('Stable Diffusion 1 and 2 by the width of their text', async () => {
    const one = await describePack({});
    expect(one.facts).toMatchObject({ family: 'stable-diffusion', generation: 1, distillation: 'none' });
    expect(one.info).toMatchObject({ scalingFactor: 0.18215, defaults: { steps: 20, guidance: 7.5 } });
    const two = await describePack({ inputs: { encoder_hidden_states: ['b', 's', 1024] } });
    expect(two.facts.generation).toBe(2);
    expect(() => refuseUnwired(two.facts)).not.toThrow();
  });

  it('SD-Turbo by its schedule, and no other that ends at the last step', async () => {
    const trailing = { _class_name: 'EulerDiscreteScheduler', timestep_spacing: 'trailing', ...epsilon };
    const { facts, info } = await describePack({ scheduler: trailing });
    expect(facts.distillation).toBe('adversarial');
    expect(info.defaults).toMatchObject({ steps: 4, guidance: 1 });
    const zeroSnr = { ...trailing, prediction_type: 'v_prediction', rescale_betas_zero_snr: true };
    expect((await describePack({ scheduler: zeroSnr })).facts.distillation).toBe('none');
  });

  it('LCM by its guidance input, or by its scheduler alone', async () => {
    const told = await describePack({ inputs: { timestep_cond: ['b', 256] } });
    expect(told.facts).toMatchObject({ distillation: 'consistency', guidanceWidth: 256 });
    expect(told.info.defaults).toMatchObject({ steps: 4, guidance: 8 });
    const fused = await describePack({ scheduler: { _class_name: 'LCMScheduler' } });
    expect(fused.facts).toMatchObject({ distillation: 'consistency', guidanceWidth: null });
    expect(usualSettings(fused.facts).guidance).toBe(1);
  });

  it('SDXL by its sizes, with two encoders, and Turbo as one of them', async () => {
    const xl = {
      unet: { addition_embed_type: 'text_time', projection_class_embeddings_input_dim: 2816 },
      inputs: {
        encoder_hidden_states: ['b', 's', 2048],
        text_embeds: ['b', 1280],
        time_ids: ['b', 6],
      },
      texts: ['text_encoder', 'text_encoder_2'],
    };
    const { facts, info } = await describePack(xl);
    expect(facts).toMatchObject({
      family: 'stable-diffusion-xl',
      generation: null,
      textEncoders: ['text_encoder', 'text_encoder_2'],
      contextWidth: 2048,
      pooledWidth: 1280,
      timeIds: 6,
    });
    expect(info.scalingFactor).toBe(0.13025);
    const scheduler = {
      _class_name: 'EulerAncestralDiscreteScheduler',
      timestep_spacing: 'trailing',
      ...epsilon,
    };
    expect((await describePack({ ...xl, scheduler })).facts.distillation).toBe('adversarial');
  });

  it('SDXL by its config alone, where only the beginning of its graph is known', async () => {
    const unet = { addition_embed_type: 'text_time', projection_class_embeddings_input_dim: 2560 };
    const { facts } = await describePack({ unet, texts: ['text_encoder_2'] });
    expect(facts).toMatchObject({ family: 'stable-diffusion-xl-refiner', timeIds: 5 });
    expect(() => refuseUnwired(facts)).toThrow(
      expect.objectContaining({ reason: 'model-unsupported', subject: 'Stable Diffusion XL Refiner' }),
    );
  });

  it('a tiny autoencoder by its class: its latents are not scaled', async () => {
    const vae = {
      _class_name: 'AutoencoderTiny',
      latent_channels: 4,
      decoder_block_out_channels: [64, 64, 64, 64],
    };
    const { facts, info } = await describePack({ vae });
    expect(facts.hasTinyAutoencoder).toBe(true);
    expect(info).toMatchObject({ scalingFactor: 1, spatialFactor: 8 });
  });

  it('latents with a mean and a deviation per channel, where the config has both of them and of every channel', async () => {
    const mean = [-1.6, 1.4, -0.6, 0.3];
    const deviation = [8.4, 5.6, 7.2, 3.9];
    const { info } = await describePack({ vae: { latents_mean: mean, latents_std: deviation } });
    expect(info.latentStatistics).toEqual({ mean, deviation });
    const halves = [
      { latents_mean: mean, latents_std: null },
      { latents_mean: mean },
      { latents_mean: mean, latents_std: deviation.slice(1) },
    ];
    for (const vae of halves)
      expect((await describePack({ vae })).info).not.toHaveProperty('latentStatistics');
  });

  it('a fixed export by the numbers in its inputs', async () => {
    const { facts } = await describePack({
      inputs: { sample: [2, 4, 64, 64], encoder_hidden_states: [2, 77, 768] },
    });
    expect(facts).toMatchObject({ fixedBatch: 2, fixedTokens: 77 });
  });
});
