#!/usr/bin/env node
// curl where there is none: as much of it as the examples of docs/integrator/http.md use.
const { readFileSync } = require('node:fs');

const words = process.argv.slice(2);
const headers = new Headers();
const form = new FormData();
let [url, body, shown, isQuiet] = ['', undefined, '', false];

for (let index = 0; index < words.length; index += 1) {
  const word = words[index];
  const next = () => words[(index += 1)];
  if (word === '-H') headers.append(...next().split(/: *(.*)/s));
  else if (word === '--data-binary') body = fileOr(next());
  else if (word === '-F') addPart(next());
  else if (word === '-w') shown = next();
  else if (word === '-o') next();
  else if (word === '-s') isQuiet = true;
  else url = word;
}

function fileOr(text) {
  return text.startsWith('@') ? readFileSync(text.slice(1)) : text;
}

function addPart(text) {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text);
  if (value.startsWith('@')) return form.append(name, new Blob([readFileSync(value.slice(1))]), value.slice(1));
  const [, content, type] = /^(.*?)(?:;type=(\S+))?$/s.exec(value);
  body = form;
  return form.append(name, type ? new Blob([content], { type }) : content);
}

fetch(url, { headers, ...(body !== undefined && { method: 'POST', body }) }).then(async (response) => {
  const text = await response.text();
  if (!isQuiet) process.stdout.write(text);
  process.stdout.write(shown.replace('%{http_code}', response.status).replace('\\n', '\n'));
});
