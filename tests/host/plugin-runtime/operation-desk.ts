import { runAsyncOperation, runOperation } from './api/dispatch.ts';
import type { Operation, PluginContext } from './context.ts';
import { errorMessage, FigmaError } from './figma-error.ts';
import type { RuntimeMetrics } from './metrics.ts';
import type { SandboxDoors } from './sandbox-vm.ts';
import { byteLengthOf, decodeFromSandbox, encodeForSandbox, type WireValue } from './wire.ts';

type Operations = { readonly [operation: string]: Operation };

/** Hands the outcome of a call that the plugin awaits back into the sandbox. */
export type Settle = (callId: number, isOk: boolean, result: WireValue) => void;

/** Where the sandbox's calls arrive: faults first, then the operation, then its result or Figma's words. */
export class OperationDesk implements SandboxDoors {
  #context: PluginContext;
  #metrics: RuntimeMetrics;
  #operations: Operations;
  #asyncOperations: Operations;
  #settle: Settle;

  constructor(
    context: PluginContext,
    metrics: RuntimeMetrics,
    own: { operations: Operations; asyncOperations: Operations },
    settle: Settle,
  ) {
    this.#context = context;
    this.#metrics = metrics;
    this.#operations = own.operations;
    this.#asyncOperations = own.asyncOperations;
    this.#settle = settle;
  }

  /** Answers at once; throws what the plugin shall catch. */
  call(operation: string, json: string, buffers: readonly Uint8Array[]): WireValue {
    const { faults } = this.#context;
    if (operation === 'ui.postMessage') {
      this.#metrics.messages.push({ direction: 'toPanel', bytes: byteLengthOf({ json, buffers }) });
    }
    try {
      if (operation !== 'console') this.#requireOpen(operation);
      faults.runHook(operation);
      const failure = faults.takeFailure(operation);
      if (failure !== undefined) throw new FigmaError(failure);
      const args = argumentsOf(json, buffers);
      return encodeForSandbox(runOperation(this.#operations, this.#context, operation, args));
    } catch (error) {
      throw new Error(errorMessage(operation, error));
    }
  }

  /** Begins an operation that the plugin awaits. Throws where the plugin has been closed. */
  start(operation: string, callId: number, json: string, buffers: readonly Uint8Array[]): void {
    try {
      this.#requireOpen(operation);
    } catch (error) {
      throw new Error(errorMessage(operation, error));
    }
    void this.#carryOut(operation, callId, argumentsOf(json, buffers));
  }

  async #carryOut(operation: string, callId: number, args: readonly unknown[]): Promise<void> {
    const { faults, ports } = this.#context;
    let isOk = true;
    let result: WireValue;
    try {
      const failure = faults.takeFailure(operation);
      if (failure !== undefined) throw new FigmaError(failure, { isBare: true });
      const value = runAsyncOperation(this.#asyncOperations, this.#context, operation, args);
      faults.runHook(operation);
      result = encodeForSandbox(await value);
    } catch (error) {
      isOk = false;
      result = encodeForSandbox(errorMessage(operation, error));
    }
    const latencyMs = faults.latencyOf(operation);
    if (latencyMs > 0) await new Promise<void>((resolve) => ports.clock.setTimeout(resolve, latencyMs));
    this.#settle(callId, isOk, result);
  }

  #requireOpen(operation: string): void {
    if (!this.#context.isOpen())
      throw new FigmaError(`in ${operation}: The plugin has been closed`, { isBare: true });
  }
}

function argumentsOf(json: string, buffers: readonly Uint8Array[]): readonly unknown[] {
  const args = decodeFromSandbox(json, buffers);
  return Array.isArray(args) ? args : [];
}
