"""Days of February 2021, for tests that tell a story by day; TODAY of the cast is the 5th."""

from datetime import date

FEB = {number: date(2021, 2, number) for number in range(1, 29)}
