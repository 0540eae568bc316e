import type { FolderFacts, FolderFile, FolderPaper, FolderPhoto } from '../../../src/usecases/proof/folder';
import { endingOf } from '../../../src/usecases/kit/files';
import { safeFileName } from '../../../src/text/file-name';
import type { Words } from '../../../src/i18n';
import type { Reading } from '../kit/turn';
import { moment, timeWords, fullDay, until } from '../kit/calendar-words';
import { photoFacts } from '../photos/photo-lines';
import type { PlainPaper } from '../../../src/usecases/kit/ports';
import type { AnswerThere, AnswerVersion } from '../../../src/usecases/answers/version-files';
import type { HistoryLine } from '../../../src/usecases/card/history';
import type { Holding } from '../../../src/usecases/appeals/holders';
import type { TermAccount } from '../../../src/regulation/account';
import { dayOf } from '../../../src/regulation/calendar';
import { isFinal } from '../../../src/regulation/vocabulary';
import { accountWords, endedWords } from '../card/account';
import { heldBy } from '../terms/ahead';
import { saidEntry } from '../card/history';
import { letterRefusal } from '../answers/send-letter';
import { signedThereLine } from '../answers/signed-line';
import { withoutMarkup } from '../kit/fit';

/** Stored bytes that go into a folder: by which name, and what its index says of them. */
export interface StoredContent {
  readonly name: string;
  readonly sha256: string;
  readonly at: Date;
  /** What is known of it, a line each; the first stands beside its name. */
  readonly said: readonly string[];
  readonly packs: boolean;
}

/** In the order of their folders: letter and signature, photos, files, internal papers. */
export function storedContents(facts: FolderFacts, reading: Reading): StoredContent[] {
  const { plain } = reading.words;
  const signatures = facts.files.filter(({ signatureId }) => signatureId !== null);
  const internal = facts.files.filter(({ paper }) => paper !== null);
  const others = facts.files.filter(({ paper, signatureId }) => paper === null && signatureId === null);
  const within = (folder: FolderName, name: string) => `${safeFileName(plain(`folder:in.${folder}`))}/${name}`;
  return [
    ...facts.papers.map((paper) => ofPaper(paper, within, reading)),
    ...signatures.map((file, index) =>
      ofFile(file, within('letter', numbered(index, file, plain)), 'signature', reading),
    ),
    ...facts.photos.flatMap((photo) => ofPhoto(photo, within, reading)),
    ...others.map((file, index) => ofFile(file, within('files', numbered(index, file, plain)), 'file', reading)),
    ...internal.map((file, index) => ofFile(file, within('papers', numbered(index, file, plain)), 'paper', reading)),
  ];
}

type FolderName = 'letter' | 'photos' | 'files' | 'papers';
type Within = (folder: FolderName, name: string) => string;

const two = (value: number): string => String(value).padStart(2, '0');

/** Two files of one name stand beside each other. */
const numbered = (index: number, { fileName, mimeType }: FolderFile, plain: Words['plain']): string =>
  `${two(index + 1)} ${safeFileName(fileName ?? `${plain('folder:noName')}${endingOf(mimeType)}`)}`;

const ofPaper = (paper: FolderPaper, within: Within, { words, now, calendar }: Reading): StoredContent => ({
  name: within('letter', safeFileName(paper.fileName)),
  sha256: paper.sha256,
  at: now,
  said: [
    words.plain(`folder:what.${paper.what}`),
    ...(paper.what === 'protocol'
      ? []
      : [
          paper.sentAt === null
            ? words.plain(paper.what === 'letter' ? 'folder:letter.unsent' : 'folder:letter.draft')
            : words.plain('folder:letter.sent', { moment: moment(paper.sentAt, now, calendar) }),
        ]),
  ],
  packs: true,
});

function ofFile(
  file: FolderFile,
  name: string,
  what: 'signature' | 'file' | 'paper',
  { words }: Reading,
): StoredContent {
  const kind = what === 'paper' && file.paper !== null ? words.plain(`appeal:paper.${file.paper}`) : null;
  const said = [words.plain(`folder:what.${what}`), kind, file.by].filter((part) => part !== null);
  return { name, sha256: file.sha256, at: file.receivedAt, said: [said.join(', ')], packs: true };
}

/** Its original; where its term is over, the small picture that is left. None: nothing is. */
function ofPhoto(photo: FolderPhoto, within: Within, reading: Reading): StoredContent[] {
  const { position, origin, mark, sha256, mimeType, originalDeletedAt, receivedAt } = photo;
  if (sha256 === null) return [];
  const { plain } = reading.words;
  const called = [plain(`photo:who.${origin}`), mark && plain(`photo:mark.${mark}`)];
  const ending = originalDeletedAt === null ? endingOf(mimeType) : '.jpg';
  const name = safeFileName(`${two(position)} ${called.filter(Boolean).join(', ')}${ending}`);
  return [{ name: within('photos', name), sha256, at: receivedAt, said: photoFacts(photo, reading), packs: false }];
}

