import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { pause } from '../../support/until';
import type { AtDoor, Case, Door } from '../door';
import { flatPng } from '../corpus/pictures';
import { TOKENS, type HostileOffice } from '../office';

/** A conversation with the intake. @returns everything that was answered */
type Given = (to: HostileOffice) => Promise<string>;

const MEGABYTE = 1_000_000;
const TOKEN = TOKENS[1];
/** Longer than any request may last without a photo. */
const PATIENCE_MS = 50_000;
/** What is wrong is said in the office's language, as problem details. */
const PROBLEM = /"(?:detail|title)":"[^"]*[А-Яа-яё]/;
const TAKEN = /"result":"(?:created|repeated)"/;
const TAKEN_OR_TOLD = new RegExp(`${TAKEN.source}|${PROBLEM.source}`);
const CLOSED = /^closed$|HTTP\/1\.1 (?:4|5)\d\d/;

let numbers = 600_000;
const record = (more: string): string =>
  `{"number":"${(numbers += 1)}","kind":"message","registeredAt":"2026-11-25T09:00:00+03:00"${more === '' ? '' : `,${more}`}}`;
const many = (count: number, make: (index: number) => string, between = ','): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(between);

const sent =
  (body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Given =>
  async (to) => {
    const given = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers };
    const response = await fetch(`${to.program.http}/api/appeals`, {
      method: 'POST',
      headers: given,
      body: typeof body === 'string' ? body : new Uint8Array(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return `${response.status} ${await response.text()}`;
  };
const json = (name: string, make: () => string | Buffer, says = PROBLEM): Case<Given> => ({
  name,
  make: () => sent(make()),
  says,
});

const FORM = 'multipart/form-data; boundary=x';
interface Part {
  readonly name: string;
  readonly file?: string;
  readonly type?: string;
  readonly content: string | Buffer;
  readonly headers?: string;
}
const partOf = ({ name, file, type, content, headers = '' }: Part): Buffer =>
  Buffer.concat([
    Buffer.from(
      `--x\r\ncontent-disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n${type === undefined ? '' : `content-type: ${type}\r\n`}${headers}\r\n`,
    ),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
const form = (...parts: readonly Part[]): Buffer => Buffer.concat([...parts.map(partOf), Buffer.from('--x--\r\n')]);
const appeal = (more = ''): Part => ({ name: 'appeal', type: 'application/json', content: record(more) });
const photo = (content: Buffer | string): Part => ({ name: 'photo', file: 'photo.jpg', type: 'image/jpeg', content });
const multipart = (name: string, make: () => Buffer, says = PROBLEM): Case<Given> => ({
  name,
  make: () => sent(make(), { 'content-type': FORM }),
  says,
});

/** Says these bytes below HTTP and hears until the other side ends it, or has answered. */
function spoken(
  port: number,
  say: (socket: Socket) => void | Promise<void>,
  patienceMs = PATIENCE_MS,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    const over = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(heard === '' ? 'closed' : heard);
    };
    const timer = setTimeout(() => {
      socket.destroy();
      resolve(`still open, heard: ${heard}`);
    }, patienceMs);
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
      if (/\r\n\r\n[\s\S]*\}/.test(heard)) over();
    });
    socket.on('error', over).on('close', over);
    socket.on('connect', () => void say(socket));
  });
}
const portOf = (to: HostileOffice): number => Number(new URL(to.program.http).port);
const head = (...more: readonly string[]): string =>
  [
    'POST /api/appeals HTTP/1.1',
    'host: office',
    `authorization: Bearer ${TOKEN}`,
    'content-type: application/json',
    ...more,
    '',
    '',
  ].join('\r\n');
const raw = (
  name: string,
  say: (socket: Socket) => void | Promise<void>,
  says: RegExp | null = CLOSED,
): Case<Given> => ({
  name,
  make: () => (to) => spoken(portOf(to), say),
  says,
});
const dripped = (bytes: string, everyMs: number) => async (socket: Socket) => {
  for (const letter of bytes) {
    if (socket.destroyed) return;
    socket.write(letter);
    await pause(everyMs);
  }
};

