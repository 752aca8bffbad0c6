# SPDX-License-Identifier: Apache-2.0
# fish completion for musterctl: it says itself what may follow; where it says nothing, files.
function __musterctl_words
    set -l words (commandline -opc) (commandline -ct)
    set -l found (musterctl completion words -- $words[2..-1] 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c musterctl -f -a '(__musterctl_words)'
