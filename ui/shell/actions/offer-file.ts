/** A file that a person may keep where they like. */
export type OfferedFile = { name: string; type: string; bytes: Uint8Array };

/** Long enough for any browser to have taken a download's bytes over. */
const keptMs = 60_000;

/** Hands a file to the browser, which puts it with its downloads or asks where to. */
export function offerFile({ name, type, bytes }: OfferedFile): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
