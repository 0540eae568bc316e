import type { Socket } from 'node:net';
import { HostileMailServer, STAGES, type Mood, type Stage } from '../corpus/smtp';
import type { Case, Door } from '../door';
import { Shipments } from '../shipments';

type Given = Mood;

const MEGABYTE = 1_000_000;
const TROUBLE =
  /"trouble":"(?:unreachable|silent|broken|busy|nonsense|sender|address|refused|login|failing|certificate)"/;
const EITHER = new RegExp(`${TROUBLE.source}|"state":"delivered"`);

const says = (text: string) => (socket: Socket) => void socket.write(text);
const at = (stage: Stage, name: string, does: Mood['does'], words = TROUBLE): Case<Given> => ({
  name: `${name} at ${stage}`,
  make: () => ({ at: stage, does }),
  says: words,
});
const atEach = (
  name: string,
  does: (stage: Stage) => Mood['does'],
  stages: readonly Stage[] = STAGES,
  words = TROUBLE,
) => stages.map((stage) => at(stage, name, does(stage), words));

/** Says it again and again, for ever. */
const forEver = (text: string, everyMs: number) => (socket: Socket) => {
  const timer = setInterval(() => socket.write(text), everyMs);
  socket.on('close', () => clearInterval(timer));
};
const CODE: Readonly<Record<Stage, string>> = {
  GREETING: '220',
  EHLO: '250',
  MAIL: '250',
  RCPT: '250',
  DATA: '354',
  END: '250',
};

const CASES: readonly Case<Given>[] = [
  ...atEach('a reset', () => (socket) => void socket.resetAndDestroy()),
  ...atEach('an end', () => (socket) => void socket.end()),
  ...atEach('silence', () => () => undefined),
  ...atEach('4xx', () => says('451 4.3.0 Later\r\n')),
  ...atEach('5xx', () => says('550 5.7.1 No\r\n')),
  ...atEach('a reply without an end', (stage) => forEver(`${CODE[stage]}-wait\r\n`, 5)),
  ...atEach(
    'a line of 5 MB',
    (stage) => says(`${CODE[stage]} ${'x'.repeat(5 * MEGABYTE)}\r\n`),
    ['GREETING', 'MAIL', 'END'],
    EITHER,
  ),
  ...atEach(
    'a line without an end',
    (stage) => (socket) => {
      socket.write(`${CODE[stage]} `);
      forEver('x'.repeat(65_536), 2)(socket);
    },
    ['EHLO', 'RCPT', 'END'],
  ),
  ...atEach('NUL in a refusal', () => says('550 5.1.1 No\0body\r\n'), ['MAIL', 'RCPT', 'END']),
  at('END', 'NUL in the number of the letter', says('250 Ok: queued as 4F\x002A\r\n'), EITHER),
  at('END', 'a letter of control signs', says('250 Ok: queued as \x1b[31m\u202e\r\n'), EITHER),
  ...atEach('no SMTP', () => says('HTTP/1.1 400 Bad Request\r\n\r\n'), ['GREETING', 'EHLO', 'DATA']),
  at('RCPT', 'a refusal of 300 lines', says(`${'550-5.1.1 нет такого\r\n'.repeat(300)}550 5.1.1 нет\r\n`)),
  at('RCPT', 'a refusal with the address', says('550 5.1.1 <ivanov@example.org>: phone +7 917 123-45-67\r\n')),
  at(
    'RCPT',
    'a refusal in no encoding',
    (socket) => void socket.write(Buffer.from([0x35, 0x35, 0x30, 0x20, 0xff, 0xfe, 0xd0, 0x0d, 0x0a])),
  ),
  at('GREETING', 'a letter every half second', (socket) => forEver('2', 500)(socket)),
  at(
    'EHLO',
    'ten thousand extensions',
    says(`${Array.from({ length: 10_000 }, (_, index) => `250-X${index}`).join('\r\n')}\r\n250 OK\r\n`),
    EITHER,
  ),
  at('EHLO', 'STARTTLS that is none', says('250-mail.example\r\n250 STARTTLS\r\n'), EITHER),
  at(
    'EHLO',
    'answers to everything beforehand',
    says('250-a\r\n250 b\r\n250 c\r\n250 d\r\n354 e\r\n250 f\r\n'),
    EITHER,
  ),
];

export const mail: Door<Given> = {
  name: 'mail',
  cases: CASES,
  short: ['a reset at MAIL', '4xx at DATA', 'NUL in a refusal at RCPT', 'a line of 5 MB at MAIL'],
  async prepare() {
    const server = new HostileMailServer();
    await server.open();
    return {
      env: { SMTP_URL: `smtp://127.0.0.1:${server.port}`, MAIL_FROM: 'Исполком <priem@office.example>' },
      async enter(office) {
        const shipments = new Shipments(office, 'mail', 'extension_notice');
        return {
          async give(mood) {
            server.mood = mood;
            return shipments.said(await shipments.queue());
          },
          async beside() {
            server.mood = null;
            return shipments.allArrive();
          },
        };
      },
      close: () => server.close(),
    };
  },
};
