/** `[first, last]` byte of the one range that is asked for; null where everything is to be sent (RFC 9110 §14). */
function parseRange(header: string, size: number): [number, number] | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  const [first, last] = [match?.[1] ?? '', match?.[2] ?? ''];
  if (first === '' && last === '') return null;
  if (first === '')
    return Number(last) === 0 ? 'unsatisfiable' : [Math.max(0, size - Number(last)), size - 1];
  if (Number(first) >= size) return 'unsatisfiable';
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return Number(first) > end ? null : [Number(first), end];
}

/** What a server would answer to a request from a whole file that is kept: all of it, or the range asked for. */
export async function answerRange(request: Headers, whole: Response): Promise<Response> {
  const wanted = request.get('Range');
  const condition = request.get('If-Range');
  if (wanted === null || (condition !== null && condition !== whole.headers.get('ETag'))) return whole;
  const bytes = await whole.arrayBuffer();
  const headers = new Headers(whole.headers);
  const range = parseRange(wanted, bytes.byteLength);
  if (range === null) return new Response(bytes, { headers });
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${bytes.byteLength}`);
    headers.set('Content-Length', '0');
    return new Response(null, { status: 416, headers });
  }
  const [start, end] = range;
  headers.set('Content-Range', `bytes ${start}-${end}/${bytes.byteLength}`);
  headers.set('Content-Length', String(end - start + 1));
  return new Response(bytes.slice(start, end + 1), { status: 206, headers });
}
