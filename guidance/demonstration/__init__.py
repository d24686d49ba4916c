"""The demonstration: invented places, figures, papers and accounts around the real notice.

`units`, `places`, `committees`, `parties`, `candidates`, `results` and `returns` are pure and always
build the same; `store_returns` writes the returns and freezes the first round; `accounts`, `schedules`,
`visits`, `problems` and `remedies` write what they are named after; `load` calls all of them in order.
The modules contain no name of a real person.
"""
