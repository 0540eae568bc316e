import { toPlainDate as day } from '../../../../src/regulation/calendar';
import {
  actsOffered,
  DECISIONS,
  judgeAct,
  VIOLATION_ACTS,
  VIOLATION_STATES,
  type Decision,
  type ViolationAct,
  type ViolationActor,
  type ViolationFacts,
  type ViolationSaid,
  type ViolationState,
} from '../../../../src/regulation/violations/table';

const MANAGER = 1;
const IVANOV = 4;
const PETROV = 5;
const manager: ViolationActor = { personId: MANAGER, managesAffairs: true };
const ivanov: ViolationActor = { personId: IVANOV, managesAffairs: false };
const TODAY = day('2026-11-30');
const moment = { now: new Date('2026-11-30T10:00:00Z'), today: TODAY };
const facts = (of: Partial<ViolationFacts> = {}): ViolationFacts => ({
  state: 'opened',
  inForce: true,
  personId: IVANOV,
  heldByIds: [IVANOV],
  unreachable: false,
  openedOn: day('2026-11-20'),
  explanationDue: null,
  ...of,
});
const decision = (of: Decision, order: Partial<NonNullable<ViolationSaid['decision']>> = {}): ViolationSaid => ({
  decision: { decision: of, orderNumber: '12-к', orderDay: TODAY, words: 'словами', ...order },
});
const SAID: Readonly<Partial<Record<ViolationAct, ViolationSaid>>> = {
  ask: { ask: { personId: IVANOV, unreachable: false } },
  decide: decision('noPenalty'),
};
const over = new Date('2026-11-27T20:59:59Z');

/** The table, written once more: from where an act leads where, and whose it is. */
const EXPECTED: Readonly<Record<ViolationAct, Partial<Record<ViolationState, string>>>> = {
  ask: { opened: 'asked' },
  withdrawAsk: { asked: 'opened', silent: 'opened' },
  explain: { asked: 'explained', explained: 'explained', silent: 'explained' },
  noteSilence: { asked: 'silent' },
  decide: { opened: 'decided', asked: 'decided', explained: 'decided', silent: 'decided' },
  reopen: { decided: 'before' },
};
const WHO: Readonly<Record<ViolationAct, ViolationActor>> = {
  ask: manager,
  withdrawAsk: manager,
  explain: ivanov,
  noteSilence: 'clock',
  decide: manager,
  reopen: manager,
};

test.each(VIOLATION_ACTS.flatMap((act) => VIOLATION_STATES.map((state) => [act, state] as const)))(
  '«%s» from «%s» leads where the table says',
  (act, state) => {
    const judged = judgeAct(act, facts({ state, explanationDue: over }), WHO[act], SAID[act] ?? {}, moment);
    const to = EXPECTED[act][state];
    expect(judged).toMatchObject(to === undefined ? { ok: false, refusal: 'otherState' } : { ok: true, to });
  },
);

test.each(VIOLATION_ACTS)('«%s» is of nobody but whom the table names', (act) => {
  const state = VIOLATION_STATES.find((one) => EXPECTED[act][one] !== undefined) ?? 'opened';
  const others: ViolationActor[] = [
    manager,
    ivanov,
    'clock',
    { personId: 9, managesAffairs: false },
    { personId: PETROV, managesAffairs: false },
  ];
  for (const actor of others.filter((one) => one !== WHO[act]))
    expect(judgeAct(act, facts({ state, explanationDue: over }), actor, SAID[act] ?? {}, moment)).toEqual({
      ok: false,
      refusal: 'notYours',
    });
});

const own = facts({ personId: MANAGER, heldByIds: [MANAGER] });
const amongOthers = facts({ personId: null, heldByIds: [MANAGER, IVANOV] });

