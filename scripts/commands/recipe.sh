#!/usr/bin/env bash
# recipe [NAME]: runs a recipe and keeps its result; without NAME lists them
exec "$(dirname "${BASH_SOURCE[0]}")/cli.sh" recipe "$@"