type Section = PlainPaper['sections'][number];

/** A paper is read in other years: each of its days has its year. */
export const onPaper = (reading: Reading): Reading => ({ ...reading, now: new Date(0) });

/** What became of stored bytes: they are those that came, others, or none. */
export type BytesState = 'whole' | 'damaged' | 'missing';
export interface CheckedContent extends StoredContent {
  readonly state: BytesState;
  /** In bytes. */
  readonly size: number;
}

/** «Кто, когда, почему так долго», and everything that lies in the folder; on paper. */
export function indexSections(
  facts: FolderFacts,
  contents: readonly CheckedContent[],
  papers: readonly string[],
  reading: Reading,
): Section[] {
  const { plain } = reading.words;
  const section = (
    name: 'appeal' | 'holders' | 'people' | 'why' | 'givenBack' | 'sent' | 'drafts' | 'contents' | 'lacks',
    lines: readonly string[],
  ) => (lines.length === 0 ? [] : [{ heading: plain(`folder:section.${name}`), lines }]);
  return [
    ...section('appeal', appealLines(facts, reading)),
    ...section(
      'holders',
      facts.holders.map((holding) => holdingLine(holding, reading)),
    ),
    ...section(
      'people',
      facts.people.map(({ name, position }) => (position === null ? name : `${name}, ${position}`)),
    ),
    ...section('why', whyLines(facts, reading)),
    ...section(
      'givenBack',
      facts.givenBack.map((line) => givenBackLine(line, reading)),
    ),
    ...section('sent', [
      ...versionLines(
        facts.versions.filter(({ sentAt }) => sentAt !== null),
        reading,
      ),
      ...thereLines(facts.there, reading),
    ]),
    ...section(
      'drafts',
      versionLines(
        facts.versions.filter(({ sentAt }) => sentAt === null),
        reading,
      ),
    ),
    ...section('contents', [...papers, ...contents.map((content) => contentLine(content, reading))]),
    ...section('lacks', lacksOf(facts, contents, reading)),
  ];
}

function appealLines({ card }: FolderFacts, { words: { plain }, now, calendar }: Reading): string[] {
  const { kind, registeredAt, receivedAt, path, settlement, address, text, stage, due } = card;
  const place = [settlement, address].filter((part) => part !== null && part !== '').join(', ');
  return [
    plain('folder:appeal.kind', { kind: plain(`appeal:kind.${kind}`) }),
    plain('folder:appeal.registered', { moment: moment(registeredAt, now, calendar) }),
    plain('folder:appeal.received', { moment: moment(receivedAt, now, calendar) }),
    ...(path.length === 0 ? [] : [plain('folder:appeal.category', { category: path.join(' · ') })]),
    ...(place === '' ? [] : [plain('folder:appeal.place', { place })]),
    plain('folder:appeal.stage', { stage: plain(`appeal:stage.${stage}`) }),
    plain('folder:appeal.due', { day: fullDay(dayOf(due, calendar)) }),
    ...(text === null ? [] : [plain('folder:appeal.text', { text })]),
  ];
}

const MINUTE = 60_000;

