import type { Frame, Page } from 'playwright-core';
import type { Scene } from './panel-scenes.d.mts';

export function openScene(
  page: Page,
  options: { address: string; theme: 'light' | 'dark'; scene: Scene },
): Promise<Frame>;
