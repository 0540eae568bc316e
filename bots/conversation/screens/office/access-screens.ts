import { escapeHtml } from '../../../../src/i18n';
import type { AccessWord, Speaker } from '../../../../src/regulation/access';
import { wordsFor, type AccessView } from '../../../../src/usecases/office/access';
import { button, CAPTION, only, shorten, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { moment } from '../dates';
import { messengerName } from '../messenger-name';

/** Nobody whom the office knows here. */
export const FORMER: Speaker = { personId: null, administers: false, isFormer: true, isInIt: false };

/** What was changed of whose access, by whom, from where, what has become of it, and what this reader may say. */
export function accessScreen(change: AccessView, speaker: Speaker, reading: Reading): Screen {
  const [what = '', ...beside] = accessWords(change, reading).map(escapeHtml);
  const buttons = buttonsOf(change, speaker, reading);
  return { text: [`⚠️ <b>${what}</b>`, ...beside].join('\n'), buttons: buttons.length > 0 ? [buttons] : [] };
}

/** To whoever has come by the account and speaks with nobody else here: what has become of it. */
export const newcomerScreen = ({ state }: AccessView, _: Speaker, { words }: Reading): Screen =>
  only(words.html(state === 'done' ? 'people:access.newcomer.done' : 'people:access.newcomer.refused'));

/** What was changed first, then by whom and what has become of it; plain words. */
export function accessWords(change: AccessView, reading: Pick<Reading, 'words' | 'now' | 'calendar'>): string[] {
  const { words, now, calendar } = reading;
  const { plain } = words;
  const { matter, state, name, by, source, messenger, formerUserId, dueAt, settledBy, wasContested } = change;
  const said = {
    name: name ?? '',
    messenger: messenger === null ? '' : messengerName(messenger, words),
  };
  const what = matter === 'account' ? (formerUserId === null ? 'added' : 'replaced') : matter;
  const settled = (as: 'done' | 'refused') =>
    settledBy === null ? plain(`people:access.state.${as}`) : plain(`people:access.state.${as}By`, { by: settledBy });
  return [
    plain(`people:access.what.${what}`, said),
    by === null
      ? plain('people:access.byServer')
      : plain('people:access.by', { by, source: plain(`people:access.source.${source}`) }),
    ...(state === 'waits' && dueAt !== null
      ? [plain('people:access.state.waits', { moment: moment(dueAt, now, calendar) })]
      : []),
    ...(state === 'contested' ? [plain('people:access.state.contested')] : []),
    ...(state === 'done' && (dueAt !== null || wasContested) ? [settled('done')] : []),
    ...(state === 'refused' ? [settled('refused')] : []),
  ];
}

function buttonsOf(change: AccessView, speaker: Speaker, { words: { plain } }: Reading): ScreenButton[] {
  const { id: changeId, state: seen } = change;
  return wordsFor(change, speaker).map((word) =>
    button(plain(`people:access.button.${captionOf(change, speaker, word)}`), {
      kind: 'accessWord',
      changeId,
      word,
      seen,
    }),
  );
}

function captionOf({ matter, state, personId, formerUserId }: AccessView, speaker: Speaker, word: AccessWord) {
  const isTheirs = speaker.isFormer || (personId !== null && speaker.personId === personId);
  if (state === 'contested') return word === 'yes' ? 'keep' : formerUserId === null ? 'remove' : 'restore';
  if (matter === 'account' && isTheirs) return word === 'yes' ? 'isMe' : 'isNotMe';
  if (state === 'done') return 'shutOut';
  return word === 'yes' ? 'confirm' : 'refuse';
}

/** What waits for an admin's word, and whether anything has to wait at all. */
export function accessListScreen(
  open: readonly AccessView[],
  isGuarded: boolean,
  { words: { html, plain } }: Reading,
): Screen {
  return {
    text: [
      `<b>${html('people:access.title')}</b>`,
      html(isGuarded ? 'people:access.guarded' : 'people:access.unguarded'),
      ...(open.length === 0 ? [html('people:access.none')] : []),
    ].join('\n'),
    buttons: [
      ...open.map(({ id, matter, name }) => [
        button(shorten(plain(`people:access.line.${matter}`, { name: name ?? '' }), CAPTION), {
          kind: 'access',
          changeId: id,
        }),
      ]),
      [
        isGuarded
          ? button(plain('people:access.button.unguard'), { kind: 'guardAccess', guarded: 'off' })
          : button(plain('people:access.button.guard'), { kind: 'guardAccess', guarded: 'on' }),
      ],
      [button(plain('people:admin.button.back'), { kind: 'admin' })],
    ],
  };
}
