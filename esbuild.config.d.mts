/**
 * Builds everything. `engine` is the address of the hosted engine page (ends with a slash; null: localhost),
 * `id` the published plugin id (null: the development id). Throws with the build's own messages.
 */
export declare function buildAll({ engine, id, quiet, outDir, }?: {
    engine?: null | undefined;
    id?: null | undefined;
    outDir?: string | undefined;
    quiet?: boolean | undefined;
}): Promise<void>;
/** Reads `npm run build -- [--engine URL] [--id ID]`; returns options or `{ error }` with one sentence. */
export declare function parseBuildOptions(args: any): {
    engine: null;
    id: null;
} | {
    error: string;
};
