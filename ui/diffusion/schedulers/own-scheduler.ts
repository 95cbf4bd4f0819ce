import { DiffusionError } from '../diffusion-error.ts';
import type { SchedulerConfig, SchedulerName } from './scheduler.ts';

/** diffusers' classes that we have, and for those that we lack the one that comes closest. */
const namesOfClasses: { readonly [className: string]: SchedulerName } = {
  DDIMScheduler: 'ddim',
  DDIMParallelScheduler: 'ddim',
  DDPMScheduler: 'ddim',
  DDPMParallelScheduler: 'ddim',
  EulerDiscreteScheduler: 'euler',
  HeunDiscreteScheduler: 'euler',
  LMSDiscreteScheduler: 'euler',
  KDPM2DiscreteScheduler: 'euler',
  EulerAncestralDiscreteScheduler: 'euler-a',
  KDPM2AncestralDiscreteScheduler: 'euler-a',
  DPMSolverMultistepScheduler: 'dpm++2m',
  DPMSolverSinglestepScheduler: 'dpm++2m',
  DEISMultistepScheduler: 'dpm++2m',
  DPMSolverSDEScheduler: 'dpm++2m-sde',
  SASolverScheduler: 'dpm++2m-sde',
  UniPCMultistepScheduler: 'unipc',
  LCMScheduler: 'lcm',
  TCDScheduler: 'tcd',
  // The same alphas, but it starts in the middle without leaving a transition out, and does better in few steps.
  PNDMScheduler: 'dpm++2m',
};

/** True where the pack was trained as a flow from picture to noise and has no schedule of betas. */
export function isFlowConfig(config: SchedulerConfig): boolean {
  return (
    String(config._class_name).startsWith('FlowMatch') ||
    config.prediction_type === 'flow_prediction' ||
    config.use_flow_sigmas === true
  );
}

/**
 * The scheduler that a pack's own config names, or the one that stands in for it; DDIM where it names none. Throws
 * `model-unsupported` for the others: their networks (EDM's, say) were trained on levels of noise that ours never make.
 */
export function nameOwnScheduler(config: SchedulerConfig): SchedulerName {
  const className = config._class_name ?? 'DDIMScheduler';
  const name = namesOfClasses[String(className)];
  if (isFlowConfig(config) && (name === undefined || config.use_flow_sigmas !== true)) return 'flow';
  if (name === undefined) {
    const subject = `scheduler: ${className}`;
    throw new DiffusionError('model-unsupported', `No scheduler of ours is like ${className}.`, { subject });
  }
  if (name !== 'dpm++2m') return name;
  if (String(config.algorithm_type).startsWith('sde')) return 'dpm++2m-sde';
  return config.use_karras_sigmas === true ? 'dpm++2m-karras' : 'dpm++2m';
}
