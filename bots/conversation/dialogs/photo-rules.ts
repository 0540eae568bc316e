import { PHOTO_RULE_BOUNDS } from '../../../src/regulation/evidence';
import {
  changePhotoRule,
  PHOTO_RULE_NAMES,
  photoRulesOf,
  type PhotoRuleName,
} from '../../../src/usecases/administration/photo-rules';
import { line } from '../questions/writing';
import type { Screen } from '../screen';
import { photoRulesScreen } from '../screens/office/photo-rules-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import type { Answers, Step } from './dialog';
import { forAdmins, readForAdmins, type ForAdmins } from './for-admins';
import { TableDialog } from './table-dialog';

const ruleOf = ({ rule }: Answers): PhotoRuleName => PHOTO_RULE_NAMES.find((one) => one === rule) ?? 'radius';

const steps: readonly Step<ForAdmins>[] = [
  {
    name: 'value',
    ask: ({ answers, reading }) =>
      reading.words.html(`evidence:rules.ask.${ruleOf(answers)}`, PHOTO_RULE_BOUNDS[ruleOf(answers)]),
    question: forAdmins(
      line({
        key: 'value',
        check(text, { answers, reading: { words } }) {
          const { least, most } = PHOTO_RULE_BOUNDS[ruleOf(answers)];
          const value = /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : 0;
          return value >= least && value <= most
            ? { value }
            : { complaint: words.plain('form:badNumber', { least, most }) };
        },
      }),
      ({ plain }) => plain('people:refusal.notAdmin'),
    ),
  },
];

export const drawPhotoRules = async ({ desk }: Talk, { words }: Turn): Promise<Screen> =>
  photoRulesScreen(await photoRulesOf(desk), words);

/** One of the rules by which photos are judged. */
export function photoRulesDialog(talk: Talk): TableDialog<ForAdmins> {
  return new TableDialog(talk, {
    subject: 'photoRules',
    steps,
    read: readForAdmins,
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const rule = ruleOf(answers);
      const result = await changePhotoRule(talk.desk, turn.official, rule, Number(answers.value));
      switch (result) {
        case 'changed':
          return { toast: plain('people:person.saved'), screen: await drawPhotoRules(talk, turn) };
        case 'outOfBounds':
          return { complaint: plain('form:badNumber', PHOTO_RULE_BOUNDS[rule]) };
        case 'notAdmin':
          return { complaint: plain('people:refusal.notAdmin') };
      }
    },
    cancelled: (turn) => drawPhotoRules(talk, turn),
  });
}
