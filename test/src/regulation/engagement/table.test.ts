import { NO_CONTENT, lackingFields, type EngagementContent } from '../../../../src/regulation/engagement/content';
import { decideEngagement, isSafeAddress, offeredActs } from '../../../../src/regulation/engagement/decide';
import { faultsOfEngagements } from '../../../../src/regulation/engagement/faults';
import type { EngagementFacts } from '../../../../src/regulation/engagement/facts';
import { ENGAGEMENT_TRANSITIONS } from '../../../../src/regulation/engagement/transitions';
import { ENGAGEMENT_KINDS, ENGAGEMENT_STAGES } from '../../../../src/regulation/engagement/vocabulary';
import { agreeing, approving, around, coordinator, day, engagement, executor } from '../office';

const WHOLE: EngagementContent = {
  ...NO_CONTENT,
  title: 'Что благоустроить',
  text: 'Выберите.',
  questions: [{ text: 'Что?', options: ['Парк', 'Сквер'], several: false, own: false }],
  options: [
    { name: 'Парк', about: 'ул. Ленина' },
    { name: 'Сквер', about: '' },
  ],
  opensOn: day('2026-12-01'),
  closesOn: day('2026-12-20'),
  resultsBy: day('2026-12-25'),
  heldAt: '2026-12-10T07:00:00.000Z',
  venue: 'Дом культуры',
  answering: 'Глава района',
};
const facts = (more: Partial<EngagementFacts> = {}): EngagementFacts => ({
  kind: 'site_vote',
  level: 'municipal',
  stage: 'draft',
  content: WHOLE,
  number: 1,
  placed: null,
  misplaced: null,
  agreeingId: null,
  approvingId: null,
  handedOverById: null,
  stageBefore: null,
  isAgreed: false,
  ...more,
});
const PLACED = { address: 'https://pos.gosuslugi.ru/v/1', number: 1 };
const offered = (of: EngagementFacts, actor = engagement) => [...offeredActs(of, actor, around).keys()];

test('the table is sound, and a row that answers a press twice is told', () => {
  expect(faultsOfEngagements()).toEqual([]);
  expect(faultsOfEngagements([...ENGAGEMENT_TRANSITIONS, ...ENGAGEMENT_TRANSITIONS.slice(0, 1)])).toEqual([
    'Two rows answer one press: change by official',
  ]);
  expect(faultsOfEngagements(ENGAGEMENT_TRANSITIONS.filter(({ action }) => action !== 'handOver'))).toContain(
    'No row leads to the stage agreement',
  );
});

test('what the official of the role may do with a vote at each stage', () => {
  const table = ENGAGEMENT_STAGES.map((stage) => [
    stage,
    offered(facts({ stage, stageBefore: 'draft' })),
    offered(facts({ stage, stageBefore: 'draft', placed: PLACED, number: 2 })),
  ]);
  expect(table).toEqual([
    ['draft', ['change', 'handOver', 'takeDown'], ['change', 'handOver', 'takeDown']],
    ['agreement', ['takeBack', 'takeDown'], ['takeBack', 'takeDown']],
    ['approval', ['takeBack', 'takeDown'], ['takeBack', 'takeDown']],
    ['placing', ['change', 'takeBack', 'placeThere', 'takeDown'], ['change', 'unplace', 'placeChange', 'takeDown']],
    ['running', ['change', 'takeDown'], ['change', 'unplace', 'placeChange', 'takeDown']],
    ['summing_up', ['change', 'sumUp', 'takeDown'], ['change', 'placeChange', 'sumUp', 'takeDown']],
    ['finished', ['reopenResults'], ['placeChange', 'reopenResults']],
    ['removed', ['bringBack'], ['takenDownThere', 'bringBack']],
  ]);
});

test('news never runs: placed, it is finished, and is changed and removed there', () => {
  const news = (more: Partial<EngagementFacts>) => facts({ kind: 'news', ...more });
  expect(offered(news({ stage: 'finished', placed: PLACED }))).toEqual(['change', 'unplace', 'takeDown']);
  expect(
    decideEngagement(
      'placeThere',
      news({ stage: 'placing' }),
      engagement,
      { address: 'https://pos.gosuslugi.ru/n' },
      around,
    ),
  ).toMatchObject({ ok: true, to: 'finished' });
  expect(decideEngagement('begin', news({ stage: 'placing', placed: PLACED }), null, {}, around)).toEqual({
    ok: false,
    refusal: 'notNow',
  });
});

