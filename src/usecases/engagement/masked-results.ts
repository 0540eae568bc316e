import type { Proposal, Tally } from '../../regulation/engagement/results';
import { maskPersonalData } from '../../text/personal-data';

// What citizens have written goes into chats, onto papers and pictures: whose phone it holds is nobody's there. What became of it an
// official has written, as an answer.

export const maskTallies = (tallies: readonly Tally[]): Tally[] =>
  tallies.map((tally) => ({
    ...tally,
    own: tally.own.map(({ name, votes }) => ({ name: maskPersonalData(name), votes })),
  }));

export const maskProposals = (proposals: readonly Proposal[]): Proposal[] =>
  proposals.map((proposal) => ({ ...proposal, text: maskPersonalData(proposal.text) }));
