import type { RevocationCheck } from '../../usecases/kit/signature';
import type { Certificate } from './certificate';
import { isIssuedBy } from './chain';
import { refuse } from './refused';
import type { RevocationList } from './revocation-list';

/** What to do where there is no list of revoked certificates, or only one whose time is over. */
export type UnknownRevocation = 'refuse' | 'accept';

/**
 * Each certificate of a chain against the lists of the authority above it.
 * @param chain trusted, from the signer up
 * @throws Refused
 */
export function checkRevocation(
  chain: readonly Certificate[],
  lists: readonly RevocationList[],
  at: Date,
  unknown: UnknownRevocation,
): RevocationCheck[] {
  const checks: RevocationCheck[] = [];
  let [certificate] = chain;
  for (const authority of chain.slice(1)) {
    if (certificate !== undefined)
      checks.push(checkLink(certificate, authority, listsOf(authority, checks.length === 0, lists), at, unknown));
    certificate = authority;
  }
  return checks;
}

/** The lists that this authority signed, newest first: one of another key of the same name is not about its certificates. */
function listsOf(authority: Certificate, isAboutSigner: boolean, lists: readonly RevocationList[]): RevocationList[] {
  const named = lists.filter(
    ({ issuer, issuerKeyId, covers }) =>
      issuer === authority.subject &&
      covers !== (isAboutSigner ? 'authorities' : 'signers') &&
      (issuerKeyId === null || authority.keyId === null || issuerKeyId === authority.keyId),
  );
  const genuine = named.filter(({ signed }) => authority.mayBeUsedFor('lists') && isIssuedBy(authority, signed));
  if (named.length > 0 && genuine.length === 0) refuse({ kind: 'crlBad', whose: authority.holder.name });
  return genuine.sort((one, other) => other.issuedAt.getTime() - one.issuedAt.getTime());
}

function checkLink(
  { serial, holder }: Certificate,
  authority: Certificate,
  lists: readonly RevocationList[],
  at: Date,
  unknown: UnknownRevocation,
): RevocationCheck {
  // a list whose time is over still knows what was revoked before
  for (const { revokedAt } of lists) {
    const moment = revokedAt(serial);
    if (moment !== null) refuse({ kind: 'revoked', whose: holder.name, moment });
  }
  const whose = authority.holder.name;
  const fresh = lists.find(({ issuedAt, nextAt }) => issuedAt <= at && (nextAt === null || at <= nextAt));
  const list = fresh ?? lists[0];
  if (list === undefined) {
    if (unknown === 'refuse') refuse({ kind: 'crlMissing', whose });
    return { authority: whose, state: 'missing', number: null, issuedAt: null };
  }
  const { number, issuedAt } = list;
  if (fresh === undefined && unknown === 'refuse') refuse({ kind: 'crlStale', whose, moment: list.nextAt ?? issuedAt });
  return { authority: whose, state: fresh === undefined ? 'stale' : 'fresh', number, issuedAt };
}