/** So many connections by which nothing whole is said; somebody who calls anew must be heard meanwhile. */
const held = (name: string, count: number, words: string): Case<Given> => ({
  name,
  make: () => async (to) => {
    const sockets = Array.from({ length: count }, () => {
      const socket = connect(portOf(to), '127.0.0.1', () => socket.write(words));
      return socket.on('error', () => undefined);
    });
    try {
      await pause(1_500);
      const body = record('');
      return await spoken(
        portOf(to),
        (socket) => void socket.write(`${head(`content-length: ${body.length}`)}${body}`),
      );
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  },
  says: TAKEN,
});

const names = (count: number): string => `{${many(count, (index) => `"a${index}":1`)}}`;

const JSON_CASES: readonly Case<Given>[] = [
  json('170000 names', () => names(75_000)),
  json('one name 70000 times', () => `{${many(70_000, () => '"a":1')}}`),
  json('a megabyte of short names in an array', () => `[${many(7_000, () => '{"a":1,"b":2,"c":3,"d":4,"e":5}', ',')}]`),
  {
    name: 'the same 20 times at once',
    make: () => async (to) => {
      const body = names(75_000);
      return (await Promise.all(Array.from({ length: 20 }, () => sent(body)(to)))).join('\n');
    },
    says: PROBLEM,
  },
  json('arrays 400000 deep', () => '['.repeat(400_000) + ']'.repeat(400_000)),
  json('objects 100000 deep', () => '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)),
  json('depth that never ends', () => '['.repeat(900_000)),
  json('a field 5000 deep', () => record(`"text":${'['.repeat(5_000)}${']'.repeat(5_000)}`)),
  json('__proto__', () => record('"__proto__":{"isAdmin":true}')),
  json('constructor', () => record('"constructor":{"prototype":{}}')),
  json('a number twice', () => record('"number":"2"')),
  json('NUL in a text', () => record('"text":"a\\u0000b"'), TAKEN_OR_TOLD),
  json('halves of pairs', () => record('"text":"\\ud800 \\udfff"'), TAKEN_OR_TOLD),
  json('U+202E in a number', () => record('"category":"\\u202eхак"'), TAKEN_OR_TOLD),
  json('a number of 300000 digits', () => record(`"latitude":${'9'.repeat(300_000)}`)),
  json('1e400', () => record('"latitude":1e400')),
  json('a text of 900 kB', () => record(`"text":"${'я'.repeat(450_000)}"`), TAKEN_OR_TOLD),
  json('a text of 900 kB of combining signs', () => record(`"text":"а${'\u0301'.repeat(450_000)}"`), TAKEN_OR_TOLD),
  json('3 MB', () => record(`"text":"${'x'.repeat(3 * MEGABYTE)}"`)),
  json('9000 appeals', () => `[${many(9_000, () => record(''))}]`, TAKEN_OR_TOLD),
  json('9000 bad appeals', () => `[${many(9_000, (index) => `{"number":${index},"kind":"x"}`)}]`),
  json('300000 nulls', () => `[${many(200_000, () => 'null')}]`),
  json('nothing', () => ''),
  json('blanks of 900 kB', () => ' '.repeat(900_000)),
  json('UTF-16', () => Buffer.from(`\ufeff${record('')}`, 'utf16le')),
  json('a byte order mark', () => `\ufeff${record('')}`, TAKEN_OR_TOLD),
  json('broken UTF-8', () => Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80])])),
  json('a megabyte of broken UTF-8', () => Buffer.alloc(900_000, 0x80)),
  json('single quotes', () => `{'number':'1'}`),
  json('NaN', () => record('"latitude":NaN')),
  json('a page', () => '<html></html>'),
  {
    name: 'a gzip bomb',
    make: () => sent(gzipSync(Buffer.alloc(200 * MEGABYTE)), { 'content-encoding': 'gzip' }),
    says: PROBLEM,
  },
  {
    name: 'an unknown charset',
    make: () => sent(record(''), { 'content-type': 'application/json; charset=utf-7' }),
    says: TAKEN_OR_TOLD,
  },
  { name: 'an unknown type', make: () => sent('<a/>', { 'content-type': 'application/xml' }), says: PROBLEM },
  {
    name: 'a token of 7 kB',
    make: () => sent(record(''), { authorization: `Bearer ${'x'.repeat(7_000)}` }),
    says: PROBLEM,
  },
];

const FORMS: readonly Case<Given>[] = [
  multipart('a form without an end', () => partOf(appeal())),
  multipart('a form whose photo has no end', () =>
    Buffer.concat([partOf(appeal()), partOf(photo(Buffer.alloc(5 * MEGABYTE)))]),
  ),
  multipart('ten thousand parts', () =>
    form(appeal(), ...Array.from({ length: 10_000 }, (_, index) => ({ name: `x${index}`, content: 'x' }))),
  ),
  multipart(
    'headers of a part of 2 MB',
    () => form({ ...appeal(), headers: `x: ${'y'.repeat(2 * MEGABYTE)}\r\n` }),
    TAKEN_OR_TOLD,
  ),
  multipart(
    'ten thousand headers of a part',
    () => form({ ...appeal(), headers: 'x: y\r\n'.repeat(10_000) }),
    TAKEN_OR_TOLD,
  ),
  multipart('eleven photos', () => form(appeal(), ...Array.from({ length: 11 }, () => photo(flatPng(64, 64))))),
  multipart('a photo of 21 MB', () => form(appeal(), photo(Buffer.alloc(21 * MEGABYTE, 0xff)))),
  multipart('a photo of nothing', () => form(appeal(), photo(''))),
  multipart(
    'a photo that is a picture of 49 million pixels',
    () => form(appeal(), photo(flatPng(7_000, 7_000))),
    TAKEN_OR_TOLD,
  ),
  multipart('a photo that is a text', () => form(appeal(), photo('это не фото'))),
  multipart('JSON of 3 MB in a part', () =>
    form({ ...appeal(), content: record(`"text":"${'x'.repeat(3 * MEGABYTE)}"`) }),
  ),
  multipart('names of 75000 in a part', () => form({ ...appeal(), content: names(75_000) })),
  multipart('the appeal twice', () => form(appeal(), appeal())),
  multipart('no appeal', () => form(photo(flatPng(64, 64)))),
  multipart(
    'a name that climbs',
    () => form(appeal(), { ...photo(flatPng(64, 64)), file: '../../../../etc/cron.d/x' }),
    TAKEN_OR_TOLD,
  ),
  multipart(
    'a name with U+202E and NUL',
    () => form(appeal(), { ...photo(flatPng(64, 64)), file: '\u202egpj\0.exe' }),
    TAKEN_OR_TOLD,
  ),
  {
    name: 'a form without a boundary',
    make: () => sent(form(appeal()), { 'content-type': 'multipart/form-data' }),
    says: PROBLEM,
  },
  {
    name: 'a boundary of 5 kB',
    make: () => sent(form(appeal()), { 'content-type': `multipart/form-data; boundary=${'x'.repeat(5_000)}` }),
    says: PROBLEM,
  },
];

