import { BUTTON_KINDS } from '../../../bots/conversation/button-table';
import type { ButtonKind } from '../../../bots/conversation/kit/buttons';
import { createDispatch } from '../../../bots/conversation/dispatch';
import { refusal, type Feature, type OpenDialog, type Reply } from '../../../bots/conversation/kit/feature';
import { featuresOf } from '../../../bots/conversation/features';
import { button, only } from '../../../bots/conversation/kit/screen';
import type { Came } from '../../../bots/conversation/kit/turn';
import { beginDialog, endDialog } from '../../../src/usecases/kit/form-engine';
import { officialById } from '../../../src/usecases/kit/officials';
import { MORNING, type PersonName } from '../../src/usecases/working-office';
import { DRAWN } from './drawn-buttons';
import { openSmallTalk, shown, theRest, type SmallTalk } from './small-talk';

let small: SmallTalk;
/** What has come to the features of this test. */
let heard: string[] = [];
let replies: Reply = {};

const note =
  (what: string) =>
  async (...[, rest]: readonly unknown[]) =>
    void heard.push(typeof rest === 'string' ? `${what} «${rest}»` : what);

const dialog: OpenDialog = {
  subjects: ['tea'],
  press: async (_turn, form, { revision, move, value }) => {
    if (revision !== form.revision) return 'waits';
    heard.push(`tea ${move} «${value}»`);
    return { toast: 'Чай' };
  },
  words: async (_turn, _form, text) => void heard.push(`tea «${text}»`),
  attachment: async (_turn, _form, { what }) => void heard.push(`tea ${what}`),
  show: async () => void heard.push('tea again'),
};
const feature: Feature = {
  commands: { tea: note('/tea'), cancel: note('/cancel') },
  presses: {
    menu: async () => replies,
    find: async () => ({ toast: 'Ищем', after: note('after') }),
    report: async () => refusal('Не сейчас'),
  },
  dialogs: [dialog],
  strays: async (_turn, { what }) => void heard.push(`stray ${what}`),
  strayWords: async () => 'nothing',
};

beforeAll(async () => {
  small = await openSmallTalk(() => [feature]);
});
afterAll(() => small.close());
beforeEach(async () => {
  heard = [];
  replies = {};
  small.toy.answers.length = 0;
  small.office.setTime(MORNING);
  await endDialog(small.talk.desk, small.office.people.executor, 'cancelled');
  for (const { id } of small.toy.messages('executor')) await small.talk.voice.remove(id);
});

const said = () => shown(small, 'executor');
/** A press on a message of this chat, with whatever a client sends. */
async function press(payload: string, who: PersonName = 'executor', isPrivate = true) {
  const id = await small.talk.voice.send(`dialog of ${who}`, only('Сообщение'));
  await small.toy.pressPayload(who, { id, chatId: `dialog of ${who}` }, payload, isPrivate);
  const [answer] = small.toy.answers.slice(-1);
  return { id, answer };
}
async function openTea(): Promise<number> {
  const { desk } = small.talk;
  const official = await officialById(desk, small.office.people.executor);
  return (await beginDialog(desk, official!, 'tea', {})).form.id;
}

/** What was said last is in the form by now. */
const hear = (formId: number) =>
  small.office.rows('update form set heard = array[$2] where id = $1', [formId, small.toy.sent('executor').at(-1)?.id]);

