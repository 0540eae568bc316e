import { AppError } from '../../../src/errors';
import { issueLetter } from '../../../src/usecases/answers/letters';
import { endOutrun } from '../../../src/usecases/acts/answer-act';
import type { ActForm } from '../../../src/usecases/answers/submission';
import { takeSignature, type TakenSignature } from '../../../src/usecases/answers/protocols';
import { showFormBelow } from '../../../src/usecases/kit/places';
import { LARGEST_SIGNATURE, TRUST_BAD } from '../../../src/usecases/kit/signature';
import type { Attachment } from '../kit/feature';
import { letterRefusal, sendLetter } from '../answers/send-letter';
import { signatureLines, checkedInShort } from '../kit/signature-lines';
import { showCard } from '../kit/cards';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import { attachmentOf, storeFile, sayOfFile } from '../kit/keep-file';
import { sayOutcome } from './done-words';
import { button } from '../kit/screen';
import { escapeHtml } from '../../../src/i18n';
import { type Question, answered } from '../kit/question';
import type { ActState } from './act-state';
import { isOneOf } from '../../../src/regulation/lists';
import { SIGNATURE_LEVELS, signatureNeeded, type SignatureLevel } from '../../../src/regulation/signatures';
import { SIGNED_TEXTS, type SignedText } from '../../../src/regulation/vocabulary';
import { option } from '../kit/choice-question';

type CameFile = Extract<Attachment, { what: 'file' }>;

/** What is to be signed, once «Утвердить» is pressed; or why there is no letter. */
export async function letterToSign(
  talk: Talk,
  turn: Turn,
  appealId: number,
): Promise<{ readonly complaint: string } | { readonly send: () => Promise<void> }> {
  const result = await issueLetter(talk.desk, turn.official, appealId, talk);
  return result.ok
    ? { send: async () => sendLetter(talk, turn, await result.issue()) }
    : { complaint: letterRefusal(result.refusal, turn.words) };
}

/** The file of a signature: every bad one is answered by its own words and changes nothing, a good one goes with the form. */
export async function takeSignatureFile(talk: Talk, turn: Turn, form: ActForm, came: CameFile): Promise<void> {
  const { words, reading } = turn;
  const complain = (complaint: string) => showCard(talk, turn, form.appealId, { complaint });
  const refuse = (check: Extract<TakenSignature, { kind: 'refused' }>['check']) =>
    complain(signatureLines(check, words, reading.calendar).join('\n'));
  // Both are said before it is fetched: a messenger makes a picture of whatever is sent as a photo, and no signature is so large.
  if (came.file.compressed) return complain(words.plain('form:signatureIsPhoto'));
  if (came.file.size !== null && came.file.size > LARGEST_SIGNATURE)
    return refuse({ good: false, fault: { kind: 'tooLarge' } });
  const stored = await storeFile(talk, turn, came.file);
  if (typeof stored === 'string') return sayOfFile(talk, turn, stored);
  const taken = await checked(talk, form, attachmentOf(talk, turn, form, came, stored));
  switch (taken.kind) {
    case 'kept':
      await showFormBelow(talk.desk, turn.official, form.appealId);
      return talk.wake();
    case 'refused':
      return refuse(taken.check);
    case 'notIssued':
      return complain(words.plain('form:signatureNoLetter'));
    case 'cannot':
      return complain(words.plain('form:signatureNoTrust'));
    case 'over':
      return sayOutcome(talk, turn, await endOutrun(talk.desk, form));
  }
}

/** `cannot`: what signatures are checked by is not in order; which file, the log says. */
async function checked(
  { desk, files, checkSignature, log }: Talk,
  form: ActForm,
  file: ReturnType<typeof attachmentOf>,
): Promise<TakenSignature | { readonly kind: 'cannot' }> {
  if (checkSignature === null) throw new Error('A signature was asked for where none is checked');
  try {
    return await takeSignature(desk, form, file, { files, checkSignature });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== TRUST_BAD) throw error;
    log.error({ reason: error.message }, 'No signature can be checked');
    return { kind: 'cannot' };
  }
}

/** The file of a signature (taken by signature-file.ts) of the letter that stands above it; a good one shows what was checked, and may be sent. */
export const signatureFile: Question<ActState> = {
  rows({ state: { form, step }, reading: { words }, move }) {
    if (step.submission.signature !== null)
      return [[button(`✅ ${words.plain('appeal:action.approveAnswer')}`, move('done'))]];
    return [[button(words.plain('letter:button'), { kind: 'letter', appealId: form.appealId })]];
  },
  soFar: ({ state: { step }, reading: { words, calendar } }) =>
    step.submission.signature === null
      ? []
      : checkedInShort(step.submission.signature, words, calendar).map((line) => escapeHtml(line)),
  pressed: (_, move) => (move === 'done' ? { view: {}, passes: true } : null),
  typed: ({ reading: { words } }) => ({ complaint: words.plain('form:signatureAsked') }),
};

interface Signed {
  readonly signedText: SignedText;
  readonly signedWith: SignatureLevel;
}
const WAYS = SIGNED_TEXTS.flatMap((signedText) =>
  SIGNATURE_LEVELS.map((signedWith) => ({ signedText, signedWith, value: `${signedText}_${signedWith}` as const })),
);
const said = (value: string): Signed | { readonly signedText: SignedText } | null => {
  const way = WAYS.find((one) => one.value === value);
  if (way) return { signedText: way.signedText, signedWith: way.signedWith };
  // A button of when the kind of signature was not asked.
  return isOneOf(SIGNED_TEXTS, value) ? { signedText: value } : null;
};

/** «Подписано и утверждено в ПОС»: whether it was signed as it had been entered, and with what; one tap says both. */
export const signedThere: Question<ActState> = {
  ...option<ActState>({
    key: 'signedText',
    perRow: 2,
    values: ({ state: { card }, reading: { words } }) =>
      WAYS.filter(
        ({ signedWith }) =>
          signedWith === 'qualified' || signatureNeeded(card?.joined.kind ?? 'message') === 'unqualified',
      ).map(({ value }) => ({ value, caption: words.plain(`appeal:signedText.${value}`) })),
  }),
  pressed(asked, move, value) {
    const answer = move === 'pick' ? said(value) : null;
    return answer && answered(asked, { ...answer });
  },
};
