import { escapeHtml, LOCALES, wordsOf } from '../../../src/i18n';
import { maskPersonalData } from '../../../src/text/personal-data';
import {
  type KeptAct,
  dropKept,
  isKeptAct,
  keepFor,
  KEPT_ACTS,
  type NewKept,
} from '../../../src/usecases/kit/kept-forms';
import { type Kept, hasOwnAppeals, readKept } from '../../../src/usecases/acts/kept';
import type { AppealLine } from '../../../src/usecases/lists/lists';
import { button, CAPTION, shorten, type Screen, type ScreenButton, pageOf, pager } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { useKept } from '../../../src/usecases/acts/start-act';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import { readCard } from '../../../src/usecases/card/read-card';
import type { Button } from '../kit/buttons';
import { complaintOf, replyOf } from './done-words';
import { pourBrought } from './act';
import { isTooLarge, keepFile, markIn, storeFile, keepPlace, refuseAttachment, sayOfFile } from '../kit/keep-file';
import { openByNumber } from '../lists/find';
import { refusal, type Attachment, type Feature, type Reply } from '../kit/feature';
import { takerOf, type Talk } from '../kit/talk';

/** Lines of a list that one sees without scrolling. */
const PAGE = 7;
/** Characters of a text that its writer knows. */
const TEXT = 600;

/** «К какому обращению?»: what was sent while nothing asked for it, and the appeals that it may belong to. */
export function keptScreen(kept: Kept, page: number, reading: Reading): Screen {
  const { html } = reading.words;
  const { id: formId } = kept.form;
  const view = pageOf(kept.appeals, page, PAGE);
  const [only, ...others] = kept.appeals;
  const question =
    only === undefined
      ? html('form:kept.nothing')
      : others.length === 0
        ? html('form:kept.askOne', { number: only.number })
        : html('form:kept.ask');
  return {
    text: [...keptLines(kept, reading), question].join('\n'),
    buttons: [
      ...view.shown.map((line) => [button(captionOf(line), { kind: 'kept', formId, appealId: line.id })]),
      ...pager(view, reading.words, (turned) => ({ kind: 'keptPage', formId, page: turned })),
      [dropButton(formId, reading)],
    ],
  };
}

/** As what words belong to their appeal: its comment or its answer. */
export function keptActsScreen(kept: Kept, appeal: AppealLine, acts: readonly KeptAct[], reading: Reading): Screen {
  const { html, plain } = reading.words;
  const { id: formId } = kept.form;
  return {
    text: [...keptLines(kept, reading), html('form:kept.askAct', { number: appeal.number })].join('\n'),
    buttons: [
      ...acts.map((action) => [
        button(plain(`appeal:action.${action}`), { kind: 'kept', formId, appealId: appeal.id, action }),
      ]),
      [button(plain('form:button.back'), { kind: 'keptPage', formId, page: 0 }), dropButton(formId, reading)],
    ],
  };
}

const dropButton = (formId: number, { words }: Reading): ScreenButton =>
  button(words.plain('form:kept.drop'), { kind: 'keptDrop', formId });

const captionOf = ({ number, place, category }: AppealLine): string =>
  shorten([`№ ${number}`, place ?? category].filter((part) => part !== null).join(' · '), CAPTION);

function keptLines({ text, photos, files, compressed }: Kept, { words: { html } }: Reading): string[] {
  return [
    ...(photos > 0 ? [html('form:received', { count: photos })] : []),
    ...(files > 0 ? [html('form:receivedFiles', { count: files })] : []),
    // Nobody has said yet that it is an official text.
    ...(text === ''
      ? []
      : [`<blockquote expandable>${escapeHtml(shorten(maskPersonalData(text), TEXT))}</blockquote>`]),
    ...(compressed ? [`<i>${html('form:asFile')}</i>`] : []),
  ];
}

/** Letters that say something. */
const FEW_LETTERS = 4;

/**
 * Photos, files and words that come while nothing asks for them: kept, and asked about once all of it is there. The answer opens
 * the act's form with them. A place is kept for the photos beside it.
 */
export function keptFeature(talk: Talk): Feature {
  const { desk } = talk;
  return {
    strays: (turn, came) => keepAttachment(talk, turn, came),
    async strayWords(turn, text) {
      if (await openByNumber(talk, turn, text)) return 'answered';
      if (!isWorthKeeping(text) || !(await hasOwnAppeals(desk, turn.official))) return 'nothing';
      await keep(talk, turn, { words: text });
      return 'kept';
    },
    presses: {
      kept: (turn, chosen) => choose(talk, turn, chosen),
      async keptPage(turn, { formId, page }) {
        const kept = await readKept(desk, turn.official);
        return kept?.form.id === formId ? { screen: keptScreen(kept, page, turn.reading) } : gone(talk, turn);
      },
      async keptDrop(turn, { formId }) {
        await dropKept(desk, turn.official.personId, formId);
        return { toast: turn.words.plain('form:kept.dropped'), after: () => talk.voice.remove(turn.message) };
      },
    },
  };
}

