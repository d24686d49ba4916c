"""`python -m bench`: what the slow pages cost at city size, and the figures of a whole country."""
