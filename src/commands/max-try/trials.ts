import tls from 'node:tls';
import { pause } from '../../process/pause';
import type { Update } from './tester';
import {
  at,
  attachmentOf,
  button,
  keyboard,
  midOf,
  pressWith,
  send,
  urlIn,
  type Trial,
  type TrialName,
  type Trying,
} from './trying';

const trial = (name: TrialName, run: Trial['run']): Trial => ({ name, run });
/** Of two bytes. */
const LETTER = String.fromCodePoint(0x436);
/** A white picture, and one that differs by its length alone. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);
const MOST_IMAGES = 12;
const LARGE_BYTES = 20 * 2 ** 20;
const EXIF = Buffer.from('Exif\0\0');
const NOT_READY_TRIES = 40;
const READY_AGAIN_MS = 500;
/** One address that leads nowhere: nothing that is said meanwhile reaches anybody. */
const NOWHERE = 'https://max-try.invalid/max/webhook';

type Question = 'greeting' | 'toast' | 'redrawn' | 'html' | 'attachments' | 'words';
type Deed = 'press' | 'start' | 'image' | 'file' | 'location' | 'stop' | 'group' | 'leave';

/** In the tester's language. */
const ask = ({ words, tester }: Trying, name: Question) => tester.ask(words.plain(`trial:ask.${name}`));
const wanted = ({ words }: Trying, name: Deed): string => words.plain(`trial:do.${name}`);

/** Sends a button and waits until the tester has pressed it. */
async function pressed(trying: Trying, name: TrialName) {
  const { words, tester } = trying;
  const payload = `try-${name}`;
  const heard = await send(trying, {
    text: words.plain(`trial:title.${name}`),
    attachments: [keyboard([button(words.plain('trial:button'), payload)])],
  });
  const press = await tester.until(wanted(trying, 'press'), pressWith(payload));
  return press === null ? null : { id: press, mid: midOf(heard) };
}

const answer = ({ calls }: Trying, id: string, body: object) =>
  calls.ask('POST', '/answers', { query: { callback_id: id }, body });

async function later({ laterMs, words, report, stopped }: Trying): Promise<void> {
  report.note(words.plain('trial:later', { seconds: Math.round(laterMs / 1_000) }));
  await pause(laterMs, stopped);
}

/** Whether the same token can be sent in the end, and after how long. */
async function sendWhenReady(trying: Trying, body: object): Promise<void> {
  const began = performance.now();
  for (let tries = 0; tries < NOT_READY_TRIES && !trying.stopped.aborted; tries += 1) {
    const heard = await send(trying, body, { quietly: tries > 0 });
    if (heard.status === 200) {
      trying.report.note(`ready after ${Math.round(performance.now() - began)} ms, try ${tries + 1}`);
      return;
    }
    await pause(READY_AGAIN_MS, trying.stopped);
  }
}

const ofFiles: readonly Trial[] = [
  trial('attachments', async (trying) => {
    const { calls } = trying;
    const tokens: string[] = [];
    for (let count = 0; count < MOST_IMAGES; count += 1) {
      const token = await calls.upload('image', Buffer.concat([PIXEL, Buffer.alloc(count)]), `${count}.png`);
      if (token !== null) tokens.push(token);
    }
    const images = tokens.map((token) => ({ type: 'image', payload: { token } }));
    await pause(READY_AGAIN_MS * 2, trying.stopped);
    await send(trying, { text: '10', attachments: images.slice(0, 10) });
    await send(trying, { text: '12', attachments: images });
    const keys = keyboard([button('1', 'try-attachments')]);
    await send(trying, { text: '1', attachments: [...images.slice(0, 1), keys] });
    await send(trying, { text: '2', attachments: [{ type: 'location', latitude: 55.71, longitude: 52.42 }, keys] });
    const token = await calls.upload('file', Buffer.from('try'), 'try.txt');
    if (token === null) return;
    await pause(READY_AGAIN_MS * 2, trying.stopped);
    const file = { type: 'file', payload: { token } };
    await send(trying, { text: '3', attachments: [file, keys] });
    await send(trying, { text: '4', attachments: [file, ...images.slice(0, 1)] });
    await send(trying, { text: '5', attachments: [file] });
    await ask(trying, 'attachments');
  }),
  trial('notReady', async (trying) => {
    const token = await trying.calls.upload('file', Buffer.alloc(LARGE_BYTES, 1), 'try.bin');
    if (token !== null) await sendWhenReady(trying, { attachments: [{ type: 'file', payload: { token } }] });
  }),
  trial('tokens', async (trying) => {
    const token = await trying.calls.upload('image', PIXEL, 'try.png');
    if (token === null) return;
    const body = { text: '1', attachments: [{ type: 'image', payload: { token } }] };
    await sendWhenReady(trying, body);
    await later(trying);
    await send(trying, body);
  }),
  trial('photo', async (trying) => {
    const { tester, calls, report } = trying;
    for (const type of ['image', 'file'] as const) {
      const sent = await tester.until(wanted(trying, type), attachmentOf(type));
      const url = urlIn(sent);
      if (url === null) continue;
      const bytes = await calls.fetch(url);
      report.note(`${type}: EXIF ${bytes?.includes(EXIF) === true ? 'is there' : 'is not there'}`);
      await later(trying);
      await calls.fetch(url);
    }
  }),
];

