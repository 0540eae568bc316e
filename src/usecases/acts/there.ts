import { z } from 'zod';
import { Appeal } from '../../../entities/appeal';
import { columns, snakeCase } from '../../database/columns';
import { statement } from '../../database/database';
import { wholeTerms } from '../../regulation/corrections';
import { NO_VISITS } from '../../regulation/visits';
import { KINDS } from '../../regulation/vocabulary';
import { maskPersonalData } from '../../text/personal-data';
import { readCorrection } from '../answers/submission';
import type { AppealState } from '../appeals/appeal-store';
import { drawLikelyRepeats, sketchAppeals, type Sketched } from '../appeals/likely-repeats';
import { instant } from '../kit/wire';
import { required, type Deeds, type Doing } from './deed';

/** What an act by ПОС' word may change of the registration. */
const REGISTERED = [
  'kind',
  'category',
  'subcategory',
  'fact',
  'registeredAt',
  'fastTrackDays',
  'termDays',
  'firstDueAt',
] as const satisfies readonly (keyof Appeal)[];
type Registered = Pick<Appeal, (typeof REGISTERED)[number]>;
/** As the journal keeps it. */
const registeredSchema: z.ZodType<Registered> = z.object({
  kind: z.enum(KINDS),
  category: z.string().nullable(),
  subcategory: z.string().nullable(),
  fact: z.string().nullable(),
  registeredAt: instant,
  fastTrackDays: z.int().nullable(),
  termDays: z.int(),
  firstDueAt: instant,
});

const readRegistered = statement(
  'registered-before',
  `select ${columns(Appeal, REGISTERED, 'a')} from appeal a where a.id = $1`,
);
const writeRegistered = statement(
  'register-as-before',
  `update appeal set ${REGISTERED.map((name, index) => `${snakeCase(name)} = $${index + 2}`).join(', ')} where id = $1
   returning id, settlement, address, text`,
);
// Entries of one act bear one moment, those of appeals that follow it too.
const readBefore = statement(
  'before-there',
  `select j.told -> 'before' as before, j.told -> 'difference' ->> 'kind' as kept from journal_entry j
   where appeal_id = $1 and action = $2 and at = $3 order by id desc limit 1`,
);
const unkeep = statement('unkeep-difference', 'delete from registry_kept where appeal_id = $1 and kind = $2');

/** As the journal keeps it: moments are texts. */
interface Before {
  readonly state: Readonly<Record<string, unknown>>;
  readonly registration: unknown;
}
const MOMENTS: readonly string[] = [
  'stageEnteredAt',
  'stageDueAt',
  'dueAt',
  'dutyBeganAt',
  'dutyDueAt',
  'reportedAt',
  'reportAcknowledgedAt',
  'postponedAt',
  'dueBeforePostponement',
  'finishedAt',
] satisfies readonly (keyof AppealState)[];
const revived = (kept: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(kept).map(([name, value]) => [
      name,
      typeof value === 'string' && MOMENTS.includes(name) ? new Date(value) : value,
    ]),
  );

/** What ПОС says is taken over, and taken back while nothing else has happened. */
export const thereDeeds: Deeds<'rememberBefore' | 'restoreBefore' | 'takePostponementThere' | 'takeExtensionThere'> = {
  rememberBefore: async ({ tx, appeal, permission, details }) => {
    const leaves = permission.effects.some(({ kind }) => kind === 'leaveGroup');
    // Whoever went along goes on without it from here: that is not taken back by a press.
    if (leaves && (appeal.follows !== null || appeal.followers.length > 0)) return;
    const [registration] = await tx.query<Registered>(readRegistered, [appeal.id]);
    const { version: _version, undo: _undo, redirectNotice: _redirectNotice, ...state } = appeal.state;
    details.before = { state, registration };
  },
  restoreBefore: async (doing) => {
    const { tx, appeal, state, submission, registration } = doing;
    const { action, at } = required(submission.answers.restores, 'act to take back');
    const [entry] = await tx.query<{ before: Before | null; kept: string | null }>(readBefore, [appeal.id, action, at]);
    const before = required(entry?.before, 'state before');
    Object.assign(state, revived(before.state), { redirectNotice: await noticeBefore(doing, before) });
    if (entry?.kept != null) await tx.query(unkeep, [appeal.id, entry.kept]);
    const registered = registeredSchema.parse(before.registration);
    const { kind, registeredAt, termDays, firstDueAt } = registered;
    Object.assign(registration, { kind, registeredAt, termDays, firstDueAt });
    const rows = await tx.query<Sketched>(writeRegistered, [appeal.id, ...REGISTERED.map((name) => registered[name])]);
    await sketchAppeals(tx, rows);
    await drawLikelyRepeats(tx, [appeal.id], doing.circumstances.now);
    await recountAsBefore(doing, at);
  },
  takePostponementThere: ({ appeal, state, submission: { answers }, circumstances: { now } }) => {
    state.postponedAt = now;
    state.postponedUntil = required(answers.dueOn, 'dueOn');
    // To a date of ПОС nothing is added, and nothing is taken from it when the appeal goes on.
    state.dueBeforePostponement = state.dueAt;
    if (appeal.state.stage === 'postponed') throw new Error(`Appeal ${appeal.id} is postponed twice`);
  },
  takeExtensionThere: ({ state }) => {
    state.extended = true;
    state.visits = { ...(state.visits ?? NO_VISITS), extendedTo: state.dueAt.toISOString() };
  },
};

const readNotice = statement(
  'notice-before',
  `select e.told ->> 'notice' as notice, coalesce(a.forgotten_at >= e.at, false) as "isForgotten"
   from journal_entry e join appeal a on a.id = e.appeal_id where e.appeal_id = $1 and e.action = 'redirect' order by e.id desc limit 1`,
);

/** What was to be told of a redirect is in the entry that asked for it, and in no copy: their contacts may have been forgotten since. */
async function noticeBefore({ tx, appeal }: Doing, { state }: Before): Promise<string | null> {
  const { redirectNotice } = appeal.state;
  if (redirectNotice !== null || state['redirectAskedAt'] === null) return redirectNotice;
  const [asked] = await tx.query<{ notice: string | null; isForgotten: boolean }>(readNotice, [appeal.id]);
  const notice = asked?.notice ?? null;
  return notice !== null && asked?.isForgotten ? maskPersonalData(notice) : notice;
}

/** Facts that came of what is taken back are answered by the terms of before. */
async function recountAsBefore(doing: Doing, at: Date): Promise<void> {
  const { tx, appeal, state, registration, circumstances } = doing;
  if (state.dueAt.getTime() === appeal.state.dueAt.getTime()) return;
  const { course } = required(await readCorrection(tx, appeal.id, undefined), 'registration');
  const { kind, registeredAt, termDays } = registration;
  const wholes = wholeTerms(
    { kind, registeredAt, termDays },
    {
      ...course,
      chosen: course.chosen.filter((one) => one.at < at),
      postponement: state.postponedAt === null ? null : course.postponement,
    },
    circumstances.calendar,
  );
  doing.recounted = { kind, registeredAt, wholes };
}
