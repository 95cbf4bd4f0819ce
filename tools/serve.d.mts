export type FaultRule = {
  /** A part of the URL's path. */
  path: string;
  kind: 'cut' | 'stall' | 'corrupt' | 'slow' | 'status';
  /** The byte of the body at which `cut`, `stall` and `corrupt` act; 0 if left out. */
  atByte?: number;
  /** What `status` answers; 404 if left out. */
  status?: number;
  bytesPerSecond?: number;
  /** How often the fault shows; until cleared if left out. */
  times?: number;
  /** How many matching requests pass unharmed before. */
  after?: number;
};

export type ServedRequest = {
  site: 'editor' | 'engine';
  method: string;
  path: string;
  range: string | undefined;
};

export type RunningServer = {
  port: number;
  faults: { add(rule: FaultRule): number; remove(id: number): void; clear(): void };
  /** What was asked for, in order; kept only with `control`. */
  requests: ServedRequest[];
  close(): Promise<void>;
};

export class PortBusyError extends Error {
  exitCode: 2;
}

export function startServer(options: {
  hostDir?: string | undefined;
  distDir?: string | undefined;
  pluginDir?: string | undefined;
  port: number;
  control?: boolean;
  /** More folders on the engine's site, by URL prefix with slashes around it. */
  folders?: Record<string, string>;
}): Promise<RunningServer>;

export const faultKinds: FaultRule['kind'][];
