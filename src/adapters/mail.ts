import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { MailSender, SmtpSettings } from '../config/readers';
import { wordsOf, type Words } from '../i18n';
import { describeError } from '../process/log';
import type { Trouble } from '../regulation/carriers';
import { languageOf } from '../regulation/language';
import type { DeliveryKind } from '../regulation/vocabulary';
import { foreignLine } from '../text/plain-text';
import { bytesOf } from '../usecases/kit/files';
import type { Carried, Mailer, MailParcel } from '../usecases/kit/parcel';
import type { FileStore } from '../usecases/kit/ports';

export interface MailerOptions {
  readonly smtp: SmtpSettings;
  readonly from: MailSender;
  readonly files: Pick<FileStore, 'read'>;
  /** Until a silent server is given up; a busy one may take its time. */
  readonly silenceMs?: number;
  /** Until the whole conversation must be over: a server that always says «wait» is never silent. */
  readonly limitMs?: number;
}

/** A server may say a megabyte. */
const LONGEST_WORDS = 2_000;
const SILENCE_MS = 40_000;
/** Letters go one by one: whoever waits for the next of them learns of the trouble within a minute. */
const LIMIT_MS = 55_000;

/**
 * How far a conversation has come. Until the server has the final dot it has no letter (RFC 5321, 4.1.1.4), and a connection that
 * breaks is an outage like any other; from then on nobody knows what became of it.
 */
type Phase = 'calling' | 'talking' | 'handedOver';

/** What the applicant reads; a mail server is not asked to carry anything else. */
type Mailed = Extract<DeliveryKind, 'answer' | 'interim_answer' | 'redirect_notice' | 'extension_notice'>;
const MAILED: readonly DeliveryKind[] = ['answer', 'interim_answer', 'redirect_notice', 'extension_notice'];
const isMailed = (kind: DeliveryKind): kind is Mailed => MAILED.includes(kind);

/**
 * E-mail by nodemailer: one connection a letter, since letters are few and a connection that is kept is one more thing that
 * breaks. The library is loaded with the first letter: an office without e-mail has no memory for it.
 */
export const createMailer = (options: MailerOptions): Mailer => ({ send: (parcel) => send(options, parcel) });

