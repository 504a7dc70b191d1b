"""`python -m ingest` is `kb`."""

from ingest.cli import main

main(prog_name="kb")
