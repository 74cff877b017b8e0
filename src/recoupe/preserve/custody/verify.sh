#!/bin/sh
# Checks this case without recoupe. Run it in the case folder:
#
#   sh verify.sh [--key SHA256:…] [--receipt FILE] [--tsa-roots FILE] [--quick]
#
#   --key        the fingerprint you were given by another way than this folder; may be given several times
#   --receipt    a receipt of this case, kept elsewhere
#   --tsa-roots  certificates (PEM) of time stamp authorities that you trust
#   --quick      do not read originals, derived records and dossiers, only see that they are there
#
# It wants a POSIX shell, awk, find, sort, sed, tr, cmp, sha256sum or shasum, ssh-keygen and openssl. It changes nothing.
# Exit status: 0 holds, 1 fails, 2 wrong use, 3 pending (a program was stopped here, or acts are not signed yet).
#
# Use a copy of this file that you had before: whoever could change the case could change the copy in it, too.
# Lines of the log that a good signature is over are not chained one by one: the signature is over all their bytes.
set -u
LC_ALL=C
export LC_ALL
keys='' receipt='' roots='' quick=''
usage() { echo "use: sh verify.sh [--key SHA256:…] [--receipt FILE] [--tsa-roots FILE] [--quick]" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    --key) [ $# -gt 1 ] || usage; keys="$keys $2"; shift ;;
    --receipt) [ $# -gt 1 ] || usage; receipt=$2; shift ;;
    --tsa-roots) [ $# -gt 1 ] || usage; roots=$2; shift ;;
    --quick) quick=yes ;;
    *) usage ;;
  esac
  shift
done
if [ -n "$receipt" ] && [ ! -r "$receipt" ]; then echo "there is no receipt $receipt" >&2; exit 2; fi
if [ -n "$roots" ] && [ ! -r "$roots" ]; then echo "there are no certificates in $roots" >&2; exit 2; fi
if [ ! -f log ] || [ ! -d entries ]; then echo "this folder holds no case: run this in the case folder" >&2; exit 2; fi
if command -v sha256sum >/dev/null 2>&1; then sha() { sha256sum "$@"; }; hash=sha256sum
elif command -v shasum >/dev/null 2>&1; then sha() { shasum -a 256 "$@"; }; hash='shasum -a 256'
else echo "neither sha256sum nor shasum is here" >&2; exit 2; fi
for tool in ssh-keygen openssl; do
  command -v $tool >/dev/null 2>&1 || { echo "$tool is not here; signatures cannot be checked without it" >&2; exit 2; }
done
t=$(mktemp -d "${TMPDIR:-/tmp}/verify.XXXXXX") || exit 2
trap 'rm -rf "$t"' EXIT
trap 'exit 130' INT TERM HUP
: > "$t/bad"; : > "$t/pending"; : > "$t/said"
bad() { printf '%s\n' "$1" >> "$t/bad"; }
pend() { printf '%s\n' "$1" >> "$t/pending"; }
say() { printf '%s\n' "$1" >> "$t/said"; }
# Names are shown without control characters, so that none of them can redraw the screen.
clean() { tr -c '\040-\176\n' '?'; }

# 1. Only what belongs here lies here, and it is what it should be: folders, regular files, no links.
for f in originals entries derived incoming; do
  if [ ! -d $f ] || [ -h $f ]; then bad "$f is missing, or not a folder"; fi
done
find . ! -type d ! -type f ! -path './cache/*' -print | clean | sed 's/^\.\//is not a regular file: /' >> "$t/bad"
{
  find entries -type f -name '*[!0-9]*' -print
  find anchors -type f -name '*[!0-9a-z.-]*' -print
} 2>/dev/null | clean |
  sed 's/^/is not part of the case: /' >> "$t/bad"
for f in log entries originals derived; do [ ! -h $f ] || bad "$f is a link"; done

fails() {
  sort -u "$t/bad" | clean | sed 's/^/✗ /'
  echo "FAILS: this folder does not agree with itself, or not with what you hold."
  exit 1
}
[ ! -s "$t/bad" ] || fails # nothing is read where a pipe or a link might lie

