import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createFileStore } from '../../../../src/adapters/files';
import { writeLetter } from '../../../../src/adapters/papers/letter';
import { openSignatureChecker, type SignatureChecker } from '../../../../src/adapters/signature/signature-checker';
import type { Answers } from '../../../../src/regulation/answers';
import type { ActForm } from '../../../../src/usecases/answers/submission';
import { startAct } from '../../../../src/usecases/acts/start-act';
import type { NewAttachment } from '../../../../src/usecases/kit/attachments';
import { keepBytes } from '../../../../src/usecases/kit/files';
import { issueLetter, type IssuedLetter } from '../../../../src/usecases/answers/letters';
import { takeSignature } from '../../../../src/usecases/answers/protocols';
import { changeLetterhead } from '../../../../src/usecases/kit/settings';
import { officialById } from '../../../../src/usecases/kit/officials';
import type { Desk } from '../../../../src/usecases/kit/ports';
import { readPdf } from '../../../support/pdf-pages';
import { TestAuthority } from '../../../support/signing';
import { msk, openOffice, performed, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-letters-'));
const files = createFileStore(folder);
beforeAll(async () => {
  office = await openOffice();
});
afterAll(async () => {
  await office.fresh.drop();
  rmSync(folder, { recursive: true, force: true });
});

const SNILS = '11223344595';
const TEXT = 'Яма на ул. Советской, 15 засыпана 24 ноября.';
async function answered(...joined: readonly number[]): Promise<number> {
  const id = joined[0] ?? (await office.register());
  if (joined.length > 1) await office.must('coordinator', 'join', id, { joinIds: joined.slice(1), confirmed: true });
  await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', id);
  await office.must(
    'executor',
    'submitAnswer',
    id,
    { answerType: 'resolved', answerText: TEXT, agreeingId: office.people.agreeing },
    { photos: 1 },
  );
  return id;
}
async function toSign(...joined: readonly number[]): Promise<number> {
  const id = await answered(...joined);
  await office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people.approving });
  return id;
}
const verifying = (): Desk => ({ ...office.desk, office: { ...office.desk.office, signatures: 'verify' } });
const numberOf = async (id: number) =>
  (await office.rows<{ number: string }>('select number from appeal where id = $1', [id]))[0]!.number;
const correct = (id: number, corrected: Answers['corrected']) =>
  office.must('coordinator', 'correctDetails', id, { corrected, reason: 'Опечатка', confirmed: true });
const issue = async (who: PersonName, id: number, desk: Desk = office.desk) =>
  issueLetter(desk, await office.actor(who), id, { files, papers: { writeLetter } });
async function issued(who: PersonName, id: number, desk?: Desk): Promise<IssuedLetter> {
  const result = await issue(who, id, desk);
  if (!result.ok) throw new Error(result.refusal);
  return result.issue();
}
const bytesOf = ({ sha256 }: IssuedLetter) => buffer(files.read(sha256));
const pageOf = async (letter: IssuedLetter) => readPdf(await bytesOf(letter)).pages[0]!;

test('without the office’s paper there is no letter, and no administrator without it changes the paper', async () => {
  expect(await issue('executor', await answered())).toEqual({ ok: false, refusal: 'noLetterhead' });
  const official = async (who: PersonName) => (await officialById(office.desk, office.people[who]))!;
  expect(await changeLetterhead(office.desk, await official('coordinator'), 'nameRu', 'Чужое')).toBe('notAdmin');
  const admin = await official('admin');
  for (let twice = 0; twice < 2; twice += 1)
    expect(await changeLetterhead(office.desk, admin, 'nameRu', 'ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ')).toBe('changed');
  await changeLetterhead(office.desk, admin, 'phone', '(800) 000-00-01');
  const changes = await office.rows(`select from journal_entry where action = 'changeOffice'`);
  expect(changes).toHaveLength(2);
});

test('a version is issued once: asked for again, and by two at once, it is the same bytes; a new version is another letter', async () => {
  const id = await answered();
  const [first, same] = await Promise.all([issued('executor', id), issued('agreeing', id)]);
  expect(same).toEqual(first);
  office.setTime(msk('2026-11-26 11:00'));
  expect(await issued('curator', id)).toEqual(first);
  const page = await pageOf(first);
  expect(page).toContain('Проект');
  expect(page).toContain('Заявителю, обращение № TEST-');
  expect(page).toContain(TEXT);
  expect(page).toContain('Приложение: 1. Фото от 25.11.2026');
  expect(page).toContain('тел. (800) 000-00-01');
  expect(first.isPersonal).toBe(false);

  await office.must('agreeing', 'editDraft', id, { editedText: `${TEXT} Ограждение снято.` });
  const second = await issued('executor', id);
  expect(second.sha256).not.toBe(first.sha256);
  expect(second.fileName).toMatch(/-2-proekt\.pdf$/);
  await office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people.approving });
  const agreed = await issued('approving', id);
  expect(await pageOf(agreed)).toMatch(/Ограждение снято\..*approving/s);
  expect(
    await office.rows('select from letter where draft_id in (select id from answer_draft where appeal_id = $1)', [id]),
  ).toHaveLength(3);
});

