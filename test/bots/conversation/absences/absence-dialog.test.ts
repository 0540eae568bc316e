import { absenceFeature } from '../../../../bots/conversation/absences/absence-dialog';
import { openSmallTalk, shown, type SmallTalk } from '../small-talk';

let small: SmallTalk;
beforeAll(async () => {
  small = await openSmallTalk((talk) => [absenceFeature(talk)]);
});
afterAll(() => small.close());

const said = () => shown(small, 'executor').join('\n');

test.each(['31.12.9999', '01.01.9999', '25.11.2101', '31.12.1999'])(
  'a first day that no calendar has, %s, is asked for again',
  async (day) => {
    const place = { id: 'mid.menu', chatId: 'dialog of executor' };
    const mine = small.office.people.executor.toString(36);
    await small.toy.pressPayload('executor', place, `x:absenceNew:${mine}`);
    await small.toy.say('executor', day);
    expect(said()).toContain('С какого дня');
    expect(said()).toContain('⚠️ Не понял дату. Напишите, например, 26.11.2026.');
    await small.toy.press('executor', 'Отмена');
    expect(said()).not.toContain('⚠️');
  },
);