# 2. The log: every line well formed, numbered from 1. A last line without its end is pending.
awk -v lines="$t/lines" '
  /^[0-9][0-9][0-9][0-9][0-9][0-9][0-9]* [0-9a-f]+ [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]\.[0-9][0-9][0-9]Z [a-z][a-z0-9-]* [0-9a-f]+$/ {
    if (length($2) == 64 && length($5) == 64 && $1 == sprintf("%06d", NR)) { print > lines; size += length($0) + 1; next } }
  { broken = broken ? broken : NR; at = NR; size_before = size }
  END { print NR, size, broken + 0, at + 0 }' log > "$t/log" || exit 2
: >> "$t/lines"
read -r n size broken last < "$t/log"
total=$(wc -c < log | tr -d ' ')
if [ "$broken" -gt 0 ]; then
  # A torn line is the last one, and has no end.
  if [ "$broken" -eq "$n" ] && [ "$last" -eq "$n" ] && [ "$(tail -c 1 log | wc -l)" -eq 0 ]; then
    pend "log: its last line was never finished"
  else bad "log: line $broken is not a line of the log, or has another number"; fi
elif [ "$total" -ne "$size" ]; then
  if [ "$(tail -c 1 log | wc -l)" -eq 0 ]; then
    pend "log: its last line was never finished"
    sed '$d' "$t/lines" > "$t/whole"; mv "$t/whole" "$t/lines"
  else bad "log: it holds bytes that are no text"; fi
fi
n=$(wc -l < "$t/lines" | tr -d ' ')
size=$(wc -c < "$t/lines" | tr -d ' ')
head -c "$size" log | cmp -s - "$t/lines" || bad "log: it holds other lines than it should"
[ "$(awk 'NR == 1 { print $4 }' "$t/lines")" = new ] || bad "log: the first act is not new"

