import { createCancellation } from '../protocol/cancellation.ts';
import type { HostContract } from '../protocol/host-contract.ts';
import { hostParamSchemas } from '../protocol/host-schemas.ts';
import { inPieces } from '../protocol/pieces.ts';
import { serve } from '../protocol/server.ts';
import { openFigmaEndpoint } from './figma-endpoint.ts';
import { createHandlers } from './handlers.ts';
import { inTurn } from './in-turn.ts';
import { clearLeftovers } from './leftovers.ts';
import { restoreAll } from './mask-visibility.ts';
import { clearPreview } from './preview-layer.ts';
import { createSelectionWatch } from './selection-watch.ts';
import { removePresent } from './temporary-layer.ts';

figma.showUI(__html__, { themeColors: true, width: 360, height: 692, title: 'Underpaint' });

const watch = createSelectionWatch();
const server = serve<HostContract>(inPieces(openFigmaEndpoint()), createHandlers(watch), {
  schemas: hostParamSchemas,
});
watch.start((selection) => server.emit('selectionChanged', selection));

// Before any request touches the document: what a crashed run has left in it goes first.
void inTurn(createCancellation().token, clearLeftovers).catch((thrown) => console.warn(String(thrown)));

figma.on('close', () => {
  clearPreview();
  removePresent();
  restoreAll();
});
