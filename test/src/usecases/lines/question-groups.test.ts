import { actOnQuestion } from '../../../../src/usecases/lines/act-on-question';
import { gatherFromGroup, takenAwayInGroup } from '../../../../src/usecases/lines/gather-from-group';
import { readLineProtocol } from '../../../../src/usecases/lines/protocol';
import {
  endTies,
  groupIsLost,
  groupsForLine,
  noteGroup,
  tieGroup,
  untieGroup,
} from '../../../../src/usecases/lines/question-groups';
import { addGroup, changeGroup, groupIsUnreachable } from '../../../../src/usecases/digests/groups';
import { paramsOf } from '../../../../src/usecases/kit/messages';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { MORNING, openOffice, type WorkingOffice } from '../working-office';

const CHAT = { messenger: 'max', chatId: '-500' };
const TITLE = 'Жители';

let office: WorkingOffice;
let keeper: Official;
let admin: Official;
beforeEach(async () => {
  office = await openOffice();
  const { stranger, admin: adminId } = office.people;
  await office.rows(`update person set roles = '{engagement}' where id = $1`, [stranger]);
  [keeper, admin] = [(await officialById(office.desk, stranger))!, (await officialById(office.desk, adminId))!];
});
afterEach(() => office.fresh.drop());

const later = (minutes: number) => office.setTime(new Date(office.desk.clock.now().getTime() + minutes * 60_000));
async function running(): Promise<number> {
  const [line] = await office.rows<{ id: number }>(
    `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
       values ('direct_line', 'municipal', 'running', $2, 1, 1, $1, $2) returning id)
     insert into engagement_version (engagement_id, number, content, written_by_id, written_at)
     select id, 1, '{"title": "О снеге", "opensOn": "2026-11-01", "closesOn": "2026-12-20"}', $1, $2 from e
     returning engagement_id as id`,
    [keeper.personId, MORNING],
  );
  return line?.id ?? 0;
}
async function known(chat = CHAT): Promise<number> {
  await noteGroup(office.desk, { ...chat, title: TITLE });
  const [group] = await office.rows<{ id: number }>(`select id from question_group where chat_id = $1`, [chat.chatId]);
  return group?.id ?? 0;
}
/** A line that gathers in the group. */
async function tied(): Promise<{ readonly line: number; readonly group: number }> {
  const [line, group] = [await running(), await known()];
  expect(await tieGroup(office.desk, keeper, line, group, TITLE)).toEqual({ ok: true });
  return { line, group };
}
const said = (messageId: string, more: object = {}) => ({
  ...{ ...CHAT, userId: 'citizen', messageId, text: 'Когда почистят улицу Речную?', at: office.desk.clock.now() },
  ...{ changedAt: null, hadFiles: false, isToOthers: false, ...more },
});
const gather = (messageId: string, more: object = {}, mayAsk = true) =>
  gatherFromGroup(office.desk, said(messageId, more), () => mayAsk);
const questions = () =>
  office.rows<{ number: number; text: string; state: string }>(
    'select number, text, state from line_question order by id',
  );
/** One repeats another, by their numbers. */
async function join(repeat: number, leading: number) {
  const [row] = await office.rows<{ id: number; version: number }>(
    'select id, version from line_question where number = $1',
    [repeat],
  );
  return actOnQuestion(office.desk, keeper, { id: 0, version: 0, ...row, act: 'join' }, { number: leading });
}
/** What was said to ОГ and in the group. */
async function told(): Promise<string[]> {
  const rows = await office.rows<{ kind: 'lineGroup' | 'lineInGroup'; params: unknown }>(
    `select kind, params from outbox_message where kind in ('lineGroup', 'lineInGroup') order by id`,
  );
  return rows.map(({ kind, params }) =>
    kind === 'lineGroup' ? `ОГ: ${paramsOf(kind, params).why}` : `группа: ${paramsOf(kind, params).news}`,
  );
}

test('one message that two processes have in hand is one question', async () => {
  await tied();
  await Promise.all(Array.from({ length: 6 }, () => gather('m1')));
  await gather('m1');
  expect(await questions()).toEqual([{ number: 1, text: 'Когда почистят улицу Речную?', state: 'new' }]);
});

