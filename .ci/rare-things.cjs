const ts = require('typescript');

/** What kills, what breaks, what chance decides. */
const RARE = /\bfc\.|kill|pg_terminate_backend/i;
/** Modules whose every name is for that. */
const OF_CHANCE = /^fast-check$|support\/(random|outage|child|inbox-process|outbox-process)$/;
const HOOKS = /^(before|after)(Each|All)$/;

const parsed = (text) => ts.createSourceFile('file.test.ts', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);

/** `test.each(…)(…)` is `test` too. */
function calleeOf(call) {
  let callee = call.expression;
  while (!ts.isIdentifier(callee)) {
    if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) callee = callee.expression;
    else if (ts.isTaggedTemplateExpression(callee)) callee = callee.tag;
    else return '';
  }
  return callee.text;
}

function callsIn(source) {
  const found = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && ts.isExpressionStatement(node.parent)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Names that a file gives, at its top or within → the texts behind each. */
function namesOf(source) {
  const names = [];
  const give = (name, node) => {
    if (!name) return;
    if (ts.isIdentifier(name)) names.push([name.text, node?.getText() ?? '']);
    else for (const part of name.elements) if (ts.isBindingElement(part)) give(part.name, node);
  };
  const visit = (node) => {
    if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) give(node.name, node);
    if (ts.isVariableDeclaration(node)) give(node.name, node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

const mentions = (text, names) => [...names].some((name) => new RegExp(`(?<![\\w.])${name}\\b`).test(text));

/** Names of a file that stand for something rare, by what they are made of, however deep. */
function rareNames(source) {
  const rare = new Set();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const from = statement.moduleSpecifier.text;
    if (!OF_CHANCE.test(from) && !RARE.test(from)) continue;
    const { name, namedBindings } = statement.importClause ?? {};
    if (name) rare.add(name.text);
    if (namedBindings && ts.isNamespaceImport(namedBindings)) rare.add(namedBindings.name.text);
    if (namedBindings && ts.isNamedImports(namedBindings))
      for (const one of namedBindings.elements) rare.add(one.name.text);
  }
  const names = namesOf(source);
  for (let known = -1; known !== rare.size;) {
    known = rare.size;
    for (const [name, text] of names) if (RARE.test(text) || mentions(text, rare)) rare.add(name);
  }
  return rare;
}

/**
 * Whether a test is made to find what happens once in a hundred times: it kills, breaks sessions, plays by chance, or is hostile. Then one
 * failure is a finding, and a second try would only hide it.
 * @param file its path; all of a hostile file is, and of the faults
 * @param text of that file
 * @param line where the test stands; null where nobody knows, and then any such thing in the file counts
 */
function findsRareThings(file, text, line) {
  if (/(^|\/)(hostile-[^/]*|faults\/[^/]*)$/.test(file)) return true;
  const source = parsed(text);
  const rare = rareNames(source);
  const isRare = (part) => RARE.test(part) || mentions(part, rare);
  const calls = callsIn(source);
  if (calls.some((call) => HOOKS.test(calleeOf(call)) && isRare(call.getText()))) return true;
  const lineOf = (position) => source.getLineAndCharacterOfPosition(position).line + 1;
  const here = calls.filter(
    (call) => /^(test|it)$/.test(calleeOf(call)) && lineOf(call.getStart()) <= line && line <= lineOf(call.getEnd()),
  );
  return line === null || here.length === 0 ? isRare(text) : here.some((call) => isRare(call.getText()));
}

module.exports = { findsRareThings };
