import { wordsOf, type Locale } from '../../src/i18n';
import type { ClaimedMessage, Delivery } from '../../src/outbox/delivery';
import { NOTICES, type Notice } from '../../src/regulation/effects';
import { hasRight } from '../../src/regulation/rights';
import { officialById, type Official } from '../../src/usecases/people/officials';
import { circumstances, type Desk, type WriteWorkbook } from '../../src/usecases/ports';
import { isLoud, isVisit, readNags } from '../../src/usecases/nags/read-nags';
import { snoozedUntil } from '../../src/usecases/nags/snooze';
import { isStillNews } from '../../src/usecases/reading/read-notice';
import type { Calls } from './calls';
import type { Reading } from './cards/appeal-card';
import { groupDigestScreen } from './cards/group-digest';
import { nagsScreen } from './cards/nags-screen';
import { noticeScreen } from './cards/notices';
import { weeklyWorkbook } from './cards/weekly-workbook';
import { commandMenu } from './command-menu';
import type { Drawing } from './drawing';
import type { Screen } from './screen';

export interface DeliveringDeps {
  readonly desk: Desk;
  readonly calls: Calls;
  readonly drawing: Drawing;
  readonly defaultLocale: Locale;
  readonly readingFor: (official: Official) => Reading;
  readonly writeWorkbook: WriteWorkbook;
}

type ToPerson = (official: Official, message: ClaimedMessage) => Promise<Delivery>;
const QUIET_AFTER_SOUND_MS = 10 * 60_000;

type ToChat = (message: ClaimedMessage) => Promise<Delivery>;

const skipped = (reason: string): Delivery => ({ outcome: 'skipped', reason });
const done: Delivery = { outcome: 'sent' };

/** How a message of the outbox becomes calls to Telegram, by its kind; whatever stands in no table is a short notice. */
export function createDelivering(deps: DeliveringDeps): (message: ClaimedMessage) => Promise<Delivery> {
  const { desk, calls, drawing, defaultLocale, readingFor, writeWorkbook } = deps;
  const everybody = (): Reading => ({
    words: wordsOf(defaultLocale),
    now: desk.clock.now(),
    calendar: desk.office.calendar(),
  });
  const subjectOf = ({ params }: ClaimedMessage) => (params.subject === 'delivery' ? 'delivery' : 'appeal');

  /** Ten appeals given to one person in a row are ten half-ways in a row: all of them come, one of them sounds. */
  const sounded = new Map<number, Date>();
  const soundedLately = (chatId: number, now: Date): boolean => {
    const since = now.getTime() - (sounded.get(chatId)?.getTime() ?? -Infinity);
    return since >= 0 && since < QUIET_AFTER_SOUND_MS;
  };

  /** Even to somebody whose account is switched off: their menu goes with it. */
  const toAnyAccount: Readonly<Record<string, ToPerson>> = {
    commands: async (official) => {
      await calls.setCommands(official.chatId, commandMenu(official, readingFor(official).words));
      return done;
    },
  };
  const toPerson: Readonly<Record<string, ToPerson>> = {
    card: async (official, message) => {
      const { params } = message;
      const news = typeof params.entryId !== 'number' || (await isStillNews(desk, params.entryId));
      const notice = news ? (NOTICES.find((one): one is Notice => one === params.notice) ?? null) : null;
      const silent = message.silent || !news;
      const messageId = await drawing.bring(official, subjectOf(message), Number(params.id), { notice, silent });
      return messageId === null ? skipped('its subject is no more') : { outcome: 'sent', messageId };
    },
    redraw: async (official, message) =>
      (await drawing.redraw(official, subjectOf(message), Number(message.params.id)))
        ? done
        : skipped('the card is in no message'),
    nags: async (official, message) => {
      const root = String(message.params.root);
      const around = circumstances(desk);
      const lines = await readNags(desk.database, around, official.personId, root);
      const snoozed = await snoozedUntil(desk.database, official.personId, root);
      const loud = isLoud(lines, around) && (lines.some(isVisit) || !soundedLately(message.chatId, around.now));
      if (loud) sounded.set(message.chatId, around.now);
      return say({ ...message, silent: !loud }, nagsScreen(lines, snoozed, readingFor(official)));
    },
    redrawNags: async (official, { params }) =>
      (await drawing.redrawNags(official, String(params.root))) ? done : skipped('the nags are in no message'),
    weeklyFile: async (official, { chatId, params }) => {
      if (!hasRight(official, 'weekly')) return skipped('the report is not theirs any more');
      const workbook = await weeklyWorkbook(desk, params, readingFor(official));
      if (!workbook) return skipped('the day of the report is over');
      const bytes = await writeWorkbook(workbook.sheets);
      return { outcome: 'sent', messageId: await calls.sendFile(chatId, workbook.name, bytes) };
    },
  };
  const toChat: Readonly<Record<string, ToChat>> = {
    remove: async ({ chatId, params }) => {
      const text = everybody().words.html('card:contactsGone');
      await calls.removeForSure(chatId, Number(params.messageId), { text, keyboard: [] });
      return done;
    },
    groupDigest: async (message) => say(message, groupDigestScreen(message.params, everybody(), await calls.ownName())),
  };

  async function say({ kind, chatId, silent, params }: ClaimedMessage, screen: Screen | null): Promise<Delivery> {
    if (!screen) return skipped(`nothing to say for ${kind}`);
    const thread = typeof params.threadId === 'number' ? { threadId: params.threadId } : {};
    return { outcome: 'sent', messageId: await calls.send(chatId, screen, { silent, ...thread }) };
  }

  return async (message) => {
    const { kind, params } = message;
    const personId = typeof params.personId === 'number' ? params.personId : null;
    const official = personId === null ? null : await officialById(desk.database, personId, circumstances(desk));
    if (official && toAnyAccount[kind]) return toAnyAccount[kind](official, message);
    if (personId !== null && (!official || official.disabled))
      return skipped('the person has no account here any more');
    if (official && toPerson[kind]) return toPerson[kind](official, message);
    if (toChat[kind]) return toChat[kind](message);
    return say(message, await noticeScreen(desk, kind, params, official ? readingFor(official) : everybody()));
  };
}
