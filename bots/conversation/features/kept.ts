import { LOCALES, wordsOf } from '../../../src/i18n';
import { useKept } from '../../../src/usecases/acts/start-act';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import {
  dropKept,
  isKeptAct,
  keepFor,
  KEPT_ACTS,
  type KeptAct,
  type NewKept,
} from '../../../src/usecases/kit/kept-forms';
import { readCard } from '../../../src/usecases/card/read-card';
import { hasOwnAppeals, readKept } from '../../../src/usecases/acts/kept';
import type { Button } from '../button-rows/buttons';
import { complaintOf, replyOf } from '../dialogs/acts/act-outcome';
import { pourBrought } from '../dialogs/acts/brought';
import { isTooLarge, keepFile, markIn, storeFile } from '../dialogs/keep-file';
import { keepPlace } from '../dialogs/keep-place';
import { openByNumber } from '../dialogs/open-by-number';
import { refuseAttachment } from '../dialogs/refuse-attachment';
import { sayOfFile } from '../say-of-file';
import { refusal, type Attachment, type Feature, type Reply } from '../feature';
import { keptActsScreen, keptScreen } from '../screens/appeals/kept-screen';
import { takerOf, type Talk } from '../talk';
import type { Turn } from '../turn';

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
