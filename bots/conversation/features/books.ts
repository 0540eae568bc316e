import type texts from '../../../locales/ru/people.json';
import type { Words } from '../../../src/i18n';
import { FAST_TRACK_DAYS } from '../../../src/regulation/deadlines';
import {
  changeCategory,
  keepOrganization,
  listCategories,
  listOrganizations,
  type CategoryLine,
} from '../../../src/usecases/administration/office-books';
import { confirmStageShares, stageSharesConfirmed } from '../../../src/usecases/administration/stage-shares';
import type { Official } from '../../../src/usecases/people/officials';
import { readLacks } from '../../../src/usecases/people/people-store';
import { listPeople, peopleFitFor } from '../../../src/usecases/people/read-people';
import type { BotDeps } from '../talk';
import { button, inRows, shorten, type Screen } from '../screen';
import { choiceScreen } from '../screens/office/person-screen';
import { numberAt, pageOf, pager, to, type Section, type SectionPress, type Sections } from '../screens/pager';

type Variable = keyof (typeof texts)['environment']['variable'];

/** /admin: what there is, and what the office lacks. */
export async function adminScreen({ desk, messenger }: BotDeps, official: Official): Promise<Screen> {
  const { html, plain } = messenger.wordsFor(official);
  const [people, lacks] = [await listPeople(desk), await readLacks(desk)];
  return {
    text: [
      `<b>${html('people:admin.title')}</b>`,
      html('people:admin.people', { count: people.filter(({ disabled }) => !disabled).length }),
      ...lacks.map((lack) => `⚠️ ${html(`people:lack.${lack}`)}`),
    ].join('\n'),
    buttons: [
      [
        button(plain('people:admin.button.people'), to('people', 0)),
        button(plain('people:admin.button.addPerson'), to('words', 'addPerson')),
      ],
      [
        button(plain('people:admin.button.organizations'), to('organizations', 0)),
        button(plain('people:admin.button.categories'), to('categories', 0)),
      ],
      [
        button(plain('people:admin.button.groups'), to('groups', 0)),
        button(plain('people:admin.button.settings'), to('settings')),
      ],
      [
        button(plain('calendar:button.calendar'), to('calendar')),
        button(plain('people:admin.button.menu'), { kind: 'menu' }),
      ],
    ],
  };
}

/** Organizations by pages; a press gives the other kind. */
export async function organizationsScreen({ desk }: BotDeps, words: Words, page: number): Promise<Screen> {
  const { html, plain } = words;
  const organizations = await listOrganizations(desk);
  const view = pageOf(organizations, page);
  return {
    text: [
      `<b>${html('people:organizations.title', { count: organizations.length })}</b>`,
      html(organizations.length > 0 ? 'people:organizations.hint' : 'people:organizations.empty'),
    ].join('\n'),
    buttons: [
      ...view.shown.map(({ id, name, kind }) => [
        button(
          plain(`people:organizations.${kind}`, { name: shorten(name, 40) }),
          to('kind', id, kind === 'outside' ? 'subordinate' : 'outside', view.page),
        ),
      ]),
      ...pager(view, words, (next) => to('organizations', next)),
      [
        button(plain('people:organizations.add'), to('words', 'organization')),
        button(plain('people:admin.button.back'), to('admin')),
      ],
    ],
  };
}

