"""Observations to Parquet and back, asked through one query layer."""
