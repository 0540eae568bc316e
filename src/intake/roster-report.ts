import type { Words } from '../i18n';
import type { LoadedRoster, RosterCounts } from '../usecases/office/loading';
import type { Complaint } from './complaints';

const PARTS = ['people', 'organizations', 'categories', 'groups'] as const satisfies readonly (keyof RosterCounts)[];

/** What a loading did, line by line, for whoever started it. */
export function rosterReport(
  { added, changed, people, warnings }: LoadedRoster,
  { plain }: Words,
): { readonly lines: readonly string[]; readonly warnings: readonly string[] } {
  const count = (verb: 'added' | 'changed', counts: RosterCounts) =>
    PARTS.filter((part) => counts[part] > 0).map((part) =>
      plain(`people:roster.${verb}`, { what: plain(`people:roster.${part}`, { count: counts[part] }) }),
    );
  const left = people
    .filter((person) => person.left > 0)
    .map((person) => plain('people:participantLost', { name: person.name, count: person.left }));
  const lines = [...count('added', added), ...count('changed', changed), ...left];
  return {
    lines: lines.length > 0 ? lines : [plain('people:roster.nothing')],
    warnings: warnings.map((warning) => {
      switch (warning.kind) {
        case 'nobodyCoordinates':
        case 'nobodyApproves':
          return plain(`people:lack.${warning.kind}`);
        case 'accountTaken':
          return plain('people:roster.accountTaken', {
            name: warning.name,
            id: warning.userId,
            holder: warning.holder,
          });
        case 'accountKept':
          return plain('people:roster.accountKept', { name: warning.name, id: warning.userId });
        case 'accountRemoved':
          return plain('people:roster.accountRemoved', { name: warning.name, id: warning.userId });
        case 'waits':
          return plain(`people:access.table.${warning.matter}`, { name: warning.name });
        case 'alike':
          return plain('people:roster.alike', { name: warning.name, other: warning.other });
        case 'ownAdminLost':
          return plain('people:roster.ownAdminLost');
        case 'lastAdminKept':
          return plain('people:roster.lastAdminKept', { name: warning.name });
      }
    }),
  };
}

/** `users[3].roles: не указано ни одной роли; …`, a line for each fault. */
export function complaintLine({ path, reason, todo }: Complaint): string {
  return `${path === '' ? '' : `${path}: `}${reason}${todo === undefined ? '' : `; ${todo}`}`;
}
