import { Attachment } from '../../../entities/attachments';
import { Violation, ViolationExplanation } from '../../../entities/violations';
import { columnNames, columns } from '../../database/columns';
import { databaseOf, repositoryOf, statement, type Queries, type Transaction } from '../../database/database';
import { dayOf, isWorkingTime, type PlainDate } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import type { ExplanationTerm } from '../../regulation/violations/deadlines';
import { knownPerson } from '../../regulation/violations/kinds';
import {
  judgeAct,
  VIOLATION_TABLE,
  type Decision,
  type ViolationAct,
  type ViolationActor,
  type ViolationRefusal,
  type ViolationSaid,
  type ViolationState,
} from '../../regulation/violations/table';
import type { JournalFormat } from '../kit/account-params';
import { askForFile, type FileAsked } from '../kit/ask-for-file';
import { refAsItCame, type KeptFile } from '../kit/files';
import { addEntry } from '../kit/journal';
import type { Official } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import type { Named } from '../statistics/figures';
import { maySeeViolation, type JournalAsked } from './read-violations';
import {
  canHear,
  daysAway,
  factsOfViolation,
  lockedViolation,
  tellOfViolation,
  termToExplain,
  type LoadedViolation,
  type ViolationNews,
  IN_FORCE,
} from './store';

/** What somebody does, or time does by itself, and what the act is told. */
export type ViolationRequest =
  | { readonly act: 'ask'; readonly personId: number }
  | { readonly act: 'explain'; readonly formId: number; readonly text: string }
  | {
      readonly act: 'decide';
      readonly decision: Decision;
      readonly orderNumber: string | null;
      readonly orderDay: PlainDate | null;
      readonly words: string | null;
    }
  | { readonly act: 'withdrawAsk' | 'noteSilence' | 'reopen' };

export type ActedOnViolation =
  | { readonly ok: true; readonly state: ViolationState; readonly late: boolean }
  /** `at`: where it is; null: there is no such violation. */
  | { readonly ok: false; readonly refusal: ViolationRefusal; readonly at: ViolationState | null };

/** What an act has changed of the row, what the journal keeps of it beside that, and who hears. */
interface Deed {
  readonly change: Partial<Violation>;
  readonly details: Readonly<Record<string, unknown>>;
  readonly news: ViolationNews;
}

/** One act on a violation, as its table allows it: the row, the journal and whoever is told in one transaction. */
export const actOnViolation = (
  desk: Desk,
  official: Official,
  violationId: number,
  request: ViolationRequest,
): Promise<ActedOnViolation> =>
  databaseOf(desk).transaction((tx) =>
    actIn(
      tx,
      { personId: official.personId, managesAffairs: hasRight(official, 'violations') },
      violationId,
      request,
      circumstances(desk),
    ),
  );

/** The same in a transaction of whoever has looked that it is time. */
export async function actIn(
  tx: Transaction,
  actor: ViolationActor,
  violationId: number,
  request: ViolationRequest,
  around: Circumstances,
): Promise<ActedOnViolation> {
  const { now, calendar } = around;
  const violation = await lockedViolation(tx, violationId);
  if (!violation) return { ok: false, refusal: 'notYours', at: null };
  // The same form once more: a double tap, or a press that comes again after a crash.
  if (request.act === 'explain' && (await hasExplained(tx, request.formId)))
    return { ok: true, state: violation.state, late: false };
  const term = await termToExplain(tx, violation, calendar);
  const facts = factsOfViolation(violation, term, calendar);
  const said = await saidBy(tx, request);
  const judged = judgeAct(request.act, facts, actor, said, { now, today: dayOf(now, calendar) });
  if (!judged.ok) return { ...judged, at: violation.state };
  const to = judged.to === 'before' ? stateBefore(violation) : judged.to;
  const actorId = actor === 'clock' ? null : actor.personId;
  const late = term !== null && now > term.due;
  const isAsked = request.act === 'ask' ? request : null;
  const isAwayNow = isAsked !== null && (await isAway(tx, isAsked.personId, around));
  const { change, details, news } = await DEEDS[request.act](tx, violation, request, { actorId, now, late, isAwayNow });
  const after = { ...violation, ...change };
  await repositoryOf(tx, Violation).update({ id: violationId }, { ...change, state: to });
  const entryId = await addEntry(tx, null, {
    at: now,
    action: 'actOnViolation',
    personId: actorId,
    capacity: judged.capacity,
    clause: judged.clause,
    details: { violationId, appealId: violation.appealId, act: request.act, from: violation.state, to, ...details },
  });
  await tellOfViolation(
    tx,
    { id: violationId, personId: news === 'withdrawn' ? violation.personId : after.personId },
    news,
    { entryId, now, isQuiet: isAwayNow || (news === 'explained' && !isWorkingTime(now, calendar)) },
  );
  return { ok: true, state: to, late };
}

