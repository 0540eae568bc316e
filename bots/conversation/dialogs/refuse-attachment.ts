import { hasRight } from '../../../src/regulation/rights';
import type { Attachment } from '../feature';
import { sayOfFile } from '../say-of-file';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

const SAID_OF = { file: 'photoWithoutForm', video: 'videoNotTaken', place: 'fileKind', other: 'fileKind' } as const;

/** Of whoever also sends files of ПОС: which kinds are taken, and where. */
const isStrangeFile = ({ official }: Turn, came: Attachment): boolean =>
  came.what === 'file' && came.file.kind === 'document' && hasRight(official, 'register');

/** What is said of an attachment for which nothing waits. */
export const refuseAttachment = (talk: Talk, turn: Turn, came: Attachment): Promise<void> =>
  sayOfFile(talk, turn, isStrangeFile(turn, came) ? 'fileWithoutForm' : SAID_OF[came.what]);
