#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the worker bundle: musterd with all that it needs, for any folder of any distribution (README.md).
#   make.sh OUT PROGRAM KEEPER START PLUGINS COMPILER
# OUT: the folder to write to; it is emptied. MUSTER_BUNDLE_XZ=1 packs it with xz as well. PROGRAM, KEEPER, START: musterd, muster-keeper and the starter as built.
# PLUGINS: Qt's folder of plugins. COMPILER: of C++. The same input gives the same bytes.
set -eu -o pipefail
export LC_ALL=C
umask 022

out=$1 program=$2 keeper=$3 start=$4 plugins=$5 compiler=$6
source_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
absent=$source_root/installer/bundle/absent.txt
# The one time of all files. Not 1970, which tar takes for a mistake.
stamp=1577836800

stop() {
    printf 'bundle: %s\n' "$*" >&2
    exit 1
}

[ "$(uname -m)" = x86_64 ] || stop "the starter is written for x86-64"
command -v dpkg-query >/dev/null || stop "the licence texts are found through Debian's packages; make bundles there"

root=$out/musterd
work=$out/work
rm -rf "$out"
mkdir -p "$root"/{bin,lib,libexec/muster,plugins/{sqldrivers,tls},share/licenses} "$work"

# --- Libraries --------------------------------------------------------------------------------------------------------------

# "soname path" of all that the dynamic loader would bring.
library_paths() {
    ldd "$program" "$plugins/sqldrivers/libqsqlite.so" "$plugins/tls/libqopensslbackend.so" |
        awk '$2 == "=>" && $3 ~ /^\// { print $1, $3 } $1 ~ /^\/.*ld-linux/ { n = split($1, part, "/"); print part[n], $1 }' |
        sort -u
}

path_of() {
    awk -v name="$1" '$1 == name { print $2; exit }' "$work/paths"
}

needed_by() {
    readelf -dW "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'
}

is_absent() {
    awk -v name="$1" '$1 !~ /^#/ && index(name, $1 ".") == 1 { found = 1 } END { exit !found }' "$absent"
}

# Copies a file of the system as \$2 and remembers whose it is. What it needs is done next, unless it is there.
declare -A done_already=()
take() {
    local from=$1 to=$2
    install -m 644 "$from" "$root/$to"
    readlink -f "$from" >>"$work/taken"
    take_needed "$from"
}

take_needed() {
    local name path
    for name in $(needed_by "$1"); do
        [ -z "${done_already[$name]:-}" ] || continue
        done_already[$name]=yes
        path=$(path_of "$name")
        [ -n "$path" ] || stop "$name is not found, which $1 needs"
        if is_absent "$name"; then
            printf '%s %s\n' "$name" "$path" >>"$work/absent"
        else
            take "$path" "lib/$name"
        fi
    done
}

library_paths >"$work/paths"
: >"$work/absent"
strip -s -o "$root/lib/musterd" "$program"
strip -s -o "$root/libexec/muster/muster-keeper" "$keeper"
install -m 755 "$start" "$root/bin/musterd"
chmod 755 "$root/lib/musterd" "$root/libexec/muster/muster-keeper"
take_needed "$program"
take "$plugins/sqldrivers/libqsqlite.so" plugins/sqldrivers/libqsqlite.so
take "$plugins/tls/libqopensslbackend.so" plugins/tls/libqopensslbackend.so
libc_folder=$(dirname "$(path_of libc.so.6)")
for name in libnss_files.so.2 libnss_dns.so.2 libnss_compat.so.2 libresolv.so.2; do
    [ -f "$root/lib/$name" ] || take "$libc_folder/$name" "lib/$name"
done
printf '[Paths]\nPrefix = ..\nPlugins = plugins\n' >"$root/bin/qt.conf"

# --- The loader stays in the bundle -----------------------------------------------------------------------------------------

# Puts \$2, of the same length, in place of \$1 in the file \$3; it must be there.
replace() {
    [ "${#1}" -eq "${#2}" ] || stop "$2 is not as long as $1"
    grep -qaF "$1" "$3" || stop "$1 is not found in $3"
    sed -i "s|$1|$2|g" "$3"
}

