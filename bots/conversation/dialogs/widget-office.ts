import { isOfficePart, OFFICE_PARTS, type OfficePart } from '../../../src/regulation/engagement/widget';
import { isOneOf } from '../../../src/regulation/lists';
import { changeOfficeInPos } from '../../../src/usecases/engagement/widgets';
import { textOf } from '../questions/question';
import { line } from '../questions/writing';
import type { Talk } from '../talk';
import type { Answers, Step } from './dialog';
import { drawWidgetOffice } from './draw-widgets';
import { forAdmins, readForAdmins, type ForAdmins } from './for-admins';
import { TableDialog } from './table-dialog';

const partOf = ({ part }: Answers): OfficePart => (isOneOf(OFFICE_PARTS, part) ? part : 'municipality');

const steps: readonly Step<ForAdmins>[] = [
  {
    name: 'text',
    ask: ({ answers, reading }) => reading.words.html(`widget:ask.${partOf(answers)}`),
    question: forAdmins(
      line({
        key: 'text',
        check(text, { answers, reading: { words } }) {
          const part = partOf(answers);
          const digits = text.replace(/[\s-]/g, '');
          return isOfficePart(part, digits)
            ? { value: digits }
            : { complaint: words.plain(`widget:refusal.notNumber.${part}`) };
        },
      }),
      ({ plain }) => plain('people:refusal.notAdmin'),
    ),
  },
];

/** One of the numbers by which ПОС knows the office. */
export function widgetOfficeDialog(talk: Talk): TableDialog<ForAdmins> {
  return new TableDialog(talk, {
    subject: 'widgetOffice',
    steps,
    read: readForAdmins,
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const part = partOf(answers);
      const result = await changeOfficeInPos(talk.desk, turn.official, part, textOf(answers, 'text'));
      switch (result) {
        case 'changed':
          return { toast: plain('people:person.saved'), screen: await drawWidgetOffice(talk, turn) };
        case 'malformed':
          return { complaint: plain(`widget:refusal.notNumber.${part}`) };
        case 'notAdmin':
          return { complaint: plain('people:refusal.notAdmin') };
      }
    },
    cancelled: (turn) => drawWidgetOffice(talk, turn),
  });
}