describe('a feature that would never be reached is found when the conversation is built', () => {
  const build = (...features: readonly Feature[]) => createDispatch(small.talk, features);
  const rest = (...features: readonly Feature[]) => [...features, theRest(features)];

  test('all features of the office together have every button once', () => {
    expect(build(...featuresOf(small.talk))).toBeInstanceOf(Function);
  });

  test.each<[string, Feature, string]>([
    ['button', { presses: { menu: async () => ({}) } }, 'Two features have the button «menu»'],
    ['command', { commands: { tea: async () => undefined } }, 'Two features have the command «tea»'],
    ['dialog', { dialogs: [{ ...dialog, subjects: ['coffee', 'tea'] }] }, 'Two features have the dialog «tea»'],
    ['taker of strays', { strays: async () => undefined }, 'Two features have the handler of strays «strays»'],
  ])('two with one %s do not start, and are told what to do', (_what, second, message) => {
    expect(() => build(...rest(feature, second))).toThrow(`${message}: rename one, or make them one feature`);
  });

  test('one dialog that names its subject twice is two', () => {
    expect(() => build(...rest({ dialogs: [{ ...dialog, subjects: ['tea', 'tea'] }] }))).toThrow(
      'Two features have the dialog «tea»',
    );
  });

  test.each(
    BUTTON_KINDS.filter((kind) => kind !== 'nothing' && kind !== 'form' && kind !== 'resume' && kind !== 'setupOpen'),
  )('the button «%s» without a feature does not start', (kind) => {
    const allOthers = theRest([{ presses: { [kind]: async () => ({}) } }]);
    expect(() => build(allOthers)).toThrow(
      `No feature answers the button «${kind}»: add it to the presses of one, or take it out of the table of buttons`,
    );
  });

  test.each(['nothing', 'form', 'resume', 'setupOpen'] as const)('the button «%s» is the dispatcher’s own', (kind) => {
    const own: Feature = { presses: { [kind]: async () => ({}) } };
    expect(() => build(...rest(feature, own))).toThrow(
      `The button «${kind}» is the dispatcher's own: take it out of the feature's presses`,
    );
  });

  test('somebody has to take what no dialog waits for', () => {
    const { strays: _, ...others } = theRest([]);
    expect(() => build(others)).toThrow('No feature takes what no dialog waits for: give one `strays`');
  });
});

