import { readFile } from 'node:fs/promises';
import { differenceScreens, piecesScreens } from '../../../../bots/conversation/engagement/pieces';
import { engagementPreviewScreens } from '../../../../bots/conversation/engagement/engagement-screens';
import { withoutMarkup } from '../../../../bots/conversation/kit/fit';
import type { Reading } from '../../../../bots/conversation/kit/turn';
import { wordsOf } from '../../../../src/i18n';
import {
  FIELDS,
  NO_CONTENT,
  type EngagementContent,
  type EngagementField,
} from '../../../../src/regulation/engagement/content';
import { withPicturesInOrder } from '../../../../src/regulation/engagement/pictures';
import { ENGAGEMENT_KINDS, type EngagementKind } from '../../../../src/regulation/engagement/vocabulary';
import { keysOf } from '../../../../src/regulation/lists';
import { readDifference } from '../../../../src/usecases/engagement/difference';
import { readEngagement } from '../../../../src/usecases/engagement/engagements';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { readEngagementParcel } from '../../../../src/usecases/delivery/settle-engagement';
import { MORNING, openOffice, type WorkingOffice } from '../../../src/usecases/working-office';
import { played } from '../../../support/random';

let office: WorkingOffice;
let official: Official;
let reading: Reading;
beforeAll(async () => {
  office = await openOffice();
  await office.rows(`update person set roles = '{engagement}' where id = $1`, [office.people.stranger]);
  official = (await officialById(office.desk, office.people.stranger))!;
  reading = { words: wordsOf('ru'), now: MORNING, calendar: office.desk.office.calendar(), longest: 4_096 };
});
afterAll(() => office.fresh.drop());

/** Where what is written is read before it stands in ПОС. */
const READ_IN = ['preview', 'difference', 'task', 'gateway'] as const;
type ReadIn = (typeof READ_IN)[number];

/** What is not there in words, and why. */
const NOT_IN_WORDS: Readonly<Record<ReadIn, Partial<Record<EngagementField, string>>>> = {
  preview: { pictures: 'follow the preview as photos, each with what it shows' },
  difference: { pictures: 'are counted of each thing, and those of other bytes are said to be replaced' },
  task: { pictures: 'follow the task as files, each named by what it shows' },
  gateway: {},
};

type Random = () => number;
/** Marks of HTML and a number that nothing else has: whatever says it says this one. */
const wordsBy = (random: Random): string => `Слова <${Math.floor(random() * 1e9)}> & «ещё»`;
const dayBy = (random: Random): string => `2027-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`;
const severalBy = <Item>(random: Random, make: () => Item): Item[] =>
  Array.from({ length: 2 + Math.floor(random() * 3) }, make);
const chanceBy = (random: Random): boolean => random() < 0.5;
const shaBy = (random: Random): string => `${random()}`.slice(2).padEnd(64, 'a');

/** All that a kind has, nothing of what others have. */
function contentBy(random: Random, kind: EngagementKind): EngagementContent {
  const words = () => wordsBy(random);
  const options = severalBy(random, () => ({ name: words(), about: words() }));
  const full: EngagementContent = {
    ...{ title: words(), text: words(), venue: words(), link: `https://${Math.floor(random() * 1e9)}.ru` },
    ...{ answering: words(), notice: words(), territory: words(), options },
    questions: severalBy(random, () => ({
      ...{ text: words(), options: severalBy(random, words), several: chanceBy(random), own: chanceBy(random) },
    })),
    pictures: severalBy(random, () => ({
      sha256: shaBy(random),
      of: FIELDS[kind].includes('options') && chanceBy(random) ? (options[0]?.name ?? null) : null,
    })),
    ...({ opensOn: dayBy(random), closesOn: dayBy(random), resultsBy: dayBy(random) } as Pick<
      EngagementContent,
      'opensOn' | 'closesOn' | 'resultsBy'
    >),
    heldAt: new Date(`${dayBy(random)}T${10 + Math.floor(random() * 8)}:00:00+03:00`).toISOString(),
  };
  return withPicturesInOrder(
    keysOf(NO_CONTENT).reduce<EngagementContent>(
      (content, field) => (FIELDS[kind].includes(field) ? content : { ...content, [field]: NO_CONTENT[field] }),
      full,
    ),
  );
}

type Path = readonly (string | number)[];
/** Every single thing that is said in it. */
const leavesOf = (value: unknown, path: Path = []): Path[] =>
  Array.isArray(value)
    ? value.flatMap((one, index) => leavesOf(one, [...path, index]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, one]) => leavesOf(one, [...path, key]))
      : value === '' || (value === null && path.at(-1) !== 'of')
        ? []
        : [path];
