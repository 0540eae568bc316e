import type { AnswerDraft, Signature } from '../../../entities/answers';
import type { Evidence } from '../../../entities/photos';
import { statement, type Transaction } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import { warningsOf, type PhotoWarning, type PhotoWarningCounts } from '../../regulation/evidence';
import { postponementOf } from '../../regulation/joining';
import { kindAnswered, signatureNeeded } from '../../regulation/signatures';
import type { Kind } from '../../regulation/vocabulary';
import { checkAnswer } from '../answers/check-answer';
import {
  giveSignature,
  giveFilesOfVersion,
  inVersion,
  keepFilesOfVersion,
  writesVersion,
} from '../answers/version-files';
import { required, type Deeds, type Doing } from './deed';

/** An edit keeps the executor's word why there is no photo, as long as there is none. */
const insertDraft = statement(
  'insert-answer-draft',
  `insert into answer_draft (appeal_id, author_id, edits_id, type, text, postponed_until, without_photo, written_at)
   values ($1, $2, $3, $4, $5, $6, case when $9 then coalesce($7, (select without_photo from answer_draft where id = $3)) end, $8) returning id`,
);

const insertCheck = statement(
  'insert-formal-check',
  `insert into formal_check (draft_id, signs, repeats_id, likeness) values ($1, $2, $3, $4)`,
);

/** The draft, its versions and its signature. */
export const answerDeeds: Deeds<'saveDraft' | 'saveEdit' | 'sign' | 'takeAnswerThere'> = {
  saveDraft: async (doing) => {
    const {
      state,
      personId,
      submission: { answers },
    } = doing;
    const type = required(answers.answerType, 'answerType');
    const postponedUntil =
      type === 'postponed' ? onWorkingDay(doing, required(answers.postponedUntil, 'postponedUntil')) : null;
    await addDraft(doing, { editsId: null, type, text: required(answers.answerText, 'answerText'), postponedUntil });
    state.answerType = type;
    state.draftAuthorId = required(personId, 'executor');
    // What stands in ПОС of an earlier answer was sent: nothing of this one does.
    state.enteredDraftId = null;
  },
  saveEdit: async (doing) => {
    const {
      appeal,
      state,
      details,
      submission: { answers, changesFiles },
    } = doing;
    const draft = required(appeal.draft, 'draft');
    // Pasted and then gone back from, a text was not signed.
    const textInPos = answers.signedText === 'edited_in_pos' ? answers.textInPos : undefined;
    const text = answers.editedText ?? textInPos ?? draft.text;
    const type = answers.answerType ?? draft.type;
    const date = answers.postponedUntil ? onWorkingDay(doing, answers.postponedUntil) : draft.postponedUntil;
    const postponedUntil = type === 'postponed' ? date : null;
    const isSame = type === draft.type && text === draft.text && postponedUntil === draft.postponedUntil;
    if (isSame && !changesFiles) return;
    details.editsId = appeal.state.draftId;
    state.answerType = type;
    await addDraft(doing, { editsId: appeal.state.draftId, type, text, postponedUntil });
  },
  takeAnswerThere: ({ state, submission: { answers } }) => {
    state.answerType = answers.typeThere ?? null;
    state.dutyDueAt = null;
  },
  sign: async (doing) => {
    const {
      tx,
      state,
      details,
      circumstances: { signatures },
    } = doing;
    details.signed = signatures;
    if (signatures === 'verify') details.signature = await ownSignature(doing);
    // One that must be qualified is, whatever was pressed.
    else if (answerKind(doing) === 'appeal59') details.signedWith = 'qualified';
    const warnings = await warningsAbout(tx, state.draftId);
    if (Object.keys(warnings).length > 0) details.photoWarnings = warnings;
    // Changed in ПОС before it was signed there, the new version is what stands there.
    if (state.enteredDraftId !== null) state.enteredDraftId = state.draftId;
  },
};

/** Of the present version and good enough for this kind of appeal, whatever the form has shown. */
const selectSignature = statement(
  'signature-of-answer',
  `select g.id, g.level, g.subject, g.serial, g.checked_at as "checkedAt"
   from signature g join letter l on l.id = g.letter_id join attachment t on t.id = g.attachment_id
   where t.form_id = $1 and l.draft_id = $2 and not l.is_draft and (g.level = 'qualified' or $3 = 'unqualified') order by g.id desc limit 1`,
);