/** Organizations, categories, and the environment, which is only read. */
export function bookSections(deps: BotDeps): Sections {
  const { desk, messenger } = deps;
  const admin = (run: (press: SectionPress) => Promise<void>): Section => ({ right: 'administer', run });
  const back = (press: SectionPress) => [button(press.ctx.words.plain('people:admin.button.back'), to('admin'))];

  async function drawCategories(press: SectionPress, page: number): Promise<void> {
    const { html, plain } = press.ctx.words;
    const categories = await listCategories(desk);
    const view = pageOf(categories, page);
    await press.draw({
      text: [
        `<b>${html('people:categories.title', { count: categories.length })}</b>`,
        ...(categories.length > 0 ? [] : [html('people:categories.empty')]),
      ].join('\n'),
      buttons: [
        ...view.shown.map((line) => [button(categoryCaption(line, press), to('category', line.id))]),
        ...pager(view, press.ctx.words, (next) => to('categories', next)),
        [button(plain('people:categories.add'), to('words', 'category')), ...back(press)],
      ],
    });
  }

  async function drawCategory(press: SectionPress, id: number): Promise<void> {
    const screen = await categoryScreen(deps, press.ctx.words, id);
    if (screen) await press.draw(screen);
  }

  return {
    admin: admin(async (press) => {
      await press.answer();
      await press.draw(await adminScreen(deps, press.ctx.official));
    }),
    organizations: admin(async (press) => {
      await press.answer();
      await press.draw(await organizationsScreen(deps, press.ctx.words, numberAt(press.about, 0) ?? 0));
    }),
    kind: admin(async (press) => {
      const { plain } = press.ctx.words;
      const kind = press.about[1] === 'outside' ? 'outside' : 'subordinate';
      const organization = (await listOrganizations(desk)).find(({ id }) => id === numberAt(press.about, 0));
      const result = organization
        ? await keepOrganization(desk, press.ctx.official, organization.name, kind)
        : ({ ok: false, refusal: 'gone' } as const);
      await press.answer(
        plain(result.ok ? `people:organizations.kind.${kind}` : `people:refusal.${result.refusal}`),
        !result.ok,
      );
      await press.draw(await organizationsScreen(deps, press.ctx.words, numberAt(press.about, 2) ?? 0));
    }),
    categories: admin(async (press) => {
      await press.answer();
      await drawCategories(press, numberAt(press.about, 0) ?? 0);
    }),
    category: admin(async (press) => {
      await press.answer();
      await drawCategory(press, numberAt(press.about, 0) ?? 0);
    }),
    term: admin(async (press) => {
      const id = numberAt(press.about, 0) ?? 0;
      const days = FAST_TRACK_DAYS.find((one) => one === numberAt(press.about, 1)) ?? null;
      const result = await changeCategory(desk, press.ctx.official, id, { kind: 'days', days });
      await press.answer(
        press.ctx.words.plain(result.ok ? 'people:person.saved' : `people:refusal.${result.refusal}`),
        !result.ok,
      );
      await drawCategory(press, id);
    }),
    executors: admin(async (press) => {
      const id = numberAt(press.about, 0) ?? 0;
      const people = await peopleFitFor(desk, 'executor', null);
      await press.answer();
      await press.draw(
        choiceScreen(
          {
            text: press.ctx.words.html('people:categories.askExecutor'),
            page: numberAt(press.about, 1) ?? 0,
            items: people.map((person) => ({ caption: person.name, data: to('executor', id, person.id) })),
            turn: (page) => to('executors', id, page),
            none: { caption: press.ctx.words.plain('people:categories.nobody'), data: to('executor', id, 0) },
            back: to('category', id),
          },
          messenger.readingFor(press.ctx.official),
        ),
      );
    }),
    executor: admin(async (press) => {
      const [id, executorId] = [numberAt(press.about, 0) ?? 0, numberAt(press.about, 1) ?? 0];
      const fits =
        executorId === 0 || (await peopleFitFor(desk, 'executor', null)).some((person) => person.id === executorId);
      const result = fits
        ? await changeCategory(desk, press.ctx.official, id, {
            kind: 'executor',
            executorId: executorId === 0 ? null : executorId,
          })
        : ({ ok: false, refusal: 'gone' } as const);
      await press.answer(
        press.ctx.words.plain(result.ok ? 'people:person.saved' : `people:refusal.${result.refusal}`),
        !result.ok,
      );
      await drawCategory(press, id);
    }),
    shares: admin(async (press) => {
      await confirmStageShares(desk, press.ctx.official);
      await press.answer(press.ctx.words.plain('people:environment.sharesConfirmed'));
      await press.draw(await settingsScreen(deps, press, back(press)));
    }),
    settings: admin(async (press) => {
      await press.answer();
      await press.draw(await settingsScreen(deps, press, back(press)));
    }),
  };
}

/** What the environment has set, read only, and whether the shares of stages are still an assumption. */
async function settingsScreen(deps: BotDeps, press: SectionPress, back: Screen['buttons'][number]): Promise<Screen> {
  const { html, plain } = press.ctx.words;
  const confirmed = await stageSharesConfirmed(deps.desk);
  const lines = deps.environment.map(({ variable, value }) =>
    html('people:environment.line', {
      what: plain(`people:environment.variable.${variable as Variable}`),
      value: value ?? plain('people:environment.unset'),
    }),
  );
  return {
    text: [
      `<b>${html('people:environment.title')}</b>`,
      `<i>${html('people:environment.hint')}</i>`,
      '',
      ...lines,
      '',
      html(confirmed ? 'people:environment.sharesConfirmed' : 'people:environment.sharesAssumed'),
    ].join('\n'),
    buttons: [...(confirmed ? [] : [[button(plain('people:environment.confirmShares'), to('shares'))]]), back],
  };
}

const pathOf = ({ category, subcategory, fact }: CategoryLine): string =>
  [category, subcategory, fact].filter((level) => level !== null).join(' / ');

function categoryCaption(
  line: CategoryLine,
  {
    ctx: {
      words: { plain },
    },
  }: SectionPress,
): string {
  const path = shorten(pathOf(line), 45);
  return line.fastTrackDays === null
    ? plain('people:categories.line', { path })
    : plain('people:categories.days', { path, count: line.fastTrackDays });
}

/** One category: its term and its usual executor; null: there is none such. */
export async function categoryScreen({ desk }: BotDeps, { html, plain }: Words, id: number): Promise<Screen | null> {
  const line = (await listCategories(desk)).find((one) => one.id === id);
  if (!line) return null;
  const { fastTrackDays, executor } = line;
  const choice = (caption: string, days: number | null) =>
    button(
      days === fastTrackDays ? plain('people:person.held', { what: caption }) : caption,
      to('term', id, days ?? 0),
    );
  return {
    text: [
      `<b>${html('people:categories.line', { path: pathOf(line) })}</b>`,
      fastTrackDays === null
        ? html('people:categories.noTerm')
        : html('people:categories.term', { count: fastTrackDays }),
      executor === null ? html('people:categories.noExecutor') : html('people:categories.executor', { name: executor }),
    ].join('\n'),
    buttons: [
      ...inRows(
        [
          ...FAST_TRACK_DAYS.map((days) => choice(plain('form:button.days', { count: days }), days)),
          choice(plain('people:categories.button.noTerm'), null),
        ],
        5,
      ),
      [button(plain('people:categories.button.executor'), to('executors', id, 0))],
      [button(plain('people:admin.button.back'), to('categories', 0))],
    ],
  };
}