const at = (value: any, path: Path): unknown => path.reduce((inner, key) => inner[key], value);

/** The same with one thing said otherwise. */
function otherwise(content: EngagementContent, path: Path, random: Random): EngagementContent {
  const other = structuredClone(content) as any;
  const owner = at(other, path.slice(0, -1)) as any;
  const key = path.at(-1)!;
  const before = owner[key];
  owner[key] =
    typeof before === 'boolean'
      ? !before
      : key === 'of'
        ? before === null
          ? (content.options[1]?.name ?? null)
          : null
        : key === 'sha256'
          ? shaBy(random)
          : key === 'heldAt'
            ? new Date(Date.parse(before) + 3_600_000).toISOString()
            : /^\d{4}-\d\d-\d\d$/.test(before)
              ? before.replace(/.$/, (digit: string) => `${(Number(digit) + 1) % 10}`)
              : key === 'link'
                ? `${before}/${Math.floor(random() * 1e9)}`
                : wordsBy(random);
  // Pictures go by the name of what they show.
  if (path[0] === 'options' && key === 'name')
    other.pictures = other.pictures.map((one: any) => (one.of === before ? { ...one, of: owner[key] } : one));
  return withPicturesInOrder(other as EngagementContent);
}

/** Something that stands in ПОС as its first version, and was changed to this. */
async function changedTo(kind: EngagementKind, first: EngagementContent, content: EngagementContent): Promise<number> {
  const [row] = await office.rows<{ id: number }>(
    `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at, address, placed_number)
       values ($1, 'municipal', 'running', $2, 1, 2, $3, $2, 'https://pos.gosuslugi.ru/1', 1) returning id),
     v as (insert into engagement_version (engagement_id, number, content, written_by_id, written_at)
       select e.id, n, c, $3, $2 from e, (values (1, $4::jsonb), (2, $5::jsonb)) as t (n, c))
     select id from e`,
    [kind, MORNING, official.personId, JSON.stringify(first), JSON.stringify(content)],
  );
  return row!.id;
}

/** What was there before stands beside what is. */
const STRUCK = /<s>.*?<\/s>/gs;

async function readingsOf(id: number): Promise<Record<ReadIn, string>> {
  const card = (await readEngagement(office.desk, official, id))!;
  const { main, more } = piecesScreens(card, reading);
  const claimed = { engagementId: id, engagementTask: 'change', engagementNumber: 2, deliveryId: null } as const;
  const { key: _, ...parcel } = await readEngagementParcel(office.desk, {
    ...claimed,
    ...{ id: 1, key: 'key', carrier: 'gateway', tries: 1, unknownSends: 0, acceptedAt: null, queuedAt: MORNING },
  });
  const told = (screens: readonly { readonly text: string }[]) =>
    screens
      .map(({ text }) => withoutMarkup(text.replace(STRUCK, '')))
      .join('\n')
      .replaceAll(`ОГ-${id}`, 'ОГ');
  return {
    preview: told(engagementPreviewScreens(card, reading)),
    difference: told(differenceScreens((await readDifference(office.desk, official, id, 1, null))!, reading)),
    task: told([main, ...more]),
    gateway: JSON.stringify({ ...parcel, number: 'ОГ' }),
  };
}

test.each(ENGAGEMENT_KINDS)('each thing that %s says is read in preview, difference, task and delivery', (kind) =>
  played(async (random) => {
    const first = contentBy(random, kind);
    const content = contentBy(random, kind);
    const said = await readingsOf(await changedTo(kind, first, content));
    // Where there are no options, a picture is of the whole and of nothing else.
    const isSaid = (path: Path) => path.at(-1) !== 'of' || content.options.length > 0;
    for (const path of leavesOf(content).filter(isSaid)) {
      const other = otherwise(content, path, random);
      const [field = 'title'] = keysOf(NO_CONTENT).filter((one) => one === path[0]);
      expect(JSON.stringify(other)).not.toBe(JSON.stringify(content));
      const nowSaid = await readingsOf(await changedTo(kind, first, other));
      const now = at(other, path);
      for (const where of READ_IN) {
        if (NOT_IN_WORDS[where][field] !== undefined) continue;
        if (nowSaid[where] === said[where]) throw new Error(`${where} does not say ${path.join('.')}:\n${said[where]}`);
        const isFreeWords = typeof now === 'string' && now.includes('Слова');
        if (isFreeWords) expect(nowSaid[where]).toContain(now);
      }
    }
  }),
);

test('the gateway’s document names each thing that comes with what is to be placed', async () => {
  const document = await readFile('docs/integrator/gateway.md', 'utf8');
  for (const field of keysOf(NO_CONTENT).filter((one) => one !== 'pictures')) expect(document).toContain(`"${field}":`);
});
