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

if find_chromium; then exit; fi
say "Chromium was not found: installing it"
install_package chromium ||
    die "no Chromium for the browser tests: install it (Debian: apt-get install chromium)"
find_chromium
