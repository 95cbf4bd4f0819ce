import type { SandboxScope } from './scope.ts';

/** Installs the wrappers of layers: accessors and methods on one prototype per type, no own properties. */
export function installNodes(scope: SandboxScope): void {
  type Visit = (node: object) => unknown;
  const ids = new WeakMap<object, string>();
  const wrappers = new Map<string, object>();
  const prototypes = new Map<string, object>();
  const require = (value: object): string => {
    const id = ids.get(value);
    if (id === undefined) throw new TypeError('not a node');
    return id;
  };

  /** Writing what a layer does not have throws; reading it gives undefined, and `in` answers false. */
  const strictBase = new Proxy(Object.prototype, {
    set() {
      throw new TypeError('object is not extensible');
    },
  });

  /** What takes a callback stays in the sandbox: functions do not cross. */
  function callbackMethods(): { [name: string]: (this: object, ...args: never[]) => unknown } {
    const filter = (operation: string) =>
      function (this: object, callback?: Visit) {
        const nodes = scope.call<readonly object[]>(operation, require(this));
        return callback ? nodes.filter((node) => callback(node)) : [...nodes];
      };
    const first = (operation: string) =>
      function (this: object, callback: Visit) {
        return scope.call<readonly object[]>(operation, require(this)).find((node) => callback(node)) ?? null;
      };
    const listen = (kind: 'on' | 'once' | 'off') =>
      function (this: object, type: string, callback: (event: never) => unknown) {
        scope.call('listenToPage', require(this), type, kind);
        scope[kind](`${type} ${require(this)}`, callback);
      };
    return {
      findAll: filter('findAll'),
      findChildren: filter('findChildren'),
      findOne: first('findOne'),
      findChild: first('findChild'),
      on: listen('on'),
      once: listen('once'),
      off: listen('off'),
    };
  }

  function prototypeOf(type: string): object {
    const known = prototypes.get(type);
    if (known) return known;
    const members = scope.config.members[type];
    if (!members) throw new Error(`Layers of type ${type} are not emulated`);
    const prototype: object = Object.create(strictBase);
    const define = (name: string, descriptor: PropertyDescriptor) =>
      Object.defineProperty(prototype, name, { enumerable: true, configurable: true, ...descriptor });
    const setters = new Set(members.setters);
    const refuse = () => {
      throw new TypeError('no setter for property');
    };
    for (const name of members.getters) {
      define(name, {
        get(this: object) {
          return scope.call(`get_${name}`, require(this));
        },
        set: setters.has(name)
          ? function (this: object, value: unknown) {
              scope.call(`set_${name}`, require(this), value);
            }
          : refuse,
      });
    }
    define('id', {
      get(this: object) {
        return require(this);
      },
      set: refuse,
    });
    define('type', { get: () => type, set: refuse });
    define('toString', {
      value(this: object) {
        return `<${type.toLowerCase()} ${require(this)}>`;
      },
    });
    const inSandbox = callbackMethods();
    for (const name of members.methods) {
      const own = inSandbox[name];
      define(name, {
        value:
          own ??
          function (this: object, ...args: unknown[]) {
            return scope.call(name, require(this), ...args);
          },
      });
    }
    for (const name of members.asyncMethods) {
      define(name, {
        value(this: object, ...args: unknown[]) {
          return scope.start(name, require(this), ...args);
        },
      });
    }
    prototypes.set(type, prototype);
    return prototype;
  }

  scope.idOf = (value) => ids.get(value);
  scope.nodeOf = (id, type) => {
    const known = wrappers.get(id);
    if (known) return known;
    const wrapper: object = Object.create(prototypeOf(type));
    ids.set(wrapper, id);
    wrappers.set(id, Object.preventExtensions(wrapper));
    return wrapper;
  };
}
