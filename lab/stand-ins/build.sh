#!/bin/sh
# Builds the stand-ins (no argument) or another target of the Makefile, after saying clearly what is missing.
set -e
cd "$(dirname "$0")"
missing=
command -v gcc >/dev/null || missing="$missing gcc"
command -v make >/dev/null || missing="$missing make"
[ -f /usr/include/linux/rtnetlink.h ] || missing="$missing linux-libc-dev"
[ -f /usr/include/stdio.h ] || missing="$missing libc6-dev"
case $1 in
*windows)
    command -v winegcc >/dev/null || missing="$missing wine64-tools libwine-dev"
    command -v x86_64-w64-mingw32-gcc >/dev/null || missing="$missing gcc-mingw-w64-x86-64"
    [ -x /usr/lib/wine/wine64 ] || missing="$missing wine64"
    ;;
esac
if [ -n "$missing" ]; then
    echo "The stand-ins for the Windows libraries are written in C and cannot be built: missing$missing." >&2
    echo "Install them with: apt-get install$missing" >&2
    exit 1
fi
exec make -s -j2 "$@"
