import {
  dataType,
  dimTag,
  graphTag,
  modelTag,
  opsetTag,
  shapeTag,
  tensorTypeTag,
  typeTag,
  valueInfoTag,
} from '../../../ui/runtime/onnx/schema.ts';
import {
  joinPieces,
  type Pieces,
  writeInteger,
  writeNested,
  writeText,
} from '../../../ui/runtime/onnx/wire.ts';
import { type NewNode, writeNode } from '../../../ui/runtime/onnx/write-graph.ts';

/** An input or output of a graph; words are sizes that it leaves free. */
export type GraphEdge = {
  readonly name: string;
  readonly type?: 'float' | 'int64';
  readonly dims: readonly (number | string)[];
};

/** A model file (opset 17) of nodes in order, in which every node is named after its only output. */
export function writeGraph(graph: {
  readonly inputs: readonly GraphEdge[];
  readonly output: GraphEdge;
  readonly nodes: readonly Omit<NewNode, 'name'>[];
  readonly initializers?: readonly Pieces[];
}): Uint8Array<ArrayBuffer> {
  const { inputs, output, nodes, initializers = [] } = graph;
  const body = [
    ...nodes.flatMap((node) =>
      writeNested(graphTag.node, writeNode({ ...node, name: node.outputs[0] ?? '' })),
    ),
    ...writeText(graphTag.name, 'graph'),
    ...initializers.flatMap((tensor) => writeNested(graphTag.initializer, tensor)),
    ...inputs.flatMap((edge) => writeNested(graphTag.input, writeEdge(edge))),
    ...writeNested(graphTag.output, writeEdge(output)),
  ];
  const opset = [...writeText(opsetTag.domain, ''), ...writeInteger(opsetTag.version, 17)];
  return joinPieces([
    ...writeInteger(modelTag.irVersion, 8),
    ...writeNested(modelTag.graph, body),
    ...writeNested(modelTag.opsetImport, opset),
  ]);
}

function writeEdge({ name, type = 'float', dims }: GraphEdge): Pieces {
  const shape = dims.flatMap((dim) =>
    writeNested(
      shapeTag.dim,
      typeof dim === 'number' ? writeInteger(dimTag.value, dim) : writeText(dimTag.name, dim),
    ),
  );
  const tensor = [
    ...writeInteger(tensorTypeTag.elementType, dataType[type]),
    ...writeNested(tensorTypeTag.shape, shape),
  ];
  return [
    ...writeText(valueInfoTag.name, name),
    ...writeNested(valueInfoTag.type, writeNested(typeTag.tensor, tensor)),
  ];
}