export const isAway = async (tx: Queries, personId: number, { now, calendar }: Circumstances): Promise<boolean> => {
  const today = dayOf(now, calendar);
  const days = await daysAway(tx, personId, now, calendar);
  return days.some(({ from, until }) => from <= today && today <= until);
};

async function saidBy(tx: Transaction, request: ViolationRequest): Promise<ViolationSaid> {
  if (request.act === 'ask')
    return { ask: { personId: request.personId, unreachable: !(await canHear(tx, request.personId)) } };
  return request.act === 'decide' ? { decision: request } : {};
}

/** Where it was before it was decided. */
const stateBefore = ({ explained, silentAt, askedAt }: LoadedViolation): ViolationState =>
  explained ? 'explained' : silentAt !== null ? 'silent' : askedAt !== null ? 'asked' : 'opened';

const EXPLAINED = columnNames(ViolationExplanation, ['violationId', 'personId', 'at', 'late', 'text', 'formId']);
const insertExplanation = statement(
  'insert-explanation',
  `insert into violation_explanation (${EXPLAINED}) values ($1, $2, $3, $4, $5, $6)
   returning id, encode(sha256(convert_to(text, 'UTF8')), 'hex') as sha256`,
);
const selectExplained = statement('explanation-by-form', 'select id from violation_explanation where form_id = $1');
const hasExplained = async (tx: Transaction, formId: number): Promise<boolean> =>
  (await tx.query(selectExplained, [formId])).length > 0;

interface Acting {
  readonly actorId: number | null;
  readonly now: Date;
  readonly late: boolean;
  /** Whoever is asked is. */
  readonly isAwayNow: boolean;
}
type Does = (
  tx: Transaction,
  violation: LoadedViolation,
  request: ViolationRequest,
  acting: Acting,
) => Deed | Promise<Deed>;

/** A request is of its act: the table below is asked by its name. */
const mismatched = (act: ViolationAct): Error => new Error(`The act ${act} was given what another is told`);

const DEEDS: Readonly<Record<ViolationAct, Does>> = {
  ask(_tx, _violation, request, { actorId, now, isAwayNow }) {
    if (request.act !== 'ask') throw mismatched('ask');
    const { personId } = request;
    return {
      change: {
        personId,
        askedAt: now,
        rungAt: isAwayNow ? null : now,
        askedById: actorId,
        remindedAt: null,
        silentAt: null,
      },
      details: { askedId: personId },
      news: 'asked',
    };
  },
  withdrawAsk: (_tx, { heldByIds, personId }) => ({
    change: { personId: knownPerson(heldByIds), askedAt: null, askedById: null, remindedAt: null, silentAt: null },
    details: { askedId: personId },
    news: 'withdrawn',
  }),
  async explain(tx, { id }, request, { actorId, now, late }) {
    if (request.act !== 'explain') throw mismatched('explain');
    const { formId, text } = request;
    const [row] = await tx.query<{ id: number; sha256: string }>(insertExplanation, [
      id,
      actorId,
      now,
      late,
      text,
      formId,
    ]);
    return { change: {}, details: { explanationId: row?.id, sha256: row?.sha256, late }, news: 'explained' };
  },
  noteSilence: (_tx, { personId }, _request, { now }) => ({
    change: { silentAt: now },
    details: { askedId: personId },
    news: 'silent',
  }),
  decide(_tx, _violation, request, { actorId, now }) {
    if (request.act !== 'decide') throw mismatched('decide');
    const { decision, orderNumber, orderDay, words } = request;
    return {
      change: { decision, orderNumber, orderDay, decisionWords: words, decidedAt: now, decidedById: actorId },
      details: { decision, orderNumber, orderDay, words },
      news: 'decided',
    };
  },
  reopen: () => ({
    change: {
      decision: null,
      orderNumber: null,
      orderDay: null,
      decisionWords: null,
      decidedAt: null,
      decidedById: null,
    },
    details: {},
    news: 'reopened',
  }),
};

