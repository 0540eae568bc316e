import { wordsOf } from '../../../src/i18n';
import type { Kind } from '../../../src/regulation/vocabulary';
import { maskPersonalData } from '../../../src/text/personal-data';

/**
 * That an appeal goes to another body, and who will answer: for its applicant, so in Russian whatever the bot speaks, since ПОС keeps no language
 * of theirs. The law is named to whom it is owed alone. Null: a name that somebody has typed with a telephone in it stands masked everywhere,
 * and so in no official text.
 */
export function redirectNotice(kind: Kind, organization: string | null): string | null {
  if (organization === null || maskPersonalData(organization) !== organization) return null;
  return wordsOf('ru').plain(kind === 'appeal59' ? 'form:notice.redirect59' : 'form:notice.redirect', { organization });
}
