import { NO_CONTENT } from '../../../../src/regulation/engagement/content';
import { USUAL_NOTICE } from '../../../../src/regulation/engagement/dates';
import type { EngagementFacts } from '../../../../src/regulation/engagement/facts';
import { effectsOfRules, type ChangeableRules } from '../../../../src/regulation/engagement/rules-change';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { toPlainDate } from '../../../../src/regulation/calendar';

const moment = {
  now: new Date('2026-11-25T10:00:00+03:00'),
  calendar: loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 }),
  fourEyes: 'warn',
} as const;
const RULES: ChangeableRules = { isAgreed: false, notice: USUAL_NOTICE };

/** Hearings that are told of ten days ahead. */
const HEARINGS: EngagementFacts = {
  kind: 'hearings',
  level: 'municipal',
  stage: 'draft',
  number: 1,
  content: { ...NO_CONTENT, opensOn: toPlainDate('2026-12-01'), heldAt: '2026-12-11T14:00:00.000Z' },
  placed: null,
  misplaced: null,
  agreeingId: null,
  approvingId: null,
  handedOverById: null,
  stageBefore: null,
  isAgreed: false,
};
const noticeOf = (hearings: number): ChangeableRules => ({ ...RULES, notice: { ...USUAL_NOTICE, hearings } });

test.each<[string, Partial<EngagementFacts>, ChangeableRules, ChangeableRules, readonly string[]]>([
  ['a longer notice makes hearings late', {}, RULES, noticeOf(14), ['shorter']],
  ['one that they keep as well makes nothing of it', {}, RULES, noticeOf(10), []],
  ['a shorter one makes what was late good', {}, noticeOf(14), noticeOf(5), ['enough']],
  ['what is announced already goes on as it was', { stage: 'running' }, RULES, noticeOf(14), []],
  ['a notice of hearings is nothing to a poll', { kind: 'poll' }, RULES, noticeOf(14), []],
  ['a draft goes through agreement from now on', {}, RULES, { ...RULES, isAgreed: true }, ['agreed']],
  ['and straight again', {}, { ...RULES, isAgreed: true }, RULES, ['notAgreed']],
  ['what is being agreed stays so', { stage: 'agreement' }, { ...RULES, isAgreed: true }, RULES, []],
  ['what is ready is taken back to be changed', { stage: 'placing' }, RULES, { ...RULES, isAgreed: true }, ['held']],
  [
    'unless it stands in ПОС',
    { stage: 'placing', placed: { address: 'https://pos.example/1', number: 1 } },
    RULES,
    { ...RULES, isAgreed: true },
    [],
  ],
  ['both at once', {}, RULES, { ...noticeOf(14), isAgreed: true }, ['shorter', 'agreed']],
])('%s', (_, facts, before, after, effects) => {
  expect(effectsOfRules({ ...HEARINGS, ...facts }, before, after, moment)).toEqual(effects);
});
