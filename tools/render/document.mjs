import { readFile } from 'node:fs/promises';
import { decode, encode } from 'fast-png';
import { OptionError } from '../render-options.mjs';

/**
 * Lays the job's document out in the editor: a frame with the picture as its fill (or, in a larger `size`, as a layer at
 * `place` or in its middle), and the mask as a layer named "Mask" over it. Both are selected. Throws OptionError for unusable files.
 */
export async function layOutDocument(page, { image, mask, size, place = null }) {
  const picture = image === null ? null : new Uint8Array(await readFile(image));
  const maskLayer = mask === null ? null : await readMask(mask);
  const result = await page.evaluate(layOutInPage, { picture, maskLayer, size, place });
  if ('refusal' in result) {
    throw new OptionError(
      `--image: ${image} cannot be used (${result.refusal}). Give a PNG, JPEG or GIF of at most 4096 pixels a side.`,
    );
  }
  const { width, height } = result.frame;
  if (maskLayer !== null && (maskLayer.width !== width || maskLayer.height !== height)) {
    throw new OptionError(
      `--mask has ${maskLayer.width}x${maskLayer.height} pixels, but the frame has ${width}x${height}. Give a mask of the same size.`,
    );
  }
  return result;
}

/** Runs in the editor's page. */
function layOutInPage({ picture, maskLayer, size, place }) {
  const { document: file } = window.host;
  const store = (bytes) => file.images.add(new Uint8Array(bytes));
  const fill = ({ hash }) => [{ type: 'IMAGE', imageHash: hash, scaleMode: 'FILL' }];
  const stored = picture === null ? null : store(picture);
  if (typeof stored === 'string') return { refusal: stored };
  const frameSize =
    size ?? (stored === null ? { width: 512, height: 512 } : { width: stored.width, height: stored.height });
  const fits = stored !== null && stored.width === frameSize.width && stored.height === frameSize.height;
  return file.act(() => {
    for (const id of [...file.get(file.currentPageId).childIds]) file.remove(id);
    const frame = file.create('FRAME', file.currentPageId, {
      name: 'Frame',
      ...frameSize,
      ...(fits ? { fills: fill(stored) } : {}),
    });
    if (stored !== null && !fits) {
      const layer = file.create('RECTANGLE', frame, {
        name: 'Picture',
        width: stored.width,
        height: stored.height,
        fills: fill(stored),
      });
      file.setPosition(
        layer,
        place?.x ?? Math.round((frameSize.width - stored.width) / 2),
        place?.y ?? Math.round((frameSize.height - stored.height) / 2),
      );
    }
    const selected = [frame];
    if (maskLayer !== null) {
      const { width, height } = maskLayer;
      selected.push(
        file.create('RECTANGLE', file.currentPageId, {
          name: 'Mask',
          width,
          height,
          fills: fill(store(maskLayer.png)),
        }),
      );
    }
    file.setSelection(selected);
    return { frameId: frame, frame: frameSize };
  });
}

/** The mask as a layer shows it: opaque where the file is white, clear where it is black or transparent. */
async function readMask(path) {
  let picture;
  try {
    picture = decode(await readFile(path));
  } catch {
    throw new OptionError(`--mask: ${path} is not a PNG. Give a PNG that is white where to repaint.`);
  }
  const { width, height, channels, data, depth, palette } = picture;
  if (width > 4096 || height > 4096)
    throw new OptionError(`--mask: ${path} has more than 4096 pixels a side. Give a smaller one.`);
  const rgba = new Uint8Array(width * height * 4).fill(255);
  const scale = depth === 16 ? 1 / 257 : depth < 8 && !palette ? 255 / (2 ** depth - 1) : 1;
  for (let i = 0; i < width * height; i += 1) {
    const entry = palette ? palette[data[i]] : null;
    const at = (channel) => (entry ? (entry[channel] ?? 255) : data[i * channels + channel] * scale);
    const isColor = entry !== null || channels >= 3;
    const light = isColor ? 0.2126 * at(0) + 0.7152 * at(1) + 0.0722 * at(2) : at(0);
    const alpha = entry ? at(3) : channels === 4 ? at(3) : channels === 2 ? at(1) : 255;
    rgba[i * 4 + 3] = Math.round((light * alpha) / 255);
  }
  return { width, height, png: encode({ width, height, data: rgba, channels: 4, depth: 8 }) };
}
