import { decode, encode } from 'fast-png';
import { AppError } from '../../../protocol/errors.ts';
import type { Rig } from '../../fakes/plugin-rig.ts';
import { withRotation } from '../../host/document/matrix.ts';
import type { NodeProps, NodeType } from '../../host/document/node.ts';
import { imageFill, noise, type Pixels } from '../host-render/stage.ts';

/** All layers as they are, to be compared whole. */
export const layersOf = ({ document }: Rig) =>
  Object.fromEntries([...document.takeState().nodes].filter(([id]) => id !== document.rootId));

/** The code that a call fails with. */
export const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

/** A new layer at a place in its parent. */
export function add(
  { document }: Rig,
  type: NodeType,
  parent: string,
  { x = 0, y = 0, ...props }: Partial<NodeProps> & { x?: number; y?: number } = {},
): string {
  const id = document.create(type, parent, props);
  document.setPosition(id, x, y);
  return id;
}

/** The fill of a picture whose every pixel differs. */
export const pictureFill = (rig: Rig, width: number, height: number, alphaAt?: () => number) =>
  imageFill(rig.keepPicture(width, height, noise(width, height, alphaAt)));

/** A rectangle that shows such a picture, one pixel per unit. */
export const addPhoto = (
  rig: Rig,
  parent: string,
  props: Partial<NodeProps> & { x?: number; y?: number } = {},
  type: NodeType = 'RECTANGLE',
): string => {
  const { width = 64, height = 48 } = props;
  const fills = [pictureFill(rig, width, height)];
  return add(rig, type, parent, { width, height, fills, ...props });
};

export const rotate = ({ document }: Rig, id: string, degrees: number) =>
  document.setTransform(id, withRotation(document.get(id).transform, degrees));

/** A PNG whose every pixel differs. */
export const pngOf = (width: number, height: number, alphaAt?: (x: number, y: number) => number) =>
  encode({ width, height, data: noise(width, height, alphaAt), channels: 4, depth: 8 });

export function readPng(png: Uint8Array): Pixels {
  const { width, height, data } = decode(png);
  return { width, height, data: new Uint8Array(data) };
}

/** How opaque a picture is at a pixel. */
export const alphaAt = ({ width, data }: Pixels, x: number, y: number) => data[(y * width + x) * 4 + 3] ?? -1;
