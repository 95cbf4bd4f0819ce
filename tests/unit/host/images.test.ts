import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { toBase64 } from '../../host/document/base64.ts';
import { Document } from '../../host/document/document.ts';
import { readImageHeader } from '../../host/document/image-header.ts';
import { sha1Hex } from '../../host/document/sha1.ts';
import { Faults } from '../../host/plugin-runtime/faults.ts';
import { linesOf, pngOf } from './plugin-harness.ts';

/** A PNG header that says this size: Figma reads no farther before it refuses. */
function pngHeader(width: number, height: number): Uint8Array {
  const bytes = pngOf(1, 1, [0, 0, 0, 255]).slice();
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

const GIF = Uint8Array.from(
  [...'GIF89a'].map((letter) => letter.charCodeAt(0)).concat([7, 0, 5, 0, 0, 0, 0]),
);
const JPEG = Uint8Array.from([
  0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 17, 8, 0, 33, 0, 44, 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11,
  1,
]);
const WEBP = Uint8Array.from([...'RIFF....WEBPVP8 '].map((letter) => letter.charCodeAt(0)));

const create = (bytes: Uint8Array) => `figma.createImage(figma.base64Decode('${toBase64(bytes)}'))`;

test('createImage takes PNG, JPEG and GIF up to 4096 pixels a side', async () => {
  const lines = await linesOf(`
    for (const make of [() => ${create(pngHeader(4096, 4096))}, () => ${create(JPEG)}, () => ${create(GIF)}]) {
      const { width, height } = await make().getSizeAsync();
      print(width, height);
    }
  `);
  expect(lines).toEqual(['4096 4096', '44 33', '7 5']);
});

test('createImage refuses the rest with Figma’s texts', async () => {
  const lines = await linesOf(`
    print(refused(() => ${create(pngHeader(4097, 10))}));
    print(refused(() => ${create(pngHeader(10, 4097))}));
    print(refused(() => ${create(WEBP)}));
    print(refused(() => figma.createImage(new Uint8Array(0))));
    print(refused(() => ${create(pngHeader(0, 5))}));
    print(refused(() => figma.createImage('bytes')));
  `);
  expect(lines).toEqual([
    'in createImage: Image is too large',
    'in createImage: Image is too large',
    'in createImage: Image type is unsupported',
    'in createImage: Image is too small',
    'in createImage: Image is too small',
    'in createImage: Expected "data" to have type Uint8Array',
  ]);
});

test('an image’s hash is the SHA-1 of its bytes, so the same bytes are one image', async () => {
  const png = pngOf(3, 3, [1, 2, 3, 255]);
  const document = new Document();
  const lines = await linesOf(`print(${create(png)}.hash, ${create(png)}.hash)`, { document });
  const hash = createHash('sha1').update(png).digest('hex');
  expect(lines).toEqual([`${hash} ${hash}`]);
  expect(document.images.all()).toHaveLength(1);
});

test('sha1Hex agrees with Node’s for every length around a block', () => {
  for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 1000, 70_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + length) & 255);
    expect(sha1Hex(bytes)).toBe(createHash('sha1').update(bytes).digest('hex'));
  }
});

test('headers that are cut off are no images', () => {
  for (const whole of [pngHeader(5, 5), JPEG, GIF]) {
    for (let length = 0; length < 10; length++) expect(readImageHeader(whole.subarray(0, length))).toBeNull();
  }
});

test('getImageByHash gives null for an unknown hash, and the original bytes for a known one', async () => {
  const png = pngOf(5, 4, [9, 8, 7, 128]);
  const lines = await linesOf(`
    print(figma.getImageByHash('0123456789012345678901234567890123456789'));
    const { hash } = ${create(png)};
    const bytes = await figma.getImageByHash(hash).getBytesAsync();
    print(figma.base64Encode(bytes), bytes instanceof Uint8Array);
    bytes[0] = 0;
    print((await figma.getImageByHash(hash).getBytesAsync())[0]);
  `);
  expect(lines).toEqual(['null', `${toBase64(png)} true`, '137']);
});

test('createImage can be made to refuse the next picture', async () => {
  const faults = new Faults();
  faults.failNext('createImage', 'Image is too large', { skip: 1 });
  const png = pngOf(2, 2, [0, 0, 0, 255]);
  const lines = await linesOf(`for (let n = 0; n < 3; n++) print(refused(() => ${create(png)}));`, {
    faults,
  });
  expect(lines).toEqual(['no error', 'in createImage: Image is too large', 'no error']);
});
