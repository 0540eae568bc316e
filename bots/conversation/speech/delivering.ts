import type { ClaimedMessage, Delivery } from '../../../src/outbox/delivery';
import { errorsName, errorsSheets } from '../../../src/intake/registry/errors-sheet';
import { isWorkingTime } from '../../../src/regulation/calendar';
import { hasRight } from '../../../src/regulation/rights';
import { readUndelivered } from '../../../src/usecases/administration/undelivered';
import { keyOfNotice, messageOfParked } from '../../../src/usecases/administration/parked-updates';
import { readSubscribed } from '../../../src/usecases/digests/list-subscriptions';
import { readWeeklyDetails } from '../../../src/usecases/digests/weekly-details';
import { isMessageKind, paramsOf, type MessageKind, type Params } from '../../../src/usecases/messages';
import { keptShown } from '../../../src/usecases/forms/kept';
import { isVisit } from '../../../src/usecases/nags/read-nags';
import { officialById, type Official } from '../../../src/usecases/people/officials';
import type { Desk, Papers, WriteWorkbook } from '../../../src/usecases/ports';
import type { Charts } from '../../../src/usecases/charts';
import { readKept } from '../../../src/usecases/reading/read-kept';
import { isStillNews, readNoticeFacts } from '../../../src/usecases/reading/read-notice';
import { readBadRows, readShownFile } from '../../../src/usecases/registry/read-file';
import { readLowMarks } from '../../../src/usecases/registry/read-marks';
import { readMailFailure } from '../../../src/usecases/sending/read-failure';
import { fileById, fileShown } from '../../../src/usecases/registry/registry-files';
import { only, type Screen } from '../screen';
import { keptScreen } from '../screens/appeals/kept-screen';
import { nagsScreen } from '../screens/appeals/nags-screen';
import { groupDigestScreen } from '../screens/digests/group-digest';
import { weeklyFileName, weeklySheets } from '../screens/digests/weekly-workbook';
import { narrowedScreen } from '../screens/lists/narrowed-screen';
import { listForGroup } from '../screens/lists/subscriptions-screen';
import { mailFailureScreen } from '../screens/notices/mail-failure-screen';
import { undeliveredScreen } from '../screens/notices/undelivered-screen';
import { NOTICE_SCREENS, actNoticeScreen, type NoticeKind } from '../screens/notices/notices';
import { commandMenu } from '../screens/office/command-menu';
import { lowMarksScreen } from '../screens/registry/marks-screen';
import { registryAsksScreen, registryDoneScreen, registryScreen } from '../screens/registry/registry-screen';
import { ofManyScreen, takenOverScreen, takeoverDoneScreen } from '../screens/registry/takeover-screens';
import type { Incoming, Reading } from '../turn';
import type { SendOptions, Voice } from '../voice';
import { drawNags, type DrawnNags } from './draw-nags';
import { drawParked } from './draw-parked';
import type { Drawing } from './drawing';
import { createReportFiles } from './report-files';
import { createSounds } from './sounds';

export interface DeliveringDeps {
  readonly desk: Desk;
  readonly voice: Voice;
  readonly drawing: Drawing;
  readonly heardIn: (update: object) => Incoming | null;
  readonly readingFor: (official: Official) => Reading;
  /** Of what is said to nobody in particular. */
  readonly readingForAll: () => Reading;
  readonly writeWorkbook: WriteWorkbook;
  readonly papers: Pick<Papers, 'writeReport'>;
  readonly charts: Charts;
}

/** How a message of this kind is said. */
type Renderer<Kind extends MessageKind> = (params: Params<Kind>, message: ClaimedMessage) => Promise<Delivery>;
type Renderers<Kind extends MessageKind = MessageKind> = { readonly [Each in Kind]: Renderer<Each> };
/** The same, once it is known to whom. */
type Draw<Kind extends MessageKind> = (
  official: Official,
  params: Params<Kind>,
  message: ClaimedMessage,
) => Promise<Delivery>;
type KindToPerson = { [Kind in MessageKind]: Params<Kind> extends { personId: number } ? Kind : never }[MessageKind];