async function send(
  { smtp, from, files, silenceMs = SILENCE_MS, limitMs = LIMIT_MS }: MailerOptions,
  parcel: MailParcel,
): Promise<Carried> {
  const address = mailable(parcel.address);
  if (address === null || !isMailed(parcel.kind)) return { outcome: 'refused', trouble: 'address', detail: null };
  const attachments = await Promise.all(
    parcel.files.map(async ({ name, sha256, role }) => ({
      filename: name,
      content: Buffer.from(await bytesOf(files, sha256)),
      contentType: role === 'letter' ? 'application/pdf' : 'application/octet-stream',
      // as it is signed: no line of it may be folded or ended in another way
      contentTransferEncoding: 'base64' as const,
    })),
  );
  const { createTransport } = await import('nodemailer');
  let phase: Phase = 'calling';
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.tls === 'at_once',
    requireTLS: smtp.tls === 'required',
    ...(smtp.login && { auth: { user: smtp.login.user, pass: smtp.login.password } }),
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    dnsTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: {
      info: (entry: unknown) => {
        phase = phaseAfter(entry, phase);
      },
    },
  });
  try {
    const { response } = await transport.sendMail({
      from: from.name === null ? from.address : { name: from.name, address: from.address },
      to: address,
      messageId: `<${parcel.key}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      ...wordsOfLetter(parcel, parcel.kind),
      attachments,
      signal: AbortSignal.timeout(limitMs),
    });
    return { outcome: 'delivered', reference: queuedAs(response) };
  } catch (error) {
    return outcomeOf(error, address, phase);
  } finally {
    transport.close();
  }
}

const logEntry = z.object({ tnx: z.string() });

/**
 * nodemailer tells it in its log alone: `send` before MAIL FROM, `message` when the stream that ends in the dot has been written out
 * (lib/smtp-connection, `_createSendStream`). The end of the composing says nothing: a letter is composed before MAIL.
 */
function phaseAfter(entry: unknown, phase: Phase): Phase {
  switch (logEntry.safeParse(entry).data?.tnx) {
    case 'send':
      return phase === 'calling' ? 'talking' : phase;
    case 'message':
      return 'handedOver';
    default:
      return phase;
  }
}

/** With a domain in another script as mail servers know it; null: no address, or one that would say more than an address. */
function mailable(written: string): string | null {
  const at = written.lastIndexOf('@');
  const domain = domainToASCII(written.slice(at + 1));
  const address = `${written.slice(0, at)}@${domain}`;
  return written.length <= 254 && ADDRESS.test(address) ? address : null;
}
const ADDRESS =
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

/** In the language of what was written to the applicant. */
function wordsOfLetter(
  { number, registeredOn, text, office }: MailParcel,
  kind: Mailed,
): { subject: string; text: string } {
  const { plain } = wordsOf(languageOf(text));
  const date = registeredOn.split('-').reverse().join('.');
  return {
    subject: plain(`mail:subject.${kind}`, { number }),
    text: [
      plain('mail:greeting'),
      ...bodyOf(kind, text, plain, { number, date }),
      plain('mail:automatic'),
      signatureOf(office, plain),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  };
}

function bodyOf(kind: Mailed, text: string, plain: Words['plain'], about: { number: string; date: string }): string[] {
  return kind === 'answer' || kind === 'interim_answer'
    ? [plain(`mail:about.${kind}`, about), plain('mail:enclosed')]
    : [plain('mail:about.notice', about), text];
}

const signatureOf = ({ name, contacts }: MailParcel['office'], plain: Words['plain']): string =>
  [name === '' ? plain('mail:office') : name, contacts].filter((line) => line !== '').join('\n');

/** «250 2.0.0 Ok: queued as 4F2A»: by which the operator of the mail server finds it. */
const queuedAs = (response: unknown): string | null =>
  typeof response === 'string' ? (/queued as ([\w-]{1,60})/i.exec(response)?.[1] ?? null) : null;

const smtpError = z.object({
  code: z.string().catch(''),
  command: z.string().catch(''),
  responseCode: z.number().nullish().catch(null),
  response: z.string().nullish().catch(null),
});
const CERTIFICATE = /self[- ]signed|certificate|CERT_|altnames|UNABLE_TO_/i;

/** Whose fault it was: of this letter, which is refused, or of the way there, which heals. */
function outcomeOf(error: unknown, address: string, phase: Phase): Carried {
  const parsed = smtpError.safeParse(error);
  if (!parsed.success) throw error;
  const { code, command, responseCode, response } = parsed.data;
  const detail = foreignLine((response ?? describeError(error)).replaceAll(address, '…'), LONGEST_WORDS);
  const waits = (trouble: Trouble, ofCarrier: boolean): Carried => ({
    outcome: 'waits',
    trouble,
    detail,
    afterMs: null,
    ofCarrier,
  });
  if (code === 'EAUTH' || code === 'ENOAUTH') return waits('login', true);
  if (responseCode !== null && responseCode !== undefined && (code === 'EENVELOPE' || code === 'EMESSAGE')) {
    if (command === 'MAIL FROM') return waits(responseCode >= 500 ? 'sender' : 'busy', true);
    if (responseCode < 500) return waits('busy', false);
    return { outcome: 'refused', trouble: command === 'RCPT TO' ? 'address' : 'refused', detail };
  }
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return { outcome: 'refused', trouble: 'address', detail };
  const isSilent = code === 'ETIMEDOUT' || code === 'EABORT';
  if (phase === 'handedOver') return { outcome: 'unknown', trouble: isSilent ? 'silent' : 'broken', detail };
  // What could be read and composed and then met no network is an outage; a fault of ours is none.
  if (code === 'ETLS' || CERTIFICATE.test(describeError(error))) return waits('certificate', true);
  if (responseCode !== null && responseCode !== undefined) return waits('busy', true);
  if (isSilent) return waits('silent', true);
  if (code === 'EPROTOCOL') return waits('nonsense', true);
  if (code === 'ECONNECTION' || code === 'ESOCKET') return waits(phase === 'talking' ? 'broken' : 'unreachable', true);
  if (code === 'EDNS' || code === 'ECONNREFUSED') return waits('unreachable', true);
  throw error;
}
