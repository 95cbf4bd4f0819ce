import type { SchedulerName } from '../../protocol/generation.ts';

/** What our samplers are called in the text that AUTOMATIC1111 and its readers know. A flow has one, without a name there. */
export const samplerNames: Record<SchedulerName, string> = {
  ddim: 'DDIM',
  euler: 'Euler',
  'euler-a': 'Euler a',
  'dpm++2m': 'DPM++ 2M',
  'dpm++2m-karras': 'DPM++ 2M Karras',
  'dpm++2m-sde': 'DPM++ 2M SDE',
  unipc: 'UniPC',
  lcm: 'LCM',
  tcd: 'TCD',
  pndm: 'PLMS',
  flow: 'Flow',
};

/** Our sampler for such a name, and the schedule that newer versions tell apart from it; null where we have none. */
export function samplerOf(name: string, schedule = ''): SchedulerName | null {
  const wanted = (/karras/i.test(schedule) && !/karras/i.test(name) ? `${name} Karras` : name).toLowerCase();
  const found = Object.entries(samplerNames).find(([, known]) => known.toLowerCase() === wanted);
  if (found !== undefined) return found[0] as SchedulerName;
  // What has no such schedule here is better sampled with its own than not at all.
  return / karras$/.test(wanted) ? samplerOf(wanted.replace(/ karras$/, '')) : null;
}
