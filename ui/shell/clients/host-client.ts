import { type Client, connect } from '../../../protocol/client.ts';
import type { Endpoint } from '../../../protocol/envelope.ts';
import type { HostContract } from '../../../protocol/host-contract.ts';
import { hostAnswerSchemas } from '../../../protocol/host-schemas.ts';
import { inPieces } from '../../../protocol/pieces.ts';

/** The panel's telephone to the sandbox. */
export type HostClient = Client<HostContract>;

/** Opens the wire to the sandbox; pictures cross it in pieces that Figma can carry. */
export function createHostClient(wire: Endpoint): HostClient {
  return connect<HostContract>(inPieces(wire), { schemas: hostAnswerSchemas });
}
