import { z } from 'zod';
import { CARD_SUBJECTS } from '../../../entities/form';
import type { Queries } from '../../database/database';
import { enqueue, type OutgoingMessage } from '../../outbox/enqueue';
import { HOLDING_ROLES } from '../../regulation/deputies';
import { REMEDIES } from '../../regulation/differences';
import { NOTICES } from '../../regulation/effects';
import { MISSED_TERMS, NAG_REASONS } from '../../regulation/nags';
import { DIFFERENCES, STAGES } from '../../regulation/vocabulary';
import {
  OF_ACCOUNTS,
  askedJournal,
  askedList,
  askedParts,
  askedReport,
  COPY_TROUBLES,
  SAID_OF_FILES,
} from './account-params';
import { counted, gatheredLine, groupDigest, journalHead, lateHolders, leftOut, WEEK_NUMBERS } from './digest-params';
import {
  dutiesPassed,
  dutiesUnheld,
  dutyLine,
  engagementNags,
  engagementNews,
  engagementPaper,
  engagementTask,
  lineGroup,
  lineInGroup,
  lineQuestion,
  lineQuestions,
} from './engagement-params';
import { JOB_NAMES } from './names';
import { plainDay } from './wire';

// The book of messages: everything that this program says to anybody but the person pressing, kind by kind. A schema says
// what a message is made of; it is what a use case has to give and what a messenger gets. Rows wait in the outbox over an
// update, so a kind stays readable for ever: new params get a default, none changes its meaning.

/** What becomes of a violation; each has words in `violation:news`. */
const VIOLATION_NEWS = ['asked', 'reminded', 'withdrawn', 'decided', 'reopened', 'explained', 'silent'] as const;
/** Why a digest could not be delivered; each has words in `digest:groups.unreachable`. */
const GROUP_TROUBLES = ['kicked', 'muted', 'topic_gone'] as const;
export type GroupTrouble = (typeof GROUP_TROUBLES)[number];
const id = z.int();
const count = z.int();
/** Kept as ISO text. */
const moment = z.coerce.date();
const name = z.string();

/** To an official: their account may be switched off, or have another language, by the time it goes out. */
const person = z.object({ personId: id });
/** An id of the messenger's own. Rows that were written when there was one messenger have a number. */
const messengersId = z.union([z.string(), z.int()]).transform(String);
/** Into a group, or a topic of one. */
const place = z.object({ threadId: messengersId.optional() });
/** The card of an appeal, or of a text to place. */
const card = person.extend({ subject: z.enum(CARD_SUBJECTS), id });
/** What an act has brought; the entry of the journal that tells of the act. */
const news = { notice: z.enum(NOTICES).nullable().default(null), entryId: id.nullable().default(null) };
/** A message of several nags, known by its key. */
const nags = person.extend({ root: z.string() });

// ── Digests: what was true when they were made; the message says it, however long it was under way ──────────

export type Counted = z.infer<typeof counted>;

const digestLine = z.object({
  appealId: id,
  number: z.string(),
  /** Settlement and address, or the category; masked. */
  place: z.string().nullable(),
  /** Whose deputy the reader is here. */
  absent: name.nullable(),
  /** The number of the appeal along with which it is worked. */
  follows: z.string().nullable().default(null),
  /** Numbers of those that are worked as one with it, and are told of in the same line. */
  beside: z.array(z.string()).readonly().default([]),
  terms: z
    .array(
      z.object({
        reason: z.enum(NAG_REASONS),
        stage: z.enum(STAGES),
        due: moment,
        overdue: z.boolean(),
        /** A task for ПОС: there until it is done. */ waits: z.boolean().default(false),
      }),
    )
    .readonly(),
});
export type DigestLine = z.infer<typeof digestLine>;

const personalList = person.extend({
  day: plainDay,
  /** Afterwards it is no news, and is not sent any more. */
  until: moment,
  /** «Просрочено сейчас», of the reader's own. */
  overdue: counted,
  /** Beside it: only a report, papers or the seven days are late. */
  late: counted.default({ count: 0, change: null }),
  due: counted,
  lines: z.array(digestLine).readonly(),
  /** Beyond the lines. */
  more: count,
});