test.each<readonly [what: string, ViolationAct, ViolationFacts, ViolationSaid, string]>([
  ['their own', 'ask', own, { ask: { personId: MANAGER, unreachable: false } }, 'own'],
  ['their own', 'decide', own, decision('noPenalty'), 'own'],
  ['what may be their own', 'decide', amongOthers, decision('noPenalty'), 'own'],
  ['what may be their own', 'ask', amongOthers, { ask: { personId: IVANOV, unreachable: false } }, 'own'],
  ['their own decision', 'reopen', { ...own, state: 'decided' }, {}, 'own'],
  ['a term that was kept', 'ask', facts({ inForce: false }), SAID.ask ?? {}, 'termKept'],
  ['a term that was kept', 'decide', facts({ inForce: false }), decision('remark'), 'termKept'],
  ['somebody who had nothing to do with it', 'ask', facts(), { ask: { personId: 9, unreachable: false } }, 'notTheirs'],
  ['whoever the bot cannot reach', 'ask', facts(), { ask: { personId: IVANOV, unreachable: true } }, 'unreachable'],
  ['a penalty without a hearing', 'decide', facts(), decision('remark'), 'notHeard'],
  ['a penalty while the days run', 'decide', facts({ state: 'asked' }), decision('reprimand'), 'notHeard'],
  ['a penalty for nobody', 'decide', facts({ personId: null, heldByIds: [4, 5] }), decision('remark'), 'nobodyNamed'],
  ['no number', 'decide', facts({ state: 'silent' }), decision('remark', { orderNumber: null }), 'noOrder'],
  ['no day', 'decide', facts({ state: 'silent' }), decision('remark', { orderDay: null }), 'noOrder'],
  ['an order from before', 'decide', facts({ state: 'silent' }), decision('remark', { orderDay: day('2026-11-19') }), 'orderDay'],
  ['an order of tomorrow', 'decide', facts({ state: 'silent' }), decision('remark', { orderDay: day('2026-12-01') }), 'orderDay'],
  ['«Иное» without a word', 'decide', facts(), decision('other', { words: null }), 'noWords'],
])('%s: the Управляющий делами can not do «%s»', (_what, act, of, said, refusal) => {
  expect(judgeAct(act, of, manager, said, moment)).toEqual({ ok: false, refusal });
}); // prettier-ignore

test('whoever cannot be asked here is asked on paper: a penalty is written all the same', () => {
  expect(judgeAct('decide', facts({ unreachable: true }), manager, decision('reprimand'), moment)).toMatchObject({
    ok: true,
  });
});

test.each(DECISIONS)('after an explanation «%s» may be decided', (of) => {
  expect(judgeAct('decide', facts({ state: 'explained' }), manager, decision(of), moment)).toMatchObject({ ok: true });
});

test('one of several who was asked by mistake is let go even when they have explained; the only one is not', () => {
  const judged = (heldByIds: readonly number[]) =>
    judgeAct('withdrawAsk', facts({ state: 'explained', heldByIds }), manager, {}, moment);
  expect(judged([IVANOV, PETROV])).toMatchObject({ ok: true, to: 'opened' });
  expect(judged([IVANOV])).toEqual({ ok: false, refusal: 'otherState' });
  const offered = (heldByIds: readonly number[]) => actsOffered(facts({ state: 'explained', heldByIds }), manager);
  expect(offered([IVANOV, PETROV])).toEqual(['withdrawAsk', 'decide']);
  expect(offered([IVANOV])).toEqual(['decide']);
});

test('two working days are not over before their end', () => {
  const asked = (due: string) => facts({ state: 'asked', explanationDue: new Date(due) });
  expect(judgeAct('noteSilence', asked('2026-11-30T20:59:59Z'), 'clock', {}, moment)).toEqual({
    ok: false,
    refusal: 'notYet',
  });
  expect(judgeAct('noteSilence', asked('2026-11-30T09:59:59Z'), 'clock', {}, moment)).toMatchObject({ ok: true });
});

test('an act is offered where it would not be refused whatever is said', () => {
  expect(actsOffered(facts(), manager)).toEqual(['ask', 'decide']);
  expect(actsOffered(facts({ state: 'asked' }), manager)).toEqual(['withdrawAsk', 'decide']);
  expect(actsOffered(facts({ state: 'asked' }), ivanov)).toEqual(['explain']);
  expect(actsOffered(facts({ state: 'decided' }), ivanov)).toEqual([]);
  expect(actsOffered(own, manager)).toEqual([]);
  expect(actsOffered(facts({ inForce: false }), manager)).toEqual([]);
  // What was done by a fact that proved wrong can be taken back.
  expect(actsOffered(facts({ inForce: false, state: 'decided' }), manager)).toEqual(['reopen']);
});
