import { expect, it } from 'vitest';
import type { Dropped } from '../../../protocol/engine-contract.ts';
import { catchDrops } from '../../../ui/engine/catch-drops.ts';

/** Drops files on a page, as a browser tells it, and gives what is made of them. */
function drop(...files: File[]): Dropped | undefined {
  const page = new EventTarget();
  const caught: Dropped[] = [];
  catchDrops(page as Window, { onLeave: () => {}, onDrop: (dropped) => caught.push(dropped) });
  const items = files.map((file) => ({
    kind: 'file',
    type: file.type,
    getAsFile: () => file,
    webkitGetAsEntry: () => ({ isDirectory: false }),
  }));
  page.dispatchEvent(Object.assign(new Event('drop'), { dataTransfer: { items } }));
  return caught[0];
}

it.each(['', 'application/zip', 'application/x-zip-compressed'])(
  'hands a dropped .zip file on that has the media type "%s"',
  (type) => {
    const picture = new File(['x'], 'fox.png', { type: 'image/png' });
    const archive = new File(['PK'], 'Fox.ZIP', { type });
    const dropped = drop(picture, archive);
    expect(dropped?.zip).toEqual({ name: 'Fox.ZIP', file: archive });
    expect(dropped?.types).toEqual(['image/png', type]);
  },
);

it('takes no other file for an archive', () => {
  const file = new File(['x'], 'zip', { type: '' });
  expect(drop(file)).toEqual({
    folder: null,
    zip: null,
    file: { name: 'zip', file },
    isUnreadable: false,
    types: [''],
  });
});