// ── What comes ──────────────────────────────────────────────────────────────

async function keep(talk: Talk, turn: Turn, came: Pick<NewKept, 'words'> & Partial<NewKept>): Promise<FormRow> {
  const { message, official } = turn;
  const form = await keepFor(talk.desk, official, { message, more: false, compressed: false, ...came });
  talk.wake();
  return form;
}

async function keepAttachment(talk: Talk, turn: Turn, came: Attachment): Promise<void> {
  const taker = came.what === 'file' ? takerOf(talk, turn, came.file) : null;
  if (taker && came.what === 'file') return taker.take(turn, came.file);
  const isKept = came.what === 'file' || came.what === 'place';
  if (!isKept || !(await hasOwnAppeals(talk.desk, turn.official))) return refuseAttachment(talk, turn, came);
  if (came.what === 'place') return keepPlace(talk, turn, came.place, null);
  const { file } = came;
  if (isTooLarge(talk, file)) return sayOfFile(talk, turn, 'fileTooBig');
  // The bytes first, however long they take: nothing is asked about a file that may never come.
  const stored = await storeFile(talk, turn, file);
  if (typeof stored === 'string') return sayOfFile(talk, turn, stored);
  const words = markIn(came.caption) === null ? came.caption.trim() : '';
  const form = await keep(talk, turn, { words, more: true, compressed: file.compressed });
  const said = await keepFile(talk, turn, form, came, stored);
  talk.wake();
  if (said !== null) await sayOfFile(talk, turn, said);
}

/** Not a greeting, thanks or a slip of a thumb, in any language of the bot. */
function isWorthKeeping(text: string): boolean {
  const said = text
    .toLocaleLowerCase('ru')
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .trim()
    .replace(/\s+/g, ' ');
  const isSmallTalk = LOCALES.some((locale) => wordsOf(locale).plain('form:kept.smallTalk').split(', ').includes(said));
  return !isSmallTalk && (said.match(/\p{L}/gu) ?? []).length >= FEW_LETTERS;
}

// ── Where it goes ───────────────────────────────────────────────────────────

async function choose(talk: Talk, turn: Turn, { formId, appealId, action }: Button<'kept'>): Promise<Reply> {
  const { official, words } = turn;
  const kept = await readKept(talk.desk, official);
  if (kept?.form.id !== formId) return gone(talk, turn);
  const acts = await actsAt(talk, turn, appealId, kept.wordsOnly);
  if (acts === null) return refusal(words.plain('refusal:notFound'));
  const [only, ...others] = acts;
  if (only === undefined)
    return {
      ...refusal(words.plain('form:kept.notNow')),
      after: () => talk.cards.bring(official, 'appeal', appealId),
    };
  const chosen = action !== undefined && isKeptAct(action) ? action : others.length === 0 ? only : null;
  const appeal = kept.appeals.find(({ id }) => id === appealId);
  if (chosen === null && appeal) return { screen: keptActsScreen(kept, appeal, acts, turn.reading) };
  return openForm(talk, turn, { formId, appealId, action: chosen ?? only });
}

/** What can be done with it there, by what it is. */
async function actsAt(
  { desk }: Talk,
  { official }: Turn,
  appealId: number,
  wordsOnly: boolean,
): Promise<readonly KeptAct[] | null> {
  const card = (await readCard(desk, appealId, official))?.card;
  if (!card) return null;
  return KEPT_ACTS.filter((act) => card.actions.includes(act) && (wordsOnly || act === KEPT_ACTS[0]));
}

/** The form of the act with what was kept in it, in the appeal's own card. */
async function openForm(
  talk: Talk,
  turn: Turn,
  chosen: { readonly formId: number; readonly appealId: number; readonly action: KeptAct },
): Promise<Reply> {
  const { desk, voice, cards } = talk;
  const { official, message } = turn;
  const outcome = await pourBrought(talk, turn, await useKept(desk, { actor: official, ...chosen }));
  // Its photos are judged from now on.
  talk.wake();
  if (outcome.kind !== 'asking') return replyOf(talk, turn, outcome);
  const { form, step } = outcome;
  return {
    after: async () => {
      const complaint = complaintOf(turn, outcome);
      const seen = { appeal: step.loaded, form: { form, step } };
      await cards.bring(official, 'appeal', chosen.appealId, { complaint, seen });
      await voice.remove(message);
    },
  };
}

const gone = ({ voice }: Talk, { words, message }: Turn): Reply => ({
  toast: words.plain('refusal:gone'),
  after: () => voice.remove(message),
});