test.each([
  ['before its opening it waits there', '2026-11-25', 'placing'],
  ['on its first day it runs', '2026-12-01', 'running'],
  ['on its last day it still runs', '2026-12-20', 'running'],
  ['after its last day it is summed up', '2026-12-21', 'summing_up'],
])('placed: %s', (_, today, to) => {
  const moment = { ...around, now: new Date(`${today}T10:00:00+03:00`) };
  const answers = { address: PLACED.address };
  expect(decideEngagement('placeThere', facts({ stage: 'placing' }), engagement, answers, moment)).toMatchObject({
    to,
  });
});

test('every level but «муниципальный» is refused, whatever the act', () => {
  for (const { action } of ENGAGEMENT_TRANSITIONS)
    expect(decideEngagement(action, facts({ level: 'regional' }), engagement, {}, around)).toEqual({
      ok: false,
      refusal: 'level',
    });
});

test('nobody else may: neither the other roles nor a supervisor to whom it was not sent', () => {
  for (const stage of ENGAGEMENT_STAGES)
    for (const person of [executor, coordinator, agreeing, approving])
      expect(offered(facts({ stage }), person)).toEqual([]);
});

test('agreement and approval, where the office has them: the named supervisors and nobody else', () => {
  const sent = { isAgreed: true, agreeingId: agreeing.personId, approvingId: approving.personId };
  expect(offered(facts({ ...sent, stage: 'agreement' }), agreeing)).toEqual([
    'change',
    'agreeContent',
    'rejectContent',
    'passContent',
  ]);
  expect(offered(facts({ ...sent, stage: 'approval' }), agreeing)).toEqual([]);
  expect(offered(facts({ ...sent, stage: 'approval' }), approving)).toEqual([
    'change',
    'approveContent',
    'rejectContent',
    'passContent',
  ]);
  expect(offered(facts({ ...sent, stage: 'placing' }))).not.toContain('change');
  expect(decideEngagement('rejectContent', facts({ ...sent, stage: 'agreement' }), agreeing, {}, around)).toEqual({
    ok: false,
    refusal: 'reason',
  });
  const own = { ...sent, stage: 'agreement', handedOverById: agreeing.personId } as const;
  expect(
    decideEngagement('agreeContent', facts(own), agreeing, { personId: 4 }, { ...around, fourEyes: 'forbid' }),
  ).toEqual({ ok: false, refusal: 'ownWork' });
});

test('what is not whole is not placed, and each kind says what it lacks', () => {
  expect(Object.fromEntries(ENGAGEMENT_KINDS.map((kind) => [kind, lackingFields(kind, NO_CONTENT).join()]))).toEqual({
    news: 'title,text',
    poll: 'title,text,questions,opensOn,closesOn,resultsBy',
    site_vote: 'title,text,options,opensOn,closesOn,resultsBy',
    project_vote: 'title,text,options,opensOn,closesOn,resultsBy',
    rating: 'title,text,options,opensOn,closesOn,resultsBy',
    discussion: 'title,text,opensOn,closesOn,resultsBy',
    hearings: 'title,text,opensOn,heldAt,venue,closesOn,resultsBy',
    direct_line: 'title,text,answering,opensOn,closesOn,resultsBy',
  });
  expect(ENGAGEMENT_KINDS.filter((kind) => lackingFields(kind, WHOLE).length > 0)).toEqual([]);
  const one = { ...WHOLE, options: WHOLE.options.slice(1) };
  expect(decideEngagement('handOver', facts({ content: one }), engagement, {}, around)).toEqual({
    ok: false,
    refusal: 'lacking',
  });
});

test('an address is https, of a page that everybody may open', () => {
  const good = ['https://pos.gosuslugi.ru/lkp/polls/1/', 'https://татарстан.рф', 'https://a.ru:8443/x?y=1#z'];
  const bad = [
    'http://a.ru',
    'pos.gosuslugi.ru',
    'https://',
    'https://a',
    'https://x:y@a.ru',
    'https://a.ru/a b',
    'javascript:alert(1)',
  ];
  expect(good.filter((text) => !isSafeAddress(text))).toEqual([]);
  expect(bad.filter(isSafeAddress)).toEqual([]);
});