const morning = personalList.extend({
  /** What became theirs while the office was closed: the first of it, and how many in all. */
  came: z
    .array(z.object({ appealId: id, number: z.string(), place: z.string().nullable(), stage: z.enum(STAGES) }))
    .readonly()
    .default([]),
  cameCount: count.default(0),
  /** What ОГ makes or has given, and is the reader's this morning. */
  duties: z.array(dutyLine).readonly().default([]),
  /** Changes of access that the reader may decide. */
  access: count.default(0),
  /** Appeals that the reader hears of only because they are overdue. */
  escalated: counted,
  /** Who has those; a null name: all coordinators. The oldest few of each by number. */
  holders: lateHolders,
  /** What was gathered for it. */
  notes: z.array(gatheredLine).readonly().default([]),
});
export type MorningList = z.infer<typeof morning>;

const weekend = personalList.extend({ firstWorkingDay: plainDay });
export type WeekendList = z.infer<typeof weekend>;

const weekly = person.extend({
  head: journalHead.nullable().default(null),
  /** The days that it tells of, both included. */
  from: plainDay,
  to: plainDay,
  /** Afterwards it is not sent any more. */
  until: moment,
  numbers: z.record(z.enum(WEEK_NUMBERS), counted),
  missed: z.record(z.enum(MISSED_TERMS), counted),
  leftOut,
  /** Who held what was missed, the most first; a null name: all coordinators. */
  people: z
    .array(
      z.object({
        name: name.nullable(),
        organization: z.boolean().default(false),
        /** Who stood in for them, who were away. */
        deputy: name.nullable().default(null),
        count,
      }),
    )
    .readonly(),
});
export type WeeklyReport = z.infer<typeof weekly>;

export type GroupDigest = z.infer<typeof groupDigest>;

// ── The book ────────────────────────────────────────────────────────────────

const absence = person.extend({
  name,
  /** Who stands in for all; null: nobody, or one for each role. */
  deputy: name.nullable(),
  /** Who stands in, where different people do for different roles. */
  deputies: z
    .array(z.object({ name, role: z.enum(HOLDING_ROLES) }))
    .readonly()
    .default([]),
  fromDay: plainDay,
  untilDay: plainDay,
  /** In which roles the reader stands in; none: in all. */
  roles: z.array(z.enum(HOLDING_ROLES)).readonly().default([]),
  /** The reader's own absence, and not one in which they stand in. */
  own: z.boolean(),
});
const registryFile = person.extend({ fileId: id });
const unloadedYear = person.extend({ year: z.int() });

/** Updates that were set aside within an hour, counted from 1970; null: a row of when each was told by itself. */
const parked = person.extend({
  updateId: messengersId,
  messenger: z.string().default('telegram'),
  hour: z.int().nullable().default(null),
});

/** Appeals that a message names. */
const named = z.array(z.object({ id, number: z.string() })).readonly();
const OF_MANY = ['takenAway', 'termAsThere', 'answeredThere', 'redirectedThere', 'closedThere', 'restored', 'termByCategory'] as const; // prettier-ignore

/** A key of `backup:refused` and its values. */
const trouble = {
  why: z.enum(COPY_TROUBLES).nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
};

