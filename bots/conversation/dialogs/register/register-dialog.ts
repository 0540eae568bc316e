import { dayOf } from '../../../../src/regulation/calendar';
import { filesOfForm } from '../../../../src/usecases/kit/attachments';
import type { FormRow } from '../../../../src/usecases/kit/form-store';
import { foreseeTerm } from '../../../../src/usecases/intake/learn-categories';
import { appealIdByNumber, readTopics, registerByHand } from '../../../../src/usecases/intake/applicant-photos';
import type { Asked } from '../../questions/question';
import { markTail } from '../../screens/calendar-marks';
import { shortDay } from '../../screens/dates';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import type { Answers, Finished } from '../dialog';
import { TableDialog } from '../table-dialog';
import { draftOf, recordOf } from './register-draft';
import { saidLines } from './register-said';
import type { RegisterState } from './register-state';
import { locationAsked, registerSteps } from './register-steps';

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
