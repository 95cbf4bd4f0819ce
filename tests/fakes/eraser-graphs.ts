import {
  dimTag,
  graphTag,
  modelTag,
  opsetTag,
  shapeTag,
  tensorTypeTag,
  typeTag,
  valueInfoTag,
} from '../../ui/runtime/onnx/schema.ts';
import { joinPieces, type Pieces, writeInteger, writeNested, writeText } from '../../ui/runtime/onnx/wire.ts';
import { type NewNode, writeNode, writeTensor } from '../../ui/runtime/onnx/write-graph.ts';

/** Values of TensorProto.DataType. */
const types = { float: 1, uint8: 2 } as const;

export type EraserGraph = {
  /** `unit`: inputs as LaMa's published graph has them; `bytes`: those of MI-GAN's pipeline. */
  numbers: 'unit' | 'bytes';
  /** The one size of the graph; null where it takes any. */
  sizePx: number | null;
  /** What white is in the answer of a graph of floats. */
  peak?: number;
  /** How far in pixels the blur reaches. */
  reachPx?: number;
};

type Dims = readonly (number | string)[];

function writeValue(name: string, type: number, dims: Dims): Pieces {
  const shape = dims.flatMap((dim) =>
    writeNested(
      shapeTag.dim,
      typeof dim === 'number' ? writeInteger(dimTag.value, dim) : writeText(dimTag.name, dim),
    ),
  );
  const tensor = [
    ...writeInteger(tensorTypeTag.elementType, type),
    ...writeNested(tensorTypeTag.shape, shape),
  ];
  return [
    ...writeText(valueInfoTag.name, name),
    ...writeNested(valueInfoTag.type, writeNested(typeTag.tensor, tensor)),
  ];
}

const node = (
  opType: string,
  inputs: string[],
  output: string,
  integers: NewNode['integers'] = {},
): NewNode => ({
  opType,
  name: output,
  inputs,
  outputs: [output],
  integers,
});

/** A bell over 2 * reach + 1 pixels for each of some channels. */
function bell(reachPx: number, channels: number): Float32Array {
  const one = Array.from({ length: 2 * reachPx + 1 }, (_, i) =>
    Math.exp(-2 * ((i - reachPx) / reachPx) ** 2),
  );
  return Float32Array.from(Array.from({ length: channels }, () => one).flat());
}

/** Blurs `input` down and across, each channel by itself; the weights are `down<channels>` and `across<channels>`. */
function blur(input: string, output: string, channels: number, reachPx: number): NewNode[] {
  const side = 2 * reachPx + 1;
  const [down, across] = [
    { kernel_shape: [side, 1], pads: [reachPx, 0, reachPx, 0] },
    { kernel_shape: [1, side], pads: [0, reachPx, 0, reachPx] },
  ];
  return [
    node('Conv', [input, `down${channels}`], `${output}_down`, { ...down, group: channels }),
    node('Conv', [`${output}_down`, `across${channels}`], output, { ...across, group: channels }),
  ];
}

/**
 * A network that fills a hole with its blurred surroundings, by convolutions, in a model file with the inputs and the
 * output of an eraser that people use.
 */
export function writeEraser({
  numbers,
  sizePx,
  peak = 255,
  reachPx = 64,
}: EraserGraph): Uint8Array<ArrayBuffer> {
  const isBytes = numbers === 'bytes';
  const size: Dims = sizePx === null ? ['height', 'width'] : [sizePx, sizePx];
  const type = isBytes ? types.uint8 : types.float;
  const enter = isBytes
    ? [
        node('Cast', ['image'], 'seen', { to: types.float }),
        node('Cast', ['mask'], 'kept', { to: types.float }),
        node('Div', ['kept', 'white'], 'keep'),
      ]
    : [node('Identity', ['image'], 'seen'), node('Sub', ['one', 'mask'], 'keep')];
  const leave = isBytes
    ? [node('Add', ['joined', 'half'], 'rounded'), node('Cast', ['rounded'], 'output', { to: types.uint8 })]
    : [node('Mul', ['joined', 'peak'], 'output')];
  const nodes = [
    ...enter,
    node('Mul', ['seen', 'keep'], 'known'),
    ...blur('known', 'sum', 3, reachPx),
    ...blur('keep', 'weight', 1, reachPx),
    node('Add', ['weight', 'least'], 'divisor'),
    node('Div', ['sum', 'divisor'], 'filling'),
    node('Sub', ['one', 'keep'], 'hole'),
    node('Mul', ['filling', 'hole'], 'filled'),
    node('Add', ['known', 'filled'], 'joined'),
    ...leave,
  ];
  const side = 2 * reachPx + 1;
  const scalar = (name: string, value: number) => writeTensor(name, [1], Float32Array.of(value));
  const initializers = [
    ...[1, 3].flatMap((channels) => [
      writeTensor(`down${channels}`, [channels, 1, side, 1], bell(reachPx, channels)),
      writeTensor(`across${channels}`, [channels, 1, 1, side], bell(reachPx, channels)),
    ]),
    scalar('one', 1),
    scalar('half', 0.5),
    scalar('white', 255),
    scalar('peak', peak),
    scalar('least', 1e-6),
  ];
  const graph = [
    ...nodes.flatMap((one) => writeNested(graphTag.node, writeNode(one))),
    ...writeText(graphTag.name, 'eraser'),
    ...initializers.flatMap((tensor) => writeNested(graphTag.initializer, tensor)),
    ...writeNested(graphTag.input, writeValue('image', type, [1, 3, ...size])),
    ...writeNested(graphTag.input, writeValue('mask', type, [1, 1, ...size])),
    ...writeNested(graphTag.output, writeValue('output', type, [1, 3, ...size])),
  ];
  return joinPieces([
    ...writeInteger(modelTag.irVersion, 8),
    ...writeNested(modelTag.graph, graph),
    ...writeNested(modelTag.opsetImport, [
      ...writeText(opsetTag.domain, ''),
      ...writeInteger(opsetTag.version, 17),
    ]),
  ]);
}
