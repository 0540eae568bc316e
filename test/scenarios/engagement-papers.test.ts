import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { statement } from '../../src/database/database';
import { toPlainDate } from '../../src/regulation/calendar';
import type { EngagementContent } from '../../src/regulation/engagement/content';
import type { EngagementResults } from '../../src/regulation/engagement/results';
import { COUNTED, endedEngagement, VOTE } from '../support/ended-engagement';
import { holds } from '../support/office-work';
import { readPdf } from '../support/pdf-pages';
import type { Phone } from '../support/phone';
import { TestAuthority } from '../support/signing';
import { until } from '../support/until';
import { unzip } from '../support/unzip';
import { PEOPLE, World, type Who } from '../support/world';

const SNILS = '11223344595';
const giveSnils = statement('test-paper-snils', 'update person set snils = $2 where name = $1');
const keepLetterhead = statement('test-paper-head', `insert into setting (key, value) values ('letterhead', $1)`);
const agreed = statement(
  'test-papers-agreed',
  `insert into setting (key, value) values ('engagement', '{"isAgreed": true}')`,
);
const unplaced = statement(
  'test-papers-unplaced',
  'update engagement set address = null, placed_number = null where id = $1',
);
const papers = statement(
  'test-papers',
  `select state, signature_sha256 is not null as "isSigned" from engagement_paper order by id`,
);
const HEAD = { nameRu: 'ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ РАЙОНА', nameTt: 'РАЙОН БАШКАРМА КОМИТЕТЫ', contacts: '', phone: '' };

const HEARINGS: Partial<EngagementContent> = {
  title: 'Планировка улицы Речной',
  text: 'Слушания о проекте планировки.',
  notice: 'газета «Нократ», 01.12.2026',
  territory: 'село Зелёное',
  opensOn: toPlainDate('2026-12-01'),
  closesOn: toPlainDate('2026-12-20'),
  heldAt: '2026-12-15T12:00:00.000Z',
  venue: 'Дом культуры',
};
const PROPOSED: EngagementResults = {
  participants: 12,
  tallies: [],
  proposals: [
    { text: 'Расширить дорогу', decision: 'Отклонить: не хватает места', of: 'other' },
    { text: 'Сохранить липы', decision: 'Учесть: они здоровы', of: 'resident' },
    { text: 'Убрать шлагбаум', decision: '' },
  ],
};

async function officeOf(env: Readonly<Record<string, string>> = {}, inBoth: readonly Who[] = []): Promise<World> {
  const world = await World.start({ now: '2026-12-28T10:00:00+03:00', env, inBoth });
  await holds(world, 'worker', ['engagement'], false);
  return world;
}
const documents = async (phone: Phone) =>
  (await phone.messages()).flatMap(({ document }) => (document ? [document] : []));
/** The latest document, once there are so many. */
async function latest(world: World, phone: Phone, count: number): Promise<{ name: string; bytes: Buffer }> {
  await until(`${count} documents`, async () => (await documents(phone)).length >= count);
  const last = (await documents(phone)).at(-1);
  return { name: last?.file_name ?? '', bytes: await world.stand.download(last?.file_id ?? '') };
}

