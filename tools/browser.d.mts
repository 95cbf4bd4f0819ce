import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';

export type LaunchOptions = {
  /** Where the server really listens; the page believes in the fixed development port. */
  hostPort?: number;
  headless?: boolean;
  /** More switches for the browser. */
  args?: string[];
};

export function launchBrowser(options?: LaunchOptions & { profileDir?: null }): Promise<Browser>;
export function launchBrowser(
  options: LaunchOptions & { profileDir: string; contextOptions?: BrowserContextOptions },
): Promise<BrowserContext>;