const SOCKETS: readonly Case<Given>[] = [
  raw('headers of 5 MB', (socket) => void socket.write(`POST /api/appeals HTTP/1.1\r\nx: ${'y'.repeat(5 * MEGABYTE)}`)),
  raw('100000 headers', (socket) => void socket.write(`POST /api/appeals HTTP/1.1\r\n${'x: y\r\n'.repeat(100_000)}`)),
  raw('headers letter by letter', dripped(head('content-length: 2'), 150)),
  raw('a body letter by letter', async (socket) => {
    socket.write(head('content-length: 900000'));
    await dripped('{"number":"'.padEnd(900, ' '), 100)(socket);
  }),
  raw('a body that never comes', (socket) => void socket.write(head('content-length: 100'))),
  raw('chunks that never end', async (socket) => {
    socket.write(head('transfer-encoding: chunked'));
    for (let index = 0; index < 3_000 && !socket.destroyed; index += 1) {
      socket.write(`400\r\n${' '.repeat(1_024)}\r\n`);
      if (index % 100 === 0) await pause(5);
    }
  }),
  raw(
    'a chunk of FFFFFFFFFFFF',
    (socket) => void socket.write(`${head('transfer-encoding: chunked')}FFFFFFFFFFFFFFFF\r\nx`),
  ),
  raw('two lengths', (socket) => void socket.write(`${head('content-length: 2', 'content-length: 3')}{}`)),
  raw(
    'a length and chunks',
    (socket) => void socket.write(`${head('content-length: 2', 'transfer-encoding: chunked')}0\r\n\r\n`),
  ),
  raw('a length below nothing', (socket) => void socket.write(head('content-length: -1'))),
  raw('TLS where none is', (socket) => void socket.write(Buffer.from('16030100a1010000', 'hex'))),
  raw('no HTTP at all', (socket) => void socket.write(`${'\0'.repeat(1_000)}\r\n\r\n`)),
  raw(
    'an address of 100 kB',
    (socket) => void socket.write(`GET /api/appeals/${'9'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`),
  ),
  raw(
    'an address with NUL and dots',
    (socket) =>
      void socket.write(
        `GET /api/appeals/%00%2e%2e%2f..%c0%af HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKEN}\r\n\r\n`,
      ),
  ),
  raw(
    'asked to become a WebSocket',
    (socket) => void socket.write(head('connection: Upgrade', 'upgrade: websocket', 'content-length: 0')),
    /HTTP\/1\.1 \d|^closed$/,
  ),
  raw(
    'a thousand requests in one breath',
    (socket) => void socket.write('GET /api/appeals/1 HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(1_000)),
    /HTTP\/1\.1 4/,
  ),
  held('600 connections without a word', 600, ''),
  held('600 connections with half a request', 600, 'POST /api/appeals HTTP/1.1\r\nhost: x\r\n'),
  held(
    '600 connections with a body that never comes and no token',
    600,
    'POST /api/appeals HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n',
  ),
];

export const http: Door<Given> = {
  name: 'http',
  cases: [...JSON_CASES, ...FORMS, ...SOCKETS],
  short: [
    '170000 names',
    'arrays 400000 deep',
    'a gzip bomb',
    'a form without an end',
    '600 connections with half a request',
  ],
  prepare: async () => ({ enter }),
};

async function enter(office: HostileOffice): Promise<AtDoor<Given>> {
  return {
    async give(talk) {
      let heard = '';
      void talk(office).then(
        (answer) => (heard = answer),
        (error: unknown) => (heard = `nothing: ${String(error)}`),
      );
      return async () => heard;
    },
    async beside() {
      const number = String((numbers += 1));
      let last = '';
      const isTaken = await office.comes(async () => {
        const { status, text } = await office
          .post(JSON.stringify(office.record(number)))
          .catch((error: unknown) => ({ status: 0, text: String(error) }));
        last = `${status} ${text}`;
        return status === 201 || status === 200;
      });
      return isTaken ? [] : [`a good appeal right after was not taken: ${last.slice(0, 200)}`];
    },
  };
}
