"""The instruction tables, one module an execution unit."""
