"""The demonstration: invented places, figures, papers and accounts around the real notice.

`units`, `places`, `committees` and `returns` are pure and always build the same;
`accounts`, `schedules`, `visits` and `problems` write what they are named after;
`load` puts all of it into the database. No name of a person stands here.
"""
