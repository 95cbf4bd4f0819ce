import { plainText } from './plain-text.ts';

/** What a picture says of its making to whoever shows, sorts or labels pictures. Null is left unsaid. */
export type XmpFacts = {
  /** Made from nothing but numbers, or from somebody's picture. */
  source: 'generated' | 'composite';
  /** The program and its version. */
  tool: string;
  model: string;
  modelHash: string | null;
  seed: number | null;
  prompt: string | null;
  /** Who wrote the prompt. */
  credit: string | null;
};

const vocabulary = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const sourceTypes = {
  generated: `${vocabulary}trainedAlgorithmicMedia`,
  composite: `${vocabulary}compositeWithTrainedAlgorithmicMedia`,
} as const;

const namespaces = {
  xmp: 'http://ns.adobe.com/xap/1.0/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  underpaint: 'urn:underpaint:recipe:1.0/',
} as const;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeXml = (text: string) => plainText(text).replace(/[&<>"]/g, (letter) => entities[letter] ?? '');

/** The XMP packet: IPTC's kind of source, and its fields for pictures by a model (2025.1). */
export function writeXmp({ source, tool, model, modelHash, seed, prompt, credit }: XmpFacts): string {
  const fields: [string, string | number | null][] = [
    ['xmp:CreatorTool', tool],
    ['Iptc4xmpExt:DigitalSourceType', sourceTypes[source]],
    ['Iptc4xmpExt:AISystemUsed', model],
    ['Iptc4xmpExt:AISystemVersionUsed', modelHash],
    ['Iptc4xmpExt:AIPromptInformation', prompt],
    ['Iptc4xmpExt:AIPromptWriterName', credit],
    ['photoshop:Credit', credit],
    ['underpaint:Model', model],
    ['underpaint:ModelHash', modelHash],
    ['underpaint:Seed', seed],
  ];
  const said = fields.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`<${name}>${escapeXml(String(value))}</${name}>`],
  );
  const known = Object.entries(namespaces).map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`);
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" ${known.join(' ')}>
${said.join('\n')}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;
}