test('nothing of whoever asks is kept with the question', async () => {
  await tied();
  await gather('m1', { userId: 'somebody-in-particular' });
  const [row] = await office.rows<object>('select * from line_question');
  const [entry] = await office.rows<object>(
    `select journal_entry.told as details from journal_entry where action = 'gatherQuestions'`,
  );
  expect(JSON.stringify([row, entry])).not.toContain('somebody-in-particular');
});

test('who works here asks nothing in a group; whoever was switched off is a citizen as all are', async () => {
  await tied();
  const { executor } = office.people;
  const [account] = await office.rows<{ userId: string }>(
    `update account set messenger = 'max' where person_id = $1 returning user_id as "userId"`,
    [executor],
  );
  await gather('m1', account);
  expect(await questions()).toEqual([]);
  await office.rows('update person set disabled_at = $2 where id = $1', [executor, MORNING]);
  await gather('m2', account);
  expect(await questions()).toHaveLength(1);
});

test('what is over a limit is counted and left in the group, and so is what no question is long enough for', async () => {
  const { line } = await tied();
  await gather('m1', {}, false);
  await gather('m2', { text: `Почему ${'ы'.repeat(4_001)} на улице?` });
  await gather('m3', { text: `Почему ${'ы'.repeat(3_980)} тут?` });
  expect(await questions()).toHaveLength(1);
  expect((await groupsForLine(office.desk, keeper, line, ['max']))?.groups).toMatchObject([{ passedOver: 2 }]);
});

test('a change after the end of gathering makes no question, and mends one that nobody has decided about', async () => {
  const { line, group } = await tied();
  const at = office.desk.clock.now();
  await gather('m1', { at, text: 'Снег на улице Речной' });
  await gather('m2', { at });
  later(5);
  await untieGroup(office.desk, keeper, line, group);
  later(5);
  const changedAt = office.desk.clock.now();
  await gather('m1', { at, changedAt });
  await gather('m2', { at, changedAt, text: 'Когда почистят улицу Лесную?' });
  expect(await questions()).toEqual([{ number: 1, text: 'Когда почистят улицу Лесную?', state: 'new' }]);
  await takenAwayInGroup(office.desk, { ...CHAT, messageId: 'm2' });
  await takenAwayInGroup(office.desk, { ...CHAT, messageId: 'm2' });
  expect(await questions()).toMatchObject([{ state: 'declined' }]);
  const protocol = await readLineProtocol(office.desk, keeper, line, { from: 1, to: 1 });
  expect(protocol?.questions).toMatchObject([{ number: 1, state: 'declined', text: '' }]);
  const deeds = await office.rows(
    `select details->>'act' as act from journal_entry where action = 'workOnQuestion' order by id`,
  );
  expect(deeds).toEqual([{ act: 'mend' }, { act: 'takeAway' }]);
});

test('a message and its changes may be told in any order: the latest words stay', async () => {
  await tied();
  const at = office.desk.clock.now();
  const after = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
  await gather('m1', { at, changedAt: after(20), text: 'Когда почистят улицу Лесную?' });
  await gather('m1', { at, changedAt: after(10), text: 'Когда почистят улицу Заводскую?' });
  await gather('m1', { at });
  expect((await questions()).map(({ text }) => text)).toEqual(['Когда почистят улицу Лесную?']);
  await gather('m1', { at, changedAt: after(30), text: 'Когда почистят улицу Нагорную?' });
  expect((await questions()).map(({ text }) => text)).toEqual(['Когда почистят улицу Нагорную?']);
});

test('what others are joined to is decided: its author takes no answer from them, by deletion or by other words', async () => {
  await tied();
  const at = office.desk.clock.now();
  const changedAt = new Date(at.getTime() + 5_000);
  await gather('m1', { at });
  await gather('m2', { at, text: 'Скоро ли почистят Речную улицу?' });
  await join(2, 1);
  await takenAwayInGroup(office.desk, { ...CHAT, messageId: 'm1' });
  await gather('m1', { at, changedAt, text: 'Когда приедет цирк в город?' });
  expect(await questions()).toMatchObject([
    { text: 'Когда почистят улицу Речную?', state: 'new' },
    { state: 'joined' },
  ]);
});