# 3. Entries: each line has the one it commits to, each says its own number, act and time, and all name one case.
find entries -type f ! -name '*[!0-9]*' -exec $hash {} + | sed 's/^\\//' > "$t/entries"
find entries -type f ! -name '*[!0-9]*' -exec awk '
  function out() { print "H " name head; if (more != "") print "K " name more }
  FNR == 1 { if (NR > 1) out(); name = FILENAME; sub(/.*\//, "", name); head = more = "" }
  FNR <= 5 { head = head "|" $0; next }
  /^(original|output|file|sha256|bytes|erased|anchor|text|signature|request|reply): / {
    key = $1; value = substr($0, length(key) + 2); gsub(/ /, "_", value); more = more " " key value }
  END { if (NR) out() }' {} + > "$t/read"
sed -n 's/^H //p' "$t/read" > "$t/heads"
sed -n 's/^K //p' "$t/read" > "$t/keys"
awk -v next_name="$(printf %06d $((n + 1)))" -v badfile="$t/bad" -v pendfile="$t/pending" -v livefile="$t/live" '
  FILENAME ~ /\/keys$/ { keys[$1] = $0; if ($0 ~ / erased:/) for (i = 2; i <= NF; i++) if ($i ~ /^erased:/) gone[substr($i, 8)] = $1
    next }
  FILENAME ~ /\/entries$/ { name = $2; sub(/.*\//, "", name); sum[name] = $1; next }
  FILENAME ~ /\/heads$/ { i = index($0, "|"); head[substr($0, 1, i - 1)] = substr($0, i); next }
  { line[$1] = 1; act[$1] = $4 }
  !($1 in sum) { if (!($1 in gone) || act[gone[$1]] == "") lost[$1] = 1; next }
  sum[$1] != $5 { print "entries/" $1 " is not the one its line commits to" >> badfile; next }
  { if (!(this)) { this = head[$1]; sub(/^\|format: recoupe-entry\/1\|case: /, "", this); sub(/\|.*/, "", this) }
    want = "|format: recoupe-entry/1|case: " this "|seq: " $1 "|time: " $3 "|act: " $4
    if (head[$1] != want) { print "entries/" $1 " says another case, number, act or time than its line" >> badfile; next }
    if ($1 in gone) print "entries/" $1 " is erased but still there" >> pendfile
    else if ($1 in keys) print $4 " " keys[$1] > livefile }
  END {
    for (s in lost) if (!(s in gone && gone[s] in line && act[gone[s]] == "erase")) print "entries/" s " is missing" >> badfile
    for (s in sum) if (!(s in line)) {
      if (s == next_name) print "entries/" s " has no line in the log yet" >> pendfile
      else print "entries/" s " belongs to no line of the log" >> badfile } }' \
  "$t/keys" "$t/entries" "$t/heads" "$t/lines"
: >> "$t/live"
sort -k 2,2n "$t/live" > "$t/sorted"; mv "$t/sorted" "$t/live"

# 4. Originals and derived records: those that entries name, with the bytes that their names say.
for shelf in originals derived; do
  key=$([ $shelf = originals ] && echo original: || echo output:)
  awk -v key="$key" '{ for (i = 3; i <= NF; i++) if (index($i, key) == 1) print substr($i, length(key) + 1) }' "$t/live" |
    sort -u > "$t/named"
  awk -v key="$key" '{ for (i = 2; i <= NF; i++) if (index($i, key) == 1) print substr($i, length(key) + 1) }' "$t/keys" |
    sort -u > "$t/ever"
  find $shelf -type f -print > "$t/there" 2>/dev/null
  awk -F/ -v badfile="$t/bad" '{ if (NF != 3 || $2 != substr($3, 1, 2) || length($3) != 64 || $3 ~ /[^0-9a-f]/)
      { gsub(/[^ -~]/, "?"); print $0 " is not named by a digest on its shelf" >> badfile } else print $3 }' "$t/there" |
    sort > "$t/names"
  if [ -z "$quick" ]; then
    find $shelf -type f ! -name '*[!0-9a-f]*' -exec $hash {} + 2>>"$t/bad" |
      awk -v badfile="$t/bad" '{ name = $2; sub(/.*\//, "", name)
        if (name != $1) print $2 " has other bytes than its name says" >> badfile }'
  fi
  comm -13 "$t/names" "$t/named" | sed "s/^/$shelf is missing /" >> "$t/bad"
  comm -23 "$t/names" "$t/ever" | sed "s/^/$shelf has, and no entry names, /" >> "$t/pending"
done
if [ -z "$quick" ]; then
  find originals -type f ! -name '*[!0-9a-f]*' -exec wc -c {} + | awk 'NF == 2 && $2 ~ /\// { n = split($2, p, "/"); print p[n], $1 }' |
    sort > "$t/sizes"
  awk '{ o = b = ""; for (i = 3; i <= NF; i++) { if ($i ~ /^original:/) o = substr($i, 10); if ($i ~ /^bytes:/) b = substr($i, 7) }
    if (o) print o, b }' "$t/live" | sort -u > "$t/claims"
  awk -v badfile="$t/bad" 'NR == FNR { size[$1] = $2; next }
    ($1 in size) && size[$1] != $2 { print $1 " has another length than its entry says" >> badfile }' "$t/sizes" "$t/claims"
fi

# 5. Files at the top, and those set aside: the newest act of each name says what they are.
awk '{ f = s = ""; for (i = 3; i <= NF; i++) { if ($i ~ /^file:/) f = substr($i, 6); if ($i ~ /^sha256:/) s = substr($i, 8) }
  if (f != "" && ($1 == "dossier" || $1 == "set-aside" || $1 == "write" || $1 ~ /^stamp/)) newest[f] = s }
  END { for (f in newest) print newest[f] "  " f }' "$t/live" > "$t/listed"
awk '{ for (i = 2; i <= NF; i++) if ($i ~ /^file:/) print substr($i, 6) }' "$t/keys" | sort -u > "$t/everlisted"
may='^[0-9a-f]{64}  ((set-aside/)?[A-Za-z0-9][A-Za-z0-9._-]*|anchors/[1-9][0-9]*-[1-9][0-9]*\.ts[qr])$'
if grep -E -v "$may" "$t/listed" > "$t/odd"; then
  clean < "$t/odd" | sed 's/^/cannot be the name of a file in the case: /' >> "$t/bad"