const skipped = (reason: string): Delivery => ({ outcome: 'skipped', reason });
const done: Delivery = { outcome: 'sent' };
const NO_ACCOUNT = skipped('the person has no account here any more');

/** Says what the outbox hands out; a kind of the book without a renderer does not compile. */
export function createDelivering(deps: DeliveringDeps): (message: ClaimedMessage) => Promise<Delivery> {
  const renderers: Renderers = {
    ...cards(deps),
    ...questions(deps),
    ...nags(deps),
    ...parked(deps),
    ...files(deps),
    ...reports(deps),
    ...lists(deps),
    ...registry(deps),
    ...groups(deps),
    ...trouble(deps),
    ...notices(deps),
  };
  return async (message) =>
    isMessageKind(message.kind)
      ? render(renderers, message.kind, message)
      : { outcome: 'dead', error: `no version of this program knows a message of the kind ${message.kind}` };
}

const render = <Kind extends MessageKind>(
  renderers: Renderers<Kind>,
  kind: Kind,
  message: ClaimedMessage,
): Promise<Delivery> => renderers[kind](paramsOf(kind, message.params), message);

/** Even to somebody whose account is switched off: their menu goes with it. */
const toAnyAccount =
  <Kind extends KindToPerson>({ desk }: DeliveringDeps, draw: Draw<Kind>): Renderer<Kind> =>
  async (params, message) => {
    const official = await officialById(desk, params.personId);
    // Whoever is met elsewhere by now hears nothing where they were met before: that chat is a stranger's.
    const isTheirs = official?.messenger === message.messenger && official.chatId === message.chatId;
    return official && isTheirs ? draw(official, params, message) : NO_ACCOUNT;
  };
/**
 * What was to sound may have been long on its way: outside working time nothing does but what its own words call people to at that hour.
 * Whoever has asked for none has none at all.
 */
const isQuiet = ({ desk }: DeliveringDeps, { withoutSound }: Official, { kind }: ClaimedMessage): boolean =>
  withoutSound || (kind !== 'nags' && !isWorkingTime(desk.clock.now(), desk.office.calendar()));
const toPerson = <Kind extends KindToPerson>(deps: DeliveringDeps, draw: Draw<Kind>): Renderer<Kind> =>
  toAnyAccount<Kind>(deps, async (official, params, message) =>
    official.disabled
      ? NO_ACCOUNT
      : draw(official, params, { ...message, silent: message.silent || isQuiet(deps, official, message) }),
  );

async function say(
  { voice }: DeliveringDeps,
  { kind, chatId, silent }: ClaimedMessage,
  screen: Screen | null,
  options: SendOptions = {},
): Promise<Delivery> {
  if (!screen) return skipped(`nothing to say for ${kind}`);
  return { outcome: 'sent', message: await voice.send(chatId, screen, { silent, ...options }) };
}

function cards(deps: DeliveringDeps): Renderers<'card' | 'redraw' | 'notice'> {
  const { desk, drawing, readingFor } = deps;
  return {
    card: toPerson(deps, async (official, { subject, id, notice: told, entryId }, { silent }) => {
      const isNews = entryId === null || (await isStillNews(desk, entryId));
      const brought = await drawing.bring(official, subject, id, {
        notice: isNews ? told : null,
        silent: silent || !isNews,
      });
      return brought === null ? skipped('its subject is no more') : { outcome: 'sent', ...brought };
    }),
    redraw: toPerson(deps, async (official, { subject, id }) =>
      (await drawing.redraw(official, subject, id)) ? done : skipped('the card is in no message'),
    ),
    notice: toPerson(deps, async (official, params, message) => {
      const facts = await readNoticeFacts(desk, params.id, params.entryId);
      return say(deps, message, facts && actNoticeScreen(params, facts, readingFor(official)));
    }),
  };
}

