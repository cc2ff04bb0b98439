"""Everything that is kept, on SQLAlchemy: engine, tables, one store a file."""
