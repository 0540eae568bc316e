import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const GATEWAY_TOKEN = 'a-token-of-the-test-gateway';

export interface Received {
  readonly method: string;
  readonly key: string;
  readonly manifest: Record<string, unknown> | null;
  /** By the name of the part. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly headers: IncomingHttpHeaders;
}
export type Answer = (response: ServerResponse, received: Received) => void;

export interface TestGateway {
  readonly url: string;
  readonly received: Received[];
  /** Of these many deliveries it has one each, however often they came. */
  readonly known: Set<string>;
  answer: Answer;
  stop(): Promise<void>;
}

export const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
export const confirmed: Answer = json(200, { status: 'confirmed', reference: 'ПОС-1' });

/** A gateway that reads as docs/integrator/gateway.md says, and refuses what is signed by another token. @param port to come back where it was */
export async function startGateway(port = 0): Promise<TestGateway> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', (): void => {
      const body = Buffer.concat(chunks);
      const { method = '', url = '', headers } = request;
      const parts = partsOf(body, headers['content-type'] ?? '');
      const manifest = parts.get('delivery')?.toString('utf8') ?? '';
      const signed = [headers['x-murajagat-timestamp'], method, url, manifest].join('\n');
      const expected = `v1=${createHmac('sha256', GATEWAY_TOKEN).update(signed).digest('hex')}`;
      if (headers['x-murajagat-signature'] !== expected) return void response.writeHead(401).end();
      const read = manifest === '' ? null : (JSON.parse(manifest) as Record<string, unknown>);
      const files = new Map([...parts].filter(([name]) => name !== 'delivery'));
      for (const { part, sha256 } of (read?.files ?? []) as { part: string; sha256: string }[])
        if (
          createHash('sha256')
            .update(files.get(part) ?? '')
            .digest('hex') !== sha256
        )
          return void response.writeHead(400).end();
      const received = { method, key: String(headers['idempotency-key']), manifest: read, files, headers };
      it.received.push(received);
      it.known.add(received.key);
      it.answer(response, received);
    });
  });
  server.on('clientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const it: TestGateway = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/deliveries?office=1`,
    received: [],
    known: new Set(),
    answer: confirmed,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return it;
}

function partsOf(body: Buffer, type: string): Map<string, Buffer> {
  const boundary = /boundary=(.+)$/.exec(type)?.[1];
  const parts = new Map<string, Buffer>();
  if (boundary === undefined) return parts;
  const mark = Buffer.from(`--${boundary}`);
  for (let at = body.indexOf(mark); ;) {
    const next = body.indexOf(mark, at + mark.length);
    if (at < 0 || next < 0) return parts;
    const part = body.subarray(at + mark.length + 2, next - 2);
    const end = part.indexOf('\r\n\r\n');
    const name = /name="([^"]+)"/.exec(part.subarray(0, end).toString())?.[1];
    if (name !== undefined) parts.set(name, part.subarray(end + 4));
    at = next;
  }
}
