import { Agent, request as httpRequest } from 'node:http';
import { startStand, type Stand } from '../../../src/stand/server';
import { NEVER_MS, pause, pauses } from '../../support/until';

/** A body as it came over HTTP: the tests say what has to be in it, so the compiler need not. */
export type Loose = any;

export interface Answer {
  readonly status: number;
  readonly body: Loose;
}

/** A person reads a space that keeps a line together as a space; test/scenarios/typography.test.ts looks at the very characters. */
const asRead = (text: string): string => text.replaceAll('\u00a0', ' ');

/** A stand of one test file, spoken to as its users speak to it: over HTTP. */
export class StandClient {
  private constructor(readonly stand: Stand) {}

  static async start(options: Partial<Parameters<typeof startStand>[0]> = {}): Promise<StandClient> {
    return new StandClient(await startStand({ port: 0, flood: false, ...options }));
  }

  get url(): string {
    return this.stand.url;
  }

  get apiRoot(): string {
    return `${this.stand.url}/bot${this.stand.token}`;
  }

  /** A call of the Bot API with a JSON body. */
  async api(method: string, parameters: object = {}): Promise<Answer> {
    return request(`${this.apiRoot}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(parameters),
    });
  }

  /** A call that has to succeed. */
  async result(method: string, parameters: object = {}): Promise<Loose> {
    const { status, body } = await this.api(method, parameters);
    if (status !== 200) throw new Error(`${method}: ${JSON.stringify(body)}`);
    return body.result;
  }

  /** A file that the bot has sent, as whoever got it downloads it. */
  async download(fileId: string): Promise<Buffer> {
    const { file_path: where } = await this.result('getFile', { file_id: fileId });
    const response = await fetch(`${this.url}/file/bot${this.stand.token}/${String(where)}`);
    return Buffer.from(await response.arrayBuffer());
  }

  async form(method: string, body: FormData): Promise<Answer> {
    return request(`${this.apiRoot}/${method}`, { method: 'POST', body });
  }

  /** A call of MAX' Bot API. */
  async max(verb: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    return request(`${this.stand.max.apiRoot}${path}`, {
      method: verb,
      headers: {
        authorization: this.stand.max.token,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  async control(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object | FormData): Promise<Answer> {
    const json = body !== undefined && !(body instanceof FormData);
    const init = {
      method,
      ...(json ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      ...(body instanceof FormData ? { body } : {}),
    };
    return request(`${this.stand.url}/stand/${path}`, init, method === 'GET' ? asRead : undefined);
  }

  /** A person who has pressed Start, their /start already confirmed. */
  async startedPerson(id: number, name = 'Петрова Анна'): Promise<void> {
    await this.control('PUT', `people/${id}`, { name });
    await this.control('POST', `people/${id}/send`, { text: '/start' });
    const updates = await this.updates();
    await this.updates(updates.at(-1).update_id + 1);
  }

  async updates(offset?: number, timeout = 0): Promise<Loose> {
    return this.result('getUpdates', { timeout, ...(offset === undefined ? {} : { offset }) });
  }

  /** Of both messengers. */
  async refusals(): Promise<{ method: string; description: string }[]> {
    const [telegram, max] = [await this.refused('requests'), await this.refused('max/requests')];
    return [...telegram, ...max];
  }

  private async refused(requests: string): Promise<{ method: string; description: string }[]> {
    const { body } = await this.control('GET', `${requests}?after=0`);
    return body.requests.filter(({ ok, fault }: { ok: boolean; fault: string | null }) => !ok && fault === null);
  }

  close(): Promise<void> {
    return this.stand.close();
  }
}

interface Asked {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
}

/** Each press of a test is half a dozen of these: `fetch` would cost four times as much, and only forms need it. */
async function request(url: string, asked: Asked, read = (text: string): string => text): Promise<Answer> {
  const { status, text } = asked.body instanceof FormData ? await fetched(url, asked) : await exchanged(url, asked);
  return { status, body: JSON.parse(read(text)) };
}

async function fetched(url: string, asked: Asked): Promise<{ status: number; text: string }> {
  const response = await fetch(url, asked);
  return { status: response.status, text: await response.text() };
}

const agent = new Agent({ keepAlive: true });
function exchanged(url: string, { method, headers = {}, body }: Asked): Promise<{ status: number; text: string }> {
  const length = typeof body === 'string' ? { 'content-length': String(Buffer.byteLength(body)) } : {};
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method, agent, headers: { ...headers, ...length } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A grey JPEG that every decoder reads, with an EXIF of two fields: orientation, and a description with a place in it. */
export function jpeg(width: number, height: number, { exif = true, orientation = 1 } = {}): Buffer {
  const segment = (marker: number, data: readonly number[] | Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, Buffer.from(data)]);
  };
  // One code of one bit for «no difference» and one for «nothing more»: a block is two bits.
  const huffman = (kind: number): Buffer => segment(0xc4, [kind, 1, ...Array<number>(15).fill(0), 0]);
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const data = Buffer.alloc(Math.ceil(blocks / 4));
  if (blocks % 4 > 0) data.writeUInt8(0xff >> ((blocks % 4) * 2), data.length - 1);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...(exif ? [segment(0xe1, exifOf(orientation))] : []),
    segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    huffman(0x00),
    huffman(0x10),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    data,
    Buffer.from([0xff, 0xd9]),
  ]);
}

function exifOf(orientation: number): Buffer {
  const place = Buffer.from('GPS 55.71 51.41\0');
  const fields = Buffer.alloc(26 + 12);
  fields.write('II*\0', 0, 'latin1');
  fields.writeUInt32LE(8, 4);
  fields.writeUInt16LE(2, 8);
  // tag, type (2 text, 3 short), count, value or where it stands
  for (const [at, tag, type, count, value] of [
    [10, 0x010e, 2, place.length, fields.length],
    [22, 0x0112, 3, 1, orientation],
  ] as const) {
    fields.writeUInt16LE(tag, at);
    fields.writeUInt16LE(type, at + 2);
    fields.writeUInt32LE(count, at + 4);
    fields.writeUInt32LE(value, at + 8);
  }
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), fields, place]);
}

export const fileOf = (bytes: Buffer, name: string, type: string): File =>
  new File([new Uint8Array(bytes)], name, { type });

/** Asks again until it is so. */
export async function eventually<Value>(look: () => Promise<Value | undefined> | Value | undefined): Promise<Value> {
  const until = performance.now() + NEVER_MS;
  for (const milliseconds of pauses()) {
    const value = await look();
    if (value !== undefined) return value;
    if (performance.now() > until) throw new Error('it has not come to be');
    await pause(milliseconds);
  }
  throw new Error('pauses never end');
}
