import { statement } from '../../src/database/database';
import { shortName } from '../../src/usecases/kit/officials';
import type { Phone, Toast } from './phone';
import { PEOPLE, type Who, type World } from './world';

/** Phones, and a door for appeals: whatever the bot behind them runs in. */
type Office = Pick<World, 'phone' | 'appeal'>;

/** What people of the office do all day, each step as they press it. Every step ends when its messages are there. */

/** «Петров П.П.», as lists and cards show people. */
export const brief = (who: Who): string => shortName(PEOPLE[who].name);

/** The card itself, not another message that names the appeal. */
export const card = (number: string): RegExp => new RegExp(`(^|\\n)№ ${number} · `);

export async function assign(world: Office, number: string, executor: Who = 'executor'): Promise<Toast> {
  const coordinator = world.phone('coordinator');
  await coordinator.press('Назначить исполнителя', card(number));
  return coordinator.press(brief(executor), card(number));
}

export async function takeIntoWork(world: Office, number: string, executor: Who = 'executor'): Promise<Toast> {
  return world.phone(executor).press('Взять в работу', number);
}

/** A new appeal that its executor has taken into work. */
export async function inWork(
  world: Office,
  fields: Readonly<Record<string, unknown>> = {},
  executor: Who = 'executor',
): Promise<string> {
  const number = await world.appeal(fields);
  await assign(world, number, executor);
  await takeIntoWork(world, number, executor);
  return number;
}

/** Types into the form that waits, and goes on. */
export async function write(phone: Phone, ...texts: readonly string[]): Promise<Toast> {
  for (const text of texts) await phone.say(text);
  const [forward] = await phone.buttons('Написано:');
  if (forward === undefined) throw new Error('Nothing to go on with');
  return phone.press(forward, 'Написано:');
}

export interface Draft {
  readonly executor?: Who;
  readonly type?: 'Решено' | 'Не решено' | 'Отложено' | 'Отклонено';
  readonly text?: string;
  /** For «Отложено», as one types it: 30.11. */
  readonly until?: string;
  readonly agreeing?: Who;
}

export const ANSWER = 'Яма на ул. Советской, 15 внесена в план работ на декабрь 2026 года.';

/** «Ответ на согласование» without photos. */
export async function submit(
  world: Office,
  number: string,
  { executor = 'executor', type = 'Не решено', text = ANSWER, until, agreeing = 'supervisor' }: Draft = {},
): Promise<Toast> {
  const phone = world.phone(executor);
  await phone.press('Ответ на согласование', number);
  await phone.press(type, number);
  if (until !== undefined) await phone.say(until);
  await write(phone, text);
  // «Пропустить», «Без фото», or «Готово» when there are photos of an earlier comment.
  const [next = ''] = await phone.buttons(card(number));
  await phone.press(next, card(number));
  if (next === 'Без фото') await phone.say('Работы скрыты под асфальтом.');
  return phone.press(brief(agreeing), card(number));
}

export async function agree(
  world: Office,
  number: string,
  {
    as = 'supervisor',
    approver = 'approver',
    text,
  }: { readonly as?: Who; readonly approver?: Who; readonly text?: string } = {},
): Promise<Toast> {
  const phone = world.phone(as);
  if (text !== undefined) {
    await phone.press('Изменить проект', number);
    await write(phone, text);
  }
  await phone.press('Согласовать', number);
  return phone.press(brief(approver), number);
}

/** A task for ПОС about this appeal, by its title: «Внести в ПОС». */
export const task = (title: string, number: string): RegExp => new RegExp(`^${title}\\n.* № ${number}`);

/** A coordinator enters the agreed draft into ПОС, so that it can be signed there: «Внесено в ПОС», or «Заменено в ПОС». */
export const enter = (world: Office, number: string, as: Who = 'coordinator'): Promise<Toast> =>
  world.phone(as).press('ено в ПОС', task('(?:Внести|Заменить) в ПОС', number));

/** Entered, signed in ПОС as it was entered, and said so here. */
export async function approve(
  world: Office,
  number: string,
  { as = 'approver' }: { readonly as?: Who } = {},
): Promise<Toast> {
  await enter(world, number);
  return sign(world, number, as);
}

export async function sign(world: Office, number: string, as: Who = 'approver'): Promise<Toast> {
  const phone = world.phone(as);
  await phone.press('Утвердить', card(number));
  return phone.press('Как внесено', card(number));
}

/** The whole way to an approved answer. */
export async function answered(world: Office, fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const number = await inWork(world, fields);
  await submit(world, number);
  await agree(world, number);
  await approve(world, number);
  return number;
}

/** Whose phones make a sound while this is done. */
export async function ringing(world: World, act: () => Promise<unknown>): Promise<Who[]> {
  const people = Object.keys(PEOPLE) as Who[];
  const before = await Promise.all(people.map((who) => world.phone(who).lastId()));
  await act();
  await world.quiet();
  const loud = await Promise.all(
    people.map(async (who, index) => ((await world.phone(who).soundsSince(before[index] ?? 0)) > 0 ? [who] : [])),
  );
  return loud.flat();
}

const idOf = statement('test-appeal-id', 'select id from appeal where number = $1');

export async function appealId(world: World, number: string): Promise<number> {
  const [row] = await world.fresh.database.query<{ id: number }>(idOf, [number]);
  if (!row) throw new Error(`There is no appeal ${number}`);
  return row.id;
}

/** Brings the card to somebody's phone, as a line of a list or of a search does. */
export async function open(world: World, who: Who, number: string, phone = world.phone(who)): Promise<void> {
  await phone.pressAnywhere(`o:${(await appealId(world, number)).toString(36)}`);
}

const sendAway = statement(
  'test-send-away',
  `insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at)
  select p.id, $2, $3, (select d.id from person d where d.name = $4), p.id, $5 from person p where p.name = $1`,
);
const switchOff = statement('test-switch-off', 'update person set disabled_at = $2 where name = $1');
const giveRoles = statement('test-give-roles', 'update person set roles = $2, can_approve = $3 where name = $1');

export async function goesAway(
  world: World,
  who: Who,
  from: string,
  until: string,
  deputy: Who | null = null,
): Promise<void> {
  await world.fresh.database.query(sendAway, [
    PEOPLE[who].name,
    from,
    until,
    deputy && PEOPLE[deputy].name,
    world.desk.clock.now(),
  ]);
}
export async function isDisabled(world: World, who: Who): Promise<void> {
  await world.fresh.database.query(switchOff, [PEOPLE[who].name, world.desk.clock.now()]);
}
export async function holds(world: World, who: Who, roles: readonly string[], canApprove: boolean): Promise<void> {
  await world.fresh.database.query(giveRoles, [PEOPLE[who].name, roles, canApprove]);
}
