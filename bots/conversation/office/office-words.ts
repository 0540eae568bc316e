import { hasWords } from '../../../src/regulation/asks';
import { lengthInCharacters } from '../../../src/text/plain-text';
import {
  addPerson,
  changePerson,
  type PeopleRefusal,
  type PersonChanged,
  giveAccount,
} from '../../../src/usecases/office/change-person';
import { namesFormer } from '../../../src/usecases/office/loading';
import { addCategory, keepOrganization, alikeInOffice, type OfficeNames } from '../../../src/usecases/office/books';
import type { Complaint } from '../../../src/usecases/kit/form-engine';
import { readPerson } from '../../../src/usecases/people/people';
import { NAMED } from './buttons';
import { option } from '../kit/choice-question';
import { textOf, type Asked, type Question } from '../kit/question';
import { line } from '../kit/writing-question';
import { only, type Screen } from '../kit/screen';
import { moment } from '../kit/calendar-words';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import { type Answers, type Step, forAdmins, readForAdmins, type ForAdmins } from '../kit/dialog';
import { drawAdmin, drawCategory, drawOrganizations, drawPerson } from './admin-screens';
import { TableDialog } from '../kit/table-dialog';

const LONGEST = 200;
const LEVELS = 3;

type Named = (typeof NAMED)[number];
const kindOf = ({ kind }: Answers): Named => NAMED.find((one) => one === kind) ?? 'name';

const levelsOf = (text: string): string[] =>
  text
    .split('/')
    .map((level) => level.trim())
    .filter((level) => level !== '');

/** The words as they are kept, or why they can't be. */
function checkWords(typed: string, { answers, reading }: Asked<ForAdmins>): { readonly value: string } | Complaint {
  const { plain } = reading.words;
  const text = typed.replace(/\s+/g, ' ');
  if (lengthInCharacters(text) > LONGEST) return { complaint: plain('people:ask.tooLong', { limit: LONGEST }) };
  if (!hasWords(text)) return { complaint: plain('people:ask.noWords') };
  if (kindOf(answers) === 'category' && levelsOf(text).length > LEVELS)
    return { complaint: plain('people:ask.tooDeep') };
  return { value: text };
}

/** Words here are another name for the organization. */
const organizationKind: Question<ForAdmins> = {
  ...option({
    key: 'organizationKind',
    perRow: 1,
    values: ({ reading }) =>
      (['subordinate', 'outside'] as const).map((value) => ({
        value,
        caption: reading.words.plain(`people:organizations.kind.${value}`),
      })),
  }),
  typed(asked, text) {
    const checked = checkWords(text, asked);
    return 'complaint' in checked ? checked : { answers: { ...asked.answers, text: checked.value } };
  },
};

const notAdmin = ({ plain }: Turn['words']): string => plain('people:refusal.notAdmin');

const steps: readonly Step<ForAdmins>[] = [
  {
    name: 'text',
    ask: ({ answers, reading }) => reading.words.html(`people:ask.${kindOf(answers)}`),
    question: forAdmins(line({ key: 'text', check: checkWords }), notAdmin),
  },
  {
    name: 'organizationKind',
    when: (answers) => kindOf(answers) === 'organization',
    ask: ({ answers, reading }) => reading.words.html('people:ask.organizationKind', { name: textOf(answers, 'text') }),
    question: forAdmins(organizationKind, notAdmin),
  },
];

/** What gets a name by these answers. */
function comingBy(answers: Answers): Partial<OfficeNames> {
  const text = textOf(answers, 'text');
  switch (kindOf(answers)) {
    case 'addPerson':
    case 'name':
      return { people: [text] };
    case 'organization':
      return { organizations: [text] };
    case 'category':
      return { categories: [levelsOf(text).join(' / ')] };
    case 'position':
    case 'account':
      return {};
  }
}

type CarriedOut =
  /** `beside`: what has to be said of it, in HTML. */
  | { readonly ok: true; readonly screen: Screen | null; readonly beside?: string }
  | { readonly ok: false; readonly refusal: PeopleRefusal | 'noNumber'; readonly holder?: string };

async function withPerson(talk: Talk, turn: Turn, result: PersonChanged): Promise<CarriedOut> {
  if (!result.ok) return result;
  const { waitsUntil } = result;
  const { words, now, calendar } = turn.reading;
  const waits = waitsUntil && words.html('people:access.waits', { moment: moment(waitsUntil, now, calendar) });
  return { ok: true, screen: await drawPerson(talk, turn, result.personId), ...(waits && { beside: waits }) };
}

/** The file of the server may still have the former name. */
async function renamed(talk: Talk, turn: Turn, personId: number, name: string): Promise<CarriedOut> {
  const { desk, officeTables } = talk;
  const former = (await readPerson(desk, personId))?.fullName ?? name;
  const changed = await changePerson(desk, turn.official, personId, { kind: 'name', name });
  const result = await withPerson(talk, turn, changed);
  const comesTwice = namesFormer(await officeTables.ofServer(), former, name);
  return result.ok && comesTwice ? { ...result, beside: turn.words.html('people:inFile.renamed', { former }) } : result;
}

/** One question in words, for whatever an admin names: a person, a position, an organization, a category. */
export function officeWordsDialog(talk: Talk): TableDialog<ForAdmins> {
  const { desk } = talk;

  async function carryOut(turn: Turn, answers: Answers): Promise<CarriedOut> {
    const { official } = turn;
    const text = textOf(answers, 'text');
    const personId = typeof answers.personId === 'number' ? answers.personId : 0;
    const kind = kindOf(answers);
    switch (kind) {
      case 'addPerson':
        return withPerson(talk, turn, await addPerson(desk, official, text));
      case 'name':
        return renamed(talk, turn, personId, text);
      case 'position':
        return withPerson(talk, turn, await changePerson(desk, official, personId, { kind, position: text }));
      case 'account': {
        const account = talk.voice.accountNamed(text);
        if (account === null) return { ok: false, refusal: 'noNumber' };
        return withPerson(
          talk,
          turn,
          await giveAccount(desk, official, personId, { messenger: talk.voice.name, ...account }),
        );
      }
      case 'organization': {
        const becomes = answers.organizationKind === 'outside' ? 'outside' : 'subordinate';
        const result = await keepOrganization(desk, official, text, becomes);
        return result.ok ? { ok: true, screen: await drawOrganizations(talk, turn, 0) } : result;
      }
      case 'category': {
        const [category = '', subcategory = null, fact = null] = levelsOf(text);
        const result = await addCategory(desk, official, [category, subcategory, fact]);
        return result.ok ? { ok: true, screen: await drawCategory(talk, turn, result.id) } : result;
      }
    }
  }

  return new TableDialog(talk, {
    subject: 'officeWords',
    steps,
    read: readForAdmins,
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const alike = await alikeInOffice(desk, comingBy(answers));
      const result = await carryOut(turn, answers);
      if (!result.ok) return { complaint: plain(`people:refusal.${result.refusal}`, { holder: result.holder }) };
      const { screen } = result;
      const looks = alike.map((pair) => turn.words.html('people:roster.alike', { ...pair }));
      const beside = [result.beside, ...looks].filter((line) => line !== undefined).join('\n\n');
      return {
        toast: plain('people:person.saved'),
        screen: screen ?? (await drawAdmin(talk, turn)),
        ...(beside !== '' && { after: () => talk.voice.send(turn.chatId, only(beside), { silent: true }) }),
      };
    },
    cancelled: (turn) => drawAdmin(talk, turn),
  });
}