test('where answers are signed here all but the signer get a draft that says so, the signer what is to be signed', async () => {
  const id = await answered();
  const atAgreement = await issued('agreeing', id, verifying());
  expect(await pageOf(atAgreement)).toContain('Проект Не подписано, ответом не является');
  expect(atAgreement.fileName).toMatch(/-1-proekt\.pdf$/);
  await office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people.approving });
  expect(await pageOf(await issued('executor', id, verifying()))).toMatch(/Проект.*approving/);
  const final = await issued('approving', id, verifying());
  expect(await pageOf(final)).not.toMatch(/проект/i);
  expect(final.fileName).toMatch(/-1\.pdf$/);
});

test('a letter whose number or date was corrected is not what is signed any more: a new one has them as they are', async () => {
  const id = await toSign();
  const former = await issued('approving', id, verifying());
  expect(await pageOf(former)).toContain(await numberOf(id));
  await correct(id, { number: 'RIGHT-777', registeredAt: msk('2026-11-24 10:00') });
  const present = await issued('approving', id, verifying());
  expect(present.fileName).toBe('RIGHT-777-1.pdf');
  expect(await pageOf(present)).toContain('№ RIGHT-777-1 На № RIGHT-777 от 24.11.2026');
  expect(await issued('approving', id, verifying())).toEqual(present);
  await correct(id, { category: 'Дороги' });
  expect(await issued('approving', id, verifying())).toEqual(present);
});

test('a letter to several applicants names those whom it still answers', async () => {
  const [leading, follower] = [await office.register(), await office.register()];
  await toSign(leading, follower);
  expect(await pageOf(await issued('approving', leading, verifying()))).toContain(await numberOf(follower));
  await office.must('coordinator', 'close', follower, { closure: 'withdrawn', reason: 'Отозвал', confirmed: true });
  const page = await pageOf(await issued('approving', leading, verifying()));
  expect(page).toContain(`Заявителю, обращение № ${await numberOf(leading)}`);
  expect(page).not.toContain(await numberOf(follower));
});

describe('a signature', () => {
  const trust = mkdtempSync(path.join(tmpdir(), 'murajagat-trust-'));
  const authority = new TestAuthority('Аккредитованный УЦ');
  const signer = authority.certify('approving', SNILS);
  let checker: SignatureChecker;
  beforeAll(async () => {
    await authority.trustIn(trust, 'qualified');
    checker = await openSignatureChecker({ folder: trust, unknownRevocation: 'accept' });
    await office.rows('update person set snils = $2 where id = $1', [office.people.approving, SNILS]);
  });
  afterAll(async () => {
    await checker.close();
    rmSync(trust, { recursive: true, force: true });
  });

  const startSigning = async (id: number): Promise<ActForm> => {
    const seenVersion = await office.version(id);
    const start = {
      actor: await office.actor('approving'),
      action: 'approveAnswer',
      appealId: id,
      seenVersion,
    } as const;
    const outcome = await startAct(verifying(), { ...start, message: null });
    if (outcome.kind !== 'asking') throw new Error(outcome.kind);
    return outcome.form;
  };
  let came = 0;
  const sign = async (form: ActForm, letter: IssuedLetter) => {
    came += 1;
    const signature = signer.sign(await bytesOf(letter), office.desk.clock.now());
    const file: NewAttachment = {
      formId: form.id,
      origin: 'official',
      mark: null,
      kind: 'document',
      compressed: false,
      fileName: 'ответ.pdf.sig',
      mimeType: null,
      size: signature.length,
      sha256: await keepBytes(files, signature),
      album: null,
      messenger: 'telegram',
      fileRef: `signature-${came}`,
      messageRef: `signature/${came}`,
      uploadedById: form.personId,
      receivedAt: office.desk.clock.now(),
    };
    return takeSignature(verifying(), form, file, { files, checkSignature: checker.check });
  };
  const approve = async ({ id, appealId, version }: ActForm) => {
    const presser = await office.actor('approving');
    const press = { presser, action: 'approveAnswer', appealId, seenVersion: version, formId: id } as const;
    return performed(verifying(), press);
  };

  test('over a letter whose number was corrected since is one of a former letter', async () => {
    const id = await toSign();
    const former = await issued('approving', id, verifying());
    await correct(id, { number: 'RIGHT-778' });
    const form = await startSigning(id);
    expect(await sign(form, former)).toEqual({ kind: 'notIssued' });
    const present = await issued('approving', id, verifying());
    expect(await sign(form, former)).toMatchObject({ kind: 'refused', check: { fault: { kind: 'formerDocument' } } });
    expect(await sign(form, present)).toEqual({ kind: 'kept' });
    expect(await approve(form)).toMatchObject({ ok: true });
  });

  test('that has come before another applicant’s number was corrected approves nothing, and one of the new letter does', async () => {
    const [leading, follower] = [await office.register(), await office.register()];
    await toSign(leading, follower);
    const form = await startSigning(leading);
    expect(await sign(form, await issued('approving', leading, verifying()))).toEqual({ kind: 'kept' });
    await correct(follower, { number: 'RIGHT-779' });
    expect(await approve(form)).toMatchObject({ ok: false, refusal: 'signatureFileMissing' });
    expect(await sign(form, await issued('approving', leading, verifying()))).toEqual({ kind: 'kept' });
    expect(await approve(form)).toMatchObject({ ok: true });
    expect(await office.rows('select from attachment where form_id = $1', [form.id])).toHaveLength(2);
  });
});

