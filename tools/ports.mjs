/**
 * The one port of development. The editor is opened on 127.0.0.1 and the engine on localhost: different sites,
 * so process isolation and storage partitioning are real. It stands in manifest.json's devAllowedDomains too.
 */
export const editorPort = 8573;
export const enginePort = 8573;
