"""The register of equipment: each device, its moves, its loans."""
