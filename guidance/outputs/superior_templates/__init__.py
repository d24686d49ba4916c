"""上级模板: forms of superior offices with placeholders, which the system fills with its figures."""
