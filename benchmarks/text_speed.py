"""How many articles a second `recoupe text` reads on one core, and whether its memory stays flat.

    python benchmarks/text_speed.py [--articles 10000] [--characters 5000] [--core 0] [--out FOLDER] [--model PLACE …]

Writes articles of its own making (staged news, two in English for one in French, each different), reads them in one go
with `recoupe text --list TABLE --out FOLDER` bound to one core, and prints articles a second and the resident memory
of the command and its children at every tenth. The process start is counted in. With `--model`, spaCy gives its second
opinion on the names; loading it is counted in, too.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MUST, MUST_WITH_MODEL = 30.0, 5.0
"""Articles of 5,000 characters a second, on one core."""
FLAT = 1.15
"""The largest memory in the last half over that of the second tenth, which still counts as flat."""

PEOPLE = (
    "Alix Exemple", "Ana Muster", "Tom Placeholder", "Nora Sample", "Paul Fictif", "Ida Probe", "Max Specimen",
    "Lou Modele", "Eva Standin", "Jo Dummy",
)  # fmt: skip
TOWNS = ("Harbourton", "Northquay", "Eastmole", "Saint-Quai", "Portneuf", "Westpier", "Millhaven", "Belleanse")
GROUPS = ("the Harbour Council", "Pilots United", "the Quay Museum", "the Ferry Board", "Divers for Harbourton")
ENGLISH = (
    "“{say},” said {who}, a {job} in {town}, on {day}.",
    "“{say},” {who} told reporters {when}, “and {say2}.”",
    "According to {who}, {n} {things} were counted {when}, up from {m} in {year}.",
    "{Group} said {when} that about {p} percent of the {n} {things} had left {town} since {month} {year}.",
    "The clip, which lasts {k} seconds, shows a crane at around {s} seconds; {who} put it online at {k}:10 p.m.",
    "It cost between ${k} million and ${m} million, more than {p} percent of what {group} had spent in {year}.",
    "Three days later {who}, {age}, declined to comment on the report by {group}.",
    "{who} has worked in {town} for {k} years and says that the {things} will be back by {day}.",
    "“We have no way of knowing,” {who} wrote in a statement, adding that the inquiry would end in {month}.",
    "The ferry ran {k} miles off {town}, at {p} km/h, when as many as {m} {things} were on deck.",
)
FRENCH = (
    "« {say_fr} », a déclaré {who}, {job_fr} à {town}, {day_fr}.",
    "Selon {who}, {n} {things_fr} ont été comptés {when_fr}, contre {m} en {year}.",
    "« {say_fr}, explique {who}, et {say2_fr}. »",
    "Environ {p} % des {n} {things_fr} ont quitté {town} depuis {month_fr} {year}, pour un coût de {k},5 millions "
    "d'euros.",
    "La vidéo dure {k} secondes ; à la {s}e seconde, une grue tombe, et {who}, {age} ans, n'a pas souhaité répondre.",
    "Trois jours plus tard, {who} assurait que le port rouvrirait « avant la fin du mois ».",
)
PLAIN = {
    "en": (
        "The old quay has been quiet since the fishing fleet moved to the other side of the bay, and the warehouses "
        "behind it "
        "stand empty for most of the year.",
        "Nobody at {group} wanted to say in public what many in {town} say at home: that the port was never built for "
        "ships "
        "of this size.",
        "People who live along the water describe a low sound, then a light, then nothing at all.",
        "Walkers still come in the evening, and children throw stones from the wall where the cranes used to be.",
        "{who}, who runs a small workshop behind the fish market, has kept a diary of the noise and of the ships that "
        "cause "
        "it.",
        "Whether the wall will hold is a question that engineers and residents answer in different ways.",
        "Lawyers for {group} argue that the rules were clear and that the harbour master had no choice but to close "
        "the gate.",
        "The report does not name the company, and its authors did not speak to the crew.",
    ),
    "fr": (
        "Le vieux quai est calme depuis que les bateaux de pêche sont passés de l'autre côté de la baie, et les "
        "entrepôts "
        "restent vides presque toute l'année.",
        "Personne, à {town}, ne veut dire tout haut ce que beaucoup pensent : que le port n'a jamais été conçu "
        "pour des "
        "navires de cette taille.",
        "Ceux qui habitent au bord de l'eau parlent d'un bruit sourd, puis d'une lumière, puis de rien du tout.",
        "{who}, qui tient un petit atelier derrière le marché, tient le journal du bruit et des navires qui le font.",
        "Le rapport ne nomme pas l'entreprise, et ses auteurs n'ont pas entendu l'équipage.",
    ),
}
PLAIN_SHARE = 0.7
"""Sentences without a figure or date; with it an article has some twenty dates, twice what news has."""
WORDS = {
    "say": ("nobody saw it coming", "the harbour was empty that night", "I heard it twice", "we were told to wait"),
    "say2": ("nobody called us", "it took them an hour", "that was all we heard", "the lights went out"),
    "job": ("pilot", "nurse", "harbour master", "teacher", "spokesman for the port"),
    "things": ("boats", "passengers", "containers", "residents", "crates"),
    "when": ("last week", "on Tuesday night", "earlier this month", "two weeks ago", "yesterday"),
    "day": ("Monday", "Friday", "Saturday, May 4", "the first Sunday of June"),
    "month": ("January", "March", "June", "October"),
    "say_fr": ("Personne ne nous a prévenus", "Le port était vide cette nuit-là", "Nous avons attendu deux heures"),
    "say2_fr": ("il a fallu une heure", "personne n'est venu", "c'est tout ce que nous savons"),
    "job_fr": ("pilote", "infirmière", "institutrice", "porte-parole du port"),
    "things_fr": ("bateaux", "passagers", "conteneurs", "habitants"),
    "when_fr": ("la semaine dernière", "mardi soir", "il y a deux semaines", "hier"),
    "day_fr": ("lundi", "vendredi dernier", "samedi 4 mai", "le premier dimanche de juin"),
    "month_fr": ("janvier", "mars", "juin", "octobre"),
}


def article(number: int, characters: int) -> tuple[str, str]:
    """A staged article and its language; the same for the same number."""
    dice = random.Random(number)
    language, sentences = ("fr", FRENCH) if number % 3 == 2 else ("en", ENGLISH)
    lines = [f"Staged article {number}: the harbour of {dice.choice(TOWNS)}"]
    length = len(lines[0])
    while length < characters:
        chosen = [PLAIN[language] if dice.random() < PLAIN_SHARE else sentences for _ in range(dice.randint(2, 4))]
        paragraph = " ".join(_sentence(dice.choice(forms), dice) for forms in chosen)
        lines.append(paragraph)
        length += len(paragraph) + 2
    return "\n\n".join(lines)[:characters] + "\n", language


def _sentence(form: str, dice: random.Random) -> str:
    words = {name: dice.choice(choices) for name, choices in WORDS.items()}
    group = dice.choice(GROUPS)
    return form.format(
        who=dice.choice(PEOPLE), town=dice.choice(TOWNS), group=group, Group=group[0].upper() + group[1:],
        n=dice.randint(200, 9000), m=dice.randint(40, 190), p=dice.randint(2, 98), k=dice.randint(2, 39),
        s=dice.randint(2, 59), age=dice.randint(19, 88), year=dice.randint(1996, 2018), **words,
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--characters", type=int, default=5_000)
    parser.add_argument("--core", type=int, help="the core to bind to (the first of those allowed by default)")
    parser.add_argument("--out", type=Path, help="keep the articles and readings here")
    parser.add_argument("--model", action="append", default=[], help="a model for `recoupe text --model`")
    options = parser.parse_args()
    must = MUST_WITH_MODEL if options.model else MUST
    with tempfile.TemporaryDirectory() as scratch:
        out = options.out or Path(scratch)
        table = write(out, options.articles, options.characters)
        seconds, busy, memory = run(table, out / "readings", options.core, options.articles, options.model)
    print(f"{options.articles} articles of {options.characters} characters in {seconds:.1f} s on one core")
    print(f"{options.articles / seconds:.1f} articles a second (must reach {must:.0f} at 5,000 characters)")
    print(f"{options.articles / busy:.1f} a second of processor time, which other work on the core does not lower")
    print("resident memory, MB: " + " ".join(f"{size:.0f}" for size in memory))
    early, late = memory[1] if len(memory) > 1 else memory[0], max(memory[len(memory) // 2 :])
    print(f"the last half is {late / early:.2f} times the second tenth (flat: up to {FLAT})")
    return 0 if late <= FLAT * early else 1


def write(folder: Path, articles: int, characters: int) -> Path:
    """The articles as files, and the table that `recoupe text --list` reads."""
    inputs = folder / "articles"
    inputs.mkdir(parents=True, exist_ok=True)
    rows = ["id\tfile\tlanguage\treference_date\turl"]
    for number in range(articles):
        text, language = article(number, characters)
        path = inputs / f"{number:05d}.txt"
        path.write_text(text, encoding="utf-8")
        rows.append(f"{path.stem}\t{path}\t{language}\t2019-06-12\t")
    table = folder / "articles.tsv"
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return table


def run(table: Path, out: Path, core: int | None, articles: int, models: list[str]) -> tuple[float, float, list[float]]:
    """Seconds for the whole table on one core, processor seconds of all its processes, memory (MB) at each tenth."""
    bound = core if core is not None else min(os.sched_getaffinity(0))
    command = [sys.executable, "-m", "recoupe", "text", "--list", str(table), "--out", str(out)]
    command += [word for place in models for word in ("--model", place)]
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, {bound}))
    memory: list[float] = []
    while child.poll() is None:
        time.sleep(0.2)
        done = sum(1 for _ in os.scandir(out)) if out.is_dir() else 0
        while len(memory) < 10 and done >= (len(memory) + 1) * articles // 10:
            memory.append(resident(child.pid))
            print(f"  {done} of {articles}: {memory[-1]:.0f} MB", file=sys.stderr)
    if child.returncode:
        sys.exit(f"recoupe text ended with status {child.returncode}")
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, used.ru_utime + used.ru_stime, memory or [0.0]


def resident(process: int) -> float:
    """Resident memory of a process and all its children now, shared pages counted once, in MB."""
    total = 0
    waiting = [process]
    while waiting:
        number = waiting.pop()
        try:
            status = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii")
            tasks = list(Path(f"/proc/{number}/task").iterdir())
            total += next(int(line.split()[1]) for line in status.splitlines() if line.startswith("Pss:"))
            for task in tasks:
                waiting += map(int, (task / "children").read_text(encoding="ascii").split())
        except (OSError, StopIteration):
            continue  # it ended meanwhile
    return total / 1024


if __name__ == "__main__":
    sys.exit(main())
