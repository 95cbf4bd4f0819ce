// The development and test server: the emulated Figma and the engine's static files on one port, two sites.
export { faultKinds } from './serve/faults.mjs';
export { PortBusyError, startServer } from './serve/server.mjs';