function holdingLine(holding: Holding, { words, now, calendar }: Reading): string {
  const { plain } = words;
  const { stage, person, awaitsEntry, organization, from, to, time } = holding;
  const held = person ?? organization ?? (isFinal(stage) ? null : plain('folder:coordinators'));
  const span =
    to === null
      ? plain('folder:since', { from: moment(from, now, calendar) })
      : plain('folder:span', { from: moment(from, now, calendar), until: moment(to, now, calendar) });
  return [
    span,
    plain(`appeal:stage.${stage}`),
    held,
    awaitsEntry ? plain('folder:awaitsEntry') : null,
    isFinal(stage)
      ? null
      : time < MINUTE
        ? plain('folder:workingTimeBrief')
        : plain('folder:workingTime', { time: timeWords(time, words) }),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** What was missed and whose it is, then what has moved the whole term. */
function whyLines({ missed, accounts }: FolderFacts, reading: Reading): string[] {
  const { words, now, calendar } = reading;
  const { plain } = words;
  const lines = missed.map((fact) => {
    const { kind, stage, due, endedAt, answeredBy } = fact;
    const term = plain(kind === 'stage' ? `nag:ahead.term.stage.${stage}` : `nag:ahead.term.${kind}`);
    const said = { term, due: until(due, now, calendar) };
    return [
      endedAt === null
        ? plain('folder:missed.running', said)
        : plain('folder:missed.ended', { ...said, ended: moment(endedAt, now, calendar) }),
      ...(answeredBy ? [plain('folder:missed.answered')] : []),
      withoutMarkup(heldBy(fact, reading)),
    ].join('. ');
  });
  const whole = accounts.terms.find(({ of }) => of === 'whole');
  const account = whole ? accountWords(whole, reading) : null;
  return [
    ...(lines.length === 0 ? [plain('folder:missed.none')] : lines),
    ...(account
      ? [account.title, ...account.steps.flatMap(({ text, leads }) => [...text, ...(leads ? [leads] : [])])]
      : []),
  ];
}

/** On paper nothing is shortened. */
const WHOLE = () => Number.MAX_SAFE_INTEGER;

/** «25.11.2026 10:15 · Отклонено · Шафеев И.Р., руководитель · → В работе · «Нет даты»» */
function givenBackLine(line: HistoryLine, reading: Reading): string {
  const { title, rows, words } = saidEntry(line, reading, WHOLE);
  const quoted = words === null ? [] : [reading.words.plain('history:paper.quoted', { words })];
  return [title, ...rows, ...quoted].join(' · ');
}

/** What has reached the applicant, and what was a draft: each with its day, its signature and its photos. */
function versionLines(versions: readonly AnswerVersion[], reading: Reading): string[] {
  const { words, now, calendar } = reading;
  const { plain } = words;
  return versions.flatMap((one) => {
    const { version, author, type, text, writtenAt, sentAt, approvedBy, level, photos, files, postponedUntil } = one;
    const when = (instant: Date) => moment(instant, now, calendar);
    return [
      sentAt === null
        ? plain('folder:version.draft', { version, moment: when(writtenAt), author })
        : plain('folder:version.sent', { version, moment: when(sentAt), author }),
      plain('folder:answer.type', { type: plain(`appeal:answerType.${type}`) }),
      ...(postponedUntil === null ? [] : [plain('folder:version.until', { day: fullDay(postponedUntil) })]),
      ...(approvedBy === null ? [] : [plain('folder:version.approved', { name: approvedBy })]),
      ...(level === null ? [] : [signedThereLine({ level }, words)]),
      photos.length === 0
        ? plain('folder:version.noPhotos')
        : plain('folder:version.photos', { list: photos.join(', ') }),
      ...(files === 0 ? [] : [plain('folder:version.files', { count: files })]),
      text,
    ];
  });
}

/** What ПОС had already: its words are there alone. */
const thereLines = (answers: readonly AnswerThere[], { words: { plain }, now, calendar }: Reading): readonly string[] =>
  answers.flatMap(({ on, type, at, by }) => [
    plain('folder:version.there', { moment: moment(at, now, calendar), name: by }),
    ...(on === null ? [] : [plain('folder:version.thereOn', { day: fullDay(on) })]),
    ...(type === null ? [] : [plain('folder:answer.type', { type: plain(`appeal:answerType.${type}`) })]),
    plain('folder:version.thereText'),
  ]);

/** «Фото/03 ….jpg: отчёт, после; снято 25.11.2026 10:15; 2 345 678 Б; SHA-256 …» */
function contentLine({ name, said, size, sha256, state }: CheckedContent, { words: { plain } }: Reading): string {
  if (state === 'missing') return plain('folder:content.missing', { name, said: said.join('; ') });
  const line = plain('folder:content.line', { name, said: said.join('; '), size: sizes.format(size), sha256 });
  return state === 'whole' ? line : plain('folder:content.damaged', { line });
}
const sizes = new Intl.NumberFormat('ru');

/** What one looks for in vain. */
function lacksOf(facts: FolderFacts, contents: readonly CheckedContent[], { words }: Reading): string[] {
  const { plain } = words;
  const bad = contents.filter(({ state }) => state !== 'whole');
  const gone = facts.photos.filter(({ sha256 }) => sha256 === null);
  return [
    ...bad.map(({ name, state }) => plain(`folder:lacks.${state === 'missing' ? 'missing' : 'damaged'}`, { name })),
    ...gone.map(({ position }) => plain('folder:lacks.photo', { position })),
    ...(facts.noLetter === null ? [] : [plain('folder:lacks.letter', { why: letterRefusal(facts.noLetter, words) })]),
  ];
}

/** «Почему такой срок» of every term, those that are over too: what was missed a month ago is asked about first. */
export const whySections = ({ accounts, past }: FolderFacts, reading: Reading): Section[] => [
  ...accounts.terms.map((term) => whySection(term, [], reading)),
  ...past.terms.map((term) => whySection(term, [endedWords(term, reading)], reading)),
];

function whySection(term: TermAccount, ended: readonly string[], reading: Reading): Section {
  const { title, steps, notes } = accountWords(term, reading);
  return {
    heading: title,
    lines: [
      ...ended,
      ...steps.flatMap(({ text, days, leads }) => [
        ...text,
        ...days.map((day) => `• ${day}`),
        ...(leads ? [leads] : []),
      ]),
      ...notes,
    ],
  };
}
