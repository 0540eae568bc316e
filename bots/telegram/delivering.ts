import { wordsOf, type Locale } from '../../src/i18n';
import type { ClaimedMessage, Delivery } from '../../src/outbox/delivery';
import { hasRight } from '../../src/regulation/rights';
import { isMessageKind, paramsOf, type MessageKind, type Params } from '../../src/usecases/messages';
import { isLoud, isVisit } from '../../src/usecases/nags/read-nags';
import { readNagsMessage } from '../../src/usecases/nags/snooze';
import { officialById, type Official } from '../../src/usecases/people/officials';
import { circumstances, type Desk, type WriteWorkbook } from '../../src/usecases/ports';
import { isStillNews, readNoticeFacts } from '../../src/usecases/reading/read-notice';
import type { Calls } from './calls';
import type { Reading } from './cards/appeal-card';
import { groupDigestScreen } from './cards/group-digest';
import { nagsScreen } from './cards/nags-screen';
import { NOTICE_SCREENS, actNoticeScreen, type NoticeKind } from './cards/notices';
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

/** How a message of this kind becomes calls to Telegram. */
type Renderer<Kind extends MessageKind> = (params: Params<Kind>, message: ClaimedMessage) => Promise<Delivery>;
type Renderers = { readonly [Kind in MessageKind]: Renderer<Kind> };
/** The same, once it is known to whom. */
type Draw<Kind extends MessageKind> = (
  official: Official,
  params: Params<Kind>,
  message: ClaimedMessage,
) => Promise<Delivery>;
type KindToPerson = { [Kind in MessageKind]: Params<Kind> extends { personId: number } ? Kind : never }[MessageKind];

const QUIET_AFTER_SOUND_MS = 10 * 60_000;

const skipped = (reason: string): Delivery => ({ outcome: 'skipped', reason });
const done: Delivery = { outcome: 'sent' };
const NO_ACCOUNT = skipped('the person has no account here any more');

/** Says what the outbox hands out; a kind of the book without a renderer does not compile. */
export function createDelivering(deps: DeliveringDeps): (message: ClaimedMessage) => Promise<Delivery> {
  const renderers = renderersOf(deps);
  return async (message) =>
    isMessageKind(message.kind)
      ? render(renderers, message.kind, message)
      : { outcome: 'dead', error: `no version of this program knows a message of the kind ${message.kind}` };
}

const render = <Kind extends MessageKind>(
  renderers: { readonly [Each in Kind]: Renderer<Each> },
  kind: Kind,
  message: ClaimedMessage,
): Promise<Delivery> => renderers[kind](paramsOf(kind, message.params), message);

