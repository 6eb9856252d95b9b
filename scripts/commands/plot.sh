#!/usr/bin/env bash
# plot FILE...: draws figures (SVG) from results of recipes; --out DIR says where
exec "$(dirname "${BASH_SOURCE[0]}")/cli.sh" plot "$@"