const ofPresses: readonly Trial[] = [
  trial('toast', async (trying) => {
    const press = await pressed(trying, 'toast');
    if (!press) return;
    await answer(trying, press.id, { notification: trying.words.plain('trial:toast') });
    await ask(trying, 'toast');
  }),
  trial('toastAndRedraw', async (trying) => {
    const press = await pressed(trying, 'toastAndRedraw');
    if (!press) return;
    const message = { text: trying.words.plain('trial:redrawn'), attachments: [] };
    await answer(trying, press.id, { message, notification: trying.words.plain('trial:toast') });
    await answer(trying, press.id, { notification: trying.words.plain('trial:toast') });
    await ask(trying, 'redrawn');
  }),
  trial('lateAnswer', async (trying) => {
    const press = await pressed(trying, 'lateAnswer');
    if (!press) return;
    await later(trying);
    await answer(trying, press.id, { message: { text: trying.words.plain('trial:redrawn'), attachments: [] } });
  }),
  trial('emptyAnswer', async (trying) => {
    const press = await pressed(trying, 'emptyAnswer');
    if (!press) return;
    await answer(trying, press.id, {});
    await answer(trying, press.id, { notification: '…' });
  }),
  trial('pressOfRemoved', async (trying) => {
    const press = await pressed(trying, 'pressOfRemoved');
    if (press?.mid == null) return;
    await trying.calls.ask('DELETE', '/messages', { query: { message_id: press.mid } });
    await trying.calls.ask('DELETE', '/messages', { query: { message_id: press.mid } });
    await answer(trying, press.id, { message: { text: '1', attachments: [] } });
  }),
  trial('location', async (trying) => {
    const { words, tester } = trying;
    await send(trying, {
      text: words.plain('trial:title.location'),
      attachments: [keyboard([{ type: 'request_geo_location', text: words.plain('trial:button'), quick: true }])],
    });
    await tester.until(wanted(trying, 'location'), attachmentOf('location'));
  }),
];

const ofTexts: readonly Trial[] = [
  trial('html', async (trying) => {
    const texts = [
      '<b>1</b>\n2 &lt;3&gt; &amp; "4"',
      '<blockquote>1\n2</blockquote>3',
      '<b>1',
      '1 < 2 & 3',
      '<mark>1</mark>',
    ];
    for (const text of texts) await send(trying, { text, format: 'html' });
    await ask(trying, 'html');
  }),
  trial('length', async (trying) => {
    for (const count of [3_999, 4_000, 4_001]) await send(trying, { text: LETTER.repeat(count) });
    await send(trying, { text: `<b>${LETTER.repeat(4_000)}</b>`, format: 'html' });
    await send(trying, { text: '😀'.repeat(2_000) });
    await send(trying, { text: '😀'.repeat(2_001) });
  }),
  trial('edits', async (trying) => {
    const mid = midOf(await send(trying, { text: '1' }));
    if (mid === null) return;
    const query = { message_id: mid };
    await trying.calls.ask('PUT', '/messages', { query, body: { text: '2' } });
    await trying.calls.ask('PUT', '/messages', { query, body: { text: '2' } });
    await trying.calls.ask('DELETE', '/messages', { query });
    await trying.calls.ask('PUT', '/messages', { query, body: { text: '3' } });
  }),
  trial('tooMany', async (trying) => {
    const mid = midOf(await send(trying, { text: '0' }));
    if (mid === null) return;
    const edits = await Promise.all(
      Array.from({ length: 6 }, (_, count) =>
        trying.calls.ask('PUT', '/messages', {
          query: { message_id: mid },
          body: { text: String(count) },
          atOnce: true,
        }),
      ),
    );
    const refused = edits.filter(({ status }) => status === 429);
    trying.report.note(`429: ${refused.length} of ${edits.length}, Retry-After: ${refused[0]?.retryAfter ?? 'none'}`);
  }),
];

