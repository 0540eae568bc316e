import { hasRight } from '../../../src/regulation/rights';
import { lengthInCharacters } from '../../../src/text';
import { continueDialog, endDialog } from '../../../src/usecases/forms/dialogs';
import type { FormRow } from '../../../src/usecases/forms/form-store';
import { isQuery } from '../../../src/usecases/reading/find-appeals';
import { readList } from '../../../src/usecases/reading/read-lists';
import type { Feature } from '../bot';
import { listScreen } from '../cards/list-screen';
import type { BotContext } from '../context';
import type { BotDeps } from '../deps';
import type { Dialog } from '../dialogs';
import { cancelButton, openDialog, showDialog } from '../forms/dialog-message';
import type { Screen } from '../screen';

const SUBJECT = 'find';
const LONGEST_QUERY = 200;

/** /find and «Найти»: the query stays in the dialog's row, so that its pages can be turned and another one typed at once. */
export function findFeature(deps: BotDeps): Feature {
  const { desk, messenger } = deps;

  function question(ctx: BotContext, form: FormRow, complaint: string | null): Screen {
    const { html } = ctx.words;
    return {
      text: [
        `<b>${html('list:find.title')}</b>`,
        ...(complaint === null ? [] : [`⚠️ ${complaint}`]),
        html('list:find.ask'),
      ].join('\n'),
      keyboard: [[cancelButton(form, ctx.words)]],
    };
  }

  /** In words; null: it can be looked for. */
  function complaintOf({ words: { html } }: BotContext, query: string): string | null {
    if (lengthInCharacters(query) > LONGEST_QUERY) return html('list:find.tooLong', { limit: LONGEST_QUERY });
    return isQuery(query) ? null : html('list:find.tooShort');
  }

  async function begin(ctx: BotContext, query: string): Promise<void> {
    if (!hasRight(ctx.official, 'work'))
      return void (await messenger.send(
        ctx.official.chatId,
        { text: ctx.words.html('list:find.notYours'), keyboard: [] },
        { silent: true },
      ));
    const complaint = query === '' ? null : complaintOf(ctx, query);
    const form = await openDialog(deps, ctx, SUBJECT, query === '' || complaint !== null ? {} : { query });
    if (query === '' || complaint !== null) return showDialog(deps, ctx, form, question(ctx, form, complaint), true);
    return showFound(ctx, form);
  }

  async function showFound(ctx: BotContext, form: FormRow): Promise<void> {
    const found = await readList(desk, ctx.official, 'found', 0);
    const screen = found ? listScreen(found, messenger.readingFor(ctx.official)) : question(ctx, form, null);
    return showDialog(deps, ctx, form, screen, true);
  }

  const dialog: Dialog = {
    subject: SUBJECT,
    onButton: async (ctx, form, move, _, queryId) => {
      if (move !== 'cancel') return messenger.answer(queryId, ctx.words.plain('refusal:oldButton'), true);
      await endDialog(desk, ctx.official.personId, 'cancelled');
      await messenger.answer(queryId, ctx.words.plain('form:cancelled'));
      if (form.messageRef !== null) await messenger.remove(form.messageRef);
    },
    onText: async (ctx, form, text) => {
      const complaint = complaintOf(ctx, text);
      if (complaint !== null) return showDialog(deps, ctx, form, question(ctx, form, complaint), true);
      const changed = await continueDialog(desk, form, { answers: { query: text } });
      if (changed) await showFound(ctx, changed);
    },
  };

  return {
    commands: { find: begin },
    dialogs: [dialog],
    presses: {
      find: async (ctx, _, queryId) => {
        await messenger.answer(queryId);
        await begin(ctx, '');
      },
    },
  };
}
