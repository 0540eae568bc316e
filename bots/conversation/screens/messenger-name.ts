import type texts from '../../../locales/ru/people.json';
import type { Words } from '../../../src/i18n';

type Named = keyof (typeof texts)['messenger'];

/** A messenger as people call it; each that rows name has words in `people:messenger`. */
export const messengerName = (messenger: string, { plain }: Words): string =>
  plain(`people:messenger.${messenger as Named}`);
