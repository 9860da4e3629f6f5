"""The page for exchanging without a network: files on a stick, and readings as codes."""