describe('where papers are signed by a word', () => {
  let world: World;
  let [keeper, approver, executor]: Phone[] = [];
  let id = '';
  beforeAll(async () => {
    // Those two are with MAX too, where nothing is said: the bot writes to them in Telegram.
    world = await officeOf({}, ['executor', 'approver']);
    [keeper, approver, executor] = [world.phone('worker'), world.phone('approver'), world.phone('executor')];
    id = (await endedEngagement(world, 'site_vote', 'summing_up', VOTE, COUNTED)).toString(36);
  });
  afterAll(() => world.stop());

  test('what follows is given to an official with a day, who does it, and hears in time', async () => {
    await keeper!.pressAnywhere(`x:ogRes:${id}`);
    await keeper!.press('Поручения: 0', 'Итоги: Двор или парк');
    await keeper!.press('Дать поручение', 'Поручений нет.');
    await keeper!.say('Составить смету на освещение парка');
    await keeper!.say('петр');
    await keeper!.press('Петров П.П.', 'Кому поручить?');
    const before = await executor!.lastId();
    await keeper!.say('2');
    await executor!.sees('Вам поручение по итогам, срок 30.12');
    expect(await executor!.soundsSince(before)).toBe(1);
    await executor!.say('/menu');
    await executor!.press('Поручения по итогам: 1', 'Меню');
    await executor!.press('до 30.12 Составить смету', 'Ваши поручения по итогам');
    expect(await executor!.text('Поручение по итогам: Двор или парк')).toContain('Выполняет Петров П.П., срок 30.12');
    await world.passTo('2026-12-29T08:15:00+03:00');
    await executor!.sees('Поручение: срок 30.12');
    await executor!.press('Составить смету', 'Поручение: срок 30.12');
    await executor!.press('Сделано', 'Поручение по итогам: Двор или парк');
    await executor!.say('Смета готова, 1,2 млн рублей');
    await keeper!.sees('Поручение выполнено');
    const last = await executor!.lastId();
    await world.passTo('2026-12-30T08:15:00+03:00');
    expect(await executor!.soundsSince(last)).toBe(0);
    // Nobody else sees it.
    expect((await approver!.pressAnywhere('x:ogTask:1')).text ?? '').toBe('');
    await approver!.sees('Этого поручения больше нет.');
  });

  test('before it is over nothing is signed; the protocol and the conclusion are there to be read', async () => {
    expect(await keeper!.pressAnywhere(`x:ogSign:${id}:protocol`)).toEqual({
      text: 'Сейчас этого сделать нельзя.',
      showAlert: true,
    });
    await keeper!.pressAnywhere(`x:og:open:0`);
    await keeper!.press('Двор или парк', 'ОГ: в работе');
    await keeper!.press('Итоги подведены', 'Этап: Подведение итогов');
    await keeper!.say('Благоустроить парк в 2027 году.');
    await keeper!.press('Итоги', 'Этап: Завершено');
    await keeper!.press('Протокол', 'Чем закончилось: Благоустроить парк в 2027 году.');
    const pdf = await latest(world, keeper!, 2);
    expect(pdf.name).toBe(`протокол-${id}.pdf`);
    const text = readPdf(new Uint8Array(pdf.bytes)).pages.join(' ').replace(/\s+/g, ' ');
    for (const part of [
      'Протокол подведения итогов голосования',
      'Участников: 812',
      'Парк Победы 512 63,1 %',
      'Всего 812',
      'Больше всего голосов за «Парк Победы»: 512.',
      'Составить смету на освещение парка Петров П.П. 30.12.2026',
    ])
      expect(text).toContain(part);
    const docx = (await documents(keeper!)).at(-2);
    const parts = await unzip(await world.stand.download(docx?.file_id ?? ''), 'plain');
    const xml = parts.get('word/document.xml')?.toString() ?? '';
    expect(xml).toContain('Больше всего голосов за «Парк Победы»: 512.');
    expect([...parts.keys()].some((name) => name.endsWith('.png'))).toBe(true);
  });

  test('a paper waits for its signer, is rejected with a reason, sent again and signed by a word', async () => {
    await keeper!.press('Протокол на подпись', 'Итоги: Двор или парк');
    await keeper!.press('Гарипов Р.М.', 'Кто подпишет?');
    await keeper!.sees('Бланк ещё не заполнен.');
    await world.fresh.database.query(keepLetterhead, [JSON.stringify(HEAD)]);
    await keeper!.press('Гарипов Р.М.', 'Кто подпишет?');
    await keeper!.sees('Ждёт подписи: Гарипов Р.М.');
    await approver!.press('Открыть', 'Протокол вам на подпись: Мастеров М.М.');
    await approver!.press('Файл', 'Протокол: Двор или парк');
    const { bytes } = await latest(world, approver!, 1);
    const text = readPdf(new Uint8Array(bytes)).pages.join(' ');
    expect(text).toContain('ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ РАЙОНА');
    expect(text).toContain('Р.М. Гарипов');
    await approver!.press('Отклонить', 'Протокол: Двор или парк');
    await approver!.say('Укажите срок работ.');
    await keeper!.sees(/Протокол не подписали: Гарипов Р\.М\.[\s\S]*Укажите срок работ\./);

    await keeper!.pressAnywhere(`x:ogSign:${id}:protocol`);
    await keeper!.press('Гарипов Р.М.', 'Кто подпишет?');
    // The next working morning of 2027 he hears of it again.
    await world.passTo('2027-01-11T08:15:00+03:00');
    await approver!.press('Протокол: Двор или парк', 'Протокол ждёт вашей подписи');
    const sign = await approver!.remember('Подписать', 'Ждёт подписи: Гарипов Р.М.');
    await sign();
    const confirm = await approver!.remember('Подписать', 'Подписать этот документ?');
    await Promise.all([confirm(), confirm()]);
    await world.quiet();
    expect(await approver!.text('Подписано: Гарипов Р.М.')).toContain('Файла подписи нет.');
    await keeper!.sees('Протокол: подпись поставлена: Гарипов Р.М.');
    expect(await world.fresh.database.query(papers)).toEqual([
      { state: 'rejected', isSigned: false },
      { state: 'signed', isSigned: false },
    ]);
    await keeper!.pressAnywhere(`x:ogLog:${id}:0`);
    await keeper!.sees(/История[\s\S]*Подписан документ: Гарипов Р\.М\./);
  });

  test('a paper of results that were taken back meanwhile is signed by nobody', async () => {
    await keeper!.pressAnywhere(`x:ogSign:${id}:conclusion`);
    await keeper!.press('Гарипов Р.М.', 'Кто подпишет?');
    await keeper!.pressAnywhere(`x:ogOne:${id}`);
    await keeper!.press('Вернуть к итогам', 'Этап: Завершено');
    expect(await approver!.pressAnywhere('x:ogSheetAct:3:1:si')).toEqual({
      text: 'Итоги с тех пор вернули на доработку. Отправьте на подпись новый документ.',
      showAlert: true,
    });
    expect((await executor!.pressAnywhere('x:ogSheetGet:3:paper')).showAlert).toBe(true);
    // Nor does it ring for its signer, whatever becomes of the results.
    const last = await approver!.lastId();
    await world.passTo('2027-01-12T08:15:00+03:00');
    await keeper!.press('Итоги подведены', 'Этап: Подведение итогов');
    await keeper!.say('Благоустроить парк в 2028 году.');
    await world.passTo('2027-01-13T08:15:00+03:00');
    expect(await approver!.soundsSince(last)).toBe(0);
  });

  test('who may not approve any more is not reminded of what waits, and is again when they may', async () => {
    await keeper!.pressAnywhere(`x:ogSign:${id}:protocol`);
    await keeper!.press('Гарипов Р.М.', 'Кто подпишет?');
    await approver!.sees('Протокол вам на подпись');
    await holds(world, 'approver', ['supervisor'], false);
    const last = await approver!.lastId();
    await world.passTo('2027-01-14T08:15:00+03:00');
    expect(await approver!.soundsSince(last)).toBe(0);
    await holds(world, 'approver', ['supervisor'], true);
    await world.passTo('2027-01-15T08:15:00+03:00');
    await approver!.sees('Протокол ждёт вашей подписи');
    expect(await approver!.soundsSince(last)).toBe(1);
  });

  test('the papers of hearings say whose they are, how they were announced, of which territory, and what residents proposed', async () => {
    const hearings = (await endedEngagement(world, 'hearings', 'finished', HEARINGS, PROPOSED)).toString(36);
    const paperOf = async (what: 'protocol' | 'conclusion') => {
      const before = (await documents(keeper!)).length;
      await keeper!.say('/menu');
      await keeper!.pressAnywhere(`x:ogPaper:${hearings}:${what}`);
      const { bytes } = await latest(world, keeper!, before + 2);
      return readPdf(new Uint8Array(bytes)).pages.join(' ');
    };
    const protocol = await paperOf('protocol');
    for (const part of [
      `№ ОГ-${hearings}`,
      'Организатор: ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ РАЙОНА',
      'Оповещение о начале слушаний опубликовано: газета «Нократ», 01.12.2026.',
      'Территория, в пределах которой проводились слушания: село Зелёное.',
      'Предложения и замечания принимались с 01.12.2026 по 20.12.2026.',
      'Предложения и замечания жителей территории Предложение Рекомендация организатора и почему Сохранить липы Учесть: они здоровы',
      'Предложения и замечания иных участников Предложение Рекомендация организатора и почему Расширить дорогу Отклонить: не хватает места',
      'о которых не указано, чьи они',
      'Приложение: перечень принявших участие',
    ])
      expect(protocol).toContain(part);
    const draft = await paperOf('conclusion');
    expect(draft).toContain('по протоколу публичных слушаний от ____________________ №');
    expect(draft).toContain('Убрать шлагбаум не указано');
    await keeper!.say('/menu');
    expect((await keeper!.pressAnywhere(`x:ogSign:${hearings}:conclusion`)).text).toMatch(
      /^У некоторых предложений нет рекомендации организатора\./,
    );
    await keeper!.pressAnywhere(`x:ogSign:${hearings}:protocol`);
    await keeper!.press('Гарипов Р.М.', 'Кто подпишет?');
    await approver!.sees('Протокол вам на подпись');
    const conclusion = await paperOf('conclusion');
    expect(conclusion).toContain(`по протоколу публичных слушаний от 15.01.2027 № ОГ-${hearings}.`);
    expect(conclusion).toContain('Рассмотрен проект «Планировка улицы Речной».');
    expect(conclusion).not.toContain('Приложение: перечень');
  });

  test('a conclusion waits for what is recommended of each proposal and for its protocol; one decision is mended by its number', async () => {
    const kept = await endedEngagement(world, 'hearings', 'summing_up', HEARINGS, PROPOSED);
    const hearings = kept.toString(36);
    await keeper!.say('/menu');
    await keeper!.pressAnywhere(`x:ogTell:${hearings}`);
    await keeper!.say('12');
    expect(await keeper!.text('3. Убрать шлагбаум')).toContain('1. Расширить дорогу · Отклонить: не хватает места');
    await keeper!.press('Готово', '3. Убрать шлагбаум');
    expect(await keeper!.text('Всё верно?')).toContain('⚠️ Без рекомендации организатора предложений: 1.');
    await keeper!.press('Назад', 'Всё верно?');
    await keeper!.press('3', '3. Убрать шлагбаум');
    await keeper!.say('Убрать шлагбаум, он мешает\nУчесть: проезд общий\nжитель');
    await keeper!.press('Готово', '3. Убрать шлагбаум');
    expect(await keeper!.text('Всё верно?')).not.toContain('Без рекомендации');
    await keeper!.press('Записать итоги', 'Всё верно?');
    await keeper!.pressAnywhere(`x:ogOne:${hearings}`);
    await keeper!.press('Итоги подведены', 'Этап: Подведение итогов');
    await keeper!.say('Проект одобрить.');
    expect((await keeper!.pressAnywhere(`x:ogSign:${hearings}:conclusion`)).text).toBe(
      'Заключение готовят по протоколу. Отправьте на подпись сначала протокол.',
    );
    await keeper!.pressAnywhere(`x:ogSign:${hearings}:protocol`);
    await keeper!.press('Гарипов Р.М.', 'Кто подпишет?');
    await keeper!.pressAnywhere(`x:ogSign:${hearings}:conclusion`);
    await keeper!.press('Гарипов Р.М.', 'Кто подпишет?');
    await keeper!.sees('Ждёт подписи: Гарипов Р.М.');
  });
});

