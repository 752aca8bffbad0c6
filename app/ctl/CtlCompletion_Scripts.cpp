// SPDX-License-Identifier: Apache-2.0
// The scripts of the shells; resources/completions has the same for those who install.
#include "app/ctl/CtlCompletion.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const QString kBash = uR"sh(# SPDX-License-Identifier: Apache-2.0
# bash completion for musterctl: it says itself what may follow; where it says nothing, files.

_musterctl()
{
    local line=${COMP_LINE:0:COMP_POINT} current="" IFS=$' \t\n'
    local -a words
    read -ra words <<< "$line" # Bash parts words at colons, too.
    [[ $line == *[[:space:]] ]] && words+=("")
    current=${words[${#words[@]}-1]}
    local IFS=$'\n'
    COMPREPLY=($(musterctl completion words -- "${words[@]:1}" 2>/dev/null))
    if [[ $current == *:* ]]; then
        local before=${current%"${current##*:}"}
        COMPREPLY=("${COMPREPLY[@]#"$before"}")
    fi
}
complete -o bashdefault -o default -F _musterctl musterctl
)sh"_s;

const QString kZsh = uR"sh(#compdef musterctl
# SPDX-License-Identifier: Apache-2.0
# zsh completion for musterctl: it says itself what may follow; where it says nothing, files.

_musterctl()
{
    local -a found
    found=(${(f)"$(musterctl completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)"})
    if (( $#found )); then
        compadd -a found
    else
        _files
    fi
}

if [[ $funcstack[1] == _musterctl ]]; then
    _musterctl "$@"
else
    compdef _musterctl musterctl
fi
)sh"_s;

const QString kFish = uR"sh(# SPDX-License-Identifier: Apache-2.0
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
)sh"_s;

} // namespace

QString completionScript(const QString &shell)
{
    if (shell == "bash"_L1)
        return kBash;
    if (shell == "zsh"_L1)
        return kZsh;
    return shell == "fish"_L1 ? kFish : QString();
}

} // namespace muster
