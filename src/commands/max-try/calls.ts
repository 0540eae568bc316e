import { z } from 'zod';
import { exchange, type Verb } from '../../../bots/max/call';
import { describeError } from '../../process/log';
import { pause } from '../../process/pause';
import type { Report } from './report';

const CALL_LIMIT_MS = 100_000;

export interface Asked {
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: object;
  /** Instead of the right one. */
  readonly authorization?: string;
  /** In no turn: what happens then is what is tried. */
  readonly atOnce?: boolean;
  /** Kept out of the report: what is asked again and again. */
  readonly quietly?: boolean;
  readonly signal?: AbortSignal;
}

export interface Heard {
  /** 0: nobody has answered in MAX' words. */
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter: number | undefined;
}

const uploaded = z.union([
  z.object({ token: z.string() }).transform(({ token }) => token),
  z
    .object({ photos: z.record(z.string(), z.object({ token: z.string() })) })
    .transform(({ photos }) => Object.values(photos)[0]?.token ?? ''),
]);

/** Calls as they are, whatever is answered: each stands in the report. */
export class Calls {
  private turn = Promise.resolve();

  constructor(
    private readonly token: string,
    readonly apiRoot: string,
    private readonly report: Report,
    /** Between two requests that say something: MAX takes two a second into one chat. */
    private readonly betweenMs: number,
  ) {}

  async ask(verb: Verb, path: string, asked: Asked = {}): Promise<Heard> {
    const { query = {}, body, authorization = this.token, quietly = false, atOnce = false, signal } = asked;
    if (verb !== 'GET' && !atOnce) await (this.turn = this.turn.then(() => pause(this.betweenMs)));
    const url = new URL(`${this.apiRoot}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const json = body === undefined ? null : Buffer.from(JSON.stringify(body));
    const headers = {
      authorization,
      ...(json ? { 'content-type': 'application/json', 'content-length': json.length } : {}),
    };
    const began = performance.now();
    const heard = await exchange(url, { verb, headers, body: json, limitMs: CALL_LIMIT_MS, signal }).catch(
      (error: unknown): Heard => ({ status: 0, retryAfter: undefined, body: { error: describeError(error) } }),
    );
    const names = Object.keys(query);
    const asks = names.length === 0 ? '' : `?${names.map((name) => `${name}=…`).join('&')}`;
    if (!quietly) this.report.answered(`${verb} ${path}${asks}`, heard.status, performance.now() - began, heard.body);
    return heard;
  }

  /** Both steps. @returns by which it is sent; null: it was not taken */
  async upload(type: 'image' | 'file', bytes: Uint8Array, name: string): Promise<string | null> {
    const place = z.object({ url: z.url() }).safeParse((await this.ask('POST', '/uploads', { query: { type } })).body);
    if (!place.success) return null;
    const form = new FormData();
    form.append('data', new File([Buffer.from(bytes)], name));
    const began = performance.now();
    try {
      const response = await fetch(place.data.url, { method: 'POST', body: form });
      const body: unknown = await response.json();
      this.report.answered(`POST (${type}, ${bytes.length} B)`, response.status, performance.now() - began, body);
      return uploaded.safeParse(body).data ?? null;
    } catch (error) {
      this.report.note(`POST (${type}): ${describeError(error)}`);
      return null;
    }
  }

  /** Bytes behind an address that MAX has told, by a bare request; null: none. */
  async fetch(url: string): Promise<Buffer | null> {
    const began = performance.now();
    const response = await fetch(url).catch(() => null);
    const bytes = response?.ok === true ? Buffer.from(await response.arrayBuffer()) : null;
    this.report.answered('GET (file)', response?.status ?? 0, performance.now() - began, { bytes: bytes?.length ?? 0 });
    return bytes;
  }
}
