"""The options by which every command that reads posts takes them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[list[Path], typer.Argument(help="Files and folders of posts.")]
ReaderName = Annotated[
    str,
    typer.Option(
        "--reader", help="auto, posts, table, fivethirtyeight, x_api_v2 or coortweet; auto looks."
    ),
]
ColumnsFile = Annotated[
    Path | None,
    typer.Option("--columns", help="YAML with lines 'column of the schema: column of the file'."),
]
ObjectLayer = Annotated[str, typer.Option("--object-layer", help="What a bare object is.")]
