import type { AccessState, AccessWord, Speaker } from '../../../src/regulation/access';
import {
  type Answered,
  wordsFor,
  type AccessView,
  answerAccess,
  answerAsFormer,
  guardAccess,
  isAccessGuarded,
  readAccess,
  readOpenAccess,
  speakerOf,
} from '../../../src/usecases/office/access';
import { escapeHtml } from '../../../src/i18n';
import { button, CAPTION, only, shorten, type Screen, type ScreenButton, messengerName } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { moment } from '../kit/calendar-words';
import type { Button } from '../kit/buttons';
import { refusal, type Feature, type Reply } from '../kit/feature';
import type { Talk } from '../kit/talk';

/** What the finger hears. */
export function accessWord(answered: Answered, seen: AccessState, word: AccessWord) {
  if (answered !== 'done') return `people:access.answered.${answered}` as const;
  if (seen === 'done') return 'people:access.answered.shutOut';
  return word === 'yes' ? 'people:access.answered.yes' : 'people:access.answered.no';
}

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

/** Whose account it is that somebody comes in by, and who may let others in: a second pair of eyes, and «Это не я». */
export function accessFeature(talk: Talk): Feature {
  const { desk, voice, wake } = talk;

  async function drawChange(turn: Turn, changeId: number): Promise<Screen | null> {
    const change = await readAccess(desk, changeId);
    return change && accessScreen(change, speakerOf(turn.official, change), turn.reading);
  }
  const drawList = async ({ reading }: Turn): Promise<Screen> =>
    accessListScreen(await readOpenAccess(desk), await isAccessGuarded(desk), reading);

  async function answer(turn: Turn, { changeId, word, seen }: Button<'accessWord'>): Promise<Reply> {
    const { official, words } = turn;
    const said = { changeId, word, seen };
    // Somebody else's phone may be theirs by now: what they have replaced hears them all the same.
    const own = await answerAccess(desk, official, said);
    const { userId } = official;
    const answered = own === 'notTheirs' ? await answerAsFormer(desk, { messenger: voice.name, userId }, said) : own;
    wake();
    const screen = await drawChange(turn, changeId);
    const toast = words.plain(accessWord(answered, seen, word));
    return { toast, alert: answered !== 'done', screen };
  }

  return {
    presses: {
      accesses: async (turn) => ({ screen: await drawList(turn) }),
      access: async (turn, { changeId }) => {
        const screen = await drawChange(turn, changeId);
        return screen ? { screen } : refusal(turn.words.plain('people:access.answered.gone'));
      },
      accessWord: answer,
      guardAccess: async (turn, { guarded }) => {
        const done = await guardAccess(desk, turn.official, guarded === 'on');
        wake();
        if (done === 'notAdmin') return refusal(turn.words.plain('people:refusal.notAdmin'));
        const toast = turn.words.plain(done === 'waits' ? 'people:access.waitsOffice' : 'people:person.saved');
        return { toast, alert: done === 'waits', screen: await drawList(turn) };
      },
    },
  };
}
