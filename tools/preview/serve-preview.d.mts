import type { Server } from 'node:http';

export function servePreview(options?: {
  isReadable?: boolean;
}): Promise<{ server: Server; address: string }>;
