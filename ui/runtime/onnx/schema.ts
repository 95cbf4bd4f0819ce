/** The field numbers of onnx.proto that we read or write; the rest is copied unseen. */
export const modelTag = { irVersion: 1, graph: 7, opsetImport: 8 } as const;
export const opsetTag = { domain: 1, version: 2 } as const;
export const graphTag = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
export const nodeTag = { input: 1, output: 2, name: 3, opType: 4, attribute: 5, domain: 7 } as const;
export const attributeTag = { name: 1, i: 3, ints: 8, type: 20 } as const;
export const tensorTag = { dims: 1, dataType: 2, name: 8, rawData: 9, externalData: 13 } as const;
export const entryTag = { key: 1, value: 2 } as const;
export const valueInfoTag = { name: 1, type: 2 } as const;
export const typeTag = { tensor: 1 } as const;
export const tensorTypeTag = { elementType: 1, shape: 2 } as const;
export const shapeTag = { dim: 1 } as const;
export const dimTag = { value: 1 } as const;

/** Values of TensorProto.DataType and AttributeProto.AttributeType. */
export const dataType = { float: 1, int64: 7 } as const;
export const attributeType = { int: 2, ints: 7 } as const;
