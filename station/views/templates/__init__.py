"""The municipality's own wording of the plan templates: list, editor, taking into use."""
