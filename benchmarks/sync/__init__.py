"""What the benchmark of the exchange works with: stations, a stopwatch, made-up pages."""