/** What the journal keeps of the signature with which the form has come. */
export type SignatureEntry = Readonly<Pick<Signature, 'id' | 'level' | 'subject' | 'serial' | 'checkedAt'>>;

/** One letter names all numbers and is signed once: a follower gets the leading one's signature as its own. */
async function ownSignature(doing: Doing): Promise<SignatureEntry> {
  const { tx, appeal, state, leading } = doing;
  if (leading === null) return signatureOf(doing, state.draftId);
  const { id } = await signatureOf(doing, leading.state.draftId);
  await giveSignature(tx, id, { draftId: state.draftId, appealId: appeal.id });
  return signatureOf(doing, state.draftId);
}

/** By whichever law all that it answers are answered. */
function answerKind({ appeal, leading }: Pick<Doing, 'appeal' | 'leading'>): Kind {
  const first = leading ?? appeal;
  return kindAnswered([first, ...first.followers].map((one) => one.kind));
}

async function signatureOf({ tx, appeal, formId, leading }: Doing, draftId: number | null): Promise<SignatureEntry> {
  const needed = signatureNeeded(answerKind({ appeal, leading }));
  const [signature] = await tx.query<SignatureEntry>(selectSignature, [formId, draftId, needed]);
  return required(signature, 'signature');
}

const selectVerdicts = statement(
  'verdicts-on-answer',
  `select e.time, e.place, e.reuse from evidence e join attachment t on t.id = e.attachment_id
   where t.kind = 'photo' and ${inVersion('$1')}`,
);

/** Of how many photos of the answer what was known that did not fit: whoever approves it has seen that. */
async function warningsAbout(tx: Transaction, draftId: number | null): Promise<PhotoWarningCounts> {
  const verdicts = await tx.query<Pick<Evidence, 'time' | 'place' | 'reuse'>>(selectVerdicts, [draftId]);
  const counts: { [Of in PhotoWarning]?: number } = {};
  for (const warning of verdicts.flatMap(warningsOf)) counts[warning] = (counts[warning] ?? 0) + 1;
  return counts;
}

async function addDraft(
  {
    tx,
    action,
    appeal,
    state,
    details,
    personId,
    formId,
    submission,
    leading,
    compared,
    circumstances: { now, calendar },
  }: Doing,
  draft: Readonly<Pick<AnswerDraft, 'editsId' | 'type' | 'text' | 'postponedUntil'>>,
): Promise<void> {
  const [row] = await tx.query<{ id: number }>(insertDraft, [
    appeal.id,
    personId,
    draft.editsId,
    draft.type,
    draft.text,
    draft.postponedUntil,
    submission.answers.withoutPhoto ?? null,
    now,
    draft.type === 'resolved' && submission.photos === 0,
  ]);
  const { id } = required(row, 'draft');
  state.draftId = id;
  details.draftId = id;
  // A text that was signed otherwise in ПОС goes with the files that stand there.
  const likeId = writesVersion(action) ? null : draft.editsId;
  if (leading === null) await keepFilesOfVersion(tx, id, { formId, former: submission.takenFiles, likeId });
  else await giveFilesOfVersion(tx, leading.id, { appealId: appeal.id, draftId: id });
  // Once, as it is written: what cards and lists show of it afterwards is one row.
  const { signs, repeated, likeness } = await checkAnswer(tx, appeal.id, draft.text, calendar, compared);
  await tx.query(insertCheck, [id, JSON.stringify(signs), repeated?.draftId ?? null, likeness]);
}

/** §3: a day off becomes the next working day, and the person is told. */
function onWorkingDay({ appeal, details, circumstances }: Doing, date: PlainDate): PlainDate {
  const { now, calendar } = circumstances;
  const { kind, state, postponableDays } = appeal;
  const outcome = postponementOf({ kind, due: state.dueAt, postponableDays }, date, now, calendar);
  if (!outcome.ok || !outcome.moved) return date;
  details.dateMovedFrom = date;
  details.postponedUntil = outcome.date;
  return outcome.date;
}
