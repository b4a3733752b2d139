"""Measure the suggestions on requests whose idea is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.text.embedder import at_work, loaded
from matching.text.evaluation import Text, Trial, texts_of


class Command(BaseCommand):
    """Prints recall, reciprocal rank and the precision of duplicates as JSON."""

    help = "Measure the suggestions on JSON lines: feedback (feedback_id, title, text, idea_id), ideas (idea_id, title, text)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The files."""
        parser.add_argument("--feedback", required=True)
        parser.add_argument("--ideas", required=True)
        parser.add_argument("--distractors", help="Ideas that are never right, of the same columns as --ideas.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, measure, print."""
        feedback = read(options["feedback"], "feedback_id")
        ideas = read(options["ideas"], "idea_id") + (read(options["distractors"], "idea_id") if options["distractors"] else [])
        unknown = sorted({str(one.idea) for one in feedback if one.idea} - {idea.key for idea in ideas})
        if unknown:
            self.stderr.write(f"{len(unknown)} ideas are in no file, and count as none: {', '.join(unknown[:5])}.")
        model = at_work()
        if model is None:
            self.stderr.write(f"Measured by words only. {loaded()}")
        self.stdout.write(json.dumps(Trial(feedback, ideas, model).report(), indent=2))


def read(path: str, key: str) -> list[Text]:
    """The texts of a file, or what is wrong with it."""
    try:
        rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
        return texts_of(rows, key)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}.") from error
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise CommandError(f"{path} is not JSON lines with {key}, title and text: {error}.") from error
