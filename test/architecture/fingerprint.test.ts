import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { BUTTON_KINDS, BUTTONS } from '../../bots/conversation/button-table';
import { featuresOf } from '../../bots/conversation/features';
import { registerOf } from '../../bots/conversation/register';
import { wordsOf } from '../../src/i18n';
import { intakeWords } from '../../src/intake/complaints';
import { openApi } from '../../src/intake/openapi';
import { SCHEDULE } from '../../src/jobs/schedule';
import { answersSchema } from '../../src/usecases/kit/form-store';
import { BOOK, isMessageKind } from '../../src/usecases/kit/messages';
import { openSmallTalk, type SmallTalk } from '../bots/conversation/small-talk';

// What a change of the house must leave as it was: whatever lies in chats and rows, what others call from outside, and every word. A line
// of the snapshot is one thing; whoever means to change one reads its line and says why in the commit. The table of acts has a print of
// its own beside its tests: what may be done, by whom and at which stage.

const ROOT = path.join(__dirname, '../..');
const printed = (lines: readonly string[]): string => `\n${lines.join('\n')}\n`;
const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** A schema in a line: its fields by name, whichever order they are written in. */
function inOneLine(schema: z.ZodType, io: 'input' | 'output'): string {
  const { $schema: _, ...drawn } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return JSON.stringify(sorted(drawn));
}
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

let small: SmallTalk;
beforeAll(async () => {
  small = await openSmallTalk(() => []);
});
afterAll(() => small.close());

test('buttons: their codes, whose they are, and what they name, in this order', () => {
  const lines = BUTTON_KINDS.map((kind) => {
    const { code, right, fields } = BUTTONS[kind];
    return `${code} ${kind} (${right ?? 'everybody'}): ${Object.keys(fields).join(', ')}`;
  });
  expect(printed(lines.sort())).toMatchSnapshot();
});

test('messages: their kinds, and what each is made of', () => {
  const kinds = Object.keys(BOOK).filter(isMessageKind).sort();
  expect(printed(kinds.map((kind) => `${kind}: ${inOneLine(BOOK[kind], 'input')}`))).toMatchSnapshot();
});

test('forms: their subjects, commands, and what an act’s form keeps', () => {
  const { dialogs, commands } = registerOf(featuresOf(small.talk));
  expect(
    printed([
      `subjects: ${[...dialogs.keys()].sort().join(', ')}`,
      `commands: ${[...commands.keys()].sort().join(', ')}`,
      ...Object.entries(answersSchema.shape)
        .map(([name, schema]) => `${name}: ${inOneLine(schema, 'input')}`)
        .sort(),
    ]),
  ).toMatchSnapshot();
});

test('the database: tables with their columns in order, which a copy has too', async () => {
  const rows = (sql: string) => small.office.rows<{ line: string }>(sql);
  const told = async (title: string, sql: string) => [`— ${title}`, ...(await rows(sql)).map(({ line }) => line)];
  expect(
    printed([
      ...(await told(
        'columns',
        `select c.relname || ': ' || string_agg(format('%s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
           case when a.attnotnull then '' else ' null' end,
           case when a.attgenerated <> '' then ' as ' || pg_get_expr(d.adbin, d.adrelid) when a.attidentity <> '' then ' identity'
             when d.adbin is not null then ' = ' || pg_get_expr(d.adbin, d.adrelid) else '' end), ', ' order by a.attnum) as line
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
           left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and c.relname <> 'migrations'
         group by c.relname order by c.relname collate "C"`,
      )),
      ...(await told(
        'constraints',
        `select format('%s %s: %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as line from pg_constraint
         where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid <> 'migrations'::regclass
         order by conrelid::regclass::text collate "C", conname collate "C"`,
      )),
      ...(await told(
        'indexes',
        `select indexdef as line from pg_indexes where schemaname = 'public' and tablename <> 'migrations' order by indexname collate "C"`,
      )),
      ...(await told(
        'triggers',
        `select pg_get_triggerdef(oid) as line from pg_trigger where not tgisinternal order by tgname collate "C", tgrelid::regclass::text collate "C"`,
      )),
      ...(await told(
        'functions, by what they say',
        `select format('%s(%s) %s', proname, pg_get_function_identity_arguments(oid), left(md5(prosrc), 16)) as line
         from pg_proc where pronamespace = 'public'::regnamespace order by proname collate "C"`,
      )),
      ...(await told(
        'sequences',
        `select c.relname || coalesce(' of ' || d.refobjid::regclass::text, '') as line from pg_class c
           left join pg_depend d on d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') and d.refobjsubid > 0
         where c.relkind = 'S' and c.relname not like 'migrations%' order by c.relname collate "C"`,
      )),
    ]),
  ).toMatchSnapshot();
});

test('the API: its paths and schemas', () => {
  const { paths, components } = openApi(intakeWords(wordsOf('ru'))) as Record<
    'paths' | 'components',
    Record<string, unknown>
  >;
  const { schemas } = components as { schemas: Record<string, unknown> };
  const lines = Object.entries({ ...paths, ...schemas }).map(
    ([name, said]) => `${name}: ${JSON.stringify(sorted(said))}`,
  );
  expect(printed(lines.sort())).toMatchSnapshot();
});

test('the schedule, and what an office may set', () => {
  const settings = readFileSync(path.join(ROOT, '.env.example'), 'utf8').match(/^#? ?([A-Z][A-Z_]+)=.*$/gm) ?? [];
  expect(
    printed([
      ...Object.entries(SCHEDULE).map(([job, rule]) => `${job}: ${JSON.stringify(sorted(rule))}`),
      ...settings.map((line) => line.replace(/^# ?/, '')).sort(),
    ]),
  ).toMatchSnapshot();
});

/** By what it says: a key may move to another file. */
function textsOf(language: string): string[] {
  const folder = path.join(ROOT, 'locales', language);
  const within = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as object).flatMap(within);
  return readdirSync(folder)
    .flatMap((file) => within(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as unknown))
    .sort();
}

test('all texts, as they are said', () => {
  const lines = ['ru', 'tt'].map((language) => {
    const texts = textsOf(language);
    return `${language}: ${texts.length} texts ${digest(texts.join('\n'))}`;
  });
  expect(printed(lines)).toMatchSnapshot();
});
