import { createServer, type Server, type Socket, type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { bytesBehind } from '../../../bots/messenger/download';

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: image/jpeg\r\n';

let server: Server;
const sockets = new Set<Socket>();
/** Its answer comes byte by byte, each long before anybody takes the line for dead, and never ends. */
const drip = async (head: string): Promise<URL> => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write(head);
    const drops = setInterval(() => socket.write('x'), 5);
    socket.on('close', () => {
      clearInterval(drops);
      sockets.delete(socket);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/photo.jpg`);
};
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const way = { name: 'The messenger', agent: undefined, wholeLimitMs: 200 };

test.each([
  ['bytes', `${HEAD}\r\n`],
  ['words before its bytes', `${HEAD}x-drop: `],
])('a file whose %s come drop by drop is given up when its time is over, and asked for again', async (_, head) => {
  const link = await drip(head);
  const failure: unknown = await bytesBehind(link, way)
    .then((bytes) => buffer(bytes))
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'download_failed',
    message: expect.stringContaining('whole file within 0.2 s'),
  });
  // asked for again, unlike what is refused
  expect(failure).toMatchObject({ params: {} });
  expect(link.href).not.toBe('');
});

test('a file that comes in time is not cut off behind its time', async () => {
  const link = await drip(`${HEAD}content-length: 10\r\n\r\n`);
  const bytes = await bytesBehind(link, way);
  expect((await buffer(bytes)).toString()).toBe('xxxxxxxxxx');
});