function renderersOf(deps: DeliveringDeps): Renderers {
  const { desk, calls, drawing, defaultLocale, readingFor, writeWorkbook } = deps;
  const everybody = (): Reading => ({
    words: wordsOf(defaultLocale),
    now: desk.clock.now(),
    calendar: desk.office.calendar(),
  });
  const sounds = createSounds();

  async function say(
    { kind, chatId, silent }: ClaimedMessage,
    screen: Screen | null,
    { threadId }: { readonly threadId?: string | undefined } = {},
  ): Promise<Delivery> {
    if (!screen) return skipped(`nothing to say for ${kind}`);
    const thread = threadId === undefined ? {} : { threadId };
    return { outcome: 'sent', message: await calls.send(chatId, screen, { silent, ...thread }) };
  }

  /** Even to somebody whose account is switched off: their menu goes with it. */
  const toAnyAccount =
    <Kind extends KindToPerson>(draw: Draw<Kind>): Renderer<Kind> =>
    async (params, message) => {
      const official = await officialById(desk, params.personId);
      return official ? draw(official, params, message) : NO_ACCOUNT;
    };
  const toPerson = <Kind extends KindToPerson>(draw: Draw<Kind>): Renderer<Kind> =>
    toAnyAccount<Kind>(async (official, params, message) =>
      official.disabled ? NO_ACCOUNT : draw(official, params, message),
    );
  const notice = <Kind extends NoticeKind>(kind: Kind): Renderer<Kind> =>
    toPerson<Kind>(async (official, params, message) =>
      say(message, NOTICE_SCREENS[kind](params, readingFor(official))),
    );

  return {
    card: toPerson(async (official, { subject, id, notice: told, entryId }, { silent }) => {
      const news = entryId === null || (await isStillNews(desk, entryId));
      const drawn = await drawing.bring(official, subject, id, {
        notice: news ? told : null,
        silent: silent || !news,
      });
      return drawn === null ? skipped('its subject is no more') : { outcome: 'sent', message: drawn };
    }),
    redraw: toPerson(async (official, { subject, id }) =>
      (await drawing.redraw(official, subject, id)) ? done : skipped('the card is in no message'),
    ),
    notice: toPerson(async (official, params, message) => {
      const facts = await readNoticeFacts(desk, params.id, params.entryId);
      return say(message, facts && actNoticeScreen(params, facts, readingFor(official)));
    }),
    nags: toPerson(async (official, { root }, message) => {
      const around = circumstances(desk);
      const { lines, snoozed } = await readNagsMessage(desk, official.personId, root);
      const loud = isLoud(lines, around) && (lines.some(isVisit) || !sounds.lately(message.chatId, around.now));
      if (loud) sounds.note(message.chatId, around.now);
      return say({ ...message, silent: !loud }, nagsScreen(lines, snoozed, readingFor(official)));
    }),
    redrawNags: toPerson(async (official, { root }) =>
      (await drawing.redrawNags(official, root)) ? done : skipped('the nags are in no message'),
    ),
    commands: toAnyAccount(async (official) => {
      await calls.setCommands(official.chatId, commandMenu(official, readingFor(official).words));
      return done;
    }),
    weeklyFile: toPerson(async (official, report, { chatId }) => {
      if (!hasRight(official, 'weekly')) return skipped('the report is not theirs any more');
      const workbook = await weeklyWorkbook(desk, report, readingFor(official));
      if (!workbook) return skipped('the day of the report is over');
      const bytes = await writeWorkbook(workbook.sheets);
      return { outcome: 'sent', message: await calls.sendFile(chatId, workbook.name, bytes) };
    }),
    remove: async ({ message }) => {
      const text = everybody().words.html('card:contactsGone');
      await calls.removeForSure(message, { text, keyboard: [] });
      return done;
    },
    groupDigest: async (params, message) =>
      say(message, groupDigestScreen(params.digest, everybody(), await calls.ownName()), params),
    groupAdded: (params, message) =>
      say(message, { text: everybody().words.html('digest:groups.welcome'), keyboard: [] }, params),
    batch: notice('batch'),
    morning: notice('morning'),
    weekend: notice('weekend'),
    weekly: notice('weekly'),
    joined: notice('joined'),
    participantLeft: notice('participantLeft'),
    absenceAdded: notice('absenceAdded'),
    absenceCancelled: notice('absenceCancelled'),
    groupUnreachable: notice('groupUnreachable'),
    groupInvites: notice('groupInvites'),
    saidOfFile: notice('saidOfFile'),
    failed: notice('failed'),
    parked: notice('parked'),
    reminderFailed: notice('reminderFailed'),
    jobFailed: notice('jobFailed'),
    calendarUnloaded: notice('calendarUnloaded'),
    calendarUnloadedUsed: notice('calendarUnloadedUsed'),
  };
}

/** Ten appeals given to one person in a row are ten half-ways in a row: all of them come, one of them sounds. */
function createSounds() {
  const sounded = new Map<string, Date>();
  return {
    lately(chatId: string, now: Date): boolean {
      const since = now.getTime() - (sounded.get(chatId)?.getTime() ?? -Infinity);
      return since >= 0 && since < QUIET_AFTER_SOUND_MS;
    },
    note: (chatId: string, now: Date) => void sounded.set(chatId, now),
  };
}
