"""Check a proof of one act, with Python and ssh-keygen alone: python check_proof.py PROOF.json SHA256:FINGERPRINT"""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def want(holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(f"FAILS: {otherwise}")


proof = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
signed = dict(line.split(": ", 1) for line in proof["anchor"].splitlines())

# 1. The line commits to the entry, which is of the same case, number, time and act.
number, _, time, act, digest = proof["line"].split()
head = f"format: recoupe-entry/1\ncase: {signed['case']}\nseq: {number}\ntime: {time}\nact: {act}\n"
want(sha256(proof["entry"].encode()).hex() == digest, "the entry is not the one the line commits to")
want(proof["entry"].startswith(head), "the entry is of another case or act than the line")

# 2. The path leads from the line to the root (RFC 6962): at each step the neighbour is on the left or on the right.
here, at, last = sha256(b"\0" + proof["line"].encode()), int(number) - 1, int(signed["entries"]) - 1
want(0 <= at <= last, "the root was signed before the act")
for step in map(bytes.fromhex, proof["path"]):
    want(last > 0, "the path is too long")
    left = at & 1 or at == last
    here = sha256(b"\1" + (step + here if left else here + step))
    while left and not at & 1 and at:
        at, last = at >> 1, last >> 1
    at, last = at >> 1, last >> 1
want(last == 0 and here.hex() == signed["root"], "the path does not lead to the root that was signed")

# 3. The root was signed with the key whose fingerprint you were given.
key = "SHA256:" + base64.b64encode(sha256(base64.b64decode(proof["key"].split()[1]))).decode().rstrip("=")
want(key == sys.argv[2], f"it is signed by another key, {key}")
with tempfile.TemporaryDirectory() as folder:
    signers, signature = Path(folder, "signers"), Path(folder, "signature")
    signers.write_text(f"recoupe {proof['key']}\n", encoding="ascii")
    signature.write_text(proof["signature"], encoding="ascii")
    words = ["ssh-keygen", "-Y", "verify", "-I", "recoupe", "-n", "recoupe-checkpoint@v1"]
    words += ["-f", str(signers), "-s", str(signature)]
    done = subprocess.run(words, input=proof["anchor"].encode(), capture_output=True)
    want(done.returncode == 0, "the signature is not good")
sys.stdout.write(f"HOLDS: act {number} of case {signed['case']}, signed with {key}\n\n{proof['entry']}")
