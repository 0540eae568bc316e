import type { SignatureLevel } from '../../regulation/signatures';
import type { Signed } from './algorithms';
import { binaryOf } from './armor';
import { Malformed, parseElement } from './asn1';
import { readCertificate, issuerName, type Certificate } from './certificate';
import { isIssuedBy } from './chain';
import { Refused } from './refused';
import { readRevocationList, type RevocationList } from './revocation-list';
import type { Trust, TrustedCertificate } from './trust';
import type { TrustFault } from './trust-error';

/** A file of the operator's folder. */
export interface TrustFile {
  /** Within the folder. */
  readonly name: string;
  readonly level: SignatureLevel;
  readonly bytes: Uint8Array;
}

interface Read {
  readonly file: TrustFile;
  readonly certificates: readonly Certificate[];
  readonly lists: readonly RevocationList[];
}

const PEM_BLOCK = /-----BEGIN [A-Z0-9 ]+-----[^-]+-----END [A-Z0-9 ]+-----/g;

/** @returns what is trusted, or everything that is wrong with the files */
export function readTrust(files: readonly TrustFile[]): { trust: Trust } | { faults: readonly TrustFault[] } {
  const read = files.map(readFile);
  const certificates = read.flatMap(({ file, certificates }) =>
    certificates.map((certificate): TrustedCertificate & { file: string } => ({
      certificate,
      level: file.level,
      isRoot: certificate.subject === certificate.issuer && isIssued(certificate, certificate),
      file: file.name,
    })),
  );
  const trust = { certificates, lists: read.flatMap(({ lists }) => lists) };
  const faults: TrustFault[] = [
    ...read
      .filter((it) => it.certificates.length + it.lists.length === 0)
      .map(({ file }) => ({ kind: 'unreadable' as const, file: file.name })),
    ...certificates.flatMap((it) => certificateFaults(it, it.file, certificates)),
    ...read.flatMap(({ file, lists }) =>
      lists
        .filter((list) => !mayBeGenuine(list, certificates))
        .map(() => ({ kind: 'badList' as const, file: file.name })),
    ),
    ...(certificates.some(({ isRoot }) => isRoot) ? [] : [{ kind: 'noRoots' as const }]),
  ];
  return faults.length > 0 ? { faults } : { trust };
}

function certificateFaults(
  { certificate, isRoot }: TrustedCertificate,
  file: string,
  all: readonly TrustedCertificate[],
): TrustFault[] {
  const { isAuthority, mayBeUsedFor } = certificate;
  if (!isAuthority || !mayBeUsedFor('certificates')) return [{ kind: 'notAuthority', file }];
  const hasIssuer =
    isRoot || all.some((other) => other.certificate !== certificate && isIssued(certificate, other.certificate));
  return hasIssuer ? [] : [{ kind: 'issuerUnknown', file, issuer: issuerName(certificate) }];
}

/** What is signed in a weak way is signed by nobody. */
function isSignedBy(issuer: Certificate, signed: Signed): boolean {
  try {
    return isIssuedBy(issuer, signed);
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

const isIssued = (certificate: Certificate, issuer: Certificate): boolean =>
  issuer.subject === certificate.issuer && isSignedBy(issuer, certificate.signed);

/** The certificate of a list's authority may come with the signature: what cannot be checked yet is checked then. */
function mayBeGenuine(list: RevocationList, certificates: readonly TrustedCertificate[]): boolean {
  const named = certificates.filter(({ certificate }) => certificate.subject === list.issuer);
  return named.length === 0 || named.some(({ certificate }) => isSignedBy(certificate, list.signed));
}

/** A file holds one certificate or list, or several one after another in PEM. */
function readFile(file: TrustFile): Read {
  const bytes = Buffer.from(file.bytes);
  const blocks = bytes
    .toString('latin1')
    .match(PEM_BLOCK)
    ?.map((block) => Buffer.from(block, 'latin1')) ?? [bytes];
  const certificates: Certificate[] = [];
  const lists: RevocationList[] = [];
  for (const block of blocks) {
    const binary = binaryOf(block);
    const certificate = binary === null ? null : orNull(() => readCertificate(parseElement(binary)));
    const list = binary === null || certificate !== null ? null : orNull(() => readRevocationList(binary));
    if (certificate === null && list === null) return { file, certificates: [], lists: [] };
    if (certificate !== null) certificates.push(certificate);
    if (list !== null) lists.push(list);
  }
  return { file, certificates, lists };
}

function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
