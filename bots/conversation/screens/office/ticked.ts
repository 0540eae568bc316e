import type { Words } from '../../../../src/i18n';

/** The caption of a toggle or of a choice: «✓» before what is so already. */
export const ticked = (what: string, isSo: boolean, { plain }: Words): string =>
  isSo ? plain('people:person.held', { what }) : what;
