import { PHOTO_RULE_BOUNDS } from '../../../src/regulation/evidence';
import {
  changePhotoRule,
  PHOTO_RULE_NAMES,
  photoRulesOf,
  previewPhotoRule,
  type PhotoRuleName,
  type PhotosTouched,
} from '../../../src/usecases/photos/rules';
import { confirm } from '../kit/choice-question';
import { line } from '../kit/writing-question';
import { button, type Screen } from '../kit/screen';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import { type Answers, type Step, forAdmins, readForAdmins, type ForAdmins } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';

const ruleOf = ({ rule }: Answers): PhotoRuleName => PHOTO_RULE_NAMES.find((one) => one === rule) ?? 'radius';

interface State extends ForAdmins {
  /** What the value that was said would change; null: none was said. */
  readonly touched: PhotosTouched | null;
}

const steps: readonly Step<State>[] = [
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
  {
    name: 'sure',
    when: (_, { touched }) => touched !== null && touched.appeals > 0,
    ask: ({ state: { touched }, reading: { words } }) =>
      touched === null
        ? ''
        : [
            words.html('change:preview.photoMarks', { count: touched.appeals }),
            words.html('change:preview.photosDoubted', { doubted: touched.doubted, cleared: touched.cleared }),
          ].join('\n'),
    question: confirm('sure', ({ reading }) => reading.words.plain('change:confirm')),
  },
];

/** How strictly photos are judged, and what of it may be changed. */
export async function drawPhotoRules({ desk }: Talk, { words: { html, plain } }: Turn): Promise<Screen> {
  const rules = await photoRulesOf(desk);
  const lines = PHOTO_RULE_NAMES.map((rule) => html(`evidence:rules.line.${rule}`, { value: rules[rule] }));
  return {
    text: [`<b>${html('evidence:rules.title')}</b>`, `<i>${html('evidence:rules.hint')}</i>`, '', ...lines].join('\n'),
    buttons: [
      PHOTO_RULE_NAMES.map((rule) => button(plain(`evidence:rules.name.${rule}`), { kind: 'askPhotoRule', rule })),
      [button(plain('people:admin.button.back'), { kind: 'settings' })],
    ],
  };
}

/** One of the rules by which photos are judged. */
export function photoRulesDialog(talk: Talk): TableDialog<State> {
  return new TableDialog(talk, {
    subject: 'photoRules',
    steps,
    async read(turn, answers) {
      const { value } = answers;
      const touched = typeof value === 'number' ? await previewPhotoRule(talk.desk, ruleOf(answers), value) : null;
      return { ...(await readForAdmins(turn)), touched };
    },
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