test('a signed letter that names the applicant is not given where that may not be shown any more, and no other in its place', async () => {
  const id = await answered();
  await office.rows(
    `with issued as (
       insert into letter (draft_id, signer_id, names_applicant, is_draft, sha256, issued_at)
       select draft_id, $2, true, false, 'signed letter', received_at from appeal where id = $1 returning id),
     file as (
       insert into attachment (appeal_id, origin, kind, compressed, size, sha256, received_at)
       select id, 'official', 'document', false, 1, 'signature', received_at from appeal where id = $1 returning id, received_at)
     insert into signature (letter_id, attachment_id, level, form, algorithm, hashes, serial, subject, issuer, valid_from, valid_to, chain,
       revocation, checked_at)
     select issued.id, file.id, 'qualified', 'detached', 'rsa', '{}', '7e', 'Владелец', 'Центр', received_at, received_at, '[]', '[]', received_at
     from issued, file`,
    [id, office.people.approving],
  );
  expect(await issue('executor', id)).toEqual({ ok: false, refusal: 'namesApplicant' });
  const { desk } = office;
  const open: Desk = { ...desk, office: { ...desk.office, personalDataInChat: 'on_request' } };
  expect(await issued('executor', id, open)).toMatchObject({ sha256: 'signed letter', isPersonal: true });
});

test('whoever takes no part in the work gets none, and what is written anew is no letter', async () => {
  const id = await answered();
  for (const who of ['admin', 'stranger'] as const)
    expect(await issue(who, id)).toEqual({ ok: false, refusal: 'notFound' });
  await office.must('agreeing', 'rejectAnswer', id, { reason: 'Фото не то' });
  expect(await issue('executor', id)).toEqual({ ok: false, refusal: 'notFound' });
  expect(await issue('executor', 2_000_000_000)).toEqual({ ok: false, refusal: 'notFound' });
});

test('with PERSONAL_DATA_IN_CHAT=on_request it names the applicant, to those who work on it, journaled', async () => {
  const id = await answered();
  await office.rows(
    `insert into applicant (appeal_id, type, name, address) values ($1, 'person', 'Иванов Пётр Сергеевич', 'г. Тест, ул. Лесная, 3')`,
    [id],
  );
  const { desk } = office;
  const open: Desk = { ...desk, office: { ...desk.office, personalDataInChat: 'on_request' } };
  expect(await issue('curator', id, open)).toEqual({ ok: false, refusal: 'notYours' });
  const letter = await issued('agreeing', id, open);
  expect(letter.isPersonal).toBe(true);
  expect(await pageOf(letter)).toContain('Иванов Пётр Сергеевич г. Тест, ул. Лесная, 3');
  // shown in chats no more: the letter that names them is not given either
  const silent = await issued('agreeing', id);
  expect(silent.isPersonal).toBe(false);
  expect(await pageOf(silent)).not.toContain('Иванов');
  const shown = `select person_id as who from journal_entry where appeal_id = $1 and action = 'showContacts'`;
  expect(await office.rows(shown, [id])).toEqual([{ who: office.people.agreeing }]);
});