export const BOOK = {
  // cards
  card: card.extend(news),
  redraw: card,
  /** `formEnded`: by the same act the reader's own form is over. `visitId`: what the act on the appeal has made of this visit. */
  notice: card.extend(news).extend({ formEnded: z.boolean().default(false), visitId: id.nullable().default(null) }),
  batch: person.extend({ count }),
  /** Drafts of an earlier version that are to be entered into ПОС. */
  draftsToEnter: person.extend({ count }),
  // registry files of ПОС: to whoever sent one, and to the other coordinators
  registryFile,
  registryErrors: registryFile,
  /** To each coordinator: what is asked about a file that nobody has sent. */
  registryAsks: registryFile,
  registryDone: registryFile,
  /** To the curators: low marks that a file has brought. */
  lowMarks: registryFile,
  /** To an executor: what was taken over from ПОС to them; of many, the first. */
  takenOver: person.extend({ count, appeals: named, insteadOf: z.string().optional() }),
  /** To whoever has pressed; `left`: somebody was first; `failures`: the bot could not do it, `failed` are the first of them. */
  takeoverDone: person.extend({
    of: z.enum(DIFFERENCES).default('assigned'),
    remedy: z.enum(REMEDIES).optional(),
    /** Which press can be taken back; null: none. */
    takeoverId: id.nullable().default(null),
    undoes: z.boolean().default(false),
    count,
    left: count,
    people: count,
    failed: named.default([]),
    failures: count.default(0),
  }),
  /** The same was done to many appeals at once; of many, the first. `words`: the reason. */
  ofMany: person.extend({ about: z.enum(OF_MANY), words: z.string().nullable(), count, appeals: named }),
  // reminders
  nags,
  redrawNags: nags,
  engagementNews: person.extend(engagementNews),
  engagementNags: person.extend(engagementNags),
  // digests
  morning,
  weekend,
  weekly,
  weeklyFile: weekly,
  groupDigest: place.extend({ digest: groupDigest }),
  /** The statistics of a period, to whoever has asked: a workbook, a paper, an album. */
  statisticsFile: person.extend({ ...askedReport, parts: askedParts }),
  /** The statistics of the month that ended, to curators. */
  monthly: person.extend({ from: plainDay, to: plainDay, until: moment, head: journalHead.nullable().default(null) }),
  /** What the journal's tree was as the office closed, to curators; how many entries wait unusually long to be sealed. */
  journalHead: person.extend(journalHead.shape),
  /** «Папка для проверки» of an appeal, to whoever has asked. */
  folder: person.extend({ appealId: id }),
  folderPart: person.extend({ appealId: id, file: z.string(), name: z.string() }),
  /** A control list that comes by itself: to whoever has asked for it, or into a group. */
  listMorning: person.extend({ subscriptionId: id, until: moment }),
  listMonday: place.extend({ subscriptionId: id, until: moment }),
  /** A control list as a table, to whoever has asked. */
  listFile: person.extend(askedList),
  // accounts
  ...OF_ACCOUNTS,
  /** What is said to whoever presses on is in `common:disabled`. */
  accessEnded: person.extend({ formEnded: z.boolean() }),
  participantLeft: person.extend({
    name,
    /** The account was switched off, or what the place needs was taken away. */
    why: z.enum(['disabled', 'right']).default('disabled'),
    count,
    appeals: z.array(z.object({ id, number: z.string() })).readonly(),
  }),
  absenceAdded: absence,
  absenceCancelled: absence,
  absenceBegins: absence,
  /** What has become of a violation: to whoever was asked about it, or to the Управляющий делами. */
  violation: person.extend({ violationId: id, news: z.enum(VIOLATION_NEWS) }),
  /** The journal of violations, to the Управляющий делами who has asked for it; `ofId`: of one person. */
  violationsFile: person.extend(askedJournal),
  /** A question of a direct line: to whom it is given or from whom it is taken, and to whoever has given it. Its text is masked. */
  lineQuestion: person.extend(lineQuestion),
  lineQuestions: person.extend(lineQuestions),
  /** Why questions of a line are gathered in a group no more, to whoever has tied it. */
  lineGroup: person.extend(lineGroup),
  engagementPaper: person.extend(engagementPaper),
  engagementTask: person.extend(engagementTask),
  dutiesUnheld: person.extend(dutiesUnheld),
  dutiesPassed: person.extend(dutiesPassed),
  // groups
  groupAdded: place,
  /** To citizens, in the group that is tied to a direct line: it is, and it is over. */
  lineInGroup: place.extend(lineInGroup),
  groupUnreachable: person.extend({ groupId: id, title: z.string(), trouble: z.enum(GROUP_TROUBLES) }),
  groupInvites: person.extend({
    messenger: z.string().default('telegram'),
    groupChatId: messengersId,
    title: z.string(),
  }),
  // the chat itself
  keptQuestion: person,
  saidOfFile: person.extend({ said: z.enum(SAID_OF_FILES) }),
  remove: z.object({ message: z.string(), instead: z.enum(['moved', 'placeAsked']).optional() }),
  /** A part of a long text that somebody asked for: HTML, of which appeal, and the appeal that its button opens. */
  textPart: person.extend({ html: z.string(), opens: id.nullable(), appealId: id.nullable().default(null) }),
  /** What was said in that message is said anew in its place: its words are others now, or it goes. */
  redrawSaid: person.extend({ messageId: messengersId }),
  // trouble
  /** A letter to an applicant that never arrives, or of which nobody knows whether it did. */
  mailFailed: person.extend({ shipmentId: id }),
  /** A fault of ours has ended a delivery; for admins. */
  shipmentFailed: person.extend({ shipmentId: id }),
  failed: person,
  /** What was given up since then. */
  undelivered: person.extend({ since: moment }),
  parked,
  redrawParked: parked,
  reminderFailed: person.extend({ reminderId: id }),
  jobFailed: person.extend({ job: z.enum(JOB_NAMES), at: moment.nullable(), until: moment }),
  /** Appeals in whose texts an earlier version has left dots; of more than one reads, the first. */
  /** Terms are counted by other rules since this start; so many appeals are open. */
  termsCountedAnew: person.extend({ count }),
  /** To coordinators: applicants who are to be forgotten wait for what is not in ПОС yet; of `letters` of them only a letter has not left. */
  contactsHeld: person.extend({
    count,
    letters: count.default(0),
    appeals: z.array(z.object({ id, number: z.string() })).readonly(),
  }),
  dotsInTexts: person.extend({ numbers: z.array(z.string()).readonly(), count }),
  /** Bytes that were free when it was said. */
  diskNearlyFull: person.extend({ folder: z.string(), free: count }),
  // copies and what is restored from them
  /** Null: there is none at all. */
  copyOld: person.extend({ folder: z.string(), takenAt: moment.nullable(), ...trouble }),
  copyAhead: person.extend({ folder: z.string(), takenAt: moment }),
  copyChecked: person.extend({ takenAt: moment, found: z.enum(['good', 'sealed', 'bad']), ...trouble }),
  /** To admins: nobody else hears anything until one of them allows it. */
  sendingWaits: person.extend({ takenAt: moment }),
  /** To everybody, once it was allowed. */
  restored: person.extend({ takenAt: moment }),
  /** Time is not believed until a messenger or an admin says that it is right. */
  clockStepped: person.extend({ before: moment, after: moment }),
  /** Nothing was received since then, and what was sent until then is lost. */
  silence: person.extend({
    messenger: z.string().default('Telegram'),
    since: moment,
    until: moment,
    isCertain: z.boolean().default(true),
  }),
  /** Somebody has sent what the messenger does not hand over. */
  unheard: person.extend({ messenger: z.string() }),
  calendarUnloaded: unloadedYear,
  calendarUnloadedUsed: unloadedYear,
} as const satisfies Readonly<Record<string, z.ZodObject>>;

