# SPDX-License-Identifier: Apache-2.0
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
