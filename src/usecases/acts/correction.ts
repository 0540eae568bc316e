import { Appeal } from '../../../entities/appeal';
import { snakeCase } from '../../database/columns';
import { statement } from '../../database/database';
import { filledBy } from '../../regulation/completing';
import {
  afterCorrection,
  changed,
  CORRECTIONS,
  wholeTerms,
  type Correction,
  type CorrectionFacts,
  type Registration,
  type WholeTerm,
} from '../../regulation/corrections';
import { dutyDue, isOverdue, overallDue } from '../../regulation/deadlines';
import { MEANING } from '../../regulation/stages';
import { NO_VISITS, type Visits } from '../../regulation/visits';
import { CORRECTED } from '../answers/submission';
import { drawLikelyRepeats, sketchAppeals, type Sketched } from '../appeals/likely-repeats';
import { learnLater } from '../appeals/whose';
import { judgeAnew } from '../photos/judge';
import { required, type Deeds, type Doing } from './deed';

const WRITTEN = [...CORRECTED, 'firstDueAt'] as const satisfies readonly (keyof Appeal)[];
const writeRegistration = statement(
  'correct-registration',
  `update appeal set ${WRITTEN.map((name, index) => `${snakeCase(name)} = $${index + 2}`).join(', ')} where id = $1`,
);

const fillRegistration = statement(
  'complete-registration',
  `update appeal set text = coalesce(text, $2), address = case when address is null and settlement is null then $3 else address end,
     latitude = coalesce(latitude, $4), longitude = coalesce(longitude, $5) where id = $1 returning id, settlement, address, text`,
);

/** By which repeats are found. */
const MAKES_ALIKE: readonly Correction[] = ['category', 'registeredAt', 'epguNumber', 'place', 'point', 'text'];

/** «Исправить сведения» and «Дополнить»: what stands in ПОС. */
export const correctionDeeds: Deeds<'correctDetails' | 'completeDetails' | 'recountTerms'> = {
  completeDetails: async ({ tx, appeal, registration, details, submission: { answers }, circumstances }) => {
    const { lackingText, lackingPlace, lackingPoint } = answers;
    const filled = filledBy(answers, appeal.lacks);
    // An applicant's words are kept in one place.
    details.completed = filled;
    const point = lackingPoint ?? null;
    const values = [
      appeal.id,
      lackingText ?? null,
      lackingPlace ?? null,
      point?.latitude ?? null,
      point?.longitude ?? null,
    ];
    const rows = await tx.query<Sketched>(fillRegistration, values);
    Object.assign(registration, { address: rows[0]?.address ?? null });
    await sketchAppeals(tx, rows);
    await drawLikelyRepeats(tx, [appeal.id], circumstances.now);
    if (filled.includes('point')) await judgeAnew(tx, appeal.id);
  },
  correctDetails: async (doing) => {
    const { tx, appeal, details, registration, circumstances } = doing;
    const { present, after } = corrected(doing);
    details.corrected = noted(present, after);
    const { kind, registeredAt, number, settlement, address, termDays } = after;
    const isCountedAnew = termDays !== present.termDays || registeredAt.getTime() !== present.registeredAt.getTime();
    const firstDueAt = isCountedAnew ? overallDue(registeredAt, termDays, circumstances.calendar) : appeal.firstDueAt;
    Object.assign(registration, { kind, registeredAt, number, settlement, address, termDays, firstDueAt });
    const row = { ...after, firstDueAt };
    await tx.query(writeRegistration, [appeal.id, ...WRITTEN.map((name) => row[name])]);
    await sketchAppeals(tx, [{ id: appeal.id, ...after }]);
    const what = changed(present, after);
    if (what.some((one) => MAKES_ALIKE.includes(one))) await drawLikelyRepeats(tx, [appeal.id], circumstances.now);
    if (what.includes('point')) await judgeAnew(tx, appeal.id);
    if (appeal.state.executorId !== null) await learnLater(tx, appeal.id);
  },
  recountTerms: (doing) => {
    const { appeal, state, details, circumstances } = doing;
    const { now, calendar } = circumstances;
    const before = appeal.state;
    const { after, course } = corrected(doing);
    const { dueOn } = doing.submission.answers;
    const chosen = dueOn === undefined ? course.chosen : [...course.chosen, { at: now, day: dueOn }];
    const wholes = wholeTerms(after, { ...course, chosen }, calendar);
    const whole = wholes.at(-1) ?? wholes[0];
    state.dueAt = whole.due;
    // To a date of ПОС that was taken since nothing is added, and nothing is taken from it when the appeal resumes.
    if (state.postponedAt !== null) state.dueBeforePostponement = whole.dueBeforePostponement;
    if (MEANING[state.stage].duty && before.dutyBeganAt && before.dutyDueAt && !before.reportedAt) {
      const moved = dutyDue(before.dutyBeganAt, state.dueAt, calendar);
      // No fact of a duty arises backwards.
      const isPast = moved !== null && isOverdue(moved, now) && !isOverdue(before.dutyDueAt, now);
      state.dutyDueAt = isPast ? null : moved;
    }
    // Its visit is over its end already, and that is a fact: the end that comes now is another one.
    const visits = state.visits ?? NO_VISITS;
    const since = now.toISOString();
    state.visits = {
      ...visits,
      ...(before.stageDueAt && isOverdue(before.stageDueAt, now) && { renewedAt: since, correctedAt: since }),
      round: visits.round && { ...visits.round, due: whole.firstDue.toISOString() },
      extendedTo: isExtended(whole, visits, after.kind) ? whole.due.toISOString() : null,
    };
    doing.recounted = { kind: after.kind, registeredAt: after.registeredAt, wholes };
    if (state.dueAt.getTime() !== before.dueAt.getTime()) {
      details.dueBefore = before.dueAt;
      details.dueAt = state.dueAt;
    }
  },
};

/** To a date of ПОС an extension of before is not added: it is in it. */
const isExtended = ({ moves }: WholeTerm, { extendedTo }: Visits, kind: Registration['kind']): boolean =>
  kind === 'appeal59' && (moves.some(({ by }) => by === 'extended') || Boolean(extendedTo));

function corrected({ submission: { answers, correction } }: Doing) {
  const facts = required(correction, 'registration');
  const { present, course } = facts;
  return { present, course, after: afterCorrection(facts, answers.corrected ?? {}) };
}

/** Old and new values, an applicant's words excepted: those are kept in one place. */
function noted(
  present: CorrectionFacts['present'],
  after: CorrectionFacts['present'],
): { readonly what: readonly (Correction | 'term')[]; readonly before: object; readonly after: object } {
  const what = changed(present, after);
  if (what.length === 0)
    return {
      what: ['term'],
      before: { fastTrackDays: present.fastTrackDays },
      after: { fastTrackDays: after.fastTrackDays },
    };
  const fields = what
    .filter((one) => one !== 'text')
    .flatMap((one): readonly (keyof Registration)[] => CORRECTIONS[one]);
  const valuesOf = (registration: Registration) =>
    Object.fromEntries(fields.map((field) => [field, registration[field]]));
  return { what, before: valuesOf(present), after: valuesOf(after) };
}
