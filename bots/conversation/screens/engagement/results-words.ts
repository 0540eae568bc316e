import { escapeHtml, type Words } from '../../../../src/i18n';
import type { EngagementResults, ResultFault, Tally } from '../../../../src/regulation/engagement/results';
import { shareOf, sharesOf, wholeOf } from '../../../../src/regulation/engagement/shares';
import type { SentTable } from '../../../../src/usecases/kit/sent-table';
import { maskPersonalData } from '../../../../src/text/personal-data';
import { shorten } from '../../screen';
import type { Reading } from '../../turn';
import { inOneMessage } from '../fit';

const NAME = 80;
const FAULTS = 6;

/** «1 024» */
export const grouped = (count: number): string => count.toLocaleString('ru');

/** «512 (34,1 %)»; without a share where there is nothing of which it would be one. */
export function votesSaid(votes: number, share: number | null, { plain }: Words): string {
  return share === null
    ? grouped(votes)
    : plain('results:votes', { votes: grouped(votes), share: share.toLocaleString('ru') });
}

function faultLine(fault: ResultFault, { plain }: Words): string {
  // It may be what a citizen has written, where no own answers are taken.
  const name = 'name' in fault ? shorten(maskPersonalData(fault.name), NAME) : '';
  const numbers = Object.fromEntries(
    Object.entries(fault).map(([key, value]) => [
      key,
      typeof value === 'number' && key !== 'row' ? grouped(value) : value,
    ]),
  );
  const said = 'said' in fault ? { said: shorten(String(fault.said), NAME) } : {};
  // Of a vote the question has no words of its own.
  if (name === '' && (fault.kind === 'sumOverParticipants' || fault.kind === 'sumUnderParticipants'))
    return plain(`results:fault.${fault.kind}Here`, numbers);
  return plain(`results:fault.${fault.kind}`, { ...numbers, ...said, name });
}

/** Why results do not hold, in plain words, the first few. */
export function faultsSaid(faults: readonly ResultFault[], words: Words): string {
  const shown = faults.slice(0, FAULTS).map((fault) => faultLine(fault, words));
  const more = faults.length - shown.length;
  return [...shown, ...(more > 0 ? [words.plain('results:fault.more', { count: more })] : [])].join('\n');
}

/** Why a table that was sent could not be read, and what to do. */
export const refusalOfTable = (
  { refusal, params }: Extract<SentTable, { ok: false }>,
  { plain }: Pick<Words, 'plain'>,
): string => plain(`table:refused.${refusal}`, params);

/** A tally, line by line, in HTML. */
export function tallyLines(tally: Tally, participants: number, words: Words): string[] {
  const { html } = words;
  const shares = sharesOf(tally, participants);
  const whole = wholeOf(tally, participants);
  const line = (name: string, votes: number, share: number | null) =>
    html('results:line', { name: shorten(name, NAME), votes: votesSaid(votes, share, words) });
  return [
    ...(tally.question === '' ? [] : ['', `<b>${escapeHtml(shorten(tally.question, 2 * NAME))}</b>`]),
    ...tally.counts.map(({ name, votes }, at) => line(name, votes, shares.counts[at] ?? null)),
    ...(tally.own.length === 0 ? [] : [html('results:own', { count: tally.own.length })]),
    ...tally.own.slice(0, 3).map(({ name, votes }) => line(`— ${name}`, votes, shareOf(votes, whole))),
  ];
}

/** What a message has for results beside the rest of its screen: a summary, or a question. */
const AROUND_RESULTS = 1_300;

/** As much of it as one message takes; all of it is in the papers and in what is published. */
export const shortResultLines = (results: EngagementResults, { words, longest }: Reading): readonly string[] =>
  inOneMessage(resultLines(results, words), longest - AROUND_RESULTS, (count) =>
    words.html('engagement:more', { count }),
  );

/** All that was counted, in HTML. */
const resultLines = ({ participants, tallies, proposals }: EngagementResults, words: Words): string[] => [
  words.html('results:participants', { count: participants, said: grouped(participants) }),
  ...tallies.flatMap((tally) => tallyLines(tally, participants, words)),
  ...(tallies.length > 0
    ? []
    : [
        words.html('results:proposals', { count: proposals.length }),
        ...proposals
          .slice(0, 5)
          .map(({ text, decision }) =>
            decision === ''
              ? words.html('results:proposalOpen', { text: shorten(text, 2 * NAME) })
              : words.html('results:proposal', { text: shorten(text, 2 * NAME), decision: shorten(decision, NAME) }),
          ),
      ]),
];
