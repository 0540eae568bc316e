import type { ClaimedMessage, Delivery } from '../../../src/outbox/delivery';
import { isWorkingTime } from '../../../src/regulation/calendar';
import type { MessageKind, Params } from '../../../src/usecases/kit/messages';
import type { CardSubject } from '../../../src/usecases/kit/places';
import { officialIn, type Official } from '../../../src/usecases/kit/officials';
import type { FileStore, Folders, MessageRef, Papers } from '../../../src/usecases/kit/ports';
import type { WriteWorkbook } from '../../../src/usecases/kit/sent-table';
import type { Charts } from '../../../src/usecases/kit/charts';
import type { Messengers } from './messengers';
import type { Screen } from './screen';
import type { Told } from './talk';
import type { Reading, ReadsUpdates } from './turn';
import type { SendOptions, Voice } from './voice';

/** What the outbox asks of the places of cards and of messages of nags. */
export interface Places {
  /** @returns null when there is no such card for this person. `remember`: where it is now could not be kept yet, and has to be */
  bring(
    official: Official,
    subject: CardSubject,
    id: number,
    told: Told & { readonly silent?: boolean },
  ): Promise<Brought | null>;
  /** False: it is nowhere. */
  redraw(official: Official, subject: CardSubject, id: number): Promise<boolean>;
  /** False: it is nowhere. */
  redrawNags(official: Official, root: string): Promise<boolean>;
}
export interface Brought {
  readonly message: MessageRef;
  readonly remember?: () => Promise<void>;
}

/** What renderers draw from and speak by. */
export interface DeliveringDeps extends ReadsUpdates {
  readonly voice: Voice;
  readonly drawing: Places;
  readonly readingFor: (official: Official) => Reading;
  /** Of what is said to nobody in particular. */
  readonly readingForAll: () => Reading;
  readonly writeWorkbook: WriteWorkbook;
  readonly papers: Papers;
  readonly files: Pick<FileStore, 'keep' | 'read'>;
  readonly folders: Folders;
  readonly charts: Charts;
  readonly messengers: Messengers;
}

/** How a message of this kind is said. */
export type Renderer<Kind extends MessageKind> = (params: Params<Kind>, message: ClaimedMessage) => Promise<Delivery>;
export type Renderers<Kind extends MessageKind = MessageKind> = { readonly [Each in Kind]: Renderer<Each> };
/** The same, once it is known to whom. */
type Draw<Kind extends MessageKind> = (
  official: Official,
  params: Params<Kind>,
  message: ClaimedMessage,
) => Promise<Delivery>;
type KindToPerson = { [Kind in MessageKind]: Params<Kind> extends { personId: number } ? Kind : never }[MessageKind];

export const skipped = (reason: string): Delivery => ({ outcome: 'skipped', reason });
export const done: Delivery = { outcome: 'sent' };
const NO_ACCOUNT = skipped('the person has no account here any more');

/** Even to somebody whose account is switched off: their menu goes with it. */
export const toAnyAccount =
  <Kind extends KindToPerson>({ desk }: DeliveringDeps, draw: Draw<Kind>): Renderer<Kind> =>
  async (params, message) => {
    // Whoever is met elsewhere by now hears nothing where they were met before: that chat is a stranger's.
    const official = await officialIn(desk, params.personId, message);
    return official ? draw(official, params, message) : NO_ACCOUNT;
  };

/**
 * What was to sound may have been long on its way: outside working time nothing does but what its own words call people to at that hour.
 * Whoever has asked for none has none at all.
 */
const isQuiet = ({ desk }: DeliveringDeps, { withoutSound }: Official, { kind }: ClaimedMessage): boolean =>
  withoutSound || (kind !== 'nags' && !isWorkingTime(desk.clock.now(), desk.office.calendar()));

/** To somebody who works here: what is said to whoever does no more reaches nobody. */
export const toPerson = <Kind extends KindToPerson>(deps: DeliveringDeps, draw: Draw<Kind>): Renderer<Kind> =>
  toAnyAccount<Kind>(deps, async (official, params, message) =>
    official.disabled
      ? NO_ACCOUNT
      : draw(official, params, { ...message, silent: message.silent || isQuiet(deps, official, message) }),
  );

/** Sends what is drawn; null: there is nothing to say any more. */
export async function say(
  { voice }: DeliveringDeps,
  { kind, chatId, silent }: ClaimedMessage,
  screen: Screen | null,
  options: SendOptions = {},
): Promise<Delivery> {
  if (!screen) return skipped(`nothing to say for ${kind}`);
  return { outcome: 'sent', message: await voice.send(chatId, screen, { silent, ...options }) };
}

const QUIET_AFTER_SOUND_MS = 10 * 60_000;

/** Which chats have sounded lately: ten half-ways in a row to one person all come, and one of them sounds. */
export function createSounds() {
  const sounded = new Map<string, Date>();
  return {
    lately(chatId: string, now: Date): boolean {
      const since = now.getTime() - (sounded.get(chatId)?.getTime() ?? -Infinity);
      return since >= 0 && since < QUIET_AFTER_SOUND_MS;
    },
    note: (chatId: string, now: Date) => void sounded.set(chatId, now),
  };
}
