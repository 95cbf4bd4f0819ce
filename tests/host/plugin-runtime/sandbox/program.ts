import { installCalls } from './install-calls.ts';
import { installCodec } from './install-codec.ts';
import { installFigma } from './install-figma.ts';
import { installGlobals } from './install-globals.ts';
import { installNodes } from './install-nodes.ts';
import { installPanel } from './install-panel.ts';

const INSTALLERS = [installCodec, installNodes, installCalls, installGlobals, installFigma, installPanel];

/**
 * The text of a function of `(call, start, config)` that furnishes the sandbox and answers the entries for the
 * host. The doors to the host stay in its closure: a plugin finds no name for them.
 */
export function sandboxProgram(): string {
  return `(function (call, start, config) {
    'use strict';
    const scope = {
      host: { call, start },
      config: JSON.parse(config),
      mixed: Symbol('figma.mixed'),
      entries: {},
      globals: {},
    };
    ${INSTALLERS.map((install) => `(${install.toString()})(scope);`).join('\n')}
    for (const [name, value] of Object.entries(scope.globals)) {
      Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
    }
    return scope.entries;
  })`;
}
