import { type OnnxGraph, type OnnxNode, readNodes } from '../onnx/read-graph.ts';
import { graphTag, nodeTag } from '../onnx/schema.ts';
import { joinPieces, type Pieces, readWire, writeNested, writeText } from '../onnx/wire.ts';
import { writeNode, writeTensor } from '../onnx/write-graph.ts';

/** An upsampling by a fixed factor, and the value of the way down that what it makes is joined with. */
type Upsampling = { readonly resize: OnnxNode; readonly skip: string };

/**
 * The Resize nodes of a U-Net whose answer meets a skip connection of the same height and width: Resize, a convolution,
 * Concat. Others, such as a decoder's, are left out.
 */
function findUpsamplings(nodes: readonly OnnxNode[]): Upsampling[] {
  const makers = new Map(nodes.flatMap(({ outputs }, i) => outputs.map((name) => [name, i] as const)));
  const readers = new Map<string, OnnxNode[]>();
  for (const node of nodes)
    for (const name of node.inputs) readers.set(name, [...(readers.get(name) ?? []), node]);

  /** The only node that reads a node's answer, where it is of this type. */
  function follow(node: OnnxNode | undefined, opType: string): OnnxNode | undefined {
    const [only, ...others] = readers.get(node?.outputs[0] ?? '') ?? [];
    return only?.opType === opType && others.length === 0 ? only : undefined;
  }

  return nodes.flatMap((resize, i) => {
    if (resize.opType !== 'Resize' || resize.inputs.length !== 3) return [];
    const conv = follow(resize, 'Conv');
    const concat = follow(conv, 'Concat');
    const [skip, ...others] = concat?.inputs.filter((name) => name !== conv!.outputs[0]) ?? [];
    const isKnown = skip !== undefined && others.length === 0 && (makers.get(skip) ?? i) < i;
    return isKnown ? [{ resize, skip }] : [];
  });
}

/**
 * True where `fitUpsampling` makes a U-Net take latents of any size: it has one upsampling for each of its halvings,
 * which are as many as `latentMultiple` has factors of two.
 */
export function takesAnySize({ nodes }: OnnxGraph, latentMultiple: number): boolean {
  const found = findUpsamplings(nodes);
  const all = nodes.filter(({ opType }) => opType === 'Resize');
  return found.length === all.length && found.length > 0 && 2 ** found.length === latentMultiple;
}

const [batchAndChannels, heightAndWidth] = ['underpaint_first_two', 'underpaint_last_two'];

/** Nodes that find out the size of `skip` and bring a Resize node's input to it. */
function resizeTo(message: Uint8Array, { resize, skip }: Upsampling): Pieces {
  const [source = ''] = resize.inputs;
  const name = (role: string) => `${resize.outputs[0]}_${role}`;
  const compute = (opType: string, inputs: readonly string[], role: string, integers = {}) =>
    writeNested(
      graphTag.node,
      writeNode({ opType, name: name(role), inputs, outputs: [name(role)], integers }),
    );
  const kept = readWire(message).filter(({ tag }) => tag !== nodeTag.input);
  return [
    ...compute('Shape', [source], 'source_shape'),
    ...compute('Shape', [skip], 'skip_shape'),
    ...compute('Gather', [name('source_shape'), batchAndChannels], 'kept', { axis: 0 }),
    ...compute('Gather', [name('skip_shape'), heightAndWidth], 'wanted', { axis: 0 }),
    ...compute('Concat', [name('kept'), name('wanted')], 'sizes', { axis: 0 }),
    ...writeNested(graphTag.node, [
      ...[source, '', '', name('sizes')].flatMap((input) => writeText(nodeTag.input, input)),
      ...kept.map(({ whole }) => whole),
    ]),
  ];
}

/**
 * Upsamples to the size of the skip connection instead of twofold. Both are the same where the latents' sides can be
 * halved all the way down; where they cannot, a pipeline in Python tells its U-Net that size (diffusers:
 * forward_upsample_size), which an export has forgotten.
 */
export function fitUpsampling(graph: Uint8Array): Pieces {
  const fields = readWire(graph);
  const nodes = fields.flatMap(({ tag, value }) =>
    tag === graphTag.node ? readNodes(value).slice(0, 1) : [],
  );
  const known = new Map(findUpsamplings(nodes).map((one) => [one.resize.outputs[0], one]));
  if (known.size === 0) return [joinPieces(fields.map(({ whole }) => whole))];
  const rewritten = fields.flatMap(({ tag, whole, value }): Pieces => {
    const found = tag === graphTag.node ? known.get(readNodes(value)[0]?.outputs[0]) : undefined;
    return found === undefined ? [whole] : resizeTo(value, found);
  });
  const indices = [
    writeTensor(batchAndChannels, [2], BigInt64Array.of(0n, 1n)),
    writeTensor(heightAndWidth, [2], BigInt64Array.of(2n, 3n)),
  ];
  return [...rewritten, ...indices.flatMap((tensor) => writeNested(graphTag.initializer, tensor))];
}