function questions(deps: DeliveringDeps): Renderers<'keptQuestion'> {
  const { desk, voice, readingFor } = deps;
  return {
    keptQuestion: toPerson(deps, async (official, _, { silent }) => {
      const kept = await readKept(desk, official);
      if (!kept) return skipped('nothing is kept any more');
      const message = await voice.send(official.chatId, keptScreen(kept, 0, readingFor(official)), { silent });
      // The question about what came before goes: one is asked about all of it.
      if (kept.form.messageRef !== null) await voice.remove(kept.form.messageRef);
      return { outcome: 'sent', message, remember: () => keptShown(desk, kept.form.id, message) };
    }),
  };
}

function nags(deps: DeliveringDeps): Renderers<'nags' | 'redrawNags' | 'morning'> {
  const { desk, drawing, readingFor } = deps;
  const sounds = createSounds();
  /** Of what sounds within some minutes the first does, and what calls people out of the house. */
  const saidOnce = (message: ClaimedMessage, drawn: DrawnNags, isTheirs: boolean, reading: Reading) => {
    const { screen, lines, snoozed } = drawn;
    const now = desk.clock.now();
    const isFirst = lines.some(isVisit) || !sounds.lately(message.chatId, now);
    const loud = !message.silent && isTheirs && isFirst;
    if (loud) sounds.note(message.chatId, now);
    // Of a morning that is over what one was to be reminded of is left.
    const left = screen === 'asItIs' ? nagsScreen(lines, snoozed, reading) : screen;
    return say(deps, { ...message, silent: !loud }, left);
  };
  return {
    nags: toPerson(deps, async (official, { root }, message) => {
      const reading = readingFor(official);
      const drawn = await drawNags(desk, official, root, reading);
      return saidOnce(message, drawn, drawn.loud, reading);
    }),
    redrawNags: toPerson(deps, async (official, { root }) =>
      (await drawing.redrawNags(official, root)) ? done : skipped('the nags are in no message'),
    ),
    // Whether it sounds was known when it was told: what it tells beside its reminders is kept as it was then.
    morning: toPerson(deps, async (official, _, message) => {
      const reading = readingFor(official);
      return saidOnce(message, await drawNags(desk, official, message.key, reading), true, reading);
    }),
  };
}

function parked(deps: DeliveringDeps): Renderers<'parked' | 'redrawParked'> {
  const { desk, voice, readingFor } = deps;
  return {
    parked: toPerson(deps, async (official, { updateId, messenger, hour }, message) => {
      const reading = readingFor(official);
      if (hour === null) return say(deps, message, only(reading.words.html('notice:parked', { updateId })));
      return say(deps, message, await drawParked(deps, { messenger, hour }, reading));
    }),
    redrawParked: toPerson(deps, async (official, { messenger, hour }) => {
      const of = hour === null ? null : { messenger, hour };
      const message = of && (await messageOfParked(desk, keyOfNotice(of, official.personId), official));
      if (!of || !message) return skipped('what was set aside is told in no message');
      const isThere = await voice.edit(message, await drawParked(deps, of, readingFor(official)));
      return isThere ? done : skipped('the message is no more');
    }),
  };
}

