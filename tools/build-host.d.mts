export function buildHost(options: { outDir: string }): Promise<unknown>;
