import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten';
import type { RuntimeMetrics } from './metrics.ts';
import { sandboxProgram } from './sandbox/program.ts';
import type { SandboxConfig } from './sandbox/scope.ts';
import type { WireValue } from './wire.ts';

export type SandboxArgument = string | number | boolean | Uint8Array;

export type SandboxDoors = {
  /** Answers at once or throws what the plugin shall catch. */
  call(operation: string, json: string, buffers: readonly Uint8Array[]): WireValue;
  start(operation: string, callId: number, json: string, buffers: readonly Uint8Array[]): void;
};

/** An error that plugin code did not catch, in QuickJS's words. */
export class SandboxError extends Error {
  constructor(name: string, message: string, stack: string) {
    super(message);
    this.name = name;
    this.stack = `${name}: ${message}\n${stack}`;
  }
}

/** The plugin's own JavaScript engine: QuickJS with nothing in it but the language and what Figma adds. */
export class SandboxVm {
  #runtime: QuickJSRuntime;
  #vm: QuickJSContext;
  #entries: QuickJSHandle;
  #metrics: RuntimeMetrics;
  #depth = 0;
  #isDisposed = false;

  constructor(
    quickjs: QuickJSWASMModule,
    config: SandboxConfig,
    doors: SandboxDoors,
    metrics: RuntimeMetrics,
    isOverdue: () => boolean,
  ) {
    this.#metrics = metrics;
    this.#runtime = quickjs.newRuntime();
    this.#runtime.setInterruptHandler(isOverdue);
    this.#vm = this.#runtime.newContext();
    this.#entries = this.#furnish(config, doors);
  }

  /** Runs a script. Throws a SandboxError where the script throws. */
  run(source: string, fileName: string): void {
    this.#stay(fileName, () => {
      const result = this.#vm.evalCode(source, fileName, { type: 'global' });
      this.#take(result).dispose();
    });
  }

  /** Calls an entry of the sandbox; answers its boolean result. Throws a SandboxError where a listener throws. */
  invoke(entry: string, ...args: readonly SandboxArgument[]): boolean | undefined {
    if (this.#isDisposed) return undefined;
    return this.#stay(entry, () => {
      const handles = args.map((arg) => this.#handleOf(arg));
      const target = this.#vm.getProp(this.#entries, entry);
      try {
        const result = this.#take(this.#vm.callFunction(target, this.#vm.undefined, ...handles));
        const value: unknown = this.#vm.typeof(result) === 'boolean' ? this.#vm.dump(result) : undefined;
        result.dispose();
        return typeof value === 'boolean' ? value : undefined;
      } finally {
        target.dispose();
        for (const handle of handles) handle.dispose();
      }
    });
  }

  /** Whether plugin code is on the stack right now. */
  get isRunning(): boolean {
    return this.#depth > 0;
  }

  dispose(): void {
    if (this.#isDisposed || this.isRunning) return;
    this.#isDisposed = true;
    this.#entries.dispose();
    this.#vm.dispose();
    this.#runtime.dispose();
  }

  #furnish(config: SandboxConfig, doors: SandboxDoors): QuickJSHandle {
    const vm = this.#vm;
    const call = vm.newFunction('call', (operationHandle, jsonHandle, ...bufferHandles) => {
      const [operation, json] = [vm.getString(operationHandle), vm.getString(jsonHandle)];
      const buffers = bufferHandles.map((handle) => this.#bytesOf(handle));
      const result = this.#metrics.measureHost(operation, () => doors.call(operation, json, buffers));
      return this.#answer(result);
    });
    const start = vm.newFunction('start', (operationHandle, idHandle, jsonHandle, ...bufferHandles) => {
      const [operation, json] = [vm.getString(operationHandle), vm.getString(jsonHandle)];
      const buffers = bufferHandles.map((handle) => this.#bytesOf(handle));
      const callId = vm.getNumber(idHandle);
      this.#metrics.measureHost(operation, () => doors.start(operation, callId, json, buffers));
    });
    const configHandle = vm.newString(JSON.stringify(config));
    const program = this.#take(vm.evalCode(sandboxProgram(), 'sandbox'));
    const entries = this.#take(vm.callFunction(program, vm.undefined, call, start, configHandle));
    for (const handle of [call, start, configHandle, program]) handle.dispose();
    return entries;
  }

  #answer(result: WireValue): QuickJSHandle {
    const vm = this.#vm;
    const array = vm.newArray();
    [result.json, ...result.buffers].forEach((part, index) => {
      const handle = this.#handleOf(part);
      vm.setProp(array, index, handle);
      handle.dispose();
    });
    return array;
  }

  #handleOf(value: SandboxArgument): QuickJSHandle {
    if (typeof value === 'string') return this.#vm.newString(value);
    if (typeof value === 'number') return this.#vm.newNumber(value);
    if (typeof value === 'boolean') return value ? this.#vm.true : this.#vm.false;
    this.#metrics.bytesIn += value.byteLength;
    const isWhole = value.byteOffset === 0 && value.byteLength === value.buffer.byteLength;
    return this.#vm.newArrayBuffer(isWhole ? value.buffer : value.slice().buffer);
  }

  #bytesOf(handle: QuickJSHandle): Uint8Array {
    const lifetime = this.#vm.getArrayBuffer(handle);
    const bytes = lifetime.value.slice();
    lifetime.dispose();
    this.#metrics.bytesOut += bytes.byteLength;
    return bytes;
  }

  #stay<T>(label: string, work: () => T): T {
    this.#depth += 1;
    try {
      return this.#metrics.measureSandbox(label, () => {
        const result = work();
        this.#runJobs();
        return result;
      });
    } finally {
      this.#depth -= 1;
    }
  }

  #runJobs(): void {
    const result = this.#runtime.executePendingJobs();
    if (result.error) this.#fail(result.error);
    result.dispose();
  }

  #take(result: ReturnType<QuickJSContext['callFunction']>): QuickJSHandle {
    if (result.error) this.#fail(result.error);
    return result.value;
  }

  #fail(handle: QuickJSHandle): never {
    const error: unknown = this.#vm.dump(handle);
    handle.dispose();
    if (typeof error !== 'object' || error === null) throw new SandboxError('Error', String(error), '');
    const { name, message, stack }: { name?: unknown; message?: unknown; stack?: unknown } = error;
    throw new SandboxError(String(name ?? 'Error'), String(message ?? ''), String(stack ?? ''));
  }
}
