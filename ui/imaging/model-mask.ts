import { measureDistance } from './distance.ts';
import type { Selection } from './image.ts';
import type { PictureRect, Size } from './rect.ts';

/**
 * The selection on a grid laid over `crop`: a cell is 1 as soon as one selected pixel touches it, so that nothing of
 * what is to go away stays in view.
 */
export function coverCells(selection: Selection, crop: PictureRect, grid: Size): Uint8Array {
  const cells = new Uint8Array(grid.width * grid.height);
  const { rect, inside } = selection;
  const scaleX = grid.width / crop.width;
  const scaleY = grid.height / crop.height;
  for (let y = 0; y < rect.height; y++) {
    const top = cellFrom(rect.y + y - crop.y, scaleY);
    const bottom = cellTo(rect.y + y + 1 - crop.y, scaleY, grid.height);
    let x = 0;
    while (x < rect.width) {
      while (x < rect.width && inside[y * rect.width + x] === 0) x++;
      const start = x;
      while (x < rect.width && inside[y * rect.width + x] !== 0) x++;
      if (x === start) break;
      const left = cellFrom(rect.x + start - crop.x, scaleX);
      const right = cellTo(rect.x + x - crop.x, scaleX, grid.width);
      for (let row = top; row < bottom; row++) {
        if (left < right) cells.fill(1, row * grid.width + left, row * grid.width + right);
      }
    }
  }
  return cells;
}

const cellFrom = (offset: number, scale: number) => Math.max(0, Math.floor(offset * scale + 1e-6));
const cellTo = (offset: number, scale: number, cells: number) =>
  Math.min(cells, Math.ceil(offset * scale - 1e-6));

/** Marks every cell of the grid that lies, even in part, outside of the picture: there is nothing known there. */
export function markOutside(cells: Uint8Array, grid: Size, crop: PictureRect, picture: Size): void {
  const scaleX = grid.width / crop.width;
  const scaleY = grid.height / crop.height;
  const left = Math.ceil(-crop.x * scaleX - 1e-6);
  const top = Math.ceil(-crop.y * scaleY - 1e-6);
  const right = Math.floor((picture.width - crop.x) * scaleX + 1e-6);
  const bottom = Math.floor((picture.height - crop.y) * scaleY + 1e-6);
  for (let y = 0; y < grid.height; y++) {
    for (let x = 0; x < grid.width; x++) {
      if (x < left || y < top || x >= right || y >= bottom) cells[y * grid.width + x] = 1;
    }
  }
}

/** Adds every cell within `radius` cells (Euclidean). */
export function dilateCells(cells: Uint8Array, grid: Size, radius: number): Uint8Array {
  if (radius <= 0) return cells.slice();
  const distance = measureDistance(cells, grid.width, grid.height, radius);
  const grown = new Uint8Array(cells.length);
  for (let i = 0; i < grown.length; i++) grown[i] = distance[i]! <= radius ? 1 : 0;
  return grown;
}

/** Max-pools a mask of model pixels to latents: a touched 8 x 8 block is masked (sizes are multiples of `factor`). */
export function poolToLatents(cells: Uint8Array, grid: Size, factor: number): Uint8Array {
  const width = grid.width / factor;
  const height = grid.height / factor;
  const latents = new Uint8Array(width * height);
  for (let y = 0; y < height * factor; y++) {
    for (let x = 0; x < width * factor; x++) {
      if (cells[y * grid.width + x] === 0) continue;
      latents[Math.floor(y / factor) * width + Math.floor(x / factor)] = 1;
    }
  }
  return latents;
}

/** Adds one latent pixel in all eight directions. */
export function growByOne(cells: Uint8Array, grid: Size): Uint8Array {
  const grown = new Uint8Array(cells.length);
  for (let y = 0; y < grid.height; y++) {
    for (let x = 0; x < grid.width; x++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const nx = x + dx;
          const ny = y + dy;
          if (nx < 0 || ny < 0 || nx >= grid.width || ny >= grid.height) continue;
          if (cells[ny * grid.width + nx] !== 0) grown[y * grid.width + x] = 1;
        }
      }
    }
  }
  return grown;
}
