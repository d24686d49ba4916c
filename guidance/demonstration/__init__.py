"""The demonstration: invented places, figures, papers and accounts around the real notice.

`units`, `places`, `committees`, `parties`, `candidates`, `results` and `returns` are pure and always
build the same; `entering` puts the returns into the database and freezes the first round; `accounts`,
`schedules`, `visits`, `problems` and `remedies` write what they are named after; `load` does all of it in
order. No name of a person stands here.
"""