test('where four eyes are ordered, whoever makes it chooses another to agree to it and to sign its paper', async () => {
  const world = await officeOf({ FOUR_EYES: 'forbid' });
  const keeper = world.phone('worker');
  try {
    await holds(world, 'worker', ['engagement', 'supervisor'], true);
    await world.fresh.database.query(keepLetterhead, [JSON.stringify(HEAD)]);
    await world.fresh.database.query(agreed);
    const id = (await endedEngagement(world, 'site_vote', 'finished', VOTE, COUNTED)).toString(36);
    await keeper.pressAnywhere(`x:ogSign:${id}:protocol`);
    await keeper.press('Мастеров М.М.', 'Кто подпишет?');
    await keeper.sees('Документ подписывает другой сотрудник, не автор. Выберите другого.');
    expect(await world.fresh.database.query(papers)).toEqual([]);
    await keeper.press('Гарипов Р.М.', 'Кто подпишет?');
    await keeper.sees('Ждёт подписи: Гарипов Р.М.');

    const draft = (await endedEngagement(world, 'news', 'draft', { title: 'Каток', text: 'Открыт.' }, null)).toString(
      36,
    );
    await world.fresh.database.query(unplaced, [parseInt(draft, 36)]);
    await keeper.pressAnywhere(`x:ogOne:${draft}`);
    await keeper.press('Готово к размещению', 'Этап: Черновик');
    await keeper.press('Мастеров М.М.', 'Кому из руководителей?');
    await keeper.sees('Согласовать и утвердить должен другой сотрудник, не автор. Выберите другого.');
    await keeper.press('Гарипов Р.М.', 'Кому из руководителей?');
    await keeper.sees('Этап: Согласование');
  } finally {
    await world.stop();
  }
});

