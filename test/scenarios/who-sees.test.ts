import { encode } from '../../bots/conversation/button-table';
import type { Button } from '../../bots/conversation/kit/buttons';
import { ROLES, type Role } from '../../src/regulation/vocabulary';
import { inWork } from '../support/office-work';
import { rows } from '../support/evidence';
import type { Phone } from '../support/phone';
import { World } from '../support/world';

let world: World;
let phone: Phone;
let number: string;
let appealId: number;
let deliveryId: number;
let photoId: number;

beforeAll(async () => {
  world = await World.start({ env: { PERSONAL_DATA_IN_CHAT: 'on_request' } });
  number = await inWork(world);
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', number);
  await executor.sendPhotos(1);
  await executor.say('Осмотрели.');
  await executor.press('Готово', number);
  await executor.press('осмотрено', number);
  await world.quiet();
  const [delivery] = await rows<{ id: number; appeal_id: number }>(world, 'select id, appeal_id from delivery');
  [appealId, deliveryId] = [delivery?.appeal_id ?? 0, delivery?.id ?? 0];
  photoId = (await rows<{ id: number }>(world, 'select id from attachment'))[0]?.id ?? 0;
  await rows(world, 'update appeal set latitude = 55.71, longitude = 51.41');
  // Longer than its card shows.
  await rows(world, `update appeal set text = repeat('Яма напротив дома. ', 300)`);
  phone = world.phone('otherExecutor');
});
afterAll(() => world.stop());

/** What is pressed, typed or followed. */
const LOOKS: readonly (readonly [what: string, look: () => Button | string])[] = [
  ['the card', () => ({ kind: 'open', appealId })],
  ['the card again', () => ({ kind: 'card', appealId })],
  ['all its acts', () => ({ kind: 'more', appealId })],
  ['its history', () => ({ kind: 'history', appealId, page: 0 })],
  ['its terms', () => ({ kind: 'ahead', appealId, page: 0 })],
  ['why its terms are so', () => ({ kind: 'why', appealId, term: 'whole' })],
  ['why its past terms were so', () => ({ kind: 'pastStages', appealId, page: 0 })],
  ['its photos', () => ({ kind: 'files', appealId })],
  ['two of them', () => ({ kind: 'compare', leftId: photoId, rightId: photoId })],
  ['its place on the map', () => ({ kind: 'onMap', appealId })],
  ['its whole text', () => ({ kind: 'wholeText', appealId })],
  ['its contacts', () => ({ kind: 'contacts', appealId })],
  ['a task', () => ({ kind: 'delivery', deliveryId })],
  ["a task's files", () => ({ kind: 'deliveryFiles', deliveryId })],
  ['why a task is so', () => ({ kind: 'whyTask', deliveryId })],
  ["a task's text", () => ({ kind: 'wholeDelivery', deliveryId })],
  ['a link to it', () => `/start a${appealId.toString(36)}`],
  ['its number', () => number],
  ['a search for it', () => `/find ${number}`],
];

/** Whether they were shown anything of it: a new or redrawn message that has its number or its words, or a toast that is no refusal. */
async function isShown(look: Button | string): Promise<boolean> {
  // Nothing of it is in the chat before.
  await phone.say('/language');
  await rows(world, `delete from card where person_id = (select person_id from account where user_id = $1)`, [
    String(phone.id),
  ]);
  const last = (await phone.messages()).at(-1)?.message_id ?? 0;
  if (typeof look === 'string') await phone.say(look);
  else {
    const toast = await phone.pressData(last, encode(look));
    await world.quiet();
    if (toast.showAlert) return false;
  }
  const later = (await phone.messages()).filter(({ message_id: id }) => id >= last);
  return later.some((message) => JSON.stringify(message).includes(number));
}

const STAFF: readonly Role[] = ['coordinator', 'executor', 'supervisor', 'curator'];
const WATCHERS: readonly Role[] = ['coordinator', 'curator'];
const ALLOWED: Readonly<Record<string, readonly Role[]>> = {
  'its contacts': ['coordinator'],
  'a task': WATCHERS,
  "a task's files": WATCHERS,
  "a task's text": WATCHERS,
  'why a task is so': WATCHERS,
};

describe.each(ROLES)('%s alone', (role) => {
  beforeAll(async () => {
    // What was shown a moment ago is not shown again to a second tap.
    world.later(60_000);
    await rows(
      world,
      `update person set roles = array[$1]::text[] where id = (select person_id from account where user_id = $2)`,
      [role, String(phone.id)],
    );
  });
  test.each(LOOKS)('%s', async (what, look) => {
    const shown = await isShown(look());
    expect({ role, what, shown }).toEqual({ role, what, shown: (ALLOWED[what] ?? STAFF).includes(role) });
  });
});
