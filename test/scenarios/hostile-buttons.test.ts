import { decode } from '../../bots/conversation/button-table';
import { DRAWN } from '../bots/conversation/drawn-buttons';
import { failedUpdates, realRefusals, rows } from '../support/evidence';
import type { Phone, Toast } from '../support/phone';
import { World } from '../support/world';

/** Somebody who may press everything there is. */
const EVERY_ROLE = '{coordinator,executor,supervisor,curator,admin}';
/** What no column, calendar or list holds, and what one only just holds. */
const HOSTILE = ['0', 'zik0zj', 'zik0zk', 'zzzzzzz', '-1', '', '1999-12-31', '2000-01-01', '2100-12-31', '9999-12-01'];

let world: World;
let phone: Phone;
beforeAll(async () => {
  world = await World.start();
  // Forged presses name messages that are gone, and pictures.
  world.expectsRefusals(/not found|no text in the message to edit/);
  phone = world.phone('supervisor');
  await rows(
    world,
    `update person set roles = '${EVERY_ROLE}', can_approve = true where id = (select person_id from account where user_id = $1)`,
    [String(phone.id)],
  );
  await world.appeal();
});
afterAll(() => world.stop());
afterEach(async () => {
  await world.quiet();
  expect(await failedUpdates(world)).toEqual([]);
  expect(await realRefusals(world)).toEqual([]);
});

/** Under whatever message is the latest: a modified client may send any data there. */
async function forge(data: string): Promise<Toast> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await phone.pressData((await phone.messages()).at(-1)?.message_id ?? 0, data);
    } catch (error) {
      // The message has gone meanwhile: a press needs one that is there.
      if (attempt > 200 || !String(error).includes('there is no message')) throw error;
      await phone.say('/help');
    }
  }
}

/** An example of each kind, with one of its fields at a time replaced. */
const FORGED = [...new Map(DRAWN.map(([wire, button]) => [button.kind, wire])).values()]
  .filter((wire) => !wire.startsWith('q:'))
  .flatMap((wire) => {
    const parts = wire.split(':');
    const first = parts[0] === 'x' ? 2 : 1;
    return parts.slice(first).flatMap((_, index) => HOSTILE.map((value) => parts.with(first + index, value).join(':')));
  })
  .filter((wire) => Buffer.byteLength(wire) <= 64);

/** So many at once that a machine ten times slower comes to the end of them. */
const AT_ONCE = 150;
const ALL_FORGED = [...new Set(FORGED)];
const PARTS = Array.from({ length: Math.ceil(ALL_FORGED.length / AT_ONCE) }, (_, part) =>
  ALL_FORGED.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
);

test.each(PARTS)(
  'every field of every button, forged, is answered in words and throws nothing: from %s',
  async (...forged) => {
    for (const wire of forged) {
      const toast = await forge(wire);
      if (decode(wire) === null)
        expect({ wire, ...toast }).toEqual({ wire, text: expect.stringMatching(/^Кнопка устарела/), showAlert: true });
    }
  },
);

test.each([
  'azzzzzz',
  'azik0zk',
  'azzzzzzz',
  'a0',
  'a-1',
  'a',
  'l-z',
  'l-',
  'i',
  'menu',
  'a9999-12-01',
  'a'.repeat(64),
])('/start %s is answered', async (start) => {
  const before = await phone.lastId();
  await phone.say(`/start ${start}`);
  expect(await phone.lastId()).toBeGreaterThan(before);
});

/** Dialogs that ask a day, a number, one of a list. */
const DIALOGS = [
  'x:absenceNew:1',
  'x:dayNote:2026-12-25',
  'x:dayCheck',
  'x:groupAsk',
  'x:words:organization',
  'r',
  's',
];
const MOVES = [
  '9999-12-01',
  '9999-12-31',
  '0000-01-01',
  '1999-12-01',
  '2000-01-01',
  '2100-12-31',
  '99999',
  'zzzzz',
  '-1',
  '',
];

test.each(DIALOGS)('a forged day or number in the dialog of %s leaves its «Отмена» working', async (opener) => {
  await forge(opener);
  await world.quiet();
  const open = async () =>
    (
      await rows<{ id: number; revision: number }>(
        world,
        `select id, revision from form where state = 'open' order by id`,
      )
    ).at(-1);
  const opened = await open();
  expect(opened).toBeDefined();
  for (const move of ['m', 'g', 'p', 'o', 'd'])
    for (const value of MOVES) {
      const form = await open();
      if (form) await forge(`q:${form.id.toString(36)}:${form.revision.toString(36)}:${move}:${value}`);
      else await forge(opener);
      await world.quiet();
    }
  const last = (await open()) ?? (await forge(opener), await world.quiet(), await open());
  if (!last) throw new Error('No dialog is open');
  await forge(`q:${last.id.toString(36)}:${last.revision.toString(36)}:c:`);
  expect(await open()).toBeUndefined();
});

test('a month that a former release has let in is no obstacle: the form draws the month of today, and its «Отмена» works', async () => {
  await forge('x:absenceNew:1');
  await world.quiet();
  const [form] = await rows<{ id: number; revision: number }>(
    world,
    `update form set view = '{"month":"9999-12-01"}' where state = 'open' returning id, revision`,
  ).then((found) => (Array.isArray(found[0]) ? found[0] : found) as { id: number; revision: number }[]);
  const code = `${form?.id.toString(36)}:${form?.revision.toString(36)}`;
  await forge(`q:${code}:g:0`);
  await world.quiet();
  await forge(`q:${form?.id.toString(36)}:${((form?.revision ?? 0) + 1).toString(36)}:c:`);
  expect(await rows(world, `select id from form where state = 'open'`)).toEqual([]);
});
