import type { ServerResponse } from 'node:http';
import { GATEWAY_TOKEN, json, startGateway, confirmed, type Answer } from '../../support/gateway';
import type { Case, Door } from '../door';
import { Shipments } from '../shipments';

type Given = Answer;

const MEGABYTE = 1_000_000;
/** What the appeal and its card say of a carrier that has not taken it. */
const TROUBLE = /"trouble":"(?:nonsense|failing|busy|login|moved|silent|broken|refused|unreachable)"/;
const REFUSED = /"trouble":"refused"/;
const TAKEN = /"state":"(?:delivered|accepted)"/;
const EITHER = new RegExp(`${TROUBLE.source}|${TAKEN.source}`);

const answers = (name: string, answer: Answer, says = TROUBLE): Case<Given> => ({ name, make: () => answer, says });
/** Bytes in the place of an answer. */
const raw = (name: string, bytes: string | Buffer, says = TROUBLE): Case<Given> =>
  answers(name, (response) => void response.socket?.end(bytes), says);
const body = (
  name: string,
  text: string | Buffer,
  says = TROUBLE,
  headers: Readonly<Record<string, string>> = {},
): Case<Given> =>
  answers(
    name,
    (response) => void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(text),
    says,
  );
const of = (status: number, content: unknown, headers: Readonly<Record<string, string>> = {}): Answer =>
  json(status, content, headers);

/** Writes on and on until nobody listens. */
function endless(response: ServerResponse, piece: Buffer, everyMs: number): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => {
    if (response.destroyed) return clearInterval(timer);
    response.write(piece);
  }, everyMs);
  response.on('close', () => clearInterval(timer));
}

const CASES: readonly Case<Given>[] = [
  answers('NUL in a reference', of(200, { status: 'confirmed', reference: 'ПОС\0-1' }), EITHER),
  answers('NUL in a reason', of(200, { status: 'refused', reason: 'нет\0такого' }), REFUSED),
  answers('NUL in a reason of 400', of(400, { reason: '\0' }), REFUSED),
  answers('half of a pair in a reason', of(200, { status: 'refused', reason: 'нет \ud800 такого' }), REFUSED),
  answers('U+202E in a reason', of(200, { status: 'refused', reason: 'нет \u202eогокат' }), REFUSED),
  answers('HTML in a reason', of(200, { status: 'refused', reason: '<b>нет</b><script>1</script>&' }), REFUSED),
  answers('a reason of 2001 letters', of(200, { status: 'refused', reason: 'ы'.repeat(2_001) }), REFUSED),
  answers('a reason of 25 kB beside 422', of(422, { reason: 'ы'.repeat(12_000) }), REFUSED),
  answers('a reason of nothing', of(200, { status: 'refused', reason: '' }), TROUBLE),
  answers('a reason of blanks', of(200, { status: 'refused', reason: ' \n\t ' }), TROUBLE),
  answers(
    'a reason with a phone',
    of(200, { status: 'refused', reason: 'заявитель +7 917 123-45-67 ivanov@example.org' }),
    REFUSED,
  ),
  answers('a reference of 100 kB', of(200, { status: 'confirmed', reference: 'я'.repeat(50_000) }), EITHER),
  answers('a reference of 101 letters', of(200, { status: 'confirmed', reference: 'я'.repeat(101) }), EITHER),
  answers('a reference that is a number', of(200, { status: 'confirmed', reference: 17 }), EITHER),
  answers('a status that nobody agreed', of(200, { status: 'done' })),
  answers('a status that is a list', of(200, { status: ['confirmed'] })),
  answers('asks to come in 1e308 s', of(200, { status: 'accepted', askAfterSeconds: 1e308 }), EITHER),
  answers('asks to come in -1 s', of(200, { status: 'accepted', askAfterSeconds: -1 }), EITHER),
  answers('asks to come in «soon»', of(200, { status: 'accepted', askAfterSeconds: 'soon' }), EITHER),
  body('10 MB', `{"status":"confirmed","x":"${'x'.repeat(10 * MEGABYTE)}"}`),
  body('JSON 30000 deep', '['.repeat(30_000) + ']'.repeat(30_000)),
  body('JSON whose depth does not end', '{"a":'.repeat(12_000)),
  body('a status twice', '{"status":"confirmed","status":"refused","reason":"нет"}', EITHER),
  body('__proto__', '{"__proto__":{"status":"confirmed"}}'),
  body('nothing', ''),
  body('null', 'null'),
  body('a list', '[{"status":"confirmed"}]'),
  body('a word', '"confirmed"'),
  body('a page', '<html><body>confirmed</body></html>'),
  body('half of it', '{"status":"confir'),
  body('broken UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])),
  body('UTF-16', Buffer.from('\ufeff{"status":"confirmed"}', 'utf16le')),
  body('a byte order mark', '\ufeff{"status":"confirmed"}', EITHER),
  body('gzip that nobody asked for', Buffer.from('1f8b0800000000000003', 'hex'), TROUBLE, {
    'content-encoding': 'gzip',
  }),
  answers('a list of a million letters that never ends', (response) =>
    endless(response, Buffer.alloc(65_536, 0x20), 1),
  ),
  answers('a letter every second, for ever', (response) => endless(response, Buffer.from(' '), 500)),
  answers('a redirect to itself', (response) => void response.writeHead(307, { location: '/deliveries' }).end()),
  answers('a redirect to a file', (response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end()),
  answers(
    'a redirect elsewhere',
    (response) => void response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end(),
  ),
  answers('204', (response) => void response.writeHead(204).end()),
  answers('401', of(401, {})),
  answers('429 for three seconds', of(429, {}, { 'retry-after': '3' })),
  answers('503 with a pause that is none', of(503, {}, { 'retry-after': '-1; drop' })),
  answers('500 with 10 MB', (response) => void response.writeHead(500).end(Buffer.alloc(10 * MEGABYTE))),
  raw('no HTTP', 'HELLO\r\n\r\n'),
  raw('a status line of 1 MB', `HTTP/1.1 200 ${'x'.repeat(MEGABYTE)}`),
  raw('headers of 1 MB', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(MEGABYTE)}\r\n\r\n`),
  raw('20000 headers', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}\r\n`),
  raw('a header with NUL', 'HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 2\r\n\r\n{}'),
  raw('a length that is longer', 'HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{"status":"confirmed"}'),
  raw('two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 22\r\n\r\n{"status":"confirmed"}'),
  raw('a chunk of FFFFFFFFFFFF', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n'),
  raw('100 a thousand times', `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1_000)}HTTP/1.1 204 No Content\r\n\r\n`),
  raw('101', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  raw('the status 999', 'HTTP/1.1 999 No\r\ncontent-length: 0\r\n\r\n'),
  answers('a reset', (response) => void response.socket?.resetAndDestroy()),
  answers('silence', () => undefined),
];

export const gateway: Door<Given> = {
  name: 'gateway',
  cases: CASES,
  short: ['NUL in a reason', 'a reason of 2001 letters', '10 MB', 'headers of 1 MB'],
  async prepare() {
    const server = await startGateway();
    return {
      env: { POS_GATEWAY_URL: server.url, POS_GATEWAY_TOKEN: GATEWAY_TOKEN },
      async enter(office) {
        const shipments = new Shipments(office, 'gateway', 'comment');
        return {
          async give(answer) {
            server.answer = answer;
            return shipments.said(await shipments.queue());
          },
          async beside() {
            server.answer = confirmed;
            return shipments.allArrive();
          },
        };
      },
      close: () => server.stop(),
    };
  },
};
