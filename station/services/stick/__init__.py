"""Exchange without a network: files on a stick, readings as codes."""
