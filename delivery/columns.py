"""A column of a mounted table: the field's name, title and type, and how DuckDB stores it (art. 23)."""

from dataclasses import dataclass

from catalog.vocabulary import FieldType

PLAIN_TYPES = {
    FieldType.STRING: "VARCHAR",
    FieldType.TEXT: "VARCHAR",
    FieldType.INTEGER: "BIGINT",
    FieldType.DATE: "DATE",
    FieldType.DATETIME: "TIMESTAMP",
    FieldType.BOOLEAN: "BOOLEAN",
}
WIDEST = 38
DEFAULT_WIDTH = 24
DEFAULT_SCALE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field as it is stored; `length` and `scale` as the catalogue states them."""

    name: str
    title: str
    type: str
    length: int | None = None
    scale: int | None = None

    @property
    def sql_type(self) -> str:
        """The type in the Parquet file. Moments are kept as the wall clock of Asia/Shanghai."""
        if self.type == FieldType.DECIMAL:
            return f"DECIMAL({self.width},{self.decimals})"
        return PLAIN_TYPES[FieldType(self.type)]

    @property
    def decimals(self) -> int:
        """Digits behind the point of a decimal."""
        return DEFAULT_SCALE if self.scale is None else min(self.scale, WIDEST - 1)

    @property
    def width(self) -> int:
        """All digits of a decimal."""
        return min(max(self.length or DEFAULT_WIDTH, self.decimals + 1), WIDEST)

    @property
    def quoted(self) -> str:
        return quoted(self.name)


def quoted(name: str) -> str:
    """An identifier for DuckDB; a quotation mark inside is doubled."""
    return '"' + name.replace('"', '""') + '"'
