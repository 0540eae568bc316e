import type { Words } from '../../i18n';
import type { Asked, Calls, Heard } from './calls';
import type { Report } from './report';
import type { Tester, Update } from './tester';

/** What a trial works with. */
export interface Trying {
  readonly calls: Calls;
  readonly report: Report;
  readonly tester: Tester;
  readonly words: Words;
  readonly userId: string;
  /** Of the bot, for its links. */
  readonly username: string;
  /** How long «later» is, milliseconds. */
  readonly laterMs: number;
  readonly stopped: AbortSignal;
}

/** One of the list in docs/administrator/max.md. */
export interface Trial {
  /** Of its title and of what the tester is asked: `trial:title.NAME`. */
  readonly name: TrialName;
  run(trying: Trying): Promise<void>;
}

export const TRIAL_NAMES = [
  'token',
  'certificate',
  'start',
  'link',
  'address',
  'toast',
  'toastAndRedraw',
  'lateAnswer',
  'emptyAnswer',
  'html',
  'length',
  'attachments',
  'notReady',
  'tokens',
  'photo',
  'location',
  'edits',
  'pressOfRemoved',
  'stopped',
  'group',
  'tooMany',
  'pollingBesideSubscription',
  'withoutMarker',
  'numbers',
] as const;
export type TrialName = (typeof TRIAL_NAMES)[number];

export const button = (text: string, payload: string) => ({ type: 'callback', text, payload });
export const keyboard = (...rows: readonly (readonly object[])[]) => ({
  type: 'inline_keyboard',
  payload: { buttons: rows },
});

/** Says something to the tester. */
export const send = (
  { calls, userId }: Pick<Trying, 'calls' | 'userId'>,
  body: object,
  asked: Asked = {},
): Promise<Heard> => calls.ask('POST', '/messages', { query: { user_id: userId }, body, ...asked });

/** What stands there in something of any shape; undefined: nothing. */
export const at = (value: unknown, ...way: readonly string[]): unknown =>
  way.reduce<unknown>(
    (here, name) => (typeof here === 'object' && here !== null ? Reflect.get(here, name) : undefined),
    value,
  );

/** The name of what was sent; null: nothing was. */
export function midOf({ body }: Heard): string | null {
  const mid = at(body, 'message', 'body', 'mid');
  return typeof mid === 'string' ? mid : null;
}

/** Of a press with this in its button; null: it is none. */
export function pressWith(payload: string): (update: Update) => string | null {
  return (update) =>
    update.update_type === 'message_callback' && at(update, 'callback', 'payload') === payload
      ? String(at(update, 'callback', 'callback_id'))
      : null;
}

/** Of a message of the tester's with such an attachment; null: it is none. */
export function attachmentOf(type: string): (update: Update) => object | null {
  return (update) => {
    const attachments = at(update, 'message', 'body', 'attachments');
    if (update.update_type !== 'message_created' || !Array.isArray(attachments)) return null;
    const found: unknown = attachments.find((one: unknown) => at(one, 'type') === type);
    return typeof found === 'object' ? found : null;
  };
}

export function urlIn(attachment: object | null): string | null {
  const url = at(attachment, 'payload', 'url');
  return typeof url === 'string' ? url : null;
}
