import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { proxyAgent } from '../../../src/adapters/proxy';
import { startBotApiSink, type BotApiSink } from '../../support/bot-api-sink';

/** What the address in the proxy's request was: RFC 1928, section 4. */
const KINDS: Readonly<Record<number, string>> = { 1: 'an address', 3: 'a name', 4: 'an address' };

let sink: BotApiSink;
let proxy: Server;
let asked: string[];
beforeEach(async () => {
  sink = await startBotApiSink();
  asked = [];
  proxy = createServer((socket) => void serve(socket).catch(() => socket.destroy())).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
});
afterEach(async () => {
  proxy.close();
  await sink.stop();
});

/** SOCKS 5 with no password; whatever is asked for, it leads to the sink. */
async function serve(socket: Socket): Promise<void> {
  await once(socket, 'data');
  socket.write(Buffer.from([5, 0]));
  const [request] = (await once(socket, 'data')) as [Buffer];
  asked.push(KINDS[request[3] ?? 0] ?? 'nothing');
  const onward = connect(Number(new URL(sink.apiRoot).port), '127.0.0.1');
  await once(onward, 'connect');
  socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
  socket.pipe(onward).pipe(socket);
  for (const [one, other] of [
    [socket, onward],
    [onward, socket],
  ] as const)
    one.on('error', () => other.destroy());
}

test.each([
  ['socks5', 'an address'],
  ['socks5h', 'a name'],
])('by %s:// the proxy is given %s', async (scheme, kind) => {
  const agent = await proxyAgent(`${scheme}://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  // whatever the name, the proxy leads to the sink
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    get('http://localhost:9/bot334:token/getMe', { ...(agent && { agent }) }, resolve).on('error', reject),
  );
  response.resume();
  expect(response.statusCode).toBe(200);
  expect(asked).toEqual([kind]);
  expect(sink.callsOf('getMe')).toHaveLength(1);
});
