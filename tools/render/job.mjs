import { layOutDocument } from './document.mjs';

/** Looking at a folder reads its graphs and none of its weights. */
const addingMs = 120_000;

/** A job that failed: `message` is the sentence that the panel shows. */
export class JobError extends Error {}

/**
 * Runs one job through the panel in an open session. Returns per candidate the frame as exported after applying (`out`)
 * and the placed picture (`patch`), both PNG bytes, and the report of the design's `--json`. Throws OptionError or JobError.
 */
export async function runRenderJob({ page, panel }, options) {
  const { frameId } = await layOutDocument(page, options);
  const model = await chooseModel(panel, options.model);
  const { prompt, negativePrompt, seed, steps, guidance, guidanceRescale, strength, scheduler } = options;
  const { count, context, edge, device, membrane = false } = options;
  const change = {
    prompt,
    negativePrompt,
    seed,
    steps,
    guidance,
    guidanceRescale,
    strength,
    scheduler,
    count,
    context,
    edge,
    membrane,
    // Layers and frames alone say what is repainted; what a person painted before does not count.
    mask: null,
    contextBox: null,
    paddingPx: null,
    device,
    model,
    placement: 'fill',
    mode: options.task,
  };
  await inPanel(
    panel,
    async (settings) => {
      window.underpaint.setRequest(settings);
      await window.underpaint.run();
    },
    change,
  );

  const results = [];
  let report = null;
  const candidates = await panel.evaluate(() =>
    window.underpaint.lastCandidates.map(({ index, seed, patch }) => ({ index, seed, patch })),
  );
  // A picture that was rejected leaves the others their places in the list, and their numbers.
  for (const [place, candidate] of candidates.entries()) {
    const applied = await inPanel(
      panel,
      async (index) => {
        const { report } = await window.underpaint.apply(index);
        const { png } = window.underpaint.lastCandidates[index];
        return { report, png };
      },
      place,
    );
    report ??= applied.report;
    const out = await page.evaluate((id) => window.host.exportNode(id, 1), frameId);
    results.push({
      ...candidate,
      out: Buffer.from(out),
      patch: Buffer.from(applied.png),
      rect: candidate.patch,
    });
    // Every candidate is shown on the untouched document.
    await page.evaluate(() => window.host.undo());
  }
  return {
    results,
    report: { ...report, candidates: candidates.map(({ seed, patch }) => ({ seed, patch })) },
  };
}

/**
 * The id of the model that paints; a folder is added the way a person adds one, through the panel's own input, and one
 * of a server is installed from there.
 */
async function chooseModel(panel, { id, folder, from } = { id: 'default' }) {
  if (from !== undefined)
    await inPanel(panel, ([model, server]) => window.underpaint.install(model, server), [id, from]);
  if (folder === undefined) return id;
  await panel.locator('input[type=file][webkitdirectory]').setInputFiles(folder);
  await panel.waitForFunction(() => !window.underpaint.state().isAddingModel, undefined, {
    timeout: addingMs,
  });
  const { notice, addedModel } = await panel.evaluate(() => window.underpaint.state());
  if (notice !== null) throw new JobError(notice.sentence);
  return addedModel;
}

/** Runs in the panel; a rejection there carries the panel's sentence. */
async function inPanel(panel, work, argument) {
  const answer = await panel.evaluate(
    async ([source, value]) => {
      try {
        const run = new Function(`return (${source})`)();
        return { value: await run(value) };
      } catch (error) {
        return { sentence: String(error?.message ?? error), cause: String(error?.cause?.message ?? '') };
      }
    },
    [work.toString(), argument],
  );
  if ('sentence' in answer) throw new JobError(answer.sentence, { cause: answer.cause });
  return answer.value;
}
