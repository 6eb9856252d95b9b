#!/usr/bin/env bash
# chromium.sh: prints the path of a Chromium for the browser tests, installing one where that is allowed.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

find_chromium() {
    local program
    for program in chromium chromium-browser google-chrome google-chrome-stable; do
        type -P "$program" && return
    done
    return 1
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

if find_chromium; then exit; fi
say "Chromium was not found: installing it"
{ as_root apt-get -qq update || true; } >&2
as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >&2 ||
    die "no Chromium for the browser tests: install it (Debian: apt-get install chromium)"
find_chromium
