import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ANSWER, card } from '../support/office-work';
import type { Toast } from '../support/phone';
import { World, type Who } from '../support/world';

const TATARS: readonly Who[] = ['coordinator', 'executor', 'supervisor', 'approver'];

let world: World;
beforeAll(async () => {
  world = await World.start();
  for (const who of TATARS) {
    await world.phone(who).say('/language');
    await world.phone(who).press('Татарча', 'Выберите язык');
  }
  await world.quiet();
});
afterAll(() => world.stop());

const texts = (locale: string): string[] => {
  const folder = path.join(__dirname, '../../locales', locale);
  const leaves = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as object).flatMap(leaves);
  // What an interface for programs says is no message, and has the words of an appeal as its example.
  return readdirSync(folder)
    .filter((file) => file !== 'intake.json')
    .flatMap((file) => leaves(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))));
};

/** What the bot says in Russian and never in Tatar, between the values. */
function russianWords(): string[] {
  const tatar = texts('tt').join('\n').toLowerCase();
  const pieces = texts('ru').flatMap((text) => text.split(/\{\{[^}]*\}\}|[\n«»:·,.()]/));
  return [...new Set(pieces.map((piece) => piece.trim()))].filter(
    (piece) => /[а-яё]{5}/i.test(piece) && piece !== 'Русский' && !tatar.includes(piece.toLowerCase()),
  );
}

test('an appeal lives in Tatar from its card to the answer, beside colleagues who read Russian', async () => {
  const [coordinator, executor, supervisor, approver] = [
    world.phone('coordinator'),
    world.phone('executor'),
    world.phone('supervisor'),
    world.phone('approver'),
  ];
  const before = new Map(await Promise.all(TATARS.map(async (who) => [who, await world.phone(who).lastId()] as const)));
  const toasts: Toast[] = [];
  const says = async (press: Promise<Toast>, text: string) => {
    const toast = await press;
    toasts.push(toast);
    expect(toast.text).toBe(text);
  };

  await coordinator.say('/menu');
  expect(await coordinator.buttons('Сайлак')).toEqual(
    expect.arrayContaining(['Координациядә', 'Срогы узган', 'Эзләү']),
  );

  const number = await world.appeal();
  expect(await coordinator.text(number)).toMatch(
    /^Яңа мөрәҗәгать\n[\s\S]*Координациядә[\s\S]*Срогы 05\.12 көненә кадәр/,
  );
  expect(await world.phone('secondCoordinator').text(number)).toMatch(/^Новое обращение\n[\s\S]*На координации/);

  await coordinator.press('Башкаручыны билгеләү', number);
  await coordinator.sees('Кемне билгелибез?');
  const stale = await coordinator.remember('Петров П.П.', number);
  await says(coordinator.press('Петров П.П.', number), 'Билгеләнде: Петров П.П., 05.12 көненә кадәр');
  world.later(10_000);
  await says(stale(), 'Бу эшләнгән яки туктатылган инде.');

  expect(await executor.text(number)).toMatch(/^Сезгә билгеләнде\n/);
  await says(executor.press('Эшкә алу', number), 'Эштә, срогы 05.12 көненә кадәр');
  await executor.press('Җитәкчегә хәбәр итү', number);
  await says(executor.press('Шафеев И.Р.', number), 'Хәбәр ителде: Шафеев И.Р.');
  await world.quiet();
  await says(supervisor.press('Кабул ителде', number), 'Кабул ителде');

  await executor.press('Җавапны килештерүгә', number);
  await executor.press('Хәл ителмәде', number);
  await executor.say(ANSWER);
  await executor.press('Әзер', 'Язылды:');
  await executor.press('Калдырып китү', card(number));
  await says(executor.press('Шафеев И.Р.', number), 'Килештерүгә җибәрелде: Шафеев И.Р.');
  await world.quiet();

  await supervisor.press('Килештерү', number);
  await says(supervisor.press('Гарипов Р.М.', number), 'Килештерелде. ПОСка кертелгәч раслый: Гарипов Р.М.');
  await world.quiet();

  const entry = new RegExp(`^ПОСка кертү\\n.*№ ${number}[ :]`);
  await says(coordinator.press('ПОСка кертелде', entry), 'ПОСка кертелде, имзаларга була');
  await world.quiet();

  await approver.press('Раслау', card(number));
  await says(approver.press('Кертелгәнчә', card(number)), 'Расланды');
  await world.quiet();
  expect(await approver.text(card(number))).toMatch(/25\.11 \d\d:\d\d ПОСка кертелде/);

  await executor.press('Тарих', card(number));
  const history = await executor.text(`№ ${number} тарихы`);

  const shown = await Promise.all(
    TATARS.map(async (who) =>
      (await world.phone(who).messages())
        .filter(({ message_id: id }) => id > (before.get(who) ?? 0))
        .flatMap(({ text, reply_markup: markup }) => [
          text ?? '',
          ...(markup?.inline_keyboard.flat().map((button) => button.text) ?? []),
        ]),
    ),
  );
  const everything = [...shown.flat(), history, ...toasts.map(({ text }) => text ?? '')].join('\n');
  expect(russianWords().length).toBeGreaterThan(300);
  expect(russianWords().filter((words) => everything.includes(words))).toEqual([]);
});

test('who has no right hears of it in Tatar, and of a command that does not exist', async () => {
  const executor = world.phone('executor');
  await executor.say('/report');
  await executor.sees('Хисап кураторларга һәм координаторларга ачык.');
  await executor.say('/nothing');
  await executor.sees('Мондый команда юк.');
  await executor.say('Сәлам');
  await executor.sees('Бу нәрсәгә карый, аңламадым.');
});
