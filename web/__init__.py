"""What the pages share of a request: its form and files, and who sends it."""
