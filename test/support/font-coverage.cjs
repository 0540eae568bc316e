// `node test/support/font-coverage.cjs > src/text/printable.ts`: which characters the fonts of papers have.
const fontkit = require('fontkit');

const FONTS = ['@expo-google-fonts/pt-serif/400Regular/PTSerif_400Regular.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf'];

/** Beginning and length of each run, in base 36, each beginning counted from the end of the run before it. */
function coverage() {
  const points = new Set(FONTS.flatMap((file) => fontkit.openSync(require.resolve(file)).characterSet));
  const sorted = [...points].filter((point) => point >= 0x20).sort((one, other) => one - other);
  const runs = [];
  for (const point of sorted) {
    const last = runs.at(-1);
    if (last && last.end === point) last.end += 1;
    else runs.push({ start: point, end: point + 1 });
  }
  return runs
    .map(
      ({ start, end }, index) => `${(start - (runs[index - 1]?.end ?? 0)).toString(36)}+${(end - start).toString(36)}`,
    )
    .join(' ');
}

module.exports = { coverage };

if (require.main === module) {
  const lines = coverage()
    .match(/.{1,110}(?: |$)/g)
    .map((line) => `  '${line}',`);
  process.stdout.write(
    `// Made by test/support/font-coverage.cjs; a test compares.\n\n/** The characters that PT Serif or DejaVu Sans have: where each run of them begins, counted from the end of the one before, and its length; in base 36. */\nexport const PRINTABLE = [\n${lines.join('\n')}\n].join('');\n`,
  );
}
