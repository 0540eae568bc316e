import { issueAct, type WordAct } from '../../../src/usecases/applicants/destruction';
import { letterheadOf } from '../../../src/usecases/kit/settings';
import { gatherStored, readStored, type StoredOfApplicant } from '../../../src/usecases/applicants/stored';
import { shortName } from '../../../src/usecases/kit/officials';
import type { Enclosed } from '../../../src/usecases/kit/ports';
import { safeFileName } from '../../../src/text/file-name';
import { forgetApplicantDialog } from '../dialogs/forget-applicant';
import { refusal, type Feature, type Reply } from '../feature';
import { Lately } from '../lately';
import { only } from '../screen';
import { applicantScreen, applicantSections } from '../screens/appeals/applicant-screen';
import { destructionAct } from '../screens/appeals/destruction-act';
import { moment } from '../screens/dates';
import { sendKept } from '../send-files';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

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
