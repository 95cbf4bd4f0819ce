/** What a reopened result tells the panel. */
const reopened = {
  recipe: {
    request: {
      task: 'add',
      prompt: 'a red barn',
      seed: 7,
      strength: 0.8,
      context: 'auto',
      edge: 'blend',
    },
  },
  target: '1:2',
  masks: ['1:3'],
};

/** Brings the panel that `servePreview` serves into a scene; resolves with the panel's frame. */
export async function openScene(page, { address, theme, scene }) {
  await page.goto(`${address}?theme=${theme}`);
  const frameAt = (path) => page.frames().find((one) => one.url().includes(path));
  const panel = frameAt('/ui.html');
  await panel.waitForFunction(() => window.underpaint?.state().engine === 'ready');
  await page.evaluate(
    ({ selection, failure, reopened, host }) => {
      window.fakeHost.select(selection);
      window.fakeHost.reopened = reopened;
      Object.assign(window.fakeHost, host);
      if (failure !== undefined) window.fakeHost.failures = { placeFill: failure };
    },
    {
      selection: scene.selection,
      failure: scene.failure,
      host: scene.host ?? {},
      reopened: scene.reopenedOn === undefined ? null : { ...reopened, selection: scene.reopenedOn },
    },
  );
  await panel.evaluate((request) => window.underpaint.setRequest(request), {
    // As long as seeds get, and the same pictures every time.
    seed: 4_021_959_203,
    ...scene.request,
  });
  const engine = frameAt('/engine/');
  if (scene.shelf !== undefined) await engine.evaluate((shelf) => window.showShelf(shelf), scene.shelf);
  if (scene.warnings !== undefined)
    await engine.evaluate((warnings) => {
      window.fakeEngine.script.warnings = warnings;
    }, scene.warnings);
  await scene.act?.(panel);
  await panel.waitForTimeout(100);
  return panel;
}
