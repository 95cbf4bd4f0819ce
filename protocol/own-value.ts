/** Reads a property that the object holds itself, so that `constructor` and `__proto__` from outside find nothing. */
export function ownValue<T>(object: { readonly [name: string]: T }, name: string): T | undefined {
  // `Object.hasOwn` is newer than the sandbox's library.
  return Object.getOwnPropertyDescriptor(object, name)?.value;
}