test('what is joined while its message is taken away is joined to nothing, or keeps it', async () => {
  await tied();
  for (let time = 0; time < 8; time += 1) {
    await gather(`a${time}`);
    await gather(`b${time}`);
    const [leading, repeat] = [2 * time + 1, 2 * time + 2];
    const [, joined] = await Promise.all([
      takenAwayInGroup(office.desk, { ...CHAT, messageId: `a${time}` }),
      join(repeat, leading),
    ]);
    const states = (await questions()).slice(-2).map(({ state }) => state);
    expect(states).toEqual(joined.ok ? ['new', 'joined'] : ['declined', 'new']);
  }
});

test('a group that may not be written to gathers no more, and whoever has tied it hears so once', async () => {
  await tied();
  for (let time = 0; time < 2; time += 1) await groupIsUnreachable(office.desk, CHAT, null, 'muted');
  await groupIsLost(office.desk, CHAT, 'kicked');
  expect(await told()).toEqual(['группа: begun', 'ОГ: muted']);
  await gather('m1', { at: new Date(office.desk.clock.now().getTime() + 60_000) });
  expect(await questions()).toEqual([]);
});

test.each([
  ['summing_up', ['группа: begun', 'группа: over', 'ОГ: over']],
  ['removed', ['группа: begun', 'группа: removed', 'ОГ: over']],
  ['placing', ['группа: begun', 'ОГ: over']],
])('when its line is %s, the group is promised no answers that may not come', async (stage, expected) => {
  await tied();
  await office.rows('update engagement set stage = $1', [stage]);
  await endTies(office.desk);
  expect(await told()).toEqual(expected);
});

test('where the bot hears no more the group is told nothing: the line goes on', async () => {
  await tied();
  await groupIsLost(office.desk, CHAT, 'deaf');
  expect(await told()).toEqual(['группа: begun', 'ОГ: deaf']);
});

test('how many were not taken is told with the end, changes among them, and stays with the line', async () => {
  const { line, group } = await tied();
  const at = office.desk.clock.now();
  await gather('m1', { at }, false);
  await gather('m2', { at });
  await gather('m2', { at, changedAt: new Date(at.getTime() + 1_000), text: 'Когда почистят мост?' }, false);
  const shown = async (of = line) =>
    (await groupsForLine(office.desk, keeper, of, ['max']))?.groups.map(({ passedOver }) => passedOver);
  expect(await shown()).toEqual([2]);
  await groupIsLost(office.desk, CHAT, 'deaf');
  const [notice] = await office.rows<{ params: unknown }>(`select params from outbox_message where kind = 'lineGroup'`);
  expect(paramsOf('lineGroup', notice?.params)).toMatchObject({ count: 1, passedOver: 2 });
  expect(await tieGroup(office.desk, keeper, line, group, TITLE)).toEqual({ ok: true });
  await untieGroup(office.desk, keeper, line, group);
  expect(await shown()).toEqual([2]);
  const another = await running();
  expect(await shown(another)).toEqual([0]);
  expect(await tieGroup(office.desk, keeper, another, group, TITLE)).toEqual({ ok: true });
  expect(await shown(another)).toEqual([0]);
});

test.each(['another', 'the same'])(
  'a message of before mends its question when its group is tied to %s line',
  async (which) => {
    const { line, group } = await tied();
    const at = office.desk.clock.now();
    await gather('m1', { at });
    await gather('m2', { at, text: 'Когда починят мост через реку?' });
    await untieGroup(office.desk, keeper, line, group);
    later(5);
    await tieGroup(office.desk, keeper, which === 'another' ? await running() : line, group, TITLE);
    later(5);
    await gather('m1', { at, changedAt: office.desk.clock.now(), text: 'Когда почистят улицу Лесную?' });
    await takenAwayInGroup(office.desk, { ...CHAT, messageId: 'm2' });
    expect(await questions()).toMatchObject([
      { text: 'Когда почистят улицу Лесную?', state: 'new' },
      { state: 'declined' },
    ]);
  },
);

test.each(['', '.', '👍', ' … '])('a question changed to «%s» is as taken away', async (text) => {
  await tied();
  const at = office.desk.clock.now();
  const after = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
  await gather('m1', { at, changedAt: after(10) });
  // Told of late: newer words stand.
  await gather('m1', { at, changedAt: after(5), text });
  expect(await questions()).toMatchObject([{ state: 'new' }]);
  await gather('m1', { at, changedAt: after(20), text });
  expect(await questions()).toMatchObject([{ state: 'declined' }]);
});

