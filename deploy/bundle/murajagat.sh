#!/bin/sh
# Starts what lies beside it by the Node that came along; this machine gives a shell, glibc and libstdc++. `npm run bundle` has filled in
# the commands from package.json and the words from locales/.
here=$(dirname -- "$(readlink -f -- "$0")")
node=$here/node/bin/node
command=${1-start}
[ $# -gt 0 ] && shift
[ "${1-}" = -- ] && shift # as one writes it after `npm run`

machine=$(uname -m)
below=$(basename -- "$here")/murajagat
former=
reason=
# the office's words, of the language that the environment or .env names
words() {
  case ${DEFAULT_LOCALE:-$(sed -n 's/^DEFAULT_LOCALE=[^a-z]*\([a-z]*\).*/\1/p' .env 2>/dev/null)} in
#WORDS
  esac
}
refuse() {
  words "$1" >&2
  exit 2
}

case $machine in
#MACHINE) ;;
*) refuse otherMachine ;;
esac
[ -e '#LOADER' ] || refuse noGlibc
reason=$("$node" --version 2>&1 >/dev/null) || refuse nodeFails

# Settings and data lie beside the versions, so that the next one finds them: inside one of them they would be left behind.
if [ "$(pwd -P)" = "$here" ] && [ ! -e .env ] && [ -z "${DATA_DIR-}" ]; then
  for former in ../.env ../murajagat-*/.env; do
    [ -e "$former" ] && refuse besideVersions
  done
fi

case $command in
#COMMANDS
*) refuse unknownCommand ;;
esac
exec "$node" "$@"
