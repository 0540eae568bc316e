import { dayOf } from '../../../src/regulation/calendar';
import { filesOfForm } from '../../../src/usecases/kit/attachments';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import { foreseeTerm } from '../../../src/usecases/intake/learn-categories';
import { appealIdByNumber, readTopics, registerByHand } from '../../../src/usecases/intake/applicant-photos';
import type { Asked } from '../kit/question';
import { markTail, shortDay } from '../kit/calendar-words';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { Answers, Finished } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { draftOf, recordOf, saidLines, type RegisterState } from './register-said';
import { locationAsked, registerSteps } from './register-steps';
import { hasRight } from '../../../src/regulation/rights';
import type { Feature } from '../kit/feature';
import { only } from '../kit/screen';

/** /new and «Зарегистрировать»: an appeal that ПОС has and nobody has sent here. */
export function registerDialog(talk: Talk): TableDialog<RegisterState> {
  const { desk, cards } = talk;
  const asksApplicant = mayAskApplicant(talk);
  const steps = registerSteps(asksApplicant);
  const lastQuestion = steps.at(-2)?.name ?? '';

  async function read({ words }: Turn, answers: Answers, formId: number): Promise<RegisterState> {
    const draft = draftOf(answers);
    const { number, passed } = draft;
    const isWhole = passed.includes(lastQuestion);
    const whole = isWhole ? recordOf(draft, asksApplicant, words) : null;
    return {
      draft,
      came: await filesOfForm(desk, formId),
      topics: await readTopics(desk),
      // asked of the number that was just said, and of what is about to be registered
      knownId:
        number !== undefined && (isWhole || passed.at(-1) === 'number' || !passed.includes('number'))
          ? await appealIdByNumber(desk, number)
          : null,
      term: whole && 'record' in whole ? await foreseeTerm(desk, whole.record) : null,
      fastForMessage:
        whole && 'record' in whole && whole.record.kind === 'appeal59'
          ? (await foreseeTerm(desk, { ...whole.record, kind: 'message' })).fast
          : null,
    };
  }

  async function finish(turn: Turn, form: FormRow, { state }: Asked<RegisterState>): Promise<Finished> {
    const { official, words, reading } = turn;
    const whole = recordOf(state.draft, asksApplicant, words);
    if ('complaint' in whole) return whole;
    const registered = await registerByHand(desk, official, form.id, form.revision, whole.record);
    if (registered === null) return { complaint: words.plain('refusal:gone') };
    if (registered === 'notYours') return { complaint: words.plain('register:notYours') };
    const { now, calendar } = reading;
    const dueDay = dayOf((await foreseeTerm(desk, whole.record)).due, calendar);
    const day = shortDay(dueDay, dayOf(now, calendar));
    const isRepeated = registered.result === 'repeated';
    return {
      toast: isRepeated
        ? words.plain('register:repeated')
        : words.plain('register:registered', { day }) + markTail([dueDay], reading),
      alert: isRepeated,
      screen: null,
      after: () => cards.bring(official, 'appeal', registered.id),
    };
  }

  return new TableDialog(talk, {
    subject: 'new',
    steps,
    read,
    head: saidLines,
    finish,
    cancelled: async () => null,
    attachmentRefused: (asked, step) =>
      step?.name === 'location' ? locationAsked(asked) : { complaint: asked.reading.words.plain('register:notNeeded') },
  });
}

/** What is said of them must go again. */
const mayAskApplicant = ({ desk, voice }: Talk): boolean =>
  desk.office.personalDataInChat === 'on_request' && voice.limits.removesWords;

/** /new and «Зарегистрировать». */
export function registerFeature(talk: Talk): Feature {
  const dialog = registerDialog(talk);
  async function begin(turn: Turn, number: string): Promise<void> {
    if (hasRight(turn.official, 'register')) return dialog.begin(turn, {}, number);
    await talk.voice.send(turn.chatId, only(turn.words.html('register:notYours')), { silent: true });
  }
  return {
    commands: { new: begin },
    dialogs: [dialog],
    presses: { register: async (turn) => ({ after: () => begin(turn, '') }) },
  };
}