fi
grep -E "$may" "$t/listed" > "$t/plain"
while read -r sum name; do
  if [ -n "$quick" ]; then case $name in verify.sh|VERIFY.txt|allowed_signers|tsa-roots.pem|anchors/*) ;; *) [ -e "$name" ] && continue ;; esac; fi
  if [ -f "$name" ] && [ "$(sha "$name" | cut -c 1-64)" = "$sum" ]; then continue; fi
  if [ -f "incoming/$sum" ] && [ "$(sha "incoming/$sum" | cut -c 1-64)" = "$sum" ]; then
    pend "$name waits in incoming"
  else bad "$name is missing or has other bytes than were recorded"; fi
done < "$t/plain"
find . ! -name . -prune -print | sed 's/^\.\///' | clean | sort > "$t/top"
{ cut -c 67- "$t/plain"; cat "$t/everlisted"; printf '%s\n' log case.db case.db-wal case.db-shm case.db-journal lock originals entries derived incoming set-aside \
  cache anchors; } | sort -u | comm -23 "$t/top" - | sed 's/$/ is not part of the case/' >> "$t/bad"
if [ -d set-aside ]; then
  find set-aside -type f -print | clean | sort | comm -23 - "$t/everlisted" | sed 's/$/ was set aside and not logged yet/' >> "$t/pending"
fi
find incoming -type f -print 2>/dev/null | clean | sed 's/$/ was never finished/' >> "$t/pending"
find originals/* derived/* -type d -path '*/*/*' -print 2>/dev/null | clean | sed 's/$/ is not part of the case/' >> "$t/bad"
find entries/* anchors/* set-aside/* incoming/* -prune -type d -print 2>/dev/null | clean | sed 's/$/ is not part of the case/' >> "$t/bad"

# 6. Anchors: each one signed by a key of allowed_signers, over the log as it is, and known to the log that follows.
case_id=$(sed -n '2s/^case: //p' entries/000001 2>/dev/null)
armour() { # the one written form of a signature: lines of 70, and base64 that comes out the same
  awk 'NR == 1 { if ($0 != "-----BEGIN SSH SIGNATURE-----") exit 1; next }
    $0 == "-----END SSH SIGNATURE-----" { ended = NR; next }
    { if (ended || short || length($0) > 70 || !length($0)) exit 1; if (length($0) < 70) short = 1 }
    END { if (!ended || ended != NR) exit 1 }' "$1" || return 1
  [ "$(tail -c 1 "$1" | wc -l)" -eq 1 ] || return 1
  sed '1d;$d' "$1" | tr -d '\n' > "$t/body"
  openssl base64 -d -A -in "$t/body" 2>/dev/null | openssl base64 -A 2>/dev/null | cmp -s - "$t/body"
}
signed() { # text, signature, signers: is it a good one; leaves its key in $by
  armour "$2" || return 1
  by=$(ssh-keygen -Y verify -f "$3" -I recoupe -n recoupe-checkpoint@v1 -s "$2" < "$1" 2>/dev/null |
    sed -n 's/.*with ED25519 key \(SHA256:[^ ]*\).*/\1/p')
  [ -n "$by" ]
}
field() { sed -n "s/^$1: //p" "$2"; }
: > "$t/anchors"
if [ -d anchors ]; then
  find anchors -type f -print | sed 's/^anchors\///' | sort -n > "$t/files"
  sed -n 's/^\([1-9][0-9]*\)\.txt$/\1/p' "$t/files" > "$t/texts"
  sed -n 's/^\([1-9][0-9]*\)\.txt\.sig$/\1/p' "$t/files" > "$t/sigs"
  sort "$t/texts" > "$t/a"; sort "$t/sigs" > "$t/b"; comm -12 "$t/a" "$t/b" | sort -n > "$t/anchors"
  comm -3 "$t/a" "$t/b" | tr -d '\t' | sed 's/^/half of an anchor: /' >> "$t/pending"
  grep -E -v '^[1-9][0-9]*(\.txt|\.txt\.sig|-[1-9][0-9]*\.ts[qr])$' "$t/files" |
    sed 's/^/is not part of the case: anchors\//' >> "$t/bad"
