import { modelTag } from './schema.ts';
import { joinPieces, type Pieces, readWire, writeNested } from './wire.ts';

/** The model with another graph; everything around it is copied as it stands. */
export function rewriteGraph(
  model: Uint8Array,
  rewrite: (graph: Uint8Array) => Pieces,
): Uint8Array<ArrayBuffer> {
  return joinPieces(
    readWire(model).flatMap(({ tag, whole, value }) =>
      tag === modelTag.graph ? writeNested(modelTag.graph, rewrite(value)) : [whole],
    ),
  );
}
