"""What each model of meter does in its own way, as tables and never as code."""
