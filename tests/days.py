"""The days of the first months of 2021 by their number: FEB[5] is 5 February 2021."""

from datetime import date

JAN = {number: date(2021, 1, number) for number in range(1, 32)}
FEB = {number: date(2021, 2, number) for number in range(1, 29)}
MAR = {number: date(2021, 3, number) for number in range(1, 32)}
