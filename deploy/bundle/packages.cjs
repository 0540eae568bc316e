// Which packages an office needs to run, as package-lock.json names them.
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '../..');
/** What only compilers and debuggers read. */
const NEVER_RUN = /\.(?:d\.[cm]?ts|map)$/;

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
const allows = (named, own) => named === undefined || named.includes(own);
const isOfHere = ({ os, cpu, libc }) =>
  allows(os, process.platform) && allows(cpu, process.arch) && allows(libc, 'glibc');

/** Of a package that another one may do without, npm leaves out what this machine can't run, and what that one needs. */
const mayLack = ({ optional, os }) => optional === true && os === undefined;

/** What is here to make the program, and what a package of production would use where it is: none does without it at run time. */
const onlyMakes = ({ dev, devOptional }) => dev === true || devOptional === true;

/**
 * @param root where package-lock.json and node_modules are
 * @returns `places`: folders below the root with what runs in production on this kind of machine; `wrong`: packages that are lacking
 *   or of another version than package-lock.json has
 */
function packages(root = ROOT) {
  const named = Object.entries(json(path.join(root, 'package-lock.json')).packages).filter(
    ([at, one]) => at.includes('node_modules/') && !onlyMakes(one) && !one.link && isOfHere(one),
  );
  const versionOf = (at) => {
    const file = path.join(root, at, 'package.json');
    return existsSync(file) ? json(file).version : null;
  };
  const found = named.map(([at, one]) => ({ at, one, version: versionOf(at) }));
  return {
    places: found.filter(({ version }) => version !== null).map(({ at }) => at),
    wrong: found
      .filter(({ one, version }) => version !== one.version && !(version === null && mayLack(one)))
      .map(({ at }) => at.replace(/^.*node_modules\//, '')),
  };
}

module.exports = { NEVER_RUN, packages };
