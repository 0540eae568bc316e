import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Moments of a conversation at which a mail server speaks; `END` is after the whole letter. */
export const STAGES = ['GREETING', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'END'] as const;
export type Stage = (typeof STAGES)[number];

const GOOD: Readonly<Record<Stage, string>> = {
  GREETING: '220 mail.example ESMTP',
  EHLO: '250-mail.example\r\n250 8BITMIME',
  MAIL: '250 2.1.0 Ok',
  RCPT: '250 2.1.5 Ok',
  DATA: '354 End data with <CR><LF>.<CR><LF>',
  END: '250 2.0.0 Ok: queued as 4F2A',
};

/** What it does at one moment in the place of a good answer. */
export interface Mood {
  readonly at: Stage;
  readonly does: (socket: Socket) => void;
}

/** A mail server below any library: it says what it is told to say. */
export class HostileMailServer {
  mood: Mood | null = null;
  /** Message-IDs of letters whose last dot has come. */
  readonly letters: string[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((socket) => this.talk(socket));

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private talk(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    let heard = '';
    let isLetter = false;
    const say = (stage: Stage) => {
      if (this.mood?.at === stage) this.mood.does(socket);
      else socket.write(`${GOOD[stage]}\r\n`);
      if (stage === 'DATA' && this.mood?.at !== 'DATA') isLetter = true;
    };
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text;
      for (;;) {
        const end = heard.indexOf(isLetter ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const said = heard.slice(0, end);
        heard = heard.slice(end + (isLetter ? 5 : 2));
        if (isLetter) {
          isLetter = false;
          this.letters.push(/^Message-ID:\s*(\S+)/im.exec(said)?.[1] ?? '');
          say('END');
        } else this.obey(said, socket, say);
      }
    });
    say('GREETING');
  }

  private obey(said: string, socket: Socket, say: (stage: Stage) => void): void {
    const verb = (/^\w+/.exec(said)?.[0] ?? '').toUpperCase();
    if (verb === 'QUIT') return void socket.end('221 Bye\r\n');
    if (verb === 'HELO') return say('EHLO');
    const stage = STAGES.find((one) => one === verb);
    if (stage) say(stage);
    else socket.write('250 Ok\r\n');
  }
}