describe('who may press what', () => {
  const FOR_WORK: readonly ButtonKind[] = [
    'act',
    'replaceIn',
    'takeExecutor',
    'takeTopic',
    'open',
    'card',
    'history',
    'historyPaper',
    'ahead',
    'why',
    'pastStages',
    'pastStage',
    'atHouse',
    'files',
    'compare',
    'onMap',
    'originals',
    'contacts',
    'difference',
    'copyDraft',
    'wholeText',
    'more',
    'kept',
    'keptPage',
    'keptDrop',
    'place',
    'takeTask',
    'leaveTask',
    // whose task it is is asked as it is read
    'delivery',
    'deliveryFiles',
    'whyTask',
    'wholeDelivery',
    'requestLetter',
    'copyWritten',
    'letter',
    'protocol',
    'tickNumber',
    'reflections',
    'reflected',
    'reflectedNot',
  ];
  const FOR_ALL: readonly ButtonKind[] = [
    'engagementDifference',
    'engagement',
    'changeEngagement',
    'engagementAct',
    'engagementPreview',
    'engagementHistory',
    'engagementPieces',
    'nothing',
    'form',
    'accessWord',
    'resume',
    'menu',
    'list',
    'register',
    'find',
    'report',
    'snooze',
    'language',
    'absences',
    'addAbsence',
    'cancelAbsence',
    'nameDeputy',
    'sound',
    'withoutSound',
    'morningAfter',
    'speak',
    'ownViolations',
    'violation',
    'violationPaper',
    'violationFiles',
    'explain',
    'myLineQuestions',
    'chooseMyLineQuestions',
    'lineQuestion',
    'lineAct',
    'papersToSign',
    'engagementPaper',
    'paperFile',
    'paperAct',
    'myTasks',
    'engagementTask',
    'taskAct',
    'chooseHome',
    // whether they may is asked as it is read
    'applicant',
    'applicantFile',
    'destructionAct',
    'forgetApplicant',
  ];
  const FOR_CONTROL: readonly ButtonKind[] = [
    'control',
    'work',
    'workAt',
    'workOf',
    'narrow',
    'narrowBy',
    'narrowed',
    'narrowedTo',
    'listFile',
    'sendList',
    'sendMorning',
    'sendMonday',
    'folder',
  ];
  const FOR_REPORT: readonly ButtonKind[] = [
    'statistics',
    'periodNow',
    'statisticsBy',
    'behind',
    'statisticsFile',
    'weekTable',
    'met',
    'metNow',
    'metBy',
    'metBehind',
    'metFile',
    'askPeriod',
  ];
  const FOR_WRITERS: readonly ButtonKind[] = ['templates', 'template', 'writeTemplate', 'removeTemplate'];
  const FOR_LINES: readonly ButtonKind[] = [
    'lineQuestions',
    'addLineQuestion',
    'chooseLineQuestions',
    'alikeLineQuestions',
    'lineFile',
    'lineGroups',
    'lineGroup',
    'tieGroup',
    'untieGroup',
    'lineProtocol',
    'unheldDuties',
    'passDuties',
  ];
  const FOR_WIDGETS: readonly ButtonKind[] = ['widgets', 'widget', 'sendWidget', 'writeWidget', 'removeWidget'];
  const FOR_ENGAGEMENT: readonly ButtonKind[] = [
    'engagements',
    'newEngagement',
    'copyEngagement',
    'engagementResults',
    'returnedResults',
    'takeReturned',
    'declineReturned',
    'tellResults',
    'resultsTemplate',
    'resultPictures',
    'paperFiles',
    'publishing',
    'publishingFile',
    'sendPaper',
    'engagementTasks',
    'newTask',
    'narrowEngagements',
    'engagementTemplates',
    'engagementTemplate',
    'useEngagementTemplate',
    'keepAsTemplate',
    'renameEngagementTemplate',
    'removeEngagementTemplate',
  ];
  const FOR_REGISTRY: readonly ButtonKind[] = [
    'loadRegistry',
    'dropRegistry',
    'loadRegistryAnyway',
    'registryColumn',
    'noRegistryColumn',
    'askRegistryAnew',
  ];
  const FOR_RECONCILING: readonly ButtonKind[] = [
    'differences',
    'differing',
    'differenceOf',
    'remedy',
    'takeover',
    'confirmTakeover',
    'forMany',
    'confirmMany',
    'undoMany',
    'takeBack',
    'namesThere',
    'nameThere',
  ];
  const FOR_FINDERS: readonly ButtonKind[] = ['engagementsFound'];
  const FOR_IMPORTS: readonly ButtonKind[] = ['imports', 'importOf', 'importRows', 'importErrors'];
  const FOR_MARKS: readonly ButtonKind[] = ['lowMarks'];
  const FOR_DUTY: readonly ButtonKind[] = ['duty', 'dutyDay', 'setDuty'];
  const FOR_DECIDERS: readonly ButtonKind[] = [
    'newCategories',
    'newCategory',
    'decideTerm',
    'askSame',
    'decideBranch',
    'newExecutors',
    'newExecutor',
  ];
  const FOR_MANAGER: readonly ButtonKind[] = [
    'violations',
    'violationsNow',
    'violationDays',
    'violationPeople',
    'violationKinds',
    'violationsFile',
    'askExplanation',
    'withdrawAsk',
    'decideViolation',
    'reopenViolation',
  ];
  const NOT_ADMINS = [
    ...FOR_MANAGER,
    ...FOR_DECIDERS,
    ...FOR_WORK,
    ...FOR_ALL,
    ...FOR_CONTROL,
    ...FOR_REPORT,
    ...FOR_WRITERS,
    ...FOR_WIDGETS,
    ...FOR_ENGAGEMENT,
    ...FOR_LINES,
    ...FOR_REGISTRY,
    ...FOR_RECONCILING,
    ...FOR_FINDERS,
    ...FOR_IMPORTS,
    ...FOR_MARKS,
    ...FOR_DUTY,
  ];
  const FOR_ADMINS = BUTTON_KINDS.filter((kind) => !NOT_ADMINS.includes(kind));
  const wireOf = (kind: ButtonKind): string => DRAWN.find(([, drawn]) => drawn.kind === kind)![0];

  const NOT_FOR_YOU = { notification: 'Обращения видят те, кто с ними работает.', isRefusal: true };
  const NOT_YOURS = { notification: 'Это доступно администратору.', isRefusal: true };

  test.each(FOR_WORK)('«%s» is for those who work with appeals', async (kind) => {
    for (const who of ['admin', 'stranger'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject(NOT_FOR_YOU);
    for (const who of ['executor', 'coordinator', 'agreeing', 'curator', 'everything'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject({ notification: kind, isRefusal: false });
  });

  test.each(FOR_FINDERS)('«%s» is for those who may look for something', async (kind) => {
    for (const who of ['admin', 'stranger'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject({ isRefusal: true });
    for (const who of ['executor', 'coordinator', 'agreeing', 'curator'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject({ notification: kind, isRefusal: false });
  });

  test.each(FOR_CONTROL)('«%s» is for those who watch the terms', async (kind) => {
    for (const who of ['executor', 'agreeing', 'admin', 'stranger'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject({
        notification: 'Контроль сроков открыт координаторам и кураторам.',
        isRefusal: true,
      });
    for (const who of ['coordinator', 'curator', 'everything'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject({ notification: kind, isRefusal: false });
  });

  test.each(FOR_WRITERS)('«%s» is for those who write templates', async (kind) => {
    for (const who of ['executor', 'agreeing', 'curator', 'stranger'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject({
        notification: 'Шаблоны меняют координаторы и администраторы.',
        isRefusal: true,
      });
    for (const who of ['coordinator', 'admin', 'everything'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject({ notification: kind, isRefusal: false });
  });

  test.each(FOR_DECIDERS)('«%s» is for coordinators, who decide about new categories', async (kind) => {
    for (const who of ['executor', 'agreeing', 'curator', 'admin', 'stranger'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject({
        notification: 'О новых категориях решает координатор.',
        isRefusal: true,
      });
    expect((await press(wireOf(kind), 'coordinator')).answer).toMatchObject({ notification: kind, isRefusal: false });
  });

  test.each(FOR_REGISTRY)('«%s» is for coordinators', async (kind) => {
    for (const who of ['executor', 'agreeing', 'curator', 'admin', 'stranger'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject({
        notification: 'Выгрузки ПОС загружают координаторы.',
        isRefusal: true,
      });
    expect((await press(wireOf(kind), 'coordinator')).answer).toMatchObject({ notification: kind, isRefusal: false });
  });

  test.each<[ButtonKind, string, string[], string[]]>([
    ...FOR_LINES.map((kind): [ButtonKind, string, string[], string[]] => [
      kind,
      'ОГ ведут сотрудники с этой ролью.',
      ['executor', 'agreeing', 'coordinator', 'curator', 'admin', 'stranger'],
      [],
    ]),
    ...FOR_WIDGETS.map((kind): [ButtonKind, string, string[], string[]] => [
      kind,
      'Виджеты ведёт ОГ.',
      ['executor', 'agreeing', 'coordinator', 'curator', 'admin', 'stranger'],
      [],
    ]),
    ...FOR_ENGAGEMENT.map((kind): [ButtonKind, string, string[], string[]] => [
      kind,
      'ОГ ведут сотрудники с этой ролью.',
      ['executor', 'agreeing', 'coordinator', 'curator', 'admin', 'stranger'],
      [],
    ]),
    ...FOR_RECONCILING.map((kind): [ButtonKind, string, string[], string[]] => [
      kind,
      'Сверка с ПОС открыта координаторам.',
      ['executor', 'agreeing', 'curator', 'admin', 'stranger'],
      ['coordinator'],
    ]),
    ...FOR_IMPORTS.map((kind): [ButtonKind, string, string[], string[]] => [
      kind,
      'Загрузки видят координаторы и администраторы.',
      ['executor', 'agreeing', 'curator', 'stranger'],
      ['coordinator', 'admin', 'everything'],
    ]),
    ...FOR_MARKS.map((kind): [ButtonKind, string, string[], string[]] => [
      kind,
      'Оценки заявителей видят координаторы и кураторы.',
      ['executor', 'agreeing', 'admin', 'stranger'],
      ['coordinator', 'curator', 'everything'],
    ]),
    ...FOR_REPORT.map((kind): [ButtonKind, string, string[], string[]] => [
      kind,
      'Отчёт открыт кураторам и координаторам.',
      ['executor', 'agreeing', 'admin', 'stranger'],
      ['coordinator', 'curator', 'everything'],
    ]),
    ...FOR_DUTY.map((kind): [ButtonKind, string, string[], string[]] => [
      kind,
      'Дежурных отмечают координаторы.',
      ['executor', 'agreeing', 'curator', 'admin', 'stranger'],
      ['coordinator'],
    ]),
  ])('«%s» says whose it is', async (kind, refused, others, theirs) => {
    for (const who of others as Parameters<typeof press>[1][])
      expect((await press(wireOf(kind), who)).answer).toMatchObject({ notification: refused, isRefusal: true });
    for (const who of theirs as Parameters<typeof press>[1][])
      expect((await press(wireOf(kind), who)).answer).toMatchObject({ notification: kind, isRefusal: false });
  });

  test.each(FOR_MANAGER)('«%s» is for the curator whom an admin has named, at the press', async (kind) => {
    const { rows, people } = small.office;
    const name = (named: boolean) =>
      rows('update person set manages_affairs = $2 where id = any($1)', [[people.curator, people.coordinator], named]);
    const refused = { notification: 'Журнал нарушений ведёт управляющий делами.', isRefusal: true };
    for (const who of ['executor', 'coordinator', 'admin', 'curator', 'everything', 'stranger'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject(refused);
    await name(true);
    expect((await press(wireOf(kind), 'curator')).answer).toMatchObject({ notification: kind, isRefusal: false });
    // Whoever is no curator is not the one, whatever the row says.
    expect((await press(wireOf(kind), 'coordinator')).answer).toMatchObject(refused);
    await name(false);
    expect((await press(wireOf(kind), 'curator')).answer).toMatchObject(refused);
  });

  test.each(FOR_ADMINS)('«%s» is for admins', async (kind) => {
    for (const who of ['executor', 'coordinator', 'agreeing', 'curator', 'stranger'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject(NOT_YOURS);
    for (const who of ['admin', 'everything'] as const)
      expect((await press(wireOf(kind), who)).answer).toMatchObject({
        // what a step of the setup opens is another's button
        notification: kind === 'setupOpen' ? expect.any(String) : kind,
        isRefusal: false,
      });
  });

  test.each(FOR_ALL)('«%s» is for everybody here, each to what is theirs', async (kind) => {
    for (const who of ['executor', 'admin', 'stranger'] as const) {
      const { answer } = await press(wireOf(kind), who);
      expect([NOT_FOR_YOU.notification, NOT_YOURS.notification]).not.toContain(answer?.notification);
    }
  });

  test.each(BUTTON_KINDS)('«%s» in a group is an old button: work happens in private', async (kind) => {
    const { answer } = await press(wireOf(kind), 'everything', false);
    expect(answer).toMatchObject({
      notification: 'Кнопка устарела. Откройте карточку заново.',
      isRefusal: true,
      message: null,
    });
    expect(heard).toEqual([]);
  });

  test.each(['', 'x:roles:1', 'o:zzzzzz', 'x:__proto__', 'garbage', 'q:1:0:p'])(
    'what is no button of ours, «%s», is an old one',
    async (payload) => {
      const { answer } = await press(payload, 'everything');
      expect(answer).toMatchObject({ notification: 'Кнопка устарела. Откройте карточку заново.', isRefusal: true });
    },
  );
});

describe('what a press is answered with', () => {
  test('a blank of a calendar: nothing but the end of waiting', async () => {
    const { answer } = await press('n');
    expect(answer).toEqual({ notification: null, isRefusal: false, message: null });
    expect(said()).toEqual(['Сообщение']);
  });

  test('a word for the finger, then what takes long', async () => {
    expect((await press('s')).answer).toMatchObject({ notification: 'Ищем', isRefusal: false });
    expect(heard).toEqual(['after']);
  });

  test('a refusal, to be read', async () => {
    expect((await press('t')).answer).toMatchObject({ notification: 'Не сейчас', isRefusal: true });
  });

  test('a screen takes the place of the pressed message', async () => {
    replies = { toast: 'Вот', screen: only('Меню'), drawnAnew: note('drawn anew'), after: note('after') };
    const { id, answer } = await press('m');
    expect(answer).toEqual({ notification: 'Вот', isRefusal: false, message: { id, text: 'Меню' } });
    expect(small.toy.messages('executor')).toMatchObject([{ id, text: 'Меню' }]);
    expect(heard).toEqual(['after']);
  });

  test('a screen whose message is no more comes silently in a new one, and its owner learns which', async () => {
    let anew: string | null = null;
    replies = {
      screen: { text: 'Меню', buttons: [[button('Ещё', { kind: 'menu' })]] },
      drawnAnew: async (message) => {
        anew = message;
        heard.push('drawn anew');
      },
      after: note('after'),
    };
    const place = { id: 'mid.removed', chatId: 'dialog of executor' };
    await small.toy.pressPayload('executor', place, 'm');
    expect(said()).toEqual(['Меню\n[Ещё]']);
    expect(small.toy.messages('executor')).toMatchObject([{ id: anew, silent: true }]);
    expect(heard).toEqual(['drawn anew', 'after']);
  });
});

describe('a button of a dialog', () => {
  test('moves the dialog that is open', async () => {
    const id = await openTea();
    const { answer } = await press(`q:${id.toString(36)}:0:p:зелёный`);
    expect(answer).toMatchObject({ notification: 'Чай' });
    expect(heard).toEqual(['tea pick «зелёный»']);
  });

  test('of another dialog says that it is done or given up, and moves nothing', async () => {
    const { answer } = await press(`q:${((await openTea()) + 1).toString(36)}:0:p:`);
    expect(answer).toEqual({ notification: 'Это уже сделано или отменено.', isRefusal: false, message: null });
    expect(heard).toEqual([]);
  });

  test('of a copy of before, which its dialog does not take, says that the question waits, and shows it below', async () => {
    const { answer, id } = await press(`q:${(await openTea()).toString(36)}:1:p:`);
    expect(answer).toEqual({
      notification: 'Ничего не сделано: бот ждёт ответа. Вопрос ниже.',
      isRefusal: true,
      message: null,
    });
    expect(heard).toEqual(['tea again']);
    expect(small.toy.messages('executor').map((message) => message.id)).not.toContain(id);
  });

  test('of a dialog that is over says the same', async () => {
    const id = await openTea();
    await endDialog(small.talk.desk, small.office.people.executor, 'done');
    expect((await press(`q:${id.toString(36)}:0:c:`)).answer?.notification).toBe('Это уже сделано или отменено.');
  });

  test('of somebody else’s dialog says the same', async () => {
    const id = await openTea();
    const { answer } = await press(`q:${id.toString(36)}:0:c:`, 'executor2');
    expect(answer?.notification).toBe('Это уже сделано или отменено.');
    expect(heard).toEqual([]);
  });

  test('whose dialog this version has no more is old', async () => {
    const id = await openTea();
    await small.office.rows(`update form set subject = 'coffee' where id = $1`, [id]);
    expect((await press(`q:${id.toString(36)}:0:c:`)).answer).toMatchObject({
      notification: 'Кнопка устарела. Откройте карточку заново.',
      isRefusal: true,
    });
  });
});

describe('what is written', () => {
  const say = (text: string) => small.toy.say('executor', text);

  test.each([
    ['/tea', '/tea «»'],
    ['/TEA', '/tea «»'],
    ['/tea@murajagat_bot', '/tea «»'],
    ['/tea@Murajagat_BOT', '/tea «»'],
    ['/tea  зелёный ', '/tea «зелёный»'],
    ['/tea@murajagat_bot зелёный\nи крепкий', '/tea «зелёный\nи крепкий»'],
  ])('%j runs its command', async (text, run) => {
    await say(text);
    expect(heard).toEqual([run]);
    expect(said()).toEqual([]);
  });

  test.each(['/tea@other_bot', '/coffee@other_bot', '/tea@other_bot зелёный', '/start@murajagat_bot2'])(
    '%s is said to another bot, and nobody here has heard it, a dialog neither',
    async (text) => {
      await say(text);
      await openTea();
      await say(text);
      expect(heard).toEqual([]);
      expect(said()).toEqual([]);
    },
  );

  test('a stranger who speaks to another bot gets no answer either', async () => {
    await small.toy.say('passer-by', '/start@other_bot');
    expect(small.toy.messages('passer-by').filter(({ from }) => from === 'bot')).toEqual([]);
    await small.toy.say('passer-by', '/start@murajagat_bot');
    expect(small.toy.messages('passer-by').filter(({ from }) => from === 'bot')).toHaveLength(1);
  });

  test('a command comes before the dialog that waits for words', async () => {
    await openTea();
    await say('/cancel');
    expect(heard).toEqual(['/cancel «»']);
  });

  test.each(['/coffee', '/constructor', '/__proto__', '/coffee чёрный'])(
    '%s is no command, neither here nor in a dialog',
    async (text) => {
      await say(text);
      await openTea();
      await say(text);
      const no = 'Такой команды нет. Список команд: /help';
      expect(said()).toEqual([no, no]);
      expect(heard).toEqual([]);
    },
  );

  test('words go to the dialog that is open, cleaned', async () => {
    await openTea();
    await say('  зелёный\u0007\r\nи крепкий ');
    expect(heard).toEqual(['tea «зелёный\nи крепкий»']);
  });

  test('without one they are asked back', async () => {
    await say('зелёный');
    expect(said()).toEqual(['Не понял, к чему это. Выберите обращение: /my, найдите: /find, или напишите его номер.']);
  });

  test('a dialog that has outlived its day says so once', async () => {
    await openTea();
    small.office.setTime(new Date(MORNING.getTime() + 24 * 3_600_000));
    await say('зелёный');
    await say('крепкий');
    expect(said()).toEqual([
      'Прошли сутки, ввод закрыт. Начните снова: /menu.',
      'Не понял, к чему это. Выберите обращение: /my, найдите: /find, или напишите его номер.',
    ]);
    expect(heard).toEqual([]);
  });

  test('what has no character to see is no answer', async () => {
    await openTea();
    await say('\u0007 \u202e');
    expect(said()).toEqual(['Нужен текст словами.']);
    expect(heard).toEqual([]);
  });

  test('what was heard before is shown again, and not taken twice', async () => {
    const id = await openTea();
    await say('зелёный');
    await hear(id);
    await small.again();
    expect(heard).toEqual(['tea «зелёный»', 'tea again']);
    await say('чёрный');
    expect(heard).toEqual(['tea «зелёный»', 'tea again', 'tea «чёрный»']);
  });

  test('what has ended its dialog before is no stray when it comes again', async () => {
    const id = await openTea();
    await say('зелёный');
    await hear(id);
    await small.office.rows(`update form set state = 'done' where id = $1`, [id]);
    heard = [];
    await small.again();
    expect(said()).toEqual(['Это уже принято.']);
    expect(heard).toEqual([]);
  });
});

describe('what is sent', () => {
  const FILE = { fileRef: 'f', size: 1, kind: 'photo', compressed: true, fileName: null, mimeType: null } as const;
  const ATTACHMENTS: readonly Came[] = [
    { what: 'file', file: FILE, caption: '', album: null },
    { what: 'place', place: { latitude: 55.7, longitude: 51.4, error: null, at: new Date(0), live: false } },
    { what: 'video', album: null },
    { what: 'other', album: null },
  ];
  const send = (came: Came, isPrivate = true) => small.toy.send('executor', came, '', isPrivate);

  test.each(ATTACHMENTS)('$what goes to the dialog that is open', async (came) => {
    await openTea();
    await send(came);
    expect(heard).toEqual([`tea ${came.what}`]);
  });

  test.each(ATTACHMENTS)('$what without one is a stray', async (came) => {
    await send(came);
    expect(heard).toEqual([`stray ${came.what}`]);
  });

  test.each<Came>([...ATTACHMENTS, { what: 'words', text: '/tea' }, { what: 'words', text: 'зелёный' }])(
    '%j in a group is no matter of the bot',
    async (came) => {
      await openTea();
      await send(came, false);
      expect(heard).toEqual([]);
      expect(said()).toEqual([]);
    },
  );
});
