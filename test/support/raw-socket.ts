import { connect, type Socket } from 'node:net';
import { until } from './until';

export interface RawSocket {
  readonly heard: string;
  /** The other side has ended it. */
  readonly isEnded: boolean;
  say(text: string): void;
  /** Gives it up from this side. */
  drop(): void;
}

/** A connection below HTTP: what no well-behaved client says. Resolves when it is open and the first words are said. */
export async function openSocket(port: number, ...words: readonly string[]): Promise<RawSocket> {
  const socket: Socket = connect(port, '127.0.0.1');
  let heard = '';
  let isOpen = false;
  let isEnded = false;
  socket.on('connect', () => (isOpen = true));
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
  socket.on('error', () => (isEnded = true));
  socket.on('close', () => (isEnded = true));
  await until('the connection is open', () => isOpen || isEnded);
  for (const text of words) socket.write(text);
  return {
    get heard() {
      return heard;
    },
    get isEnded() {
      return isEnded;
    },
    say: (text) => void socket.write(text),
    drop: () => void socket.destroy(),
  };
}

export const lines = (...headers: readonly string[]): string => `${headers.join('\r\n')}\r\n`;