test('words that were put back are the latest: a change of before that comes late does not win', async () => {
  await tied();
  const at = office.desk.clock.now();
  const after = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
  await gather('m1', { at });
  await gather('m1', { at, changedAt: after(20) });
  await gather('m1', { at, changedAt: after(10), text: 'Когда почистят улицу Лесную?' });
  expect((await questions()).map(({ text }) => text)).toEqual(['Когда почистят улицу Речную?']);
  expect(await office.rows('select version from line_question')).toEqual([{ version: 1 }]);
});

test('two processes end a tie once', async () => {
  await tied();
  await office.rows(`update engagement set stage = 'removed'`);
  const ended = await Promise.all([endTies(office.desk), endTies(office.desk), endTies(office.desk)]);
  expect(ended.reduce((sum, one) => sum + one, 0)).toBe(1);
  expect(await told()).toEqual(['группа: begun', 'группа: removed', 'ОГ: over']);
});

test('one group has one line; a line has several groups; a press that comes again says nothing more', async () => {
  const { line, group } = await tied();
  const another = await running();
  expect(await tieGroup(office.desk, keeper, another, group, TITLE)).toEqual({ ok: false, refusal: 'taken' });
  expect(await tieGroup(office.desk, keeper, line, group, TITLE)).toEqual({ ok: true });
  expect(await tieGroup(office.desk, keeper, line, await known({ ...CHAT, chatId: '-501' }), 'Другие')).toEqual({
    ok: true,
  });
  expect(await told()).toEqual(['группа: begun', 'группа: begun']);
  await untieGroup(office.desk, keeper, line, group);
  await untieGroup(office.desk, keeper, line, group);
  expect(await tieGroup(office.desk, keeper, another, group, TITLE)).toEqual({ ok: true });
});

test('a group is tied by ОГ alone, while its line runs, where the bot is', async () => {
  const [line, group] = [await running(), await known()];
  expect(await tieGroup(office.desk, admin, line, group, TITLE)).toEqual({ ok: false, refusal: 'notYours' });
  expect(await untieGroup(office.desk, admin, line, group)).toEqual({ ok: false, refusal: 'notYours' });
  expect(await groupsForLine(office.desk, admin, line, ['max'])).toBeNull();
  expect(await tieGroup(office.desk, keeper, line, 77, TITLE)).toEqual({ ok: false, refusal: 'gone' });
  await groupIsLost(office.desk, CHAT, 'kicked');
  expect(await tieGroup(office.desk, keeper, line, group, TITLE)).toEqual({ ok: false, refusal: 'gone' });
  await known();
  await office.rows(`update engagement set stage = 'summing_up'`);
  expect(await tieGroup(office.desk, keeper, line, group, TITLE)).toEqual({ ok: false, refusal: 'closed' });
  expect(await told()).toEqual([]);
});

test('a chat is for digests or for questions, whichever was first', async () => {
  const [line, group] = [await running(), await known()];
  const digest = { ...CHAT, threadId: null, title: TITLE };
  const [one, other] = await Promise.all([
    addGroup(office.desk, admin, digest),
    tieGroup(office.desk, keeper, line, group, TITLE),
  ]);
  expect([one.ok, other.ok].sort()).toEqual([false, true]);
  if (!one.ok) return;
  const stop = { kind: 'running', running: false } as const;
  await changeGroup(office.desk, admin, one.id, stop);
  expect(await tieGroup(office.desk, keeper, line, group, TITLE)).toEqual({ ok: true });
  expect(await changeGroup(office.desk, admin, one.id, { ...stop, running: true })).toEqual({
    ok: false,
    refusal: 'gathers',
  });
});

test('a group is added and begun anew at once: neither waits for the other in vain', async () => {
  const digest = { ...CHAT, threadId: null, title: TITLE };
  const added = await addGroup(office.desk, admin, digest);
  const id = added.ok ? added.id : 0;
  for (let time = 0; time < 12; time += 1) {
    await changeGroup(office.desk, admin, id, { kind: 'running', running: false });
    const done = await Promise.all([
      changeGroup(office.desk, admin, id, { kind: 'running', running: true }),
      addGroup(office.desk, admin, digest),
    ]);
    expect(done).toEqual([
      { ok: true, id },
      { ok: true, id },
    ]);
  }
});
