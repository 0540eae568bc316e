import { escapeHtml } from '../../../src/i18n';
import { maskPlace } from '../../../src/text/personal-data';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import { forgetByDecision, readDoubtful } from '../../../src/usecases/applicants/forget';
import { readRemains, type Remains } from '../../../src/usecases/applicants/remains';
import { readStored, type StoredOfApplicant, gatherStored } from '../../../src/usecases/applicants/stored';
import { type Found, textFinder } from '../../../src/usecases/answers/applicant-in-text';
import { confirm, option } from '../kit/choice-question';
import { textOf } from '../kit/question';
import { line } from '../kit/writing-question';
import { button, only } from '../kit/screen';
import { applicantScreen, waitingWords, remainsLines, applicantSections, destructionAct } from './applicant-screen';
import type { Talk } from '../kit/talk';
import type { Answers, Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { issueAct, type WordAct } from '../../../src/usecases/applicants/destruction';
import { letterheadOf } from '../../../src/usecases/kit/settings';
import { shortName } from '../../../src/usecases/kit/officials';
import type { Enclosed } from '../../../src/usecases/kit/ports';
import { safeFileName } from '../../../src/text/file-name';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { Lately } from '../kit/lately';
import { moment } from '../kit/calendar-words';
import { sendKept } from '../kit/send-files';
import type { Turn } from '../kit/turn';
import { showContacts } from '../../../src/usecases/appeals/contacts';

const LONGEST = 500;
/** A message has room for so many excerpts. */
const SHOWN = 12;

interface State {
  /** Null: there is nothing, or it is not theirs. */
  readonly stored: StoredOfApplicant | null;
  readonly find: (text: string) => readonly Found[];
  readonly remains: Remains;
  /** Where only a person can tell whether it is they. */
  readonly doubtful: readonly string[];
}

const appealIn = ({ appealId }: Answers): number => (typeof appealId === 'number' ? appealId : 0);

const steps: readonly Step<State>[] = [
  {
    name: 'reason',
    ask: ({ reading: { words } }) => words.html('applicant:forget.ask'),
    question: line({
      key: 'reason',
      // The reason stays in the journal for ever: what is forgotten does not come back with it.
      check(text, { state, reading: { words } }) {
        const { plain } = words;
        if (lengthInCharacters(text) > LONGEST) return { complaint: plain('people:ask.tooLong', { limit: LONGEST }) };
        if (!isMeaningful(text)) return { complaint: plain('people:ask.noWords') };
        return state.find(text).length > 0 ? { complaint: plain('applicant:forget.named') } : { value: text };
      },
    }),
  },
  {
    name: 'doubtful',
    when: (_answers, { doubtful }) => doubtful.length > 0,
    ask: ({ state: { doubtful }, reading: { words } }) =>
      [
        words.html('applicant:forget.doubtful', { count: doubtful.length }),
        '',
        ...doubtful.slice(0, SHOWN).map((one) => `• …${escapeHtml(maskPlace(one))}…`),
        ...(doubtful.length > SHOWN
          ? [words.html('applicant:forget.doubtfulMore', { count: doubtful.length - SHOWN })]
          : []),
      ].join('\n'),
    question: option({
      key: 'doubtful',
      values: ({ reading: { words } }) =>
        (['hide', 'keep'] as const).map((value) => ({
          value,
          caption: words.plain(`applicant:forget.names.${value}`),
        })),
      perRow: 2,
    }),
  },
  {
    name: 'sure',
    ask: ({ state: { stored, remains }, reading: { words } }) =>
      [
        words.html('applicant:forget.sure'),
        ...(stored === null || stored.waiting.length === 0
          ? []
          : ['', words.html('applicant:forget.sureLater', { what: waitingWords(stored.waiting, words) })]),
        '',
        ...remainsLines(remains, words),
      ].join('\n'),
    question: confirm('sure', ({ reading }) => reading.words.plain('applicant:forget.button')),
  },
];

/** «Удалить контакты»: a decision with its reason, said back before it is carried out. */
export const forgetApplicantDialog = (talk: Talk) =>
  new TableDialog<State>(talk, {
    subject: 'forgetApplicant',
    steps,
    async read({ official }, answers) {
      const appealId = appealIn(answers);
      const stored = await readStored(talk.desk, official, appealId);
      const find = stored ? await textFinder(talk.desk, appealId) : () => [];
      const doubtful = stored ? await readDoubtful(talk.desk, appealId) : [];
      return { stored, find, remains: await readRemains(talk.desk, appealId), doubtful };
    },
    head: ({ state: { stored }, reading: { words } }) =>
      stored === null ? [] : [`<b>${words.html('applicant:title', { number: stored.number })}</b>`],
    async finish(turn, _form, { answers }) {
      const { plain, html } = turn.words;
      const reason = textOf(answers, 'reason');
      const done = await forgetByDecision(
        talk.desk,
        turn.official,
        appealIn(answers),
        reason,
        answers.doubtful === 'hide' ? 'hide' : 'keep',
      );
      if (done.kind === 'later') {
        const what = waitingWords(done.waiting, turn.words);
        const screen = only(html('applicant:forget.laterLong', { what }));
        return { toast: plain('applicant:forget.later'), screen };
      }
      const { kind } = done;
      if (kind === 'open' || kind === 'notYours') return { complaint: plain(`applicant:refusal.${kind}`) };
      // Read anew: names of files have lost what is forgotten.
      const remains = await readRemains(talk.desk, appealIn(answers));
      const lines = [
        html(`applicant:forget.${kind}Long`),
        ...(kind === 'gone' ? [] : ['', ...remainsLines(remains, turn.words)]),
      ];
      const act = button(plain('applicant:act.button'), { kind: 'destructionAct', appealId: appealIn(answers) });
      const screen = { text: lines.join('\n'), buttons: kind === 'gone' ? [] : [[act]] };
      return { toast: plain(`applicant:forget.${kind}`), screen };
    },
    async cancelled(turn, answers) {
      const stored = await readStored(talk.desk, turn.official, appealIn(answers));
      return stored && applicantScreen(appealIn(answers), stored, turn.reading);
    },
  });

/** «Данные заявителя»: what is stored, in one file on this server, and how it is forgotten. */
export function applicantFeature(talk: Talk): Feature {
  const { desk, voice, wake } = talk;
  const dialog = forgetApplicantDialog(talk);
  const given = new Lately(desk.clock);

  return {
    dialogs: [dialog],
    presses: {
      async applicant({ official, reading, words, chatId }, { appealId }) {
        const stored = await readStored(desk, official, appealId);
        if (!stored) return refusal(words.plain('applicant:refusal.notYours'));
        return { after: () => voice.send(chatId, applicantScreen(appealId, stored, reading), { silent: true }) };
      },
      async applicantFile(turn, { appealId }) {
        const stored = await gatherStored(desk, turn.official, appealId);
        if (!stored) return refusal(turn.words.plain('applicant:refusal.notYours'));
        wake();
        return {
          toast: turn.words.plain('applicant:file.toast'),
          after: async () => {
            const path = await writeFile(talk, turn, stored);
            const said = turn.words.html('applicant:file.done', { number: stored.number, path });
            await voice.send(turn.chatId, only(said), { silent: true });
          },
        };
      },
      destructionAct: (turn, { appealId }) => giveAct(talk, turn, appealId, given),
      forgetApplicant: (turn, { appealId }) => dialog.beginHere(turn, { appealId }),
    },
  };
}

/** Once for a double tap. */
async function giveAct(talk: Talk, turn: Turn, appealId: number, given: Lately): Promise<Reply> {
  const { official, reading, words, chatId } = turn;
  const word: WordAct = (destruction, issuedAt) => destructionAct(destruction, issuedAt, reading);
  const act = await issueAct(talk.desk, official, appealId, words.locale, word, talk);
  if (!act) return refusal(words.plain('applicant:act.none'));
  const ofChat = `${chatId} ${appealId}`;
  if (given.get(ofChat)) return {};
  return {
    toast: words.plain('applicant:act.toast'),
    after: async () => {
      await sendKept(talk, chatId, { fileName: act.fileName, sha256: await act.issue() });
      given.note(ofChat, true);
    },
  };
}

/** Into no messenger: it lies on this server, open to the bot's own account, for as long as folders for whoever checks do. */
async function writeFile(
  { desk, files, folders, papers }: Talk,
  { official, reading }: Turn,
  stored: StoredOfApplicant,
): Promise<string> {
  const { words, now, calendar } = reading;
  const { nameRu, nameTt, contacts } = await letterheadOf(desk);
  const name = [nameRu, nameTt].filter((one) => one !== '');
  const title = words.plain('applicant:paper.title', { number: stored.number });
  const by = { name: shortName(official.name), moment: moment(now, new Date(0), calendar) };
  const paper = await papers.writePlain({
    locale: words.locale,
    head: name.length === 0 ? null : { name, contacts },
    title,
    sections: applicantSections(stored, reading),
    note: words.plain('applicant:paper.note', by),
    issuedAt: now,
  });
  const enclosed: Enclosed[] = [
    { name: safeFileName(words.plain('applicant:paper.file')), at: now, packs: true, bytes: () => once(paper) },
    ...stored.photos.map(({ sha256, fileName, receivedAt }, index) => ({
      name: safeFileName(`${index + 1} ${fileName ?? words.plain('folder:noName')}`),
      at: receivedAt,
      packs: false,
      bytes: () => files.read(sha256),
    })),
  ];
  const own = `${safeFileName(stored.number)}-zayavitel-${official.personId}-${now.toISOString().replace(/\D/g, '').slice(0, 14)}.zip`;
  return (await folders.write(own, enclosed)).path;
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

const REFUSED = { refused: 'refusal:notYours', elsewhere: 'card:contactsElsewhere' } as const;

/** «Показать контакты»: only where PERSONAL_DATA_IN_CHAT allows it, journaled, and the message goes after five minutes. */
export function contactsFeature({ desk, voice, wake }: Talk): Feature {
  return {
    presses: {
      async contacts({ official, words, chatId }, { appealId }) {
        const title = (number: string) => words.html('card:contacts', { number });
        const result = await showContacts(desk, official, appealId, {
          open: ({ number }) => voice.send(chatId, only(title(number)), { silent: true, protect: true }),
          fill(message, { number, name, phone, email, address, place }) {
            const lines = [name, phone, email, address, maskPlace(place) === place || place === address ? null : place]
              .filter((line) => line !== null)
              .map((line) => words.html('card:contactLine', { line }));
            return voice.edit(message, only([title(number), ...lines].join('\n')));
          },
        });
        wake();
        return result === 'shown' ? {} : { toast: words.plain(REFUSED[result]), alert: true };
      },
    },
  };
}