function files(deps: DeliveringDeps): Renderers<'weeklyFile' | 'remove' | 'commands' | 'accessEnded'> {
  const { desk, voice, readingFor, readingForAll, writeWorkbook } = deps;
  return {
    weeklyFile: toPerson(deps, async (official, report, { chatId }) => {
      if (!hasRight(official, 'weekly')) return skipped('the report is not theirs any more');
      const reading = readingFor(official);
      if (reading.now >= report.until) return skipped('the day of the report is over');
      const bytes = await writeWorkbook(weeklySheets(report, await readWeeklyDetails(desk, report), reading));
      return { outcome: 'sent', message: await voice.sendFile(chatId, weeklyFileName(report, reading), bytes) };
    }),
    remove: async ({ message, instead }) => {
      if (instead === 'placeAsked') {
        await voice.unaskPlace(message, only(readingForAll().words.html('form:place.notAsked')));
        return done;
      }
      await voice.removeForSure(
        message,
        only(readingForAll().words.html(instead === 'moved' ? 'card:moved' : 'card:contactsGone')),
      );
      return done;
    },
    // It is said to whoever has no access any more, so to nobody else.
    accessEnded: toAnyAccount(deps, async (official, { formEnded }, message) => {
      if (!official.disabled) return skipped('the account is on again');
      const { html } = readingFor(official).words;
      const ended = html('common:disabled');
      return say(deps, message, only(formEnded ? `${ended}\n${html('notice:notSent')}` : ended));
    }),
    commands: toAnyAccount(deps, async (official) => {
      await voice.setCommands(official.chatId, commandMenu(official, readingFor(official).words));
      return done;
    }),
  };
}

function reports(deps: DeliveringDeps): Renderers<'statisticsFile'> {
  const send = createReportFiles(deps);
  return {
    statisticsFile: toPerson(deps, async (official, asked, { chatId }) => {
      const sent = await send(official, asked, chatId);
      if ('none' in sent) return skipped(`no report: ${sent.none}`);
      return sent.message === null ? done : { outcome: 'sent', message: sent.message };
    }),
  };
}

/** What they show is of now, by the rights of now; a morning that is over is no news. */
function lists(deps: DeliveringDeps): Renderers<'listMorning' | 'listMonday'> {
  const { desk, readingFor, readingForAll } = deps;
  const isOver = (until: Date) => desk.clock.now() >= until;
  return {
    listMorning: toPerson(deps, async (official, { subscriptionId, until }, message) => {
      const page = isOver(until) ? null : await readSubscribed(desk, subscriptionId);
      return say(deps, message, page && page.count > 0 ? narrowedScreen(page, readingFor(official)) : null);
    }),
    listMonday: async ({ subscriptionId, until, threadId }, message) => {
      const page = isOver(until) ? null : await readSubscribed(desk, subscriptionId);
      const options = threadId === undefined ? {} : { threadId };
      return say(deps, message, page && listForGroup(page, readingForAll()), options);
    },
  };
}

function registry(
  deps: DeliveringDeps,
): Renderers<
  | 'registryFile'
  | 'registryErrors'
  | 'registryAsks'
  | 'registryDone'
  | 'lowMarks'
  | 'takenOver'
  | 'takeoverDone'
  | 'ofMany'
> {
  const { desk, voice, readingFor, writeWorkbook } = deps;
  return {
    registryFile: toPerson(deps, async (official, { fileId }, { silent }) => {
      const shown = await readShownFile(desk, fileId);
      if (!shown) return skipped('there is no such file');
      const screen = registryScreen(shown, readingFor(official));
      const { shownRef } = shown.file;
      if (shownRef !== null && (await voice.edit(shownRef, screen))) return done;
      const message = await voice.send(official.chatId, screen, { silent });
      return { outcome: 'sent', message, remember: () => fileShown(desk, fileId, message) };
    }),
    registryErrors: toPerson(deps, async (official, { fileId }, { chatId }) => {
      const file = await fileById(desk, fileId);
      const rows = await readBadRows(desk, fileId);
      if (!file?.headings || rows.length === 0) return skipped('no row is in error');
      const { words } = readingFor(official);
      const bytes = await writeWorkbook(errorsSheets(file, rows, words));
      return { outcome: 'sent', message: await voice.sendFile(chatId, errorsName(file.name, words), bytes) };
    }),
    registryAsks: toPerson(deps, async (official, { fileId }, message) => {
      const shown = await readShownFile(desk, fileId);
      if (shown?.file.state !== 'asking') return skipped('it is answered');
      return say(deps, message, registryAsksScreen(shown, readingFor(official)));
    }),
    registryDone: toPerson(deps, async (official, { fileId }, message) => {
      const shown = await readShownFile(desk, fileId);
      return say(deps, message, shown && registryDoneScreen(shown, readingFor(official)));
    }),
    lowMarks: toPerson(deps, async (official, { fileId }, message) => {
      const marks = await readLowMarks(desk, official, fileId, 0);
      return say(deps, message, marks && lowMarksScreen(marks, readingFor(official)));
    }),
    takenOver: toPerson(deps, (official, params, message) =>
      say(deps, message, takenOverScreen(params, readingFor(official))),
    ),
    takeoverDone: toPerson(deps, (official, params, message) =>
      say(deps, message, takeoverDoneScreen(params, readingFor(official))),
    ),
    ofMany: toPerson(deps, (official, params, message) =>
      say(deps, message, ofManyScreen(params, readingFor(official))),
    ),
  };
}

