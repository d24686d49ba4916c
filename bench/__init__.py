"""`python -m bench`: what the slow pages cost at city size."""
