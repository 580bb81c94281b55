#!/bin/sh
# load?on keeps the guest's processor busy, load?800 asks for 800 turns of a loop every tenth of a second, load?off stops both.
[ -f /tmp/load ] && kill "$(cat /tmp/load)"
rm -f /tmp/load
case $QUERY_STRING in
  on) (while :; do :; done) >/dev/null 2>&1 </dev/null & echo $! >/tmp/load ;;
  [0-9]*) (while :; do i=0; while [ $i -lt "$QUERY_STRING" ]; do i=$((i + 1)); done; usleep 100000; done) >/dev/null 2>&1 </dev/null &
    echo $! >/tmp/load ;;
esac
printf 'Content-Type: text/plain\r\n\r\n%s\n' "$QUERY_STRING"
