"""The administration in the table of access: page x kind of model, by role; see tests/access_table.py."""

# The administration: what a clerk and a system administrator get, by GET and by an empty POST. To all
# other accounts every address of it is 403 (`logout` leads to the index, which is), without an account
# it is the log-in page. A model has the pages of its kind and no others. `old` is Django's former
# address of `change`, which redirects there; a row out of sight redirects to the index.
ADMIN = """
#kind      page            clerk     administrator
site       index           200 200   200 200
site       login           302 302   302 302
site       logout          405 login 405 login
site       password_change 200 200   200 200
site       password_change_done 200 405   200 405
site       autocomplete    403 405   403 405
site       jsi18n          200 405   200 405
site       view_on_site    404 404   404 404
site       app_list        200 200   200 200
site       unknown         404 404   404 404

reference  changelist      200 200   403 403
reference  add             200 200   403 403
reference  change          200 200   403 403
reference  delete          200 200   403 403
reference  history         200 200   403 403
reference  simple_history  200 200   403 403
reference  import          200 200   403 403
reference  process_import  405 200   405 403
reference  export          200 200   403 403
reference  old             302 302   302 302

record     changelist      200 200   403 403
record     add             200 200   403 403
record     change          200 200   403 403
record     delete          200 200   403 403
record     history         200 200   403 403
record     simple_history  200 200   403 403
record     old             302 302   302 302

figure     changelist      200 200   403 403
figure     add             403 403   403 403
figure     change          200 403   403 403
figure     delete          200 200   403 403
figure     history         200 200   403 403
figure     simple_history  200 403   403 403
figure     old             302 302   302 302

paper      changelist      200 200   403 403
paper      add             403 403   403 403
paper      change          200 200   403 403
paper      delete          403 403   403 403
paper      history         200 200   403 403
paper      simple_history  200 403   403 403
paper      old             302 302   302 302

sheet      changelist      200 200   403 403
sheet      add             403 403   403 403
sheet      change          200 403   403 403
sheet      delete          403 403   403 403
sheet      history         200 200   403 403
sheet      simple_history  200 403   403 403
sheet      old             302 302   302 302

trail      changelist      200 200   403 403
trail      add             403 403   403 403
trail      change          200 403   403 403
trail      delete          403 403   403 403
trail      history         200 200   403 403
trail      old             302 302   302 302


account    changelist      403 403   200 200
account    add             403 403   200 200
account    change          403 403   200 200
account    password_change 403 403   200 200
account    delete          403 403   403 403
account    history         403 403   200 200
account    simple_history  403 403   200 200
account    old             302 302   302 302

log        changelist      403 403   200 200
log        add             403 403   403 403
log        change          403 403   200 403
log        delete          403 403   403 403
log        history         403 403   200 200
log        old             302 302   302 302

lock       changelist      403 403   200 200
lock       add             403 403   403 403
lock       change          403 403   200 403
lock       delete          403 403   200 200
lock       history         403 403   200 200
lock       old             302 302   302 302
"""

KINDS = {
    "reference": (
        *("reportingunit", "township", "village"),
        *("target", "milestone", "reportinground", "specialday"),
        *("leader", "municipalliaison", "guidancegroup", "groupmember", "townshipliaison", "link"),
    ),
    "record": (
        *("plan", "printedtext", "problem", "unittarget", "villagealias"),
        *("remedy", "unittaskrecord"),
    ),
    "figure": ("villagereturn", "excerpt"),
    "paper": ("visitreport",),
    # Corrected on its page alone: what was sent is kept with its step, what was sent as a file was judged.
    "sheet": ("schedulereturn", "continuationsheet", "signedscan"),
    "trail": ("transition", "handover"),
    "account": ("user",),
    "log": ("login",),
    "lock": ("failedlogin",),  # deleting one unlocks the account
}
