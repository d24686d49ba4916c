"""上级模板: papers of superiors with placeholders, filled with the system's figures."""