fi
awk '$1 == "anchored" { a = x = s = ""; for (i = 3; i <= NF; i++) { if ($i ~ /^anchor:/) a = substr($i, 8)
  if ($i ~ /^text:/) x = substr($i, 6); if ($i ~ /^signature:/) s = substr($i, 11) }
  print x "  anchors/" a ".txt"; print s "  anchors/" a ".txt.sig" }' "$t/live" > "$t/known"
find anchors -type f ! -name '*[!0-9a-z.-]*' -exec $hash {} + 2>/dev/null | sed 's/^\\//' > "$t/have"
awk -v badfile="$t/bad" 'NR == FNR { sum[$2] = $1; next }
  sum[$2] != $1 { print $2 " is missing, or not the one that was logged" >> badfile }' "$t/have" "$t/known"
cut -c 67- "$t/plain" | awk 'NR == FNR { known[$1] = 1; next }
  $2 ~ /\.ts[qr]$/ && !($2 in known) { print $2 " belongs to no act of the log" }' - "$t/have" >> "$t/bad"
good=0 newest=0 entries=0 who=''
[ "$(sort -u "$t/texts" 2>/dev/null | wc -l)" -gt 0 ] || : > "$t/anchors"
while read -r a; do
  f=anchors/$a.txt
  if ! signed "$f" "$f.sig" allowed_signers; then bad "$f is not signed by a key of this case"; continue; fi
  if [ -n "$keys" ]; then case " $keys " in *" $by "*) ;; *) bad "$f is signed by another key: $by" ;; esac; fi
  if [ "$(field case "$f")" != "$case_id" ] || [ "$(field bytes "$f")" != "$a" ] || [ "$a" -gt "$size" ] ||
     [ "$(head -c "$a" log | sha | cut -c 1-64)" != "$(field sha256 "$f")" ] ||
     [ "$(head -c "$a" log | wc -l | tr -d ' ')" != "$(field entries "$f")" ]; then
    bad "$f is not of this log: lines were changed, removed, inserted or moved since"
    continue
  fi
  good=$((good + 1)) newest=$a entries=$(field entries "$f") who=$by
done < "$t/anchors"
if [ "$good" -eq 0 ]; then
  if [ "$(awk '$4 != "new" && $4 != "write"' "$t/lines" | wc -l)" -eq 0 ]; then pend "the case was begun, and nothing is signed yet"
  else bad "there is no anchor: nothing binds this folder to anything"; fi
elif [ "$entries" -lt "$n" ]; then pend "$((n - entries)) acts after the last anchor"; fi
# Lines after the newest anchor, and the one before them, are chained one by one.
tail -n +"$((entries > 0 ? entries : 1))" "$t/lines" > "$t/tail"
if [ "$(wc -l < "$t/tail")" -gt 1 ]; then
  mkdir "$t/split"
  awk -v d="$t/split" '{ f = sprintf("%s/%09d", d, NR); print > f; close(f) }' "$t/tail"
  (cd "$t/split" && find . -type f -exec $hash {} +) | sed 's/  \.\// /' | sort -k 2 | awk -v badfile="$t/bad" '
    NR == FNR { sum[FNR] = $1; next }
    FNR > 1 && $2 != sum[FNR - 1] { print "log: line " $1 + 0 " does not follow the line before it" >> badfile }' - "$t/tail"
fi
awk 'NR == 1 && $2 != sprintf("%064d", 0)' "$t/lines" | grep -q . && bad "log: its first line follows another one"
at() { sed -n "$1p" "$t/lines" | cut -d ' ' -f 3; }
if [ "$good" -gt 0 ] && [ -n "$keys" ]; then
  say "unchanged since it was signed with $who: acts 1 to $entries, the last of $(at "$entries")"
fi

