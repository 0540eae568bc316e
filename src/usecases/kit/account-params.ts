import { z } from 'zod';
import { CONTROL_LISTS } from '../../regulation/rights';
import { VIOLATION_KINDS } from '../../regulation/violations/kinds';
import { VIOLATION_STATES } from '../../regulation/violations/table';
import { ROLES } from '../../regulation/vocabulary';
import { plainDay } from './wire';

const person = z.object({ personId: z.int() });

/** Which rights somebody has been given and has lost. */
const turned = z.object({
  given: z.array(z.enum(ROLES)).readonly(),
  taken: z.array(z.enum(ROLES)).readonly(),
  /** Null: that has not changed. */
  approves: z.boolean().nullable(),
  /** The same of the Управляющий делами. */
  managesAffairs: z.boolean().nullable().default(null),
});

/** What is said of people's accounts in several messengers, by kinds of the book; a messenger is named as rows name it. */
export const OF_ACCOUNTS = {
  commands: person,
  joined: person.extend({ name: z.string() }),
  /** To whom an admin invites into a messenger beside the one in which they hear of it. */
  invitedInto: person.extend({ messenger: z.string(), invitationId: z.int() }),
  /** In the chat of before: somebody has come into that messenger by their link. */
  accountAdded: person.extend({ messenger: z.string() }),
  /** A change of access, as it stands when it is told; `former`: to the account whose place it has taken, `newcomer`: to whoever has come by it. */
  accessTold: person.extend({ changeId: z.int(), reader: z.enum(['person', 'former', 'newcomer', 'admin']) }),
  /** The bot writes to them in this messenger, not in the former: in either chat, as `why` wants. `since`: when the former fell silent. */
  homeMoved: person.extend({
    messenger: z.string(),
    former: z.string(),
    why: z.enum(['chosen', 'silent', 'back', 'closed', 'removed']),
    since: z.coerce.date().nullable(),
  }),
  /** In place of a card: work goes on in this messenger. A null number: it was of no single appeal. */
  cardLeft: person.extend({ message: z.string(), number: z.string().nullable(), messenger: z.string() }),
  /** A messenger is down: so many are written to in another, so many can't be. For admins. */
  messengerSilent: person.extend({ messenger: z.string(), since: z.coerce.date(), carried: z.int(), left: z.int() }),
  /** To the coordinators: something waits for somebody away, and their deputy can't be reached, or is away themselves. */
  deputyUnreached: person.extend({
    appealId: z.int(),
    number: z.string(),
    absent: z.string(),
    deputy: z.string(),
    missing: z.enum(['away', 'unreached']).default('unreached'),
  }),
  /** Somebody else has said so: their phone sounds for all coordinators on these days. */
  onDuty: person.extend({ days: z.array(plainDay).readonly() }),
  /** Somebody who may approve is away, and nobody who stands in may: what waits for them, and what the reader can do about it. */
  approvalsUncovered: person.extend({
    name: z.string(),
    fromDay: plainDay,
    untilDay: plainDay,
    /** Null: a row of when it had no buttons. */
    absenceId: z.int().nullable().default(null),
    absentId: z.int().nullable().default(null),
    appeals: z
      .array(z.object({ id: z.int(), number: z.string() }))
      .readonly()
      .default([]),
    mayName: z.boolean().default(false),
    mayReplace: z.boolean().default(false),
  }),
  /** To a curator, who can only watch: one a day of all such absences, as they are when it is read. */
  uncoveredToday: person.extend({ day: plainDay }),
  /** To admins: somebody has entered for themselves that they are away on the same day, which counts once one of them confirms it. */
  absenceToConfirm: person.extend({
    absenceId: z.int(),
    absentId: z.int(),
    name: z.string(),
    fromDay: plainDay,
    untilDay: plainDay,
  }),
  /** To admins: appeals come in, and nobody distributes them. */
  nobodyCoordinates: person,
  rightsChanged: turned.extend(person.shape),
  /** To admins: what a file on the server has made of it at a start of the bot. */
  rightsByFile: person.extend({ people: z.array(turned.extend({ name: z.string() })).readonly() }),
  /**
   * To admins: an account that the server names was given to nobody at a start, since its person has come in by another (`kept`), or since it
   * was taken away in the bot (`removed`). A null name: the environment names it.
   */
  accountWithheld: person.extend({ name: z.string().nullable(), userId: z.string(), why: z.enum(['kept', 'removed']) }),
  /** To the coordinators: a table has taken rights from several at once, so many appeals of each wait for somebody else. */
  participantsLeft: person.extend({
    people: z.array(z.object({ name: z.string(), count: z.int() })).readonly(),
    appeals: z.array(z.object({ id: z.int(), number: z.string() })).readonly(),
  }),
} as const;

