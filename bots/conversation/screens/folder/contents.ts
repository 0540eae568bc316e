import type { FolderFacts, FolderFile, FolderPaper, FolderPhoto } from '../../../../src/usecases/proof/folder';
import { endingOf } from '../../../../src/usecases/kit/files';
import { safeFileName } from '../../../../src/text/file-name';
import type { Words } from '../../../../src/i18n';
import type { Reading } from '../../turn';
import { moment } from '../dates';
import { photoFacts } from '../photos/photo-words';

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
