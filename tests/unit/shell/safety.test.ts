import { expect, it, vi } from 'vitest';
import { type DoneJob, isVeiled } from '../../../ui/shell/state/job.ts';
import { parseSettings } from '../../../ui/shell/state/settings.ts';
import { makeTarget } from '../../fakes/fake-host.ts';
import { createFakePanel } from '../../fakes/fake-panel.ts';

const onFrame = { kind: 'target' as const, target: makeTarget(), masks: [] };

async function startPanel(checksSafety: boolean) {
  const panel = createFakePanel({ host: { selection: onFrame }, engine: { flag: 'not-safe-for-work' } });
  await panel.started;
  panel.automation.setRequest({ prompt: 'a boat', count: 2 });
  if (checksSafety) panel.actions.settings.change({ checksSafety: true });
  await panel.actions.run();
  const job = () => panel.state.job.value as DoneJob;
  expect(job().phase).toBe('done');
  return { ...panel, job, asked: panel.pages[0]!.engine.jobs[0]! };
}

it('nobody is given a check who has not asked for it', async () => {
  expect(parseSettings({}).checksSafety).toBe(false);
  expect(parseSettings({ checksSafety: 'yes' }).checksSafety).toBe(false);
  const { asked, job, host } = await startPanel(false);
  expect(asked).not.toHaveProperty('isSafetyChecked');
  expect([isVeiled(job(), 0), isVeiled(job(), 1)]).toEqual([false, false]);
  await vi.waitFor(() => expect(host.preview).not.toBeNull());
});

it('what the checker flags is neither seen in the panel nor on the canvas before somebody wants to', async () => {
  const { asked, job, host, actions } = await startPanel(true);
  expect(asked.isSafetyChecked).toBe(true);
  expect(job().candidates.map(({ flag }) => flag)).toEqual(['not-safe-for-work', 'not-safe-for-work']);
  expect([isVeiled(job(), 0), isVeiled(job(), 1)]).toEqual([true, true]);
  expect(host.preview).toBeNull();

  await actions.reveal(1);
  expect([isVeiled(job(), 0), isVeiled(job(), 1)]).toEqual([true, false]);
  expect(job().selected).toBe(1);
  expect(host.preview).not.toBeNull();

  // The one that is still veiled takes the other from the canvas.
  await actions.show(0);
  expect(job().selected).toBe(0);
  expect(host.preview).toBeNull();
});
