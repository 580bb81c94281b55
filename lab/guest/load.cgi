#!/bin/sh
# load?on keeps the guest's processor busy, load?off stops it.
case $QUERY_STRING in
  on) [ -f /tmp/load ] || { (while :; do :; done) >/dev/null 2>&1 </dev/null & echo $! >/tmp/load; } ;;
  off) [ -f /tmp/load ] && kill "$(cat /tmp/load)"; rm -f /tmp/load ;;
esac
printf 'Content-Type: text/plain\r\n\r\n%s\n' "$QUERY_STRING"
