import type { Page } from 'playwright-core';
// What scripts find on the page as `window.host`.
import type {} from '../../host/page/main.ts';
import type { RandomJob } from './plan-jobs.ts';

export type StoredPicture = { hash: string; width: number; height: number };

/** Puts a picture into the open document; it stays there whatever becomes of its layers. */
export function storePicture(page: Page, png: Uint8Array): Promise<StoredPicture> {
  return page.evaluate((bytes) => {
    const answer = window.host!.document.images.add(new Uint8Array(bytes));
    if (typeof answer === 'string') throw new Error(answer);
    return { hash: answer.hash, width: answer.width, height: answer.height };
  }, png);
}

/** Replaces what is on the page by a job's frame and the shapes over it, all selected. Resolves to the frame's id. */
export function layOutJob(page: Page, job: RandomJob, picture: StoredPicture): Promise<string> {
  return page.evaluate(layOutInPage, { job, picture });
}

/** Runs in the editor's page. */
function layOutInPage({ job, picture }: { job: RandomJob; picture: StoredPicture }): string {
  const { document: file } = window.host!;
  const turn = (degrees: number, x: number, y: number) => {
    const angle = (degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)].map((value) =>
      Math.abs(value - Math.round(value)) < 1e-12 ? Math.round(value) : value,
    ) as [number, number];
    return [
      [cos, sin, x],
      [-sin, cos, y],
    ] as const;
  };
  const fill = { type: 'IMAGE', imageHash: picture.hash, scaleMode: 'FILL' } as const;
  return file.act(() => {
    const pageId = file.currentPageId;
    for (const id of [...file.get(pageId).childIds]) file.remove(id);
    const { x, y, width, height, degrees } = job.frame;
    const frame = file.create('FRAME', pageId, { width, height, ...(job.isLayer ? {} : { fills: [fill] }) });
    if (job.isLayer) file.create('RECTANGLE', frame, { width, height, fills: [fill] });
    const own = turn(degrees, x, y);
    file.setTransform(frame, [[...own[0]], [...own[1]]]);
    const shapes = job.shapes.map((shape, index) => {
      const id = file.create(shape.type, pageId, {
        name: shape.role === 'keep' ? `Keep ${index}` : `Mask ${index}`,
        width: shape.width,
        height: shape.height,
        opacity: shape.opacity,
        fills: [{ type: 'SOLID', color: { r: 0.2, g: 0.4, b: 1 } }],
        effects:
          shape.blur > 0
            ? [{ type: 'LAYER_BLUR', blurType: 'NORMAL', radius: shape.blur, visible: true }]
            : [],
      });
      // The shapes turn with the frame, around its own corner.
      const [[a, c, e], [b, d, f]] = own;
      const middle = [
        a * shape.centerX + c * shape.centerY + e,
        b * shape.centerX + d * shape.centerY + f,
      ] as const;
      const [[g, i, _], [h, j]] = turn(degrees + shape.degrees, 0, 0);
      file.setTransform(id, [
        [g, i, middle[0] - (g * shape.width + i * shape.height) / 2],
        [h, j, middle[1] - (h * shape.width + j * shape.height) / 2],
      ]);
      return id;
    });
    file.setSelection([frame, ...shapes]);
    return frame;
  });
}