# Libraries of the target would be newer or older than ours, or watch us: no folder of its, and no list of what to load first.
loader=$root/lib/ld-linux-x86-64.so.2
size=$(stat -c %s "$loader")
replace /etc/ld.so.preload /etc/no.no.preload "$loader"
replace /lib/x86_64-linux-gnu/ /no-/x86_64-linux-gnu/ "$loader"
sed -i 's|\x00/lib/\x00|\x00/no-/\x00|g; s|\x00/usr/lib/\x00|\x00/usr/no-/\x00|g' "$loader"
[ "$(stat -c %s "$loader")" = "$size" ] || stop "the loader was damaged"
chmod 755 "$loader"

# --- What stands for the absent libraries -----------------------------------------------------------------------------------

find "$root/lib" "$root/plugins" -type f -exec nm -D --undefined-only --with-symbol-versions {} + 2>/dev/null |
    awk '$1 == "U" { print $2 }' | sort -u >"$work/undefined"

# Writes the C++ of what stands for the library \$1 (a file): each function that is asked of it, as absent.txt says.
stand_in() {
    nm -D --defined-only --with-symbol-versions "$1" | awk '{ sub("@@", "@", $3); print $3 }' | sort -u |
        comm -12 - "$work/undefined" |
        awk -v library="$(basename "$1")" -v list="$absent" '
            BEGIN {
                while ((getline line < list) > 0) {
                    split(line, word)
                    if (line !~ /^#/ && index(library, word[1] ".") == 1) does[word[2]] = word[3]
                }
                print "using W = long;"
            }
            {
                split($1, part, "@")
                name = plain = part[1]
                sub(/_[0-9]+$/, "", plain)
                if (!(plain in does)) { print name " of " library " is not in absent.txt" > "/dev/stderr"; exit 1 }
                split(does[plain], how, "=")
                if (how[1] == "data") print "extern \"C\" { void *" name " = nullptr; }"
                else if (how[1] == "returns") print "extern \"C\" W " name "() { return " how[2] "; }"
                else print "extern \"C\" W " name "(W a1, W a2, W a3, W a4, W a5, W a6, W a7, W a8) {" \
                    " *reinterpret_cast<int *>(a" how[2] ") = 16; return 0; }"
            }'
}

version_of() {
    nm -D --with-symbol-versions "$1" | sed -n 's/.* T [^@]*@@\(.*\)/\1/p' | sort -u | head -1
}

while read -r name path; do
    stand_in "$path" >"$work/$name.cpp" || stop "add it there, with what its documentation says of failing"
    version=$(version_of "$path")
    printf '%s { global: *; };\n' "$version" >"$work/$name.map"
    "$compiler" -x c++ -std=c++20 -O2 -w -fPIC -fno-exceptions -fno-asynchronous-unwind-tables -nostdlib -shared -s \
        -Wl,--build-id=none -Wl,-z,noexecstack -Wl,-soname,"$name" ${version:+-Wl,--version-script,"$work/$name.map"} \
        -o "$root/lib/$name" "$work/$name.cpp"
    chmod 644 "$root/lib/$name"
done <"$work/absent"

# --- Licences ---------------------------------------------------------------------------------------------------------------

# Copies a text as share/licenses/\$2; where the same text is there already, a link to that.
declare -A texts=()
licence() {
    local sum
    sum=$(sha256sum <"$1")
    if [ -n "${texts[$sum]:-}" ]; then
        ln -s "${texts[$sum]}" "$root/share/licenses/$2"
    else
        install -m 644 "$1" "$root/share/licenses/$2"
        texts[$sum]=$2
    fi
}

# The keeper has parts of libc in it. Boost's licence asks for nothing beside object code, and its text has 1.6 MB at Debian.
readlink -f "$(path_of libc.so.6)" >>"$work/taken"
# dpkg knows some files by their paths from before /lib became a link.
mapfile -t taken < <(sort -u "$work/taken")
dpkg-query -S "${taken[@]}" "${taken[@]#/usr}" 2>/dev/null >"$work/owners" || true
for file in "${taken[@]}"; do
    owner=$(awk -F ': ' -v file="$file" -v old="${file#/usr}" '$2 == file || $2 == old { sub(":.*", "", $1); print $1; exit }' "$work/owners")
    [ -n "$owner" ] || stop "no package has $file: its licence is not known"
    printf '%s\n' "$owner"
done >"$work/packages"
sort -u -o "$work/packages" "$work/packages"
licence "$source_root/LICENSE" Muster
while read -r package; do
    licence "/usr/share/doc/$package/copyright" "$package"
done <"$work/packages"
mapfile -t common < <(grep -hoE '/usr/share/common-licenses/[A-Za-z0-9.-]*[A-Za-z0-9]' "$root"/share/licenses/* | sort -u)
for text in "${common[@]}"; do
    [ ! -f "$text" ] || licence "$text" "$(basename "$text").text"
done
cat >"$root/share/licenses/README" <<'END'
This folder has the licence of each part of this bundle: Muster's own, and by the name of its Debian package that of everything
else. manifest.json names the versions, by which Debian keeps the sources. You may put other builds of the libraries into lib/.
lib/ld-linux-x86-64.so.2 is glibc's with three texts changed: it looks for libraries in this folder only.
END

# --- What is in it ----------------------------------------------------------------------------------------------------------

"$root/bin/musterd" --version >"$work/version" || stop "the musterd of the bundle does not start"
version=$(sed -n 's/^musterd \([0-9.]*\).*/\1/p' "$work/version")
build=$(sed -n 's/.*(\([0-9a-f]*\)).*/\1/p' "$work/version")

about() {
    printf '  "name": "musterd",\n  "version": "%s",\n  "build": "%s",\n  "system": "linux",\n  "architecture": "x86_64",\n' \
        "$version" "$build"
}

manifest() {
    local file package comma=
    printf '{\n'
    about
    printf '  "packages": {'
    while read -r package; do
        printf '%s\n    "%s": "%s"' "$comma" "$package" "$(dpkg-query -W -f '${Version}' "$package:amd64" 2>/dev/null ||
            dpkg-query -W -f '${Version}' "$package")"
        comma=,
    done <"$work/packages"
    printf '\n  },\n  "files": ['
    comma=
    while read -r file; do
        printf '%s\n    {"path": "%s", "size": %s, "mode": "%s", "sha256": "%s"}' "$comma" "$file" \
            "$(stat -c %s "$root/$file")" "$(stat -c %a "$root/$file")" "$(sha256sum <"$root/$file" | cut -d' ' -f1)"
        comma=,
    done < <(cd "$root" && find . -type f | sed 's|^\./||' | sort)
    printf '\n  ]\n}\n'
}

manifest >"$work/manifest.json"
install -m 644 "$work/manifest.json" "$root/manifest.json"

# --- The archives -----------------------------------------------------------------------------------------------------------

base=musterd-$version-linux-x86_64
tar -C "$out" --sort=name --format=ustar --mtime="@$stamp" --owner=0 --group=0 --numeric-owner -cf "$work/$base.tar" musterd
gzip -9 -n -c "$work/$base.tar" >"$out/$base.tar.gz"
[ "${MUSTER_BUNDLE_XZ:-0}" = 0 ] || xz -9e -T1 -c "$work/$base.tar" >"$out/$base.tar.xz"

archive() {
    printf '    {"file": "%s", "compression": "%s", "size": %s, "sha256": "%s"}' "$base.tar.$1" "$2" \
        "$(stat -c %s "$out/$base.tar.$1")" "$(sha256sum <"$out/$base.tar.$1" | cut -d' ' -f1)"
}

{
    printf '{\n'
    about
    printf '  "manifestSha256": "%s",\n' "$(sha256sum <"$root/manifest.json" | cut -d' ' -f1)"
    printf '  "unpackedBytes": %s,\n  "archives": [\n' "$(find "$root" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')"
    archive gz gzip
    if [ -f "$out/$base.tar.xz" ]; then
        printf ',\n'
        archive xz xz
    fi
    printf '\n  ]\n}\n'
} >"$out/bundle.json"
rm -rf "$work" "$root"
