import type { Words } from '../../../../src/i18n';
import type { EngagementResults } from '../../../../src/regulation/engagement/results';
import { sharesOf } from '../../../../src/regulation/engagement/shares';
import type { Ranking } from '../../../../src/usecases/kit/charts';
import { grouped, votesSaid } from './results-words';

/** A picture of each ballot: its options and their bars, in the order in which they were offered. */
export function resultPictures(
  title: string,
  { participants, tallies }: EngagementResults,
  words: Words,
): readonly Ranking[] {
  const { plain } = words;
  return tallies.map((tally): Ranking => {
    const shares = sharesOf(tally, participants);
    const rows = [
      ...tally.counts.map((count, at) => ({ ...count, share: shares.counts[at] ?? null })),
      // Answers of citizens' own are as many as there are words: the picture has their sum.
      ...(tally.own.length === 0
        ? []
        : [
            {
              name: plain('results:paper.ownAnswer'),
              votes: tally.own.reduce((sum, { votes }) => sum + votes, 0),
              share: shares.own,
            },
          ]),
    ];
    return {
      shape: 'ranking',
      title: tally.question === '' ? title : tally.question,
      note: [
        ...(tally.question === '' ? [] : [title]),
        plain('results:participants', { count: participants, said: grouped(participants) }),
        plain(tally.choosing === 'several' ? 'results:ofParticipants' : 'results:ofVotes'),
      ].join('. '),
      empty: plain('results:nobody'),
      series: [plain('results:template.votes')],
      rows: rows.map(({ name, votes, share }) => ({
        label: name,
        bars: [{ value: votes, said: votesSaid(votes, share, words) }],
      })),
    };
  });
}
