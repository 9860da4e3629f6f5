"""Trends over time: stacked panels on one axis, their table, and the small lines of a list.

Import the modules themselves: `sparkline` must stay free of numpy and pyqtgraph for a quick start.
"""
