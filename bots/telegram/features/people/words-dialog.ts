import { hasWords } from '../../../../src/regulation/asks';
import { hasRight } from '../../../../src/regulation/rights';
import { lengthInCharacters } from '../../../../src/text';
import { addPerson, changePerson, type PeopleRefusal } from '../../../../src/usecases/administration/change-person';
import { addCategory, keepOrganization } from '../../../../src/usecases/administration/office-books';
import { continueDialog, endDialog } from '../../../../src/usecases/forms/dialogs';
import { type FormRow } from '../../../../src/usecases/forms/form-store';
import { readPerson } from '../../../../src/usecases/people/read-people';
import type { BotContext } from '../../context';
import type { BotDeps } from '../../deps';
import type { Dialog } from '../../dialogs';
import { openDialog, showDialog } from '../../forms/dialog-message';
import { button, type Screen } from '../../screen';
import { adminScreen, categoryScreen, organizationsScreen } from './book-sections';
import { personScreen } from './person-screen';
import { numberAt, type Sections } from './section';

const SUBJECT = 'officeWords';
/** What is typed: names of people and things; each is a key under `people:ask`. */
const KINDS = ['addPerson', 'name', 'position', 'organization', 'category'] as const;
type Kind = (typeof KINDS)[number];
const LONGEST = 200;
const LEVELS = 3;

/** One question in words, for whatever an admin names: a person, a position, an organization, a category. */
export function wordsDialog(deps: BotDeps): { readonly dialog: Dialog; readonly sections: Sections } {
  const { desk, messenger } = deps;
  const kindOf = (form: FormRow): Kind => KINDS.find((kind) => kind === form.answers.kind) ?? 'name';
  const personOf = (form: FormRow): number => (typeof form.answers.personId === 'number' ? form.answers.personId : 0);

  function question({ words: { html, plain } }: BotContext, form: FormRow, complaint: string | null): Screen {
    const move = (name: 'pick' | 'cancel', value = '') =>
      ({ kind: 'form', formId: form.id, revision: form.revision, move: name, value }) as const;
    const named = typeof form.answers.text === 'string' ? form.answers.text : null;
    return {
      text: [
        named === null ? html(`people:ask.${kindOf(form)}`) : html('people:ask.organizationKind', { name: named }),
        ...(complaint === null ? [] : [`⚠️ ${complaint}`]),
      ].join('\n'),
      keyboard: [
        ...(named === null
          ? []
          : (['subordinate', 'outside'] as const).map((kind) => [
              button(plain(`people:organizations.kind.${kind}`), move('pick', kind)),
            ])),
        [button(plain('form:button.cancel'), move('cancel'))],
      ],
    };
  }

  async function finish(ctx: BotContext, form: FormRow, screen: Screen): Promise<void> {
    await endDialog(desk, ctx.official.personId, 'done');
    await showDialog(deps, ctx, form, screen, true);
    deps.wake();
  }

  async function showPerson(ctx: BotContext, form: FormRow, personId: number): Promise<void> {
    const person = await readPerson(desk, personId);
    await finish(
      ctx,
      form,
      person ? personScreen(person, messenger.readingFor(ctx.official)) : await adminScreen(deps, ctx.official),
    );
  }

  async function take(ctx: BotContext, form: FormRow, text: string): Promise<void> {
    const kind = kindOf(form);
    const complain = (refusal: PeopleRefusal) =>
      showDialog(deps, ctx, form, question(ctx, form, ctx.words.html(`people:refusal.${refusal}`)), true);
    switch (kind) {
      case 'addPerson': {
        const result = await addPerson(desk, ctx.official, text);
        return result.ok ? showPerson(ctx, form, result.personId) : complain(result.refusal);
      }
      case 'name':
      case 'position': {
        const result = await changePerson(
          desk,
          ctx.official,
          personOf(form),
          kind === 'name' ? { kind, name: text } : { kind, position: text },
        );
        return result.ok ? showPerson(ctx, form, result.personId) : complain(result.refusal);
      }
      case 'organization': {
        const changed = await continueDialog(desk, form, { answers: { ...form.answers, text } });
        if (changed) await showDialog(deps, ctx, changed, question(ctx, changed, null), true);
        return;
      }
      case 'category': {
        const [category = '', subcategory = null, fact = null] = levelsOf(text);
        const result = await addCategory(desk, ctx.official, [category, subcategory, fact]);
        return result.ok
          ? finish(
              ctx,
              form,
              (await categoryScreen(deps, ctx.words, result.id)) ?? (await adminScreen(deps, ctx.official)),
            )
          : complain(result.refusal);
      }
    }
  }

  const dialog: Dialog = {
    subject: SUBJECT,
    async onButton(ctx, form, move, value, queryId) {
      if (move === 'cancel') {
        await endDialog(desk, ctx.official.personId, 'cancelled');
        await messenger.answer(queryId, ctx.words.plain('form:cancelled'));
        if (form.messageRef !== null) await messenger.edit(form.messageRef, await adminScreen(deps, ctx.official));
        return;
      }
      const { text } = form.answers;
      if (move !== 'pick' || typeof text !== 'string' || (value !== 'subordinate' && value !== 'outside'))
        return messenger.answer(queryId, ctx.words.plain('refusal:oldButton'), true);
      const result = await keepOrganization(desk, ctx.official, text, value);
      await messenger.answer(
        queryId,
        ctx.words.plain(result.ok ? 'people:person.saved' : `people:refusal.${result.refusal}`),
        !result.ok,
      );
      if (result.ok) await finish(ctx, form, await organizationsScreen(deps, ctx.words, 0));
    },
    async onText(ctx, form, typed) {
      const text = typed.replace(/\s+/g, ' ');
      const complaint = complaintOf(ctx, kindOf(form), text);
      if (complaint !== null) return showDialog(deps, ctx, form, question(ctx, form, complaint), true);
      return take(ctx, form, text);
    },
    show: (ctx, form) => showDialog(deps, ctx, form, question(ctx, form, null), true),
  };

  const sections: Sections = {
    words: {
      right: 'administer',
      async run(press) {
        const { ctx } = press;
        const kind = KINDS.find((one) => one === press.about[0]);
        if (kind === undefined) return press.answer(ctx.words.plain('refusal:oldButton'), true);
        await press.answer();
        const form = await openDialog(deps, ctx, SUBJECT, { kind, personId: numberAt(press.about, 1) });
        await showDialog(deps, ctx, form, question(ctx, form, null), true);
      },
    },
  };
  return { dialog, sections };
}

const levelsOf = (text: string): string[] =>
  text
    .split('/')
    .map((level) => level.trim())
    .filter((level) => level !== '');

/** In words; null: it can be kept. Whoever lost the role meanwhile hears it from the use case. */
function complaintOf({ official, words: { html } }: BotContext, kind: Kind, text: string): string | null {
  if (!hasRight(official, 'administer')) return html('people:refusal.notAdmin');
  if (lengthInCharacters(text) > LONGEST) return html('people:ask.tooLong', { limit: LONGEST });
  if (!hasWords(text)) return html('people:ask.noWords');
  return kind === 'category' && levelsOf(text).length > LEVELS ? html('people:ask.tooDeep') : null;
}