export type MessageKind = keyof typeof BOOK;
export type Params<Kind extends MessageKind> = z.output<(typeof BOOK)[Kind]>;

export type OfMany = Params<'ofMany'>;

/** Something to say: what the outbox wants, with the kind's own params. */
export type Message = {
  readonly [Kind in MessageKind]: Omit<OutgoingMessage, 'kind' | 'params'> & {
    readonly kind: Kind;
    readonly params: Params<Kind>;
  };
}[MessageKind];

export const isMessageKind = (kind: string): kind is MessageKind => Object.hasOwn(BOOK, kind);

const schemas: { readonly [Kind in MessageKind]: { parse(params: unknown): Params<Kind> } } = BOOK;

/**
 * The params of a message as the outbox has kept them.
 * @throws ZodError when they do not fit: this program wrote them, so it is at fault
 */
export const paramsOf = <Kind extends MessageKind>(kind: Kind, kept: unknown): Params<Kind> =>
  schemas[kind].parse(kept);

/** The topic of a group into which any message goes; null: the chat itself. */
export const topicOf = (kept: unknown): string | null => place.parse(kept).threadId ?? null;

/** Of a card that is brought for no news. */
export const NO_NEWS = { notice: null, entryId: null } as const satisfies Partial<Params<'card'>>;

/**
 * The only way into the outbox: messages in the transaction that is their reason.
 * @idempotent as `enqueue` is
 */
export const say = (tx: Queries, messages: readonly Message[], now: Date): Promise<void> => enqueue(tx, messages, now);
