import { JournalEntry } from '../../../entities/journal-entry';
import { getMetadataArgsStorage } from 'typeorm';
import { BROUGHT, broughtTo } from '../../../src/regulation/brought';

test('these acts bring an appeal to somebody while its stage goes on', () => {
  expect(Object.fromEntries([...BROUGHT.keys()].map((action) => [action, broughtTo(action, 'executor')]))).toEqual({
    report: 'reportedTo',
    instruct: 'executor',
    markEntered: 'approving',
    passAgreement: 'agreeing',
    passApproval: 'approving',
    replaceParticipant: 'executor',
  });
});

test('the journal has an index of exactly them', () => {
  const index = getMetadataArgsStorage().indices.find(
    ({ target, name }) => target === JournalEntry && name === 'journal_entry_brought',
  );
  expect(index?.where?.match(/(?<=')\w+(?=')/g)).toEqual([...BROUGHT.keys()]);
});