test('where signatures are checked, another’s and that of another paper are refused, the right one is kept', async () => {
  const trust = await mkdtemp(path.join(tmpdir(), 'murajagat-trust-'));
  const authority = new TestAuthority('УЦ района');
  await authority.trustIn(trust, 'unqualified');
  const world = await officeOf({ SIGNATURE_TRUST_DIR: trust });
  const [keeper, approver] = [world.phone('worker'), world.phone('approver')];
  try {
    await world.fresh.database.query(giveSnils, [PEOPLE.approver.name, SNILS]);
    await world.fresh.database.query(keepLetterhead, [JSON.stringify(HEAD)]);
    const id = await endedEngagement(world, 'site_vote', 'finished', VOTE, COUNTED);
    await keeper.pressAnywhere(`x:ogSign:${id.toString(36)}:conclusion`);
    await keeper.press('Гарипов Р.М.', 'Кто подпишет?');
    await approver.press('Открыть', 'Заключение вам на подпись');
    await approver.press('Файл', 'Заключение: Двор или парк');
    const { bytes } = await latest(world, approver, 1);
    await approver.press('Подписать', 'Ждёт подписи');
    const stranger = authority.certify('Чужой Человек Иванович', '08765430300');
    const now = () => world.desk.clock.now();
    await approver.sendFile(stranger.sign(bytes, now()), 'заключение.pdf.sig');
    await approver.sees(/Подпись не принята|Подписал другой человек|другой/);
    const signer = authority.certify(PEOPLE.approver.name, SNILS);
    await approver.sendFile(signer.sign(Buffer.from('другой файл'), now()), 'заключение.pdf.sig');
    expect(await approver.buttons('Подпишите файл')).not.toContain('✅ Подписать');
    await approver.sendFile(signer.sign(bytes, now()), 'заключение.pdf.sig');
    await approver.press('✅ Подписать', 'Подпишите файл');
    await approver.sees('Подписано: Гарипов Р.М.');
    expect(await world.fresh.database.query(papers)).toEqual([{ state: 'signed', isSigned: true }]);
    await keeper.press('Открыть', 'Заключение: подпись поставлена');
    await keeper.press('Подпись', 'Подписано: Гарипов Р.М.');
    const { name, bytes: signature } = await latest(world, keeper, 1);
    expect(name.endsWith('.pdf.sig')).toBe(true);
    expect(signature.length).toBeGreaterThan(500);
  } finally {
    await world.stop();
    await rm(trust, { recursive: true, force: true });
  }
});
