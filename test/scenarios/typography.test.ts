import { spokenWordsOf, wordsOf } from '../../src/i18n';
import { card, inWork } from '../support/office-work';
import { World } from '../support/world';

const TOGETHER = '\u00a0';

test('numbers and units are kept together where they are read, and nowhere else', () => {
  const [spoken, written] = [spokenWordsOf('ru'), wordsOf('ru')];
  expect(spoken.html('card:title', { number: '12' })).toBe(`№${TOGETHER}12`);
  expect(spoken.html('form:fileTooBig')).toContain(`20${TOGETHER}МБ`);
  expect(spoken.html('nag:ahead.left.most')).toContain(`80${TOGETHER}%`);
  expect(spokenWordsOf('tt').html('form:fileTooBig')).toContain(`20${TOGETHER}МБтан`);
  // buttons, toasts, names of files
  expect(spoken.plain('card:title', { number: '12' })).toBe('№ 12');
  expect(written.html('card:title', { number: '12' })).toBe('№ 12');
});

test('a value is never changed by it: what people have written is theirs', () => {
  const said = 'см. № 12, 20 МБ, 80 %';
  expect(spokenWordsOf('ru').html('form:chosen.text', { text: said })).toContain(said);
});

describe('in a chat', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.stop());

  test('the card keeps its number together, its buttons and what an official wrote have ordinary spaces', async () => {
    const executor = world.phone('executor');
    const number = await inWork(world);
    await executor.press('Запросить документы', card(number));
    await executor.say('Архив № 12');
    await executor.say('План участка, 2 м');
    await executor.press('+7', card(number));
    await world.quiet();
    const answer = await fetch(`${world.stand.stand.url}/stand/chats/${executor.id}/messages`);
    const raw = await answer.text();
    expect(raw).toContain(`№${TOGETHER}${number}`);
    expect(raw).toContain('Архив № 12, План участка, 2 м');
    // a number that was copied out of it is found
    await executor.say(`/find №${TOGETHER}${number}`);
    await executor.sees(card(number));
  });
});
