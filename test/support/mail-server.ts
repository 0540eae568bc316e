import type { AddressInfo } from 'node:net';
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
