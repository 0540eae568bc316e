import { readViolation } from '../../../src/usecases/violations/read-violation';
import {
  actOnViolation,
  type ViolationRequest,
  askForJournal,
  filesOfExplanations,
} from '../../../src/usecases/violations/act-on-violation';
import { letterheadOf } from '../../../src/usecases/kit/settings';
import { readAddressees } from '../../../src/usecases/answers/given-files';
import { unitAround, type Named } from '../../../src/usecases/statistics/figures';
import type { Button } from '../kit/buttons';
import { decisionDialog } from './decision';
import {
  drawJournal,
  drawKindsOfJournal,
  drawOwnViolations,
  drawPeopleOfJournal,
  drawViolation,
  refusalWords,
} from './violation-screen';
import { explanationDialog } from './explanation';
import { ownDaysDialog } from '../statistics/own-days';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { Lately } from '../kit/lately';
import type { Screen } from '../kit/screen';
import { todayOf } from '../kit/calendar-words';
import { explanationPaper } from './violation-papers';
import { asTheyCame, sendFiles } from '../kit/send-files';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import { personChanged } from '../office/people';

type Presses = NonNullable<Feature['presses']>;

/** The journal of violations, one of them with its papers, and what is done about it. */
export function violationsFeature(talk: Talk): Feature {
  const explanation = explanationDialog(talk);
  const decision = decisionDialog(talk);
  const days = daysOfJournal(talk);
  return {
    dialogs: [explanation, decision, days],
    presses: {
      ...looking(talk),
      ...papers(talk),
      ...acts(talk),
      violationDays: (turn, { ofId }) => days.beginHere(turn, ofId === undefined ? {} : { ofId }),
      explain: async (turn, { violationId }) =>
        (await notNow(talk, turn, violationId, 'explain')) ?? explanation.beginHere(turn, { violationId }),
      decideViolation: async (turn, { violationId }) =>
        (await notNow(talk, turn, violationId, 'decide')) ?? decision.beginHere(turn, { violationId }),
    },
  };
}

const gone = ({ words }: Turn): Reply => refusal(words.plain('violation:refusal.gone'));
const ofManager = ({ words }: Turn, screen: Screen | null): Reply =>
  screen ? { screen } : refusal(words.plain('violation:refusal.journal'));

/** The journal of days that somebody has chosen, of one person or of all. */
const daysOfJournal = (talk: Talk) =>
  ownDaysDialog(talk, {
    subject: 'daysOfJournal',
    right: 'violations',
    notYours: ({ plain }) => plain('violation:refusal.journal'),
    async show(turn, named, { ofId }) {
      const part = { named, ofId: typeof ofId === 'number' ? ofId : null, only: null, page: 0 };
      const screen = await drawJournal(talk, turn, part);
      return screen ? { screen } : { complaint: turn.words.plain('violation:refusal.journal') };
    },
  });

/** What shows something and changes nothing. */
function looking(talk: Talk): Presses {
  return {
    violations: async (turn, { page, ofId, only = null, ...period }) =>
      ofManager(turn, await drawJournal(talk, turn, { named: namedIn(period), ofId: personIn(ofId), only, page })),
    violationKinds: async (turn, { ofId, ...period }) =>
      ofManager(turn, await drawKindsOfJournal(talk, turn, { named: namedIn(period), ofId: personIn(ofId) })),
    violationsNow: async (turn) => {
      const named = unitAround('month', todayOf(turn.reading));
      return ofManager(turn, await drawJournal(talk, turn, { named, ofId: null, only: null, page: 0 }));
    },
    violationPeople: async (turn, { page, ...period }) =>
      ofManager(turn, await drawPeopleOfJournal(talk, turn, namedIn(period), page)),
    ownViolations: async (turn, { page }) => ({ screen: await drawOwnViolations(talk, turn, page) }),
    async violation(turn, { violationId }) {
      const screen = await drawViolation(talk, turn, violationId);
      return screen ? { screen } : gone(turn);
    },
  };
}

