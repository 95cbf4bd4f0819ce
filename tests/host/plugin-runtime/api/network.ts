import { isAddressAllowed } from '../content-security-policy.ts';
import type { Operation, PluginContext } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import { anything, objectOf, text, validate } from '../schema.ts';

const initSchema = objectOf(
  {},
  {
    method: text,
    headers: anything,
    headersObject: anything,
    body: anything,
    credentials: text,
    cache: text,
    redirect: text,
    referrer: text,
    integrity: text,
  },
);

/** `fetch` and `createImageAsync`: only where the manifest allows it, from the null origin. */
export function networkOperations(options: { isDevelopment: boolean }): {
  readonly [operation: string]: Operation;
} {
  const request = async (context: PluginContext, url: string, init: RequestInit): Promise<Response> => {
    if (!isAddressAllowed(context.manifest, url, options)) {
      throw new FigmaError(
        `Refused to connect to '${url}' because it violates the following Content Security Policy directive: "connect-src".`,
        { isBare: true },
      );
    }
    if (!context.ports.fetch) throw new FigmaError('Failed to fetch', { isBare: true });
    return context.ports.fetch(url, init);
  };
  return {
    fetch: async (context, [url, given]) => {
      const { method, headers, headersObject, body } = validate('init', initSchema, given);
      const response = await request(context, validate('url', text, url), {
        ...(method === undefined ? {} : { method }),
        ...(body === undefined
          ? {}
          : { body: body instanceof Uint8Array ? new Uint8Array(body) : String(body) }),
        headers: Object.entries(headers ?? headersObject ?? {}).map(([name, value]) => [name, String(value)]),
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return {
        url: response.url,
        status: response.status,
        statusText: response.statusText,
        type: response.type,
        redirected: response.redirected,
        headersObject: Object.fromEntries(response.headers),
        body: bytes,
        text: new TextDecoder().decode(bytes),
      };
    },
    createImageAsync: async (context, [url]) => {
      const response = await request(context, validate('url', text, url), {});
      const image = context.document.images.add(new Uint8Array(await response.arrayBuffer()));
      if (typeof image === 'string') throw new FigmaError(image);
      context.undecodedImages.add(image.hash);
      return image.hash;
    },
  };
}
