"""Speed and cost, measured. Each module is a command: `python -m benchmarks.NAME`."""