const ofPeople: readonly Trial[] = [
  trial('start', async (trying) => {
    await trying.tester.until(wanted(trying, 'start'), ({ update_type: type }) =>
      type === 'bot_started' ? true : null,
    );
    await send(trying, { text: trying.words.plain('trial:greeting') });
    await ask(trying, 'greeting');
  }),
  trial('link', async ({ tester, words, username }) => {
    for (const payload of ['try-1', 'try-2']) {
      const address = `https://max.ru/${username}?start=${payload}`;
      const says = (update: Update): boolean =>
        at(update, 'payload') === payload || String(at(update, 'message', 'body', 'text')).includes(payload);
      await tester.until(words.plain('trial:do.link', { address }), (update) => (says(update) ? true : null));
    }
  }),
  trial('stopped', async (trying) => {
    await trying.tester.until(wanted(trying, 'stop'), ({ update_type: type }) =>
      type === 'bot_stopped' ? true : null,
    );
    await send(trying, { text: '1' });
    await trying.tester.until(wanted(trying, 'start'), ({ update_type: type }) =>
      type === 'bot_started' ? true : null,
    );
    await send(trying, { text: '2' });
  }),
  trial('group', async (trying) => {
    const { tester, calls, words } = trying;
    const chatId = await tester.until(wanted(trying, 'group'), ({ update_type: type, chat_id: id }) =>
      type === 'bot_added' && (typeof id === 'number' || typeof id === 'string') ? id : null,
    );
    if (chatId === null) return;
    await calls.ask('GET', `/chats/${chatId}`);
    await calls.ask('GET', `/chats/${chatId}/members/me`);
    const body = { text: words.plain('trial:title.group'), attachments: [keyboard([button('1', 'try-group')])] };
    await calls.ask('POST', '/messages', { query: { chat_id: chatId }, body });
    await tester.until(wanted(trying, 'press'), pressWith('try-group'));
    await tester.until(wanted(trying, 'leave'), ({ update_type: type }) => (type === 'bot_removed' ? true : null));
    await calls.ask('POST', '/messages', { query: { chat_id: chatId }, body: { text: '1' } });
  }),
];

const ofService: readonly Trial[] = [
  trial('token', async ({ calls }) => {
    await calls.ask('GET', '/me');
    await calls.ask('GET', '/me', { authorization: 'Bearer wrong' });
    await calls.ask('GET', '/me', { authorization: 'wrong' });
  }),
  trial('certificate', async ({ calls, report }) => {
    const { hostname, protocol, port } = new URL(calls.apiRoot);
    report.note(`NODE_EXTRA_CA_CERTS: ${process.env['NODE_EXTRA_CA_CERTS'] === undefined ? 'not set' : 'set'}`);
    report.note(protocol === 'https:' ? await certificateOf(hostname, Number(port || 443)) : protocol);
  }),
  trial('address', async (trying) => {
    const press = await pressed(trying, 'address');
    const update = trying.tester.updates.findLast(({ update_type: type }) => type === 'message_callback');
    const recipient = at(update, 'message', 'recipient') ?? {};
    if (press) trying.report.note(`recipient: ${Object.keys(recipient).join(', ')}`);
    if (press) await answer(trying, press.id, { notification: '1' });
  }),
  trial('pollingBesideSubscription', async ({ calls }) => {
    await calls.ask('POST', '/subscriptions', { body: { url: NOWHERE, secret: 'try-secret' } });
    await calls.ask('GET', '/updates', { query: { timeout: 0 } });
    await calls.ask('DELETE', '/subscriptions', { query: { url: NOWHERE } });
    await calls.ask('GET', '/subscriptions');
  }),
  trial('withoutMarker', async (trying) => {
    const { calls, tester } = trying;
    await send(trying, { text: trying.words.plain('trial:title.withoutMarker') });
    await ask(trying, 'words');
    const shown = await calls.ask('GET', '/updates', { query: { timeout: 1 } });
    const updates = at(shown.body, 'updates');
    trying.report.note(`without a marker: ${Array.isArray(updates) ? updates.length : '?'} updates`);
    await tester.poll(1);
  }),
  trial('numbers', async ({ tester, report }) => {
    const keys = tester.updates.map((one) => JSON.stringify([one.update_type, one.timestamp, one['message'] ?? one]));
    report.note(`updates: ${keys.length}, of them twice: ${keys.length - new Set(keys).size}`);
    const moments = tester.updates.map(({ timestamp }) => Number(timestamp));
    report.note(`out of their order: ${moments.filter((moment, index) => moment < (moments[index - 1] ?? 0)).length}`);
    const inBody = (name: string) => (update: Update) => at(update, 'message', 'body', name);
    const bodies = tester.updates.map((update) => ({ mid: inBody('mid')(update), seq: inBody('seq')(update) }));
    const named = bodies.filter(({ mid, seq }) => typeof mid === 'string' && seq !== undefined);
    const same = named.filter(({ mid, seq }) => endOf(String(mid)) === String(seq));
    report.note(`the end of a mid is its seq: ${same.length} of ${named.length}`);
  }),
];

/** The last 16 hexadecimal digits as a number; empty: there are none. */
function endOf(mid: string): string {
  const [digits] = /[0-9a-f]{16}$/i.exec(mid) ?? [];
  return digits === undefined ? '' : String(BigInt(`0x${digits}`));
}

/** Whether this machine trusts it, and whose it is. */
const certificateOf = (host: string, port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = tls.connect({ host, port, servername: host, rejectUnauthorized: false }, () => {
      const { issuer, valid_to: until } = socket.getPeerCertificate();
      const trust = socket.authorized ? 'trusted' : `not trusted: ${socket.authorizationError?.message ?? '?'}`;
      socket.end();
      resolve(`${trust}; issued by ${[issuer.O, issuer.CN].flat().join(', ')}; until ${until}`);
    });
    socket.on('error', (error: Error) => resolve(`no connection: ${error.message}`));
  });

/** In the order of their names: what needs nobody first, what ends the dialog last. */
export const TRIALS: readonly Trial[] = [...ofService, ...ofPeople, ...ofPresses, ...ofTexts, ...ofFiles];
