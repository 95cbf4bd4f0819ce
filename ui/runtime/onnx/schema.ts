/** The field numbers of onnx.proto that we read or write; the rest is copied unseen. */
export const modelTag = { irVersion: 1, graph: 7, opsetImport: 8, functions: 25 } as const;
export const opsetTag = { domain: 1, version: 2 } as const;
export const graphTag = {
  node: 1,
  name: 2,
  initializer: 5,
  input: 11,
  output: 12,
  valueInfo: 13,
  sparseInitializer: 15,
} as const;
export const functionTag = { name: 1, node: 7, domain: 10 } as const;
export const nodeTag = { input: 1, output: 2, name: 3, opType: 4, attribute: 5, domain: 7 } as const;
export const attributeTag = {
  name: 1,
  i: 3,
  tensor: 5,
  graph: 6,
  ints: 8,
  tensors: 10,
  graphs: 11,
  typeProto: 14,
  typeProtos: 15,
  type: 20,
  sparseTensor: 22,
  sparseTensors: 23,
} as const;
export const tensorTag = {
  dims: 1,
  dataType: 2,
  floatData: 4,
  int32Data: 5,
  int64Data: 7,
  name: 8,
  rawData: 9,
  doubleData: 10,
  externalData: 13,
  dataLocation: 14,
} as const;
export const entryTag = { key: 1, value: 2 } as const;
export const valueInfoTag = { name: 1, type: 2 } as const;
export const typeTag = { tensor: 1 } as const;
export const tensorTypeTag = { elementType: 1, shape: 2 } as const;
export const shapeTag = { dim: 1 } as const;
export const dimTag = { value: 1, name: 2 } as const;

/** Values of TensorProto.DataType, TensorProto.DataLocation and AttributeProto.AttributeType. */
export const dataType = { float: 1, int32: 6, int64: 7, float16: 10, double: 11 } as const;
export const dataLocation = { external: 1 } as const;
export const attributeType = { int: 2, ints: 7 } as const;

const bitsOf: Readonly<Record<number, number>> = {
  1: 32,
  2: 8,
  3: 8,
  4: 16,
  5: 16,
  6: 32,
  7: 64,
  9: 8,
  10: 16,
  11: 64,
  12: 32,
  13: 64,
  16: 16,
  21: 4,
  22: 4,
};

/** Bytes of a tensor's data; null for types without a fixed size. */
export function countBytes(type: number, dims: readonly number[]): number | null {
  const bits = bitsOf[type];
  if (bits === undefined) return null;
  return Math.ceil((dims.reduce((product, dim) => product * dim, 1) * bits) / 8);
}