# 7. A receipt: an anchor kept elsewhere must still be a part of this log.
if [ -n "$receipt" ]; then
  sed -n '/^-----BEGIN RECOUPE ANCHOR-----$/,/^-----END RECOUPE ANCHOR-----$/p' "$receipt" | sed '1d;$d' > "$t/r.txt"
  sed -n '/^-----BEGIN SSH SIGNATURE-----$/,/^-----END SSH SIGNATURE-----$/p' "$receipt" > "$t/r.sig"
  sed -n 's/^Key: \(ssh-ed25519 [A-Za-z0-9+\/=]*\)$/recoupe namespaces="recoupe-checkpoint@v1" \1/p' "$receipt" > "$t/r.keys"
  if [ "$(wc -l < "$t/r.txt")" -ne 6 ] || [ "$(wc -l < "$t/r.keys")" -ne 1 ] || ! signed "$t/r.txt" "$t/r.sig" "$t/r.keys"; then
    bad "the receipt is not well signed"
  else
    a=$(field bytes "$t/r.txt") e=$(field entries "$t/r.txt")
    if [ "$(field case "$t/r.txt")" != "$case_id" ]; then bad "the receipt is of another case"
    elif [ "$a" -gt "$size" ]; then bad "rolled back: the receipt knows $e acts, the log has $n"
    elif [ "$(head -c "$a" log | sha | cut -c 1-64)" != "$(field sha256 "$t/r.txt")" ]; then
      bad "the log was written anew since the receipt of $e acts"
    else say "unchanged since the receipt (key $by): acts 1 to $e, the last of $(at "$e")"; fi
    if [ -n "$keys" ]; then case " $keys " in *" $by "*) ;; *) bad "the receipt is signed by another key: $by" ;; esac; fi
  fi
fi

# 8. Time stamps, with the authorities' certificates that you trust.
find anchors -type f -name '*.tsr' ! -name '*[!0-9a-z.-]*' -print 2>/dev/null | sort > "$t/tsr"
while read -r r; do
  q=${r%.tsr}.tsq a=${r#anchors/}; a=${a%%-*}
  if ! openssl ts -reply -in "$r" -text > "$t/reply" 2>/dev/null || ! grep -q '^Status: Granted' "$t/reply"; then
    say "$r: the authority gave no stamp"; continue
  fi
  want=$(sha "anchors/$a.txt.sig" 2>/dev/null | cut -c 1-64)
  have=$(awk '/^Message data:/ { on = 1; next } on && / - / { sub(/^ *[0-9a-f]+ - /, ""); print substr($0, 1, 48); next } { on = 0 }' "$t/reply" | tr -d ' \n-')
  [ "$want" = "$have" ] || bad "$r is not a stamp of anchors/$a.txt.sig"
  when=$(sed -n 's/^Time stamp: //p' "$t/reply")
  if [ -z "$roots" ]; then say "$r: claims $when; not checked without --tsa-roots"; continue; fi
  # An authority's certificate may have run out since: it is asked whether it was good at the time of the stamp.
  epoch=$(date -u -d "$when" +%s 2>/dev/null || date -j -u -f '%b %e %T %Y %Z' "$when" +%s 2>/dev/null)
  if openssl ts -verify -in "$r" -queryfile "$q" -CAfile "$roots" ${epoch:+-attime "$epoch"} >/dev/null 2>&1; then
    say "existed by $when, says a stamp that your certificates vouch for: acts 1 to $(field entries "anchors/$a.txt" 2>/dev/null)"
  else bad "$r is not vouched for by the certificates of $roots"; fi
done < "$t/tsr"

# What came out.
[ ! -s "$t/bad" ] || fails
sort -u "$t/pending" | clean | sed 's/^/… /'
cat "$t/said"
if ! grep -E -q '^(unchanged|existed)' "$t/said"; then
  echo "consistent with itself: $n acts. That is all a folder alone can show; see VERIFY.txt."
fi
[ -z "$quick" ] || echo "not read: originals, derived records, dossiers"
if [ -s "$t/pending" ]; then echo "PENDING: the next command that writes to the case completes this."; exit 3; fi
echo "HOLDS"
