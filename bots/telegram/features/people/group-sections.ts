import { hasRight } from '../../../../src/regulation/rights';
import { DIGEST_PARTS } from '../../../../src/usecases/digests/group-digest';
import { endDialog } from '../../../../src/usecases/forms/dialogs';
import { type FormRow } from '../../../../src/usecases/forms/form-store';
import { addGroup } from '../../../../src/usecases/groups/add-group';
import { changeGroup, type GroupChange, type GroupResult } from '../../../../src/usecases/groups/change-group';
import { listGroups, groupLine } from '../../../../src/usecases/groups/group-books';
import type { BotContext } from '../../context';
import type { BotDeps } from '../../deps';
import type { Dialog } from '../../dialogs';
import { cancelButton, openDialog, showDialog } from '../../forms/dialog-message';
import { parseGroup } from '../../forms/parse-group';
import { parseTime } from '../../forms/parse-typed';
import type { Screen } from '../../screen';
import { groupScreen, groupsScreen, hoursScreen } from './group-screens';
import { numberAt, type Section, type SectionPress, type Sections } from './section';

const SUBJECT = 'group';

/** Groups that get digests: their list, one of them with its settings, and the question for a new one or for another hour. */
export function groupSections(deps: BotDeps): { readonly dialog: Dialog; readonly sections: Sections } {
  const { desk, messenger } = deps;
  const calendar = () => desk.office.calendar();
  const admin = (run: (press: SectionPress) => Promise<void>): Section => ({ right: 'administer', run });
  const groupOf = (form: FormRow): number | null =>
    typeof form.answers.groupId === 'number' ? form.answers.groupId : null;

  const listScreen = async ({ words }: BotContext, page: number): Promise<Screen> =>
    groupsScreen(await listGroups(desk), page, words, calendar());
  async function oneScreen(ctx: BotContext, id: number): Promise<Screen> {
    const group = await groupLine(desk, id);
    return group ? groupScreen(group, ctx.words, calendar()) : listScreen(ctx, 0);
  }

  async function change(press: SectionPress, id: number, what: GroupChange): Promise<void> {
    await show(press, id, await changeGroup(desk, press.ctx.official, id, what));
  }
  async function show(press: SectionPress, id: number, result: GroupResult): Promise<void> {
    const said = press.ctx.words.plain(result.ok ? 'people:person.saved' : `digest:groups.refusal.${result.refusal}`);
    await press.answer(said, !result.ok);
    await press.draw(await oneScreen(press.ctx, result.ok ? result.id : id));
    deps.wake();
  }

  /** Asks Telegram whether the bot is there, and takes the group's name. Null: it is not. */
  async function add({ official }: BotContext, chatId: number, threadId: number | null): Promise<GroupResult | null> {
    const group = await messenger.groupOf(chatId);
    if (!group) return null;
    const topic = group.isForum && threadId !== null ? String(threadId) : null;
    return addGroup(desk, official, {
      messenger: official.messenger,
      chatId: String(chatId),
      threadId: topic,
      title: group.title,
    });
  }

  function question({ words }: BotContext, form: FormRow, complaint: string | null): Screen {
    const { html } = words;
    return {
      text: [
        html(groupOf(form) === null ? 'digest:groups.askGroup' : 'digest:groups.askTime'),
        ...(complaint === null ? [] : [`⚠️ ${complaint}`]),
      ].join('\n\n'),
      keyboard: [[cancelButton(form, words)]],
    };
  }

  /** What was typed, done; in words, why it was not. */
  async function take(ctx: BotContext, form: FormRow, text: string): Promise<GroupResult | string> {
    const { html } = ctx.words;
    const groupId = groupOf(form);
    if (!hasRight(ctx.official, 'administer')) return html('digest:groups.refusal.notAdmin');
    if (groupId !== null) {
      const digestAt = parseTime(text);
      return digestAt === null
        ? html('digest:groups.noTime')
        : changeGroup(desk, ctx.official, groupId, { kind: 'hour', digestAt });
    }
    const named = parseGroup(text);
    if (!named) return html('digest:groups.noGroup');
    return (await add(ctx, named.chatId, named.threadId)) ?? html('digest:groups.notThere');
  }

  const dialog: Dialog = {
    subject: SUBJECT,
    async onButton(ctx, form, move, _value, queryId) {
      if (move !== 'cancel') return messenger.answer(queryId, ctx.words.plain('refusal:oldButton'), true);
      await endDialog(desk, ctx.official.personId, 'cancelled');
      await messenger.answer(queryId, ctx.words.plain('form:cancelled'));
      const groupId = groupOf(form);
      const screen = groupId === null ? await listScreen(ctx, 0) : await oneScreen(ctx, groupId);
      if (form.messageRef !== null) await messenger.edit(form.messageRef, screen);
    },
    async onText(ctx, form, text) {
      const result = await take(ctx, form, text);
      if (typeof result === 'string' || !result.ok) {
        const complaint =
          typeof result === 'string' ? result : ctx.words.html(`digest:groups.refusal.${result.refusal}`);
        return showDialog(deps, ctx, form, question(ctx, form, complaint), true);
      }
      await endDialog(desk, ctx.official.personId, 'done');
      await showDialog(deps, ctx, form, await oneScreen(ctx, result.id), true);
      deps.wake();
    },
    show: (ctx, form) => showDialog(deps, ctx, form, question(ctx, form, null), true),
  };

  const sections: Sections = {
    groups: admin(async (press) => {
      await press.answer();
      await press.draw(await listScreen(press.ctx, numberAt(press.about, 0) ?? 0));
    }),
    group: admin(async (press) => {
      await press.answer();
      await press.draw(await oneScreen(press.ctx, numberAt(press.about, 0) ?? 0));
    }),
    groupHours: admin(async (press) => {
      await press.answer();
      const group = await groupLine(desk, numberAt(press.about, 0) ?? 0);
      await press.draw(group ? hoursScreen(group, press.ctx.words, calendar()) : await listScreen(press.ctx, 0));
    }),
    groupHour: admin((press) =>
      change(press, numberAt(press.about, 0) ?? 0, { kind: 'hour', digestAt: numberAt(press.about, 1) }),
    ),
    groupPart: admin((press) => {
      const part = DIGEST_PARTS.find((one) => one === press.about[1]);
      if (part === undefined) return press.answer(press.ctx.words.plain('refusal:oldButton'), true);
      return change(press, numberAt(press.about, 0) ?? 0, { kind: 'part', part, shown: press.about[2] === 'on' });
    }),
    groupRun: admin((press) =>
      change(press, numberAt(press.about, 0) ?? 0, { kind: 'running', running: press.about[1] === 'on' }),
    ),
    groupHere: admin(async (press) => {
      const named = parseGroup(press.about[0] ?? '');
      const result = named && (await add(press.ctx, named.chatId, null));
      if (result) return show(press, 0, result);
      await press.answer(press.ctx.words.plain('digest:groups.notThere'), true);
    }),
    groupAsk: admin(async (press) => {
      await press.answer();
      const form = await openDialog(deps, press.ctx, SUBJECT, { groupId: numberAt(press.about, 0) });
      await showDialog(deps, press.ctx, form, question(press.ctx, form, null), true);
    }),
  };
  return { dialog, sections };
}
