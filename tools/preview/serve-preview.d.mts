import type { Server } from 'node:http';

export function servePreview(): Promise<{ server: Server; address: string }>;
