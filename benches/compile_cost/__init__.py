"""The parts of `benches/compile_cost.py`."""
