"""The base goes by the name "kb" in every address, whatever its file is called."""

from typing import Any

from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")
NAME = "kb"


@hookimpl
def startup(datasette: Any) -> None:
    """Rename the one database that is served."""
    files = [name for name, database in datasette.databases.items() if database.path]
    if NAME in files or len(files) != 1:
        return
    database = datasette.databases[files[0]]
    datasette.remove_database(files[0])
    datasette.add_database(database, name=NAME)
