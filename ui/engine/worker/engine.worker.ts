import { bundledPacks } from '../../../models/catalog/bundled-packs.ts';
import type { EngineContract } from '../../../protocol/engine-contract.ts';
import { engineParamSchemas } from '../../../protocol/engine-schemas.ts';
import { AppError } from '../../../protocol/errors.ts';
import { type Server, serve } from '../../../protocol/server.ts';
import { createEngine } from './engine.ts';
import { fetchBytes } from './fetch-bytes.ts';
import { openFileCache, probeStorage } from './file-cache.ts';
import { openModelFiles } from './model-files.ts';
import { createShelfStore } from './store/create-shelf-store.ts';
import { openWebSource } from './web-source.ts';
import { createWorkerEndpoint } from './worker-endpoint.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Files lie beside the built worker, wherever that is hosted. */
const beside = (path: string) => new URL(path, import.meta.url).href;

function start(): void {
  let server: Server<EngineContract> | null = null;
  const engine = createEngine({
    assets: {
      wasm: beside('./ort/ort-wasm-simd-threaded.wasm'),
      asyncify: beside('./ort/ort-wasm-simd-threaded.asyncify.wasm'),
      jspi: beside('./ort/ort-wasm-simd-threaded.jspi.wasm'),
    },
    async findModel(id, onLoaded) {
      if (/^https?:\/\//.test(id)) return openWebSource(id, onLoaded);
      const pack = bundledPacks.find((known) => known.id === id);
      if (pack === undefined) throw new AppError('model-missing', `No model is called ${id}.`, id);
      return openModelFiles({
        folderUrl: beside(pack.source.folder),
        fetchBytes,
        cache: await openFileCache(),
        onLoaded,
      });
    },
    hasStorage: probeStorage,
    openStore: createShelfStore,
    onShelfChanged: (shelf) => server?.emit('shelfChanged', { shelf }),
    onDeviceLost: (reason) => server?.emit('deviceLost', { reason }),
  });
  server = serve<EngineContract>(createWorkerEndpoint(self), engine, { schemas: engineParamSchemas });
}

// onnxruntime starts its threads from this same file; they must not answer requests.
if (!self.name.startsWith('em-pthread')) start();
