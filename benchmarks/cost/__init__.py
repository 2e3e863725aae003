"""What numbers cost: by mode, memory and rate, beside Aurora DSQL and a small RDS for PostgreSQL.

`python -m benchmarks.cost` computes it from prices.json, and writes what the documents show.
"""