/** What comes as a file. */
function papers(talk: Talk): Presses {
  const { desk, voice, wake } = talk;
  const given = new Lately(desk.clock);

  /** Once for a double tap: of two copies of a paper one would be signed. */
  async function once(turn: Turn, what: string, send: () => Promise<unknown>): Promise<Reply> {
    const ofChat = `${turn.chatId} ${what}`;
    if (given.get(ofChat)) return {};
    return {
      after: async () => {
        await send();
        given.note(ofChat, true);
      },
    };
  }

  return {
    async violationsFile(turn, { format, ofId, only = null, ...period }) {
      const part = { ofId: personIn(ofId), only };
      const asked = await askForJournal(desk, turn.official, namedIn(period), part, format);
      wake();
      const { plain } = turn.words;
      if (asked === 'notYours') return refusal(plain('violation:refusal.journal'));
      return { toast: plain(`statistics:toast.${asked === 'asked' ? format : 'underWay'}`) };
    },
    async violationPaper(turn, { violationId }) {
      const view = await readViolation(desk, turn.official, violationId);
      if (view?.hasPaper === false) return refusal(turn.words.plain('violation:refusal.notYet'));
      return view === null
        ? gone(turn)
        : once(turn, `paper of violation ${violationId}`, () => sendPaper(talk, turn, view));
    },
    async violationFiles(turn, { violationId }) {
      const files = await filesOfExplanations(desk, turn.official, violationId, voice.name);
      if (files.length === 0) return gone(turn);
      return once(turn, `files of violation ${violationId}`, () =>
        sendFiles(talk, turn.chatId, asTheyCame(talk, files, turn.words.plain('violation:button.files'))),
      );
    },
  };
}

async function sendPaper(
  { desk, voice, papers: { writeReport } }: Talk,
  { chatId, words, reading }: Turn,
  view: NonNullable<Awaited<ReturnType<typeof readViolation>>>,
): Promise<void> {
  const { nameRu, nameTt, contacts } = await letterheadOf(desk);
  const name = [nameRu, nameTt].filter((one) => one !== '');
  const bytes = await writeReport({
    locale: words.locale,
    head: name.length === 0 ? null : { name, contacts },
    ...explanationPaper(view, await readAddressees(desk), reading),
    pictures: [],
    issuedAt: reading.now,
  });
  await voice.sendFile(chatId, words.plain('violation:paper.fileName', { number: view.number }), Buffer.from(bytes));
}

/** What changes something with one press. */
function acts(talk: Talk): Presses {
  /** Whatever comes of it, the violation is drawn as it is now. */
  async function act(turn: Turn, violationId: number, request: ViolationRequest, done: string): Promise<Reply> {
    const result = await actOnViolation(talk.desk, turn.official, violationId, request);
    talk.wake();
    const screen = await drawViolation(talk, turn, violationId);
    return result.ok ? { toast: done, screen } : { ...refusal(refusalWords(result, turn.words)), screen };
  }
  return {
    askExplanation: (turn, { violationId, personId }) =>
      act(turn, violationId, { act: 'ask', personId }, turn.words.plain('violation:done.ask')),
    withdrawAsk: (turn, { violationId }) =>
      act(turn, violationId, { act: 'withdrawAsk' }, turn.words.plain('violation:done.withdrawAsk')),
    reopenViolation: (turn, { violationId }) =>
      act(turn, violationId, { act: 'reopen' }, turn.words.plain('violation:done.reopen')),
    managesAffairs: (turn, { personId, named }) =>
      personChanged(
        talk,
        turn,
        personId,
        { kind: 'managesAffairs', named: named === 'on' },
        turn.words.plain(named === 'on' ? 'violation:naming.named' : 'violation:naming.notNamed'),
      ),
  };
}

/** Why a dialog about it does not begin now; null: it may. */
async function notNow(talk: Talk, turn: Turn, violationId: number, what: 'explain' | 'decide'): Promise<Reply | null> {
  const { plain } = turn.words;
  const view = await readViolation(talk.desk, turn.official, violationId);
  if (!view) return gone(turn);
  if (view.acts.includes(what)) return null;
  if (what === 'decide' && view.isOwn) return refusal(plain('violation:refusal.own'));
  const state = plain(`violation:state.${view.state}`);
  return {
    ...refusal(view.inForce ? plain('violation:refusal.otherState', { state }) : plain('violation:refusal.termKept')),
    screen: await drawViolation(talk, turn, violationId),
  };
}

/** Nobody's number is all. */
const personIn = (ofId: number | undefined): number | null => (ofId === undefined || ofId === 0 ? null : ofId);

/** What a button names by its first day: the last follows from it. Own days are no period of the journal, and only forged. */
const namedIn = ({ unit, from, to }: Pick<Button<'violations'>, 'unit' | 'from' | 'to'>): Named =>
  unit !== 'own' ? unitAround(unit, from) : { unit, from: from < to ? from : to, to: from < to ? to : from };
