import type { Words } from '../../../../../src/i18n';
import type { Answers } from '../../../../../src/regulation/answers';
import type { ActForm } from '../../../../../src/usecases/answers/submission';
import { isLong, type WholeText } from '../../../screens/appeals/whole-texts';

/** Answers that are texts of several messages. */
const TEXTS: readonly (keyof Answers)[] = ['answerText', 'editedText', 'textInPos', 'notice', 'comment', 'text'];

/** The long texts that somebody is writing, whole: their form shows how they end. */
export const writtenTexts = ({ answers }: ActForm, { plain }: Words): WholeText[] =>
  TEXTS.map((key) => answers[key])
    .filter((text) => typeof text === 'string')
    .filter(isLong)
    .map((text) => ({ what: plain('card:whole.written'), text }));