function groups(deps: DeliveringDeps): Renderers<'groupDigest' | 'groupAdded'> {
  const { readingForAll } = deps;
  const topic = ({ threadId }: { readonly threadId?: string | undefined }): SendOptions =>
    threadId === undefined ? {} : { threadId };
  return {
    groupDigest: (params, message) =>
      say(deps, message, groupDigestScreen(params.digest, readingForAll()), topic(params)),
    groupAdded: (params, message) =>
      say(deps, message, only(readingForAll().words.html('digest:groups.welcome')), topic(params)),
  };
}

function trouble(deps: DeliveringDeps): Renderers<'undelivered' | 'mailFailed'> {
  return {
    mailFailed: toPerson(deps, async (official, { shipmentId }, message) => {
      const failure = hasRight(official, 'tasks') ? await readMailFailure(deps.desk, shipmentId) : null;
      return say(deps, message, failure && mailFailureScreen(failure, deps.readingFor(official)));
    }),
    undelivered: toPerson(deps, async (official, params, message) =>
      hasRight(official, 'administer')
        ? say(
            deps,
            message,
            undeliveredScreen(params, await readUndelivered(deps.desk, params.since), deps.readingFor(official)),
          )
        : skipped('they are no admin any more'),
    ),
  };
}

function notices(deps: DeliveringDeps): Renderers<NoticeKind> {
  const notice = <Kind extends NoticeKind>(kind: Kind): Renderer<Kind> =>
    toPerson<Kind>(deps, async (official, params, message) =>
      say(deps, message, NOTICE_SCREENS[kind](params, deps.readingFor(official))),
    );
  return {
    batch: notice('batch'),
    draftsToEnter: notice('draftsToEnter'),
    weekend: notice('weekend'),
    weekly: notice('weekly'),
    joined: notice('joined'),
    participantLeft: notice('participantLeft'),
    rightsChanged: notice('rightsChanged'),
    absenceAdded: notice('absenceAdded'),
    absenceCancelled: notice('absenceCancelled'),
    absenceBegins: notice('absenceBegins'),
    approvalsUncovered: notice('approvalsUncovered'),
    onDuty: notice('onDuty'),
    groupUnreachable: notice('groupUnreachable'),
    groupInvites: notice('groupInvites'),
    saidOfFile: notice('saidOfFile'),
    textPart: notice('textPart'),
    failed: notice('failed'),
    reminderFailed: notice('reminderFailed'),
    shipmentFailed: notice('shipmentFailed'),
    jobFailed: notice('jobFailed'),
    dotsInTexts: notice('dotsInTexts'),
    termsCountedAnew: notice('termsCountedAnew'),
    diskNearlyFull: notice('diskNearlyFull'),
    silence: notice('silence'),
    calendarUnloaded: notice('calendarUnloaded'),
    calendarUnloadedUsed: notice('calendarUnloadedUsed'),
  };
}
