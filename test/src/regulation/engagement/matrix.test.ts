import captions from '../../../../locales/ru/engagement.json';
import questions from '../../../../locales/ru/line.json';
import * as guards from '../../../../src/regulation/engagement/guards';
import type { EngagementGuard } from '../../../../src/regulation/engagement/guards';
import { mayBeTied, TIE_ENDS, type TieEnd } from '../../../../src/regulation/engagement/asked-in-group';
import {
  QUESTION_ROWS,
  QUESTION_STATES,
  takesQuestions,
  type QuestionState,
} from '../../../../src/regulation/engagement/line-questions';
import { ENGAGEMENT_TRANSITIONS, type EngagementTransition } from '../../../../src/regulation/engagement/transitions';
import {
  ENGAGEMENT_CAPACITIES,
  ENGAGEMENT_KINDS,
  ENGAGEMENT_STAGES,
  type EngagementCapacity,
  type EngagementStage,
} from '../../../../src/regulation/engagement/vocabulary';

const WHO: Readonly<Record<EngagementCapacity, string>> = {
  agreeing: 'согласующий',
  approving: 'утверждающий',
  official: 'ОГ',
  signing: 'подписывающий',
  answering: 'кому дано поручение',
  clock: 'по времени или по слову шлюза ПОС',
};
const IF = new Map<EngagementGuard, string>([
  [guards.whole, 'если всё заполнено'],
  [guards.endsAhead, 'если последний день не прошёл'],
  [guards.placed, 'если размещено в ПОС'],
  [guards.notPlaced, 'если в ПОС не размещено'],
  [guards.misplacedJustNow, 'сразу после «Размещено по ошибке»'],
  [guards.changedSince, 'если в ПОС прежняя версия'],
  [guards.begun, 'когда наступил день открытия'],
  [guards.over, 'когда последний день прошёл'],
  [guards.notOver, 'пока последний день не прошёл'],
  [guards.notAgreed, 'если согласование выключено или уже размещено'],
  [guards.fourEyes, 'при FOUR_EYES=forbid не своё'],
  [guards.mayApprove, 'с правом утверждать'],
]);
const ENDS: Readonly<Record<TieEnd, string>> = {
  over: 'прямая линия больше не идёт',
  kicked: 'бота удалили из группы',
  deaf: 'бот больше не читает все сообщения группы',
  muted: 'боту запрещено писать в группе',
};
const CASES: Readonly<Record<NonNullable<EngagementTransition['when']>, string>> = {
  throughAgreement: 'если согласование включено',
  straightToPlacing: 'если согласование выключено',
  ahead: 'до дня открытия',
  open: 'в дни, когда идёт',
  past: 'после последнего дня',
};
const ASKS: Readonly<Record<string, string>> = {
  address: 'адрес страницы',
  reason: 'причина',
  summary: 'чем закончилось',
  results: 'результаты',
  personId: 'кому из руководителей',
};

function kindsOf({ kinds }: EngagementTransition): string[] {
  if (kinds.length === ENGAGEMENT_KINDS.length) return [];
  if (kinds.length === 1) return ['только новость'];
  const others = ENGAGEMENT_KINDS.filter((kind) => !kinds.includes(kind));
  return [`кроме: ${others.map((kind) => captions.kind[kind].toLowerCase()).join(', ')}`];
}

function line(row: EngagementTransition): string {
  const { action, to, clause, guards: held, when, asks } = row;
  const leads = to === 'same' ? '' : to === 'before' ? ' → туда, где было' : ` → «${captions.stage[to]}»`;
  const conditions = held.map((guard) => IF.get(guard) ?? `? ${guard.name}`);
  const asked =
    asks.length === 0
      ? []
      : [`${row.by === 'clock' ? 'от шлюза' : 'спросит'}: ${asks.map((ask) => ASKS[ask] ?? `? ${ask}`).join(', ')}`];
  const said = [clause, ...kindsOf(row), ...conditions, ...(when ? [CASES[when]] : []), ...asked];
  return `    ${captions.action[action]}${leads} (${said.join('; ')})`;
}

function block(stage: EngagementStage): string {
  const lines = ENGAGEMENT_CAPACITIES.flatMap((capacity) => {
    const rows = ENGAGEMENT_TRANSITIONS.filter(({ by, from }) => by === capacity && from.includes(stage));
    return rows.length === 0 ? [] : [`  ${WHO[capacity]}`, ...rows.map(line)];
  });
  return [captions.stage[stage].toUpperCase(), ...lines].join('\n');
}

describe('кто что может с тем, что делает ОГ', () => {
  test('at each stage', () => {
    const matrix = ENGAGEMENT_STAGES.map(block).join('\n\n');
    expect(matrix).not.toContain('?');
    expect(`\n${matrix}\n`).toMatchSnapshot();
  });

  test('and with a question of a direct line', () => {
    const leadsTo = (state: QuestionState, to: QuestionState | 'before') =>
      to === 'before'
        ? ' → туда, где был (пока с обращением ничего не сделали и срок распределить не истёк)'
        : to === state
          ? ''
          : ` → «${questions.state[to]}»`;
    const matrix = QUESTION_STATES.map((state) => {
      const rows = QUESTION_ROWS.filter(({ from }) => from.includes(state));
      const who = { official: 'ОГ', answering: 'кому поручено' } as const;
      return [
        questions.state[state].toUpperCase(),
        ...(['official', 'answering'] as const).flatMap((by) => {
          const mine = rows.filter((row) => row.by === by);
          return mine.length === 0
            ? []
            : [`  ${who[by]}`, ...mine.map(({ act, to }) => `    ${questions.act[act]}${leadsTo(state, to)}`)];
        }),
      ].join('\n');
    }).join('\n\n');
    expect(`\n${matrix}\n`).toMatchSnapshot();
  });

  test('and with a group of citizens', () => {
    const WHO_TIES = 'ОГ';
    const ending = TIE_ENDS.map((why) => `    ${ENDS[why]}`);
    const block = ENGAGEMENT_STAGES.map((stage) => {
      const lines = [
        ...(mayBeTied(stage) ? [`  ${WHO_TIES}`, '    Начать сбор', '    Закончить сбор'] : []),
        ...(takesQuestions(stage, 'group') && !mayBeTied(stage)
          ? ['  ничего: входит только то, что написано раньше, пока сбор шёл']
          : []),
      ];
      return lines.length === 0 ? [] : [[captions.stage[stage].toUpperCase(), ...lines].join('\n')];
    }).flat();
    expect(`\n${[...block, ['ЗАКАНЧИВАЕТСЯ САМ', ...ending].join('\n')].join('\n\n')}\n`).toMatchSnapshot();
  });
});