/** For whoever is reminded: it is noted beside the journal that they were. */
export async function noteReminded(
  tx: Transaction,
  violation: LoadedViolation,
  term: ExplanationTerm,
  now: Date,
): Promise<void> {
  await repositoryOf(tx, Violation).update({ id: violation.id }, { remindedAt: now });
  const entryId = await addEntry(tx, null, {
    at: now,
    action: 'actOnViolation',
    personId: null,
    capacity: 'clock',
    clause: VIOLATION_TABLE.noteSilence.clause,
    details: { violationId: violation.id, appealId: violation.appealId, act: 'remind', dueAt: term.due },
  });
  await tellOfViolation(tx, violation, 'reminded', { entryId, now });
}

/** They were away when it was asked, and are back: now it sounds. @idempotent by the one that was asked */
export async function ringOnReturn(tx: Transaction, violation: LoadedViolation, now: Date): Promise<void> {
  await repositoryOf(tx, Violation).update({ id: violation.id }, { rungAt: now });
  await tellOfViolation(tx, violation, 'asked', { entryId: `returned:${now.getTime()}`, now });
}

// Few at a time: of the whole office only those who were asked and have not answered yet.
const selectAsked = statement(
  'violations-asked',
  `select v.id, v.person_id as "personId", v.asked_at as "askedAt", v.reminded_at as "remindedAt", v.rung_at as "rungAt" from violation v
   where v.state = 'asked' and ${IN_FORCE} order by v.id`,
);
interface Asked {
  readonly id: number;
  readonly personId: number | null;
  readonly askedAt: Date | null;
  readonly remindedAt: Date | null;
  readonly rungAt: Date | null;
}

/**
 * Explanations that are waited for: told with a sound once whoever was away is back, a reminder on the morning of the last day, once, and the end of the two working days, which stand
 * still while the person is away. @returns how much was done @idempotent
 */
export async function followExplanations(desk: Desk): Promise<number> {
  const database = databaseOf(desk);
  const around = circumstances(desk);
  const { now, calendar } = around;
  let done = 0;
  for (const asked of await database.query<Asked>(selectAsked)) {
    if (
      asked.rungAt === null &&
      isWorkingTime(now, calendar) &&
      !(await isAway(database, asked.personId ?? 0, around))
    ) {
      await database.transaction(async (tx) => {
        const violation = await lockedViolation(tx, asked.id);
        if (violation?.state === 'asked' && violation.rungAt === null) await ringOnReturn(tx, violation, now);
      });
      done += 1;
    }
    const term = await termToExplain(database, asked, calendar);
    if (term === null || now < term.remindAt || (asked.remindedAt !== null && now <= term.due)) continue;
    // Nobody is told at midnight that a day is over.
    if (now > term.due && !isWorkingTime(now, calendar)) continue;
    await database.transaction(async (tx) => {
      if (now > term.due) {
        await actIn(tx, 'clock', asked.id, { act: 'noteSilence' }, around);
        return;
      }
      const violation = await lockedViolation(tx, asked.id);
      // They have answered, or another process was first.
      if (violation?.state === 'asked' && violation.remindedAt === null) await noteReminded(tx, violation, term, now);
    });
    done += 1;
  }
  return done;
}

const OF_FILE = columns(Attachment, ['sha256', 'kind', 'compressed', 'fileName'], 't');
const selectFiles = statement(
  'files-of-explanations',
  `select ${OF_FILE}, ${refAsItCame('$2')} as "fileRef" from violation_explanation e join attachment t on t.form_id = e.form_id
   where e.violation_id = $1 and ($3::int is null or e.person_id = $3) and t.original_deleted_at is null order by e.id, t.id`,
);

/** What came with the explanations, as it came: all of it for the Управляющий делами, their own for whoever it is put to. */
export async function filesOfExplanations(
  desk: Desk,
  viewer: Official,
  violationId: number,
  messenger: string,
): Promise<readonly KeptFile[]> {
  const database = databaseOf(desk);
  const violation = await repositoryOf(database, Violation).findOneBy({ id: violationId });
  if (!violation || !maySeeViolation(viewer, violation)) return [];
  const ofId = hasRight(viewer, 'violations') ? null : viewer.personId;
  return database.query<KeptFile>(selectFiles, [violationId, messenger, ofId]);
}

/** The journal as a file. @idempotent while it is being made */
export async function askForJournal(
  desk: Desk,
  official: Official,
  { unit, from, to }: Named,
  { ofId, only }: Pick<JournalAsked, 'ofId' | 'only'>,
  format: JournalFormat,
): Promise<FileAsked | 'notYours'> {
  if (!hasRight(official, 'violations')) return 'notYours';
  const params = { personId: official.personId, format, unit, from, to, ofId, only };
  const key = `violations:${format}:${unit}:${from}:${to}:${ofId}:${only}`;
  return askForFile(desk, official, key, { kind: 'violationsFile', params });
}
