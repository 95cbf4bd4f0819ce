import type { Frame } from 'playwright-core';

export function findCut(panel: Frame): Promise<string[]>;
