"""Rows of a Parquet file, some at a time, as plain values. No format itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.base.errors import UserError
from models.formats.rows.articles import NumberedRow
from models.formats.rows.class_names import ClassNames, beside, of_metadata
from models.formats.support.source import SourceFile
from models.storage.disk import regular

_AT_ONCE = 200  # rows
_LARGEST = 2 << 30  # bytes of a row group, unpacked


class ParquetRows:
    """An open Parquet file. Raises UserError for what is none, or is cut off; `arrow` is the library."""

    def __init__(self, source: SourceFile, arrow: Any, tables: Any) -> None:
        self._source, self._arrow = source, arrow
        try:
            self._handle = regular.open_regular(source.path)
        except OSError as error:
            raise UserError(f"{source.path}: the file cannot be read ({(error.strerror or '').lower()}).") from error
        try:
            self._table = tables.ParquetFile(self._handle)
        except (arrow.ArrowException, OSError, ValueError) as error:
            self._handle.close()
            raise self._broken() from error
        self.schema = self._table.schema_arrow

    def __enter__(self) -> ParquetRows:
        """Return itself, to be closed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._table.close()
        self._handle.close()

    def classes(self) -> ClassNames:
        """Return the names that numbers stand for: as the table has them, or files beside it."""
        return of_metadata(self.schema.metadata) or beside(self._source.path)

    def bare(self) -> list[str]:
        """Return the columns of pictures, sounds and other bytes, which hold no text."""
        return [field.name for field in self.schema if self._is_bytes(field.type)]

    def _is_bytes(self, kind: Any) -> bool:
        types = self._arrow.types
        if types.is_struct(kind):
            return any(self._is_bytes(kind.field(number).type) for number in range(kind.num_fields))
        if types.is_list(kind) or types.is_large_list(kind):
            return self._is_bytes(kind.value_type)
        return bool(types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind))

    def rows(self, columns: list[str]) -> Iterator[NumberedRow]:
        """Yield (place, number from 1, row) with these columns. Raises UserError for what is damaged or a bomb."""
        meta, number = self._table.metadata, 0
        if any(meta.row_group(group).total_byte_size > _LARGEST for group in range(meta.num_row_groups)):
            raise UserError(f"{self._source.path}: a row group unpacks to more than 2 GB; write it with smaller ones.")
        size, told = self._source.path.stat().st_size, 0
        try:
            for batch in self._table.iter_batches(batch_size=_AT_ONCE, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield self._source.at(number), number, row
                done = size * number // max(1, meta.num_rows)
                self._source.advance(done - told)
                told = done
        except (self._arrow.ArrowException, OSError, ValueError) as error:
            raise self._broken() from error

    def _broken(self) -> UserError:
        return UserError(f"{self._source.path}: not a whole Parquet file; it may have been cut off, fetch it again.")
