"""Put pip into the environment that runs this file, from its own wheel, checked by its hash.

For a Debian whose Python comes without ensurepip. Only the standard library is here to help.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

WHEEL = "pip-26.3-py3-none-any.whl"
SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/pip/"


def download():
    """The wheel's bytes, from the package index."""
    with urllib.request.urlopen(INDEX, timeout=60) as page:
        link = re.search(rf'href="([^"]*{re.escape(WHEEL)}[^"]*)"', page.read().decode())
    if link is None:
        sys.exit(f"{INDEX} does not offer {WHEEL}.")
    address = urllib.parse.urljoin(INDEX, link[1].replace("&amp;", "&"))
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read()


def main():
    try:
        wheel = download()
    except OSError as error:
        sys.exit(
            f"This Python has no ensurepip, and pip could not be fetched from {INDEX}: {error}\n"
            "Install it first (on Debian or Ubuntu: apt install python3-venv) and start again."
        )
    if hashlib.sha256(wheel).hexdigest() != SHA256:
        sys.exit(f"{WHEEL} from {INDEX} is not the file that was expected: its SHA-256 differs.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, WHEEL)
        path.write_bytes(wheel)
        subprocess.run([sys.executable, path / "pip", "install", "--quiet", "--no-index", path], check=True)


if __name__ == "__main__":
    main()
