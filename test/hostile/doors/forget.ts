import type { Case, Door } from '../door';
import type { HostileOffice } from '../office';

// What an official has written of an applicant, in whichever way people write it: after «Удалить контакты» it stands nowhere.

const APPLICANT = {
  type: 'person',
  name: 'Алексеева Алёна Семёновна',
  phone: '+7 917 555-11-22',
  email: 'alena.a@example.ru',
  address: 'г. Мамадыш, ул. Садовая, д. 7, кв. 12',
};

/** Brings in what it is. @returns what has been said by then */
type Given = (office: HostileOffice) => Promise<() => Promise<string>>;

interface Written {
  readonly name: string;
  readonly text: string;
  /** What must not be left of it. */
  readonly left: RegExp;
}

const written = (left: RegExp, texts: Readonly<Record<string, string>>): Written[] =>
  Object.entries(texts).map(([name, text]) => ({ name, text, left }));

const WRITINGS: readonly Written[] = [
  ...written(/5\D{0,8}5\D{0,8}5\D{0,8}1\D{0,8}1/, {
    'a phone digit by digit': 'звонить 8 9 1 7 5 5 5 1 1 2 2 вечером',
    'a phone with dashes between all digits': '8-9-1-7-5-5-5-1-1-2-2',
    'a phone with dots': '8.917.555.11.22',
    'a phone with slashes': '8/917/555/11/22',
    'a phone with stars': '8*917*555*11*22',
    'a phone with underscores': '8_917_555_11_22',
    'a phone with wide gaps': '8 (917)  555  -  11  -  22',
    'a phone over two lines': '8 917\n555 11 22',
    'a phone grown together with words': 'тел.:8917555 1122 (дочь)',
    'a phone in full-width digits': '８９１７５５５１１２２',
    'a phone with non-breaking blanks': '8\u00a0917\u00a0555\u00a011\u00a022',
    'a phone with invisible blanks': '8 917 555\u200b11\u200b22',
    'a phone with a letter for a digit': '89l7 555 11 22',
    'a phone without its eight': '917 555 1122',
  }),
  ...written(/alena|аlena|example/i, {
    'a mail in capitals': 'ALENA.A@EXAMPLE.RU',
    'a mail with blanks around its sign': 'Alena.A @ Example.Ru',
    'a mail with a word for its sign': 'alena.a [собака] example.ru',
    'a mail with a Russian letter': 'аlena.a@example.ru',
    'a mail in a link': 'mailto:alena.a@example.ru?subject=x',
  }),
  ...written(/алексеев|ал[её]н/i, {
    'a name in another case': 'Алексеевой Алёне Семёновне',
    'a name without its dots': 'Алексеевой Алене Семеновне',
    'a name in capitals': 'АЛЕКСЕЕВОЙ АЛЁНЕ',
    'a name in small letters': 'алексеевой алене',
    'a name after the first one': 'Алёны Алексеевой',
    'initials before the name': 'А. С. Алексеева',
    'initials grown together with it': 'А.С.Алексеевой',
    'a name over two lines': 'Алексеева\nАлёна',
    'a first name with the patronymic': 'Алёна Семеновна',
  }),
  ...written(/садов|кв[^\n]{0,8}12|12[^\n]{0,4}кв/i, {
    'a home in short': 'Садовая 7-12',
    'a home without blanks': 'ул.Садовая,д.7,кв.12',
    'a home in another case': 'на Садовой, 7, кв 12',
    'a home with words between': 'на Садовой в доме 7, кв. 12',
    'a flat by its ordinal': 'в 12-й квартире',
    'a flat as «кв-ра»': 'кв-ра 12',
    'a flat in capitals': 'КВ.12',
  }),
];

/** Every place in which officials' words about an appeal lie, and those of the journal. */
const WRITE = [
  `insert into delivery (appeal_id, kind, text, queued_at, placed_at) values ($1, 'comment', $2, now(), now())`,
  `insert into journal_entry (at, appeal_id, action, capacity, details) values (now(), $1, 'comment', 'executor', jsonb_build_object('comment', $2::text))`,
  `update appeal set redirect_reason = $2 where id = $1`,
  `insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, created_at, state, finished_at)
   values ('said' || gen_random_uuid(), false, 'telegram', '1', 'textPart', jsonb_build_object('personId', 1, 'opens', null, 'appealId', $1::int, 'html', $2::text), true, now(), 'skipped', now())`,
];
const FINISH = `update appeal set stage = 'closed', finished_at = now() where id = $1`;

const COLUMNS = `select c.table_name as table, c.column_name as column from information_schema.columns c
  join information_schema.tables t using (table_schema, table_name)
  where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying')`;

/** By chance one has the digits of anybody's phone. */
const HASHES = /(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{30,}/gi;

/** What is left, wherever it is: what strangers send lies in `inbox_update` and goes after a week. */
async function leftIn(office: HostileOffice, left: RegExp): Promise<string[]> {
  const found: string[] = [];
  for (const { table, column } of await office.rows<{ table: string; column: string }>(COLUMNS)) {
    if (table === 'inbox_update' || table === 'former_word') continue;
    const rows = await office.rows<{ value: string }>(
      `select "${column}"::text as value from "${table}" where "${column}" is not null`,
    );
    for (const { value } of rows)
      if (left.test(value.replace(HASHES, ''))) found.push(`${table}.${column}: ${value.slice(0, 200)}`);
  }
  return found;
}

const survivors = new WeakMap<HostileOffice, string[]>();

const CASES: readonly Case<Given>[] = WRITINGS.map(({ name, text, left }) => ({
  name,
  make: () => async (office) => {
    const number = await office.appeal({ applicant: APPLICANT, text: 'Яма на дороге.' });
    const [appeal] = await office.rows<{ id: number }>('select id from appeal where number = $1', [number]);
    for (const sql of WRITE) await office.rows(sql, [appeal!.id, text]);
    await office.rows(FINISH, [appeal!.id]);
    const phone = office.phone('coordinator');
    const message = await phone.lastId();
    await phone.pressData(message, `x:forget:${appeal!.id.toString(36)}`);
    await phone.say('Отозвано согласие');
    await office.quiet();
    if ((await phone.buttons('')).includes('Закрыть все')) await phone.press('Закрыть все');
    await phone.press('Удалить контакты', 'Вернуть их нельзя');
    await office.quiet();
    survivors.set(office, [...(survivors.get(office) ?? []), ...(await leftIn(office, left))]);
    return async () => (await office.texts('coordinator')).join('\n');
  },
  says: /Контакты заявителя удалены/,
}));

/** What officials have written of somebody who is to be forgotten. */
export const forget: Door<Given> = {
  name: 'forget',
  cases: CASES,
  short: [
    'a phone with dashes between all digits',
    'a phone with wide gaps',
    'a mail in capitals',
    'a name without its dots',
    'a flat by its ordinal',
  ],
  async prepare() {
    return {
      async enter(office) {
        await office.phone('coordinator').say('/start');
        return {
          give: (given) => given(office),
          async beside() {
            const left = survivors.get(office) ?? [];
            survivors.delete(office);
            return left.map((one) => `something has survived: ${one}`);
          },
        };
      },
    };
  },
};
