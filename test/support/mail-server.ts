import { createServer, type AddressInfo, type Socket } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** What it does with the next letters; null: it takes them. */
export interface Mood {
  /** Answers RCPT TO, or the whole letter, with this. */
  readonly at: 'MAIL' | 'RCPT' | 'DATA';
  readonly code: number;
  readonly words: string;
}

export interface MailServer {
  readonly port: number;
  readonly letters: ParsedMail[];
  /** Of the whole letters that came, parsed or not. */
  readonly raw: Buffer[];
  mood: Mood | null;
  /** Breaks the connection when the letter is there and before it is confirmed. */
  breaksAtEnd: boolean;
  /** Takes the letter and never says anything. */
  isMute: boolean;
  stop(): Promise<void>;
}

/** A real SMTP server that keeps what it gets. @param port to come back where it was */
export async function startMailServer(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const answer = (at: Mood['at']): Error | null => {
    const { mood } = it;
    if (mood?.at !== at) return null;
    return Object.assign(new Error(mood.words), { responseCode: mood.code });
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onMailFrom: (_address, _session, done) => done(answer('MAIL')),
    onRcptTo: (_address, _session, done) => done(answer('RCPT')),
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refused = answer('DATA');
        if (refused) return done(refused);
        const whole = Buffer.concat(chunks);
        it.raw.push(whole);
        void simpleParser(whole).then((letter) => {
          it.letters.push(letter);
          if (it.breaksAtEnd)
            return server.connections.forEach((one) =>
              (one as unknown as { _socket: { destroy(): void } })._socket.destroy(),
            );
          if (!it.isMute) done(null, 'Ok: queued as 4F2A');
        });
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const it: MailServer & { mood: Mood | null } = {
    port: (server.server.address() as AddressInfo).port,
    letters: [],
    raw: [],
    mood: null,
    breaksAtEnd: false,
    isMute: false,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.connections.forEach((one) => (one as unknown as { _socket: { destroy(): void } })._socket.destroy());
      }),
  };
  return it;
}

/** Where in a conversation: a command, or the dot at the end of a letter. */
export type At = 'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'content' | 'dot';
const USUAL: Readonly<Record<At, string>> = {
  greeting: '220 test',
  EHLO: '250 test',
  MAIL: '250 Ok',
  RCPT: '250 Ok',
  DATA: '354 Go ahead',
  content: '',
  dot: '250 Ok: queued as 4F2A',
};

/**
 * A server that says at one place what a good one never says, down to its bytes; elsewhere it is polite.
 * @param say writes to the socket, or breaks it, or does nothing for ever
 */
export async function startRudeServer(
  at: At,
  say: (socket: Socket) => void,
): Promise<{ readonly port: number; stop(): void }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    let heard = '';
    let isContent = false;
    const answer = (where: At): void => {
      if (where === at) return say(socket);
      if (USUAL[where] !== '') socket.write(`${USUAL[where]}\r\n`);
      if (where === 'DATA') isContent = true;
    };
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      if (isContent) {
        if (at === 'content') return say(socket);
        if (heard.endsWith('\r\n.\r\n')) {
          isContent = false;
          heard = '';
          answer('dot');
        }
        return;
      }
      for (let end = heard.indexOf('\r\n'); end >= 0 && !isContent; end = heard.indexOf('\r\n')) {
        const verb = heard.slice(0, 4).toUpperCase();
        heard = heard.slice(end + 2);
        if (verb === 'EHLO' || verb === 'MAIL' || verb === 'RCPT' || verb === 'DATA') answer(verb);
      }
    });
    answer('greeting');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}
