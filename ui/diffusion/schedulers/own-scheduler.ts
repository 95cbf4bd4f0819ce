import type { SchedulerConfig, SchedulerName } from './scheduler.ts';

/** diffusers' classes that we have, and for those that we lack the one that comes closest. */
const namesOfClasses: { readonly [className: string]: SchedulerName } = {
  DDIMScheduler: 'ddim',
  DDPMScheduler: 'ddim',
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

/** The scheduler that a pack's own config names, or the one that stands in for it. */
export function nameOwnScheduler(config: SchedulerConfig): SchedulerName {
  const name = namesOfClasses[String(config._class_name)];
  if (isFlowConfig(config) && (name === undefined || config.use_flow_sigmas !== true)) return 'flow';
  if (name !== 'dpm++2m') return name ?? 'ddim';
  if (String(config.algorithm_type).startsWith('sde')) return 'dpm++2m-sde';
  return config.use_karras_sigmas === true ? 'dpm++2m-karras' : 'dpm++2m';
}
