"""GEXF and GraphML, written from tables batch by batch, so that a large graph needs no objects.

Names and texts are hostile: characters that XML does not allow are dropped (a file that holds them
can be written but never read again), the rest is escaped. What is missing, NaN or infinite is left
out; times become ISO text, lists text joined by `;`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from polars import selectors as cs

from inconcert.hashing import hash_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

_ILLEGAL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
_MARKED = r"~[0-9a-f]{8}$"
_ENTITIES = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;",
    "\t": "&#9;", "\n": "&#10;", "\r": "&#13;",
}  # fmt: skip
_BATCH = 50_000
_GEXF = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    '<graph mode="static" defaultedgetype="{direction}">\n'
)
_GRAPHML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
)


def plain(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table with numbers, booleans and text only; what is not finite becomes null.

    >>> plain(pl.DataFrame({"names": [["a", "b"]], "x": [float("nan")]})).rows()
    [('a;b', None)]
    """
    return table.select(_plain(name, dtype) for name, dtype in table.schema.items())


def legal_ids(ids: pl.Series) -> pl.Series:
    """Return ids that XML allows; one that had to be changed carries a part of its hash.

    So does one that looks as if it did: ids that differ stay different.

    >>> legal_ids(pl.Series(["a", "a\\x0b"])).to_list()
    ['a', 'a~b5df6435']
    """
    legal = ids.str.replace_all(_ILLEGAL, "")
    changed = ids.filter((legal != ids) | (ids == "") | ids.str.contains(_MARKED)).unique()
    kept = changed.str.replace_all(_ILLEGAL, "")
    marked = [f"{kept[at]}~{hash_text(name)[:8]}" for at, name in enumerate(changed)]
    return ids.replace(changed, pl.Series(marked, dtype=pl.String))


def write_gexf(nodes: pl.DataFrame, edges: pl.DataFrame, path: Path, *, directed: bool) -> None:
    """Write GEXF 1.2draft. `nodes` holds `id`, `edges` holds `source` and `target`.

    A column `label` of the nodes and `weight` of the edges become what GEXF has for them.
    """
    nodes, edges = _legal(nodes, edges)
    labelled = nodes if "label" in nodes.columns else nodes.with_columns(label="id")
    numbered = edges.rename({"id": "edge_id"}, strict=False).with_row_index("id")
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_GEXF.format(direction=_direction(directed=directed)))
        stream.writelines(_gexf_attributes(labelled, _GEXF_NODE))
        stream.writelines(_gexf_attributes(numbered, _GEXF_EDGE))
        stream.write("<nodes>\n")
        _write_elements(stream, labelled, _GEXF_NODE)
        stream.write("</nodes>\n<edges>\n")
        _write_elements(stream, numbered, _GEXF_EDGE)
        stream.write("</edges>\n</graph>\n</gexf>\n")


def write_graphml(nodes: pl.DataFrame, edges: pl.DataFrame, path: Path, *, directed: bool) -> None:
    """Write GraphML. `nodes` holds `id`, `edges` holds `source` and `target`."""
    nodes, edges = _legal(nodes, edges)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_GRAPHML)
        stream.writelines(_graphml_keys(nodes, _GRAPHML_NODE))
        stream.writelines(_graphml_keys(edges, _GRAPHML_EDGE))
        stream.write(f'<graph edgedefault="{_direction(directed=directed)}">\n')
        _write_elements(stream, nodes, _GRAPHML_NODE)
        _write_elements(stream, edges, _GRAPHML_EDGE)
        stream.write("</graph>\n</graphml>\n")


@dataclass(frozen=True)
class _Element:
    """How a row becomes an XML element."""

    tag: str
    native: tuple[str, ...]
    """Columns that become attributes of the element; the others become values inside it."""
    value: str
    """A value: `{key}` names the column, `{{}}` takes the text."""
    opening: str = ""
    closing: str = ""

    def values(self, columns: list[str]) -> dict[str, str]:
        """Return the columns that become values, by their keys."""
        names = [name for name in columns if name not in self.native]
        return {f"{self.tag[0]}{number}": name for number, name in enumerate(names)}

    def line(self, columns: list[str]) -> pl.Expr:
        """Return the row as XML, from columns that are escaped text; nulls are left out."""
        native = [name for name in self.native if name in columns]
        values = self.values(columns).items()
        return pl.concat_str(
            pl.lit(f"<{self.tag}"),
            *(pl.format(f' {name}="{{}}"', pl.col(name)) for name in native),
            pl.lit(f">{self.opening}"),
            *(pl.format(self.value.format(key=key), pl.col(name)) for key, name in values),
            pl.lit(f"{self.closing}</{self.tag}>"),
            ignore_nulls=True,
        )


_ATTVALUE = '<attvalue for="{key}" value="{{}}"/>'
_DATA = '<data key="{key}">{{}}</data>'
_GEXF_NODE = _Element("node", ("id", "label"), _ATTVALUE, "<attvalues>", "</attvalues>")
_GEXF_EDGE = _Element(
    "edge", ("id", "source", "target", "weight"), _ATTVALUE, "<attvalues>", "</attvalues>"
)
_GRAPHML_NODE = _Element("node", ("id",), _DATA)
_GRAPHML_EDGE = _Element("edge", ("source", "target"), _DATA)


def _gexf_attributes(table: pl.DataFrame, element: _Element) -> Iterator[str]:
    from xml.sax.saxutils import quoteattr  # loads the network modules of the standard library

    yield f'<attributes class="{element.tag}">\n'
    for key, name in element.values(table.columns).items():
        kind = _xml_type(table.schema[name])
        yield f'<attribute id="{key}" title={quoteattr(name)} type="{kind}"/>\n'
    yield "</attributes>\n"


def _graphml_keys(table: pl.DataFrame, element: _Element) -> Iterator[str]:
    from xml.sax.saxutils import quoteattr

    for key, name in element.values(table.columns).items():
        kind = _xml_type(table.schema[name])
        title = quoteattr(name)
        yield f'<key id="{key}" for="{element.tag}" attr.name={title} attr.type="{kind}"/>\n'


def _xml_type(dtype: pl.DataType) -> str:
    if dtype == pl.Boolean:
        return "boolean"
    return "double" if dtype.is_float() else "long" if dtype.is_integer() else "string"


def _direction(*, directed: bool) -> str:
    return "directed" if directed else "undirected"


def _write_elements(stream: TextIO, table: pl.DataFrame, element: _Element) -> None:
    legal = cs.all().cast(pl.String).str.replace_all(_ILLEGAL, "")
    escaped = legal.str.replace_many(list(_ENTITIES), list(_ENTITIES.values()))
    for batch in table.iter_slices(_BATCH):
        lines = batch.select(escaped).select(element.line(table.columns)).to_series()
        stream.write("\n".join([*lines, ""]))


def _plain(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype.is_float():
        return pl.when(column.is_finite()).then(column).alias(name)
    if isinstance(dtype, pl.List):
        return column.cast(pl.List(pl.String)).list.join(";")
    if isinstance(dtype, pl.Datetime):
        return column.dt.to_string("iso:strict")
    return column if dtype.is_integer() or dtype == pl.Boolean else column.cast(pl.String)


def _legal(nodes: pl.DataFrame, edges: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    ends = [legal_ids(edges[end]) for end in ("source", "target")]
    return plain(nodes).with_columns(legal_ids(nodes["id"])), plain(edges).with_columns(ends)
