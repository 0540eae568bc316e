import { Engagement } from '../../../../entities/engagement';
import { EngagementResult } from '../../../../entities/engagement-results';
import { LineQuestion } from '../../../../entities/lines';
import { repositoryOf } from '../../../../src/database/database';
import type { EngagementKind } from '../../../../src/regulation/engagement/vocabulary';
import { addEngagementEntry, type EngagementEntry } from '../../../../src/usecases/kit/journal';
import { readEngagementFigures } from '../../../../src/usecases/statistics/engagement-figures';
import { SEED, randomOf } from '../../../support/random';
import { day, msk, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
const KINDS = ['poll', 'site_vote', 'project_vote', 'rating', 'discussion', 'hearings', 'direct_line'] as const;

/** As a calendar on the wall has it, beside the rows themselves. */
interface Held {
  readonly kind: EngagementKind;
  /** Days on which it ended, YYYY-MM-DD. */
  readonly ended: readonly string[];
  readonly removed: boolean;
  /** Told one after the other: the last counts. */
  readonly told: readonly { readonly participants: number; readonly proposals: number }[];
}
interface Asked {
  readonly asked: string;
  /** Null: nobody has. */
  readonly answered: string | null;
  readonly dueOn: string | null;
  /** Which of those before it has its answer; null: it is its own. */
  readonly joinedTo: number | null;
}
const held: Held[] = [];
const questions: Asked[] = [];

beforeAll(async () => {
  office = await openOffice();
  const random = randomOf(SEED);
  const below = (count: number) => Math.floor(random() * count);
  const someDay = () => `2026-${below(2) === 0 ? '10' : '11'}-${String(1 + below(28)).padStart(2, '0')}`;
  const database = office.fresh.database;
  for (let index = 0; index < 60; index += 1) {
    const one: Held = {
      kind: KINDS[below(KINDS.length)] ?? 'poll',
      ended: Array.from({ length: below(3) }, someDay),
      removed: below(6) === 0,
      told: Array.from({ length: below(3) }, () => ({ participants: below(500), proposals: below(5) })),
    };
    held.push(one);
    const { id } = await repositoryOf(database, Engagement).save(engagement(one));
    for (const ended of one.ended) await addEngagementEntry(database, endOf(id, ended));
    for (const [at, told] of one.told.entries())
      await repositoryOf(database, EngagementResult).insert(resultOf(id, at + 1, told));
  }
  const line = await repositoryOf(database, Engagement).save(engagement({ kind: 'direct_line', removed: false }));
  const ids: number[] = [];
  for (let index = 0; index < 120; index += 1) {
    const joinedTo = index > 60 && below(4) === 0 ? below(60) : null;
    const answered = joinedTo === null && below(3) > 0 ? someDay() : null;
    const one: Asked = { asked: someDay(), answered, dueOn: below(3) > 0 ? someDay() : null, joinedTo };
    questions.push(one);
    ids.push((await repositoryOf(database, LineQuestion).save(questionOf(line.id, index + 1, one, ids))).id);
  }
});
afterAll(() => office.fresh.drop());

/** The last minute of a day is still of it. */
const at = (on: string) => msk(`${on} 23:59`);
const engagement = ({ kind, removed }: Pick<Held, 'kind' | 'removed'>): Omit<Engagement, 'id'> => ({
  ...{
    kind,
    level: 'municipal',
    stage: removed ? 'removed' : 'finished',
    stageAt: msk('2026-09-01 10:00'),
    version: 1,
  },
  ...{ number: 1, authorId: office.people.curator, agreeingId: null, approvingId: null, handedOverById: null },
  ...{ address: null, placedNumber: null, stageBefore: null, createdAt: msk('2026-09-01 10:00'), formId: null },
});
const endOf = (engagementId: number, on: string): EngagementEntry => ({
  ...{ at: at(on), engagementId, action: 'end', personId: null, capacity: 'clock', onBehalfOfId: null, clause: '2' },
  ...{ fromStage: 'running', toStage: 'summing_up', version: 1, formId: null, details: {} },
});
const resultOf = (engagementId: number, number: number, { participants, proposals }: Held['told'][number]) => ({
  ...{ engagementId, number, toldById: office.people.curator, toldAt: msk('2026-12-01 10:00') },
  results: {
    ...{ participants, tallies: [] },
    proposals: Array.from({ length: proposals }, () => ({ text: 'Лавочки', decision: '' })),
  },
});
const questionOf = (engagementId: number, number: number, one: Asked, ids: readonly number[]) => ({
  ...{ engagementId, number, key: String(number), text: 'Когда?', stems: [], settlement: null, address: null },
  ...{ askedAt: at(one.asked), source: 'by_hand' as const, hadFiles: false, wordedAt: null, version: 1 },
  state: one.joinedTo !== null ? ('joined' as const) : one.answered !== null ? ('answered' as const) : ('new' as const),
  ...{ joinedToId: one.joinedTo === null ? null : (ids[one.joinedTo] ?? null), givenToId: null, givenById: null },
  ...{ dueOn: one.dueOn, answer: one.answered && 'Скоро', answeredById: null, reason: null, appealId: null },
  ...{ answeredAt: one.answered === null ? null : at(one.answered), forgottenAt: null },
});

const PERIODS = [
  ['2026-10-01', '2026-10-31'],
  ['2026-11-01', '2026-11-30'],
  ['2026-11-09', '2026-11-09'],
  ['2026-01-01', '2026-12-31'],
  ['2027-01-01', '2027-01-31'],
] as const;

test.each(PERIODS)(
  `what was held from %s to %s is what one finds by going through it with a pencil (RANDOM_SEED=${SEED})`,
  async (from, to) => {
    const isIn = (on: string | null) => on !== null && on >= from && on <= to;
    const kinds = KINDS.flatMap((kind) => {
      const ended = held.filter((one) => one.kind === kind && !one.removed && one.ended.some(isIn));
      const told = ended.map((one) => one.told.at(-1) ?? { participants: 0, proposals: 0 });
      const sum = (of: 'participants' | 'proposals') => told.reduce((total, one) => total + one[of], 0);
      const [participants, proposals] = [sum('participants'), sum('proposals')];
      return ended.length === 0 ? [] : [{ kind, held: ended.length, participants, proposals }];
    });
    const whose = questions.map(({ joinedTo, ...one }) => (joinedTo === null ? one : (questions[joinedTo] ?? one)));
    const answered = whose.filter((one) => isIn(one.answered));
    const due = answered.filter((one) => one.dueOn !== null);
    const inTime = due.filter((one) => one.answered !== null && one.dueOn !== null && one.answered <= one.dueOn);
    expect(await readEngagementFigures(office.desk, { from: day(from), to: day(to) })).toEqual({
      kinds,
      asked: questions.filter((one) => isIn(one.asked)).length,
      answered: answered.length,
      inTime: { kept: inTime.length, of: due.length },
    });
  },
);
