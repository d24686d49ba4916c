"""Files that people send: what they are, whether they may be kept, and how they are given back."""