/** Why a copy can't be taken, read or loaded; each has words in `backup:refused`, which say what to do. `fault`: the log says why. */
export const COPY_TROUBLES = [
  'badIdentity',
  'badRecipient',
  'busy',
  'counts',
  'damaged',
  'damagedFile',
  'diskFull',
  'fault',
  'folder',
  'newDatabase',
  'newer',
  'newerDatabase',
  'noIdentity',
  'noScratch',
  'notACopy',
  'notEmpty',
  'older',
  'olderDatabase',
  'otherKey',
  'otherOffice',
  'structure',
  'unfinished',
  'withData',
] as const;

export interface CopyTrouble {
  readonly why: (typeof COPY_TROUBLES)[number];
  readonly params: Readonly<Record<string, string | number>>;
}

/** What may have to be said of an attachment, as keys of the words. */
export const SAID_OF_FILES = [
  'fileKind',
  'videoNotTaken',
  'keptAsFile',
  'placeKept',
  'livePlaceKept',
  'photoWithoutForm',
  'fileWithoutForm',
  'photoNotAsked',
  'fileTooBig',
  'fileNotAsSaid',
  'fileEmpty',
  'fileNotCome',
  'fileLate',
  'fileWaitsForDisk',
  'fileTooLate',
  'captionNotKept',
  'dotsInText',
] as const;

/** Of what a period is one; `own`: days that somebody has chosen. */
export const UNITS = ['day', 'week', 'month', 'quarter', 'year', 'own'] as const;
export type Unit = (typeof UNITS)[number];

/** What a report is made into beside the text of the chat, whole or in parts: a workbook, a paper, an album. */
export const REPORT_FORMATS = ['xlsx', 'pdf', 'pictures'] as const;
/** And, of everything, a review for the office's own site. */
export const ALL_FORMATS = [...REPORT_FORMATS, 'review'] as const;
export type ReportFormat = (typeof ALL_FORMATS)[number];
/** What the journal of violations is made into. */
export const JOURNAL_FORMATS = ['xlsx', 'pdf'] as const satisfies readonly ReportFormat[];
export type JournalFormat = (typeof JOURNAL_FORMATS)[number];

/** To what the journal of violations is narrowed: a kind, or where they stand; what proved wrong is in no state any more. */
export const JOURNAL_NARROWINGS = [...VIOLATION_KINDS, ...VIOLATION_STATES, 'kept'] as const;
export type JournalNarrowing = (typeof JOURNAL_NARROWINGS)[number];

/** By which a report can be cut. */
export const PART_SLICES = ['kind', 'category', 'executor', 'organization', 'settlement', 'channel'] as const;

/** By what a control list may be narrowed. */
export const NARROWINGS = ['stage', 'executor', 'organization', 'category', 'settlement', 'kind'] as const;
export type Narrowing = (typeof NARROWINGS)[number];
/** More values do not go into a button. */
export const NARROWED_AT_MOST = 4;

/** A control list as somebody has asked for it; to which values it is narrowed at once, none: all of it. */
export const askedList = {
  list: z.enum(CONTROL_LISTS),
  to: z.array(z.object({ by: z.enum(NARROWINGS), code: z.string() })).readonly(),
} as const;

/** A report as somebody has asked for it. */
export const askedReport = {
  format: z.enum(ALL_FORMATS),
  unit: z.enum(UNITS),
  from: plainDay,
  to: plainDay,
} as const;

/** Of which slices' rows at once; none: of everything. */
export const askedParts = z
  .array(z.object({ by: z.enum(PART_SLICES), code: z.string() }))
  .readonly()
  .default([]);

/** The journal of violations, of one person or of all, as somebody has asked for it. */
export const askedJournal = {
  ...askedReport,
  format: z.enum(JOURNAL_FORMATS),
  ofId: z.int().nullable(),
  only: z.enum(JOURNAL_NARROWINGS).nullable().default(null),
} as const;
