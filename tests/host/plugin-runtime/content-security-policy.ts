import type { Manifest } from './manifest.ts';

/**
 * The Content-Security-Policy of the panel's document: `default-src data:` and the manifest's domains, inline
 * script and style, blob: for pictures and media. A pattern with a trailing slash allows everything below it, one
 * without exactly itself, which is also what a CSP source says. Development domains count in development only.
 */
export function compileContentSecurityPolicy(
  manifest: Manifest,
  options: { isDevelopment: boolean },
): string {
  const sources = allowedSources(manifest, options);
  const directives: readonly (readonly string[])[] = [
    ['default-src', 'data:', ...sources],
    ['script-src', "'unsafe-inline'", "'unsafe-eval'", "'wasm-unsafe-eval'", 'data:', 'blob:', ...sources],
    ['style-src', "'unsafe-inline'", 'data:', 'blob:', ...sources],
    ['img-src', 'data:', 'blob:', ...sources],
    ['media-src', 'data:', 'blob:', ...sources],
    ['font-src', 'data:', 'blob:', ...sources],
    ['worker-src', 'data:', 'blob:', ...sources],
    ['connect-src', 'data:', 'blob:', ...sources],
  ];
  return directives.map((directive) => directive.join(' ')).join('; ');
}

/** Whether the manifest lets the plugin reach this address: for `fetch` and `createImageAsync` in the sandbox. */
export function isAddressAllowed(
  manifest: Manifest,
  address: string,
  options: { isDevelopment: boolean },
): boolean {
  const url = new URL(address);
  if (url.protocol === 'data:') return true;
  return allowedSources(manifest, options).some((source) => matches(source, url));
}

function allowedSources(manifest: Manifest, { isDevelopment }: { isDevelopment: boolean }): string[] {
  const { allowedDomains, devAllowedDomains } = manifest.networkAccess;
  const domains = [...allowedDomains, ...(isDevelopment ? devAllowedDomains : [])];
  return domains.filter((domain) => domain !== 'none');
}

function matches(source: string, url: URL): boolean {
  if (source === '*') return true;
  const parts = /^(?:(\w+):\/\/)?([^/:]+)(?::(\d+))?(\/.*)?$/.exec(source);
  if (!parts) return false;
  const [, scheme, host = '', port, path = ''] = parts;
  const protocol = url.protocol.slice(0, -1);
  if (scheme !== undefined && scheme !== protocol && !(scheme === 'http' && protocol === 'https'))
    return false;
  const isHost = host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host;
  if (!isHost) return false;
  if ((port ?? '') !== url.port) return false;
  if (path === '' || path === '/') return true;
  return path.endsWith('/') ? url.pathname.startsWith(path) : url.pathname === path;
}
