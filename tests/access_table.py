"""Who gets which answer where: the specification of access, one line an address.

A line names the method, the address by its name in urls.py (`guidance:` left out), and what it is
about; then the status for each of PEOPLE in their order. ANY: GET and POST are answered alike. An
address without a GET or ANY line answers GET with 405 to every account. `login` is the redirect to
the log-in page.

Outside the scope is 404, inside but not allowed is 403. A role that an address does not serve at all
gets 403 whatever it is about. A 200 to a POST is the page again, saying why nothing was saved.

`unit` and `township` are those of the cast, `sibling` is another township of `unit`. In round 1 the
schedule of `unit` is sent and that of `other_unit` a draft, in round 2 the other way round; round 3
is not open yet and there is no round 9. One snapshot is there, and a record of a gap in one village
of either side; one handover lies ahead. Each leader has a draft and a sent report on her township, with
a file each;
a blank visit report is posted for the township named. Each form carries what it would need to succeed.
"""

PEOPLE = (
    *("clerk", "leader", "liaison", "reporter", "other_reporter", "township_liaison", "other_leader"),
    *("viewer", "administrator", "nobody", "anonymous"),
)

PAGES = """
#    address            object         clerk lead. liai. rep.  rep.2 town. lead2 view. admin none  anon.
ANY  home               -              302   302   302   302   302   302   302   302   302   403   login
GET  login              -              302   302   302   302   302   302   302   302   302   302   200
POST login              -              302   302   302   302   302   302   302   302   302   302   302
GET  logout             -              200   200   200   200   200   200   200   200   200   200   login
POST logout             -              login login login login login login login login login login login
GET  password           -              200   200   200   200   200   200   200   200   200   200   login
POST password           -              302   302   302   302   302   302   302   302   302   302   login
ANY  healthz            -              200   200   200   200   200   200   200   200   200   200   200
GET  worker             -              200   200   200   200   200   200   200   200   200   200   200
GET  manifest           -              200   200   200   200   200   200   200   200   200   200   200
ANY  desk               -              200   200   200   200   200   200   200   200   403   403   login
ANY  dashboard          -              200   200   200   302   302   302   200   200   403   403   login
ANY  dashboard_charts   -              200   200   200   200   200   200   200   200   403   403   login
ANY  dashboard_progress -              200   200   200   200   200   200   200   200   403   403   login
ANY  dashboard_screen   -              200   200   200   200   200   200   200   200   403   403   login
ANY  dashboard_screen_figures -              200   200   200   200   200   200   200   200   403   403   login
ANY  dashboard_villages -              200   200   200   200   200   200   200   200   403   403   login
ANY  dashboard_xlsx     -              200   200   200   200   200   200   200   200   403   403   login
ANY  dashboard_csv      -              200   200   200   200   200   200   200   200   403   403   login
ANY  snapshots          -              200   200   200   200   200   200   200   200   403   403   login
ANY  snapshot           1              200   200   200   200   200   200   200   200   403   403   login
ANY  snapshot           missing        404   404   404   404   404   404   404   404   403   403   login
POST snapshot_freeze    -              302   403   403   403   403   403   403   403   403   403   login
ANY  remedies           -              200   200   200   200   200   200   200   200   403   403   login
ANY  remedies_xlsx      -              200   200   200   200   200   200   200   200   403   403   login
ANY  remedies_csv       -              200   200   200   200   200   200   200   200   403   403   login
GET  remedy             village        200   200   200   200   404   200   404   200   403   403   login
POST remedy             village        302   403   403   302   404   302   404   403   403   403   login
GET  remedy             other_village  200   404   404   404   200   404   200   200   403   403   login
POST remedy             other_village  302   404   404   404   302   404   403   403   403   403   login
ANY  remedy             missing        404   404   404   404   404   404   404   404   403   403   login
ANY  duties             -              200   200   200   403   403   403   200   200   403   403   login
ANY  duties_xlsx        -              200   200   200   403   403   403   200   200   403   403   login
ANY  duties_csv         -              200   200   200   403   403   403   200   200   403   403   login
GET  duty_unit_task     unit           200   200   200   403   403   403   404   200   403   403   login
POST duty_unit_task     unit           302   302   302   403   403   403   404   403   403   403   login
GET  duty_unit_task     other_unit     200   404   404   403   403   403   200   200   403   403   login
POST duty_unit_task     other_unit     302   404   404   403   403   403   302   403   403   403   login
ANY  duty_unit_task     missing        404   404   404   403   403   403   404   404   403   403   login
ANY  schedules          -              200   200   200   200   200   200   200   200   403   403   login
ANY  meetings           -              200   200   200   200   200   200   200   200   403   403   login
ANY  meetings_feed      -              200   200   200   200   200   200   200   200   403   403   login
POST meetings_feed_renew -             302   302   302   302   302   302   302   302   403   403   login
POST meetings_feed_stop -              302   302   302   302   302   302   302   302   403   403   login
GET  meetings_feed_file feed           200   200   200   200   200   200   200   200   200   200   200
POST meetings_feed_file feed           405   405   405   405   405   405   405   405   405   405   405
GET  meetings_feed_file missing        404   404   404   404   404   404   404   404   404   404   404
POST meetings_changes_seen -           302   302   302   302   302   302   302   302   403   403   login
POST meeting_observe    township       302   302   302   403   403   403   404   403   403   403   login
POST meeting_observe    other_township 302   404   404   403   403   403   302   403   403   403   login
POST meeting_stop_observing township       302 302 302 403 403 403 404 403 403 403 login
POST meeting_stop_observing other_township 302 404 404 403 403 403 302 403 403 403 login
ANY  visits             -              200   200   200   403   403   403   200   200   403   403   login
ANY  visits_xlsx        -              200   200   200   403   403   403   200   200   403   403   login
ANY  visits_csv         -              200   200   200   403   403   403   200   200   403   403   login
ANY  visits_timeline    -              200   200   200   403   403   403   200   200   403   403   login
ANY  returns            -              200   200   200   200   200   200   200   200   403   403   login
ANY  assignments        -              200   200   200   200   200   200   200   200   403   403   login
ANY  assignments_docx -                   200   200   200   200   200   200   200   200   403   403   login
ANY  assignments_xlsx -                   200   200   200   200   200   200   200   200   403   403   login
ANY  assignments_print -                  200   200   200   200   200   200   200   200   403   403   login
ANY  schedules_docx 2                     200   200   200   200   200   200   200   200   403   403   login
ANY  schedules_docx 9                     404   404   404   404   404   404   404   404   403   403   login
ANY  schedules_xlsx 2                     200   200   200   200   200   200   200   200   403   403   login
ANY  schedules_xlsx 9                     404   404   404   404   404   404   404   404   403   403   login
ANY  schedules_zip 2                      200   200   200   200   200   200   200   200   403   403   login
ANY  schedules_zip 9                      404   404   404   404   404   404   404   404   403   403   login
ANY  schedules_print 2                    200   200   200   200   200   200   200   200   403   403   login
ANY  schedules_print 9                    404   404   404   404   404   404   404   404   403   403   login
ANY  schedule_docx 1/unit                 200   200   200   200   404   200   404   200   403   403   login
ANY  schedule_docx 2/other_unit           200   404   404   404   200   404   200   200   403   403   login
ANY  schedule_docx 9/unit                 404   404   404   404   404   404   404   404   403   403   login
ANY  schedule_xlsx 1/unit                 200   200   200   200   404   200   404   200   403   403   login
ANY  schedule_xlsx 2/other_unit           200   404   404   404   200   404   200   200   403   403   login
ANY  schedule_xlsx 9/unit                 404   404   404   404   404   404   404   404   403   403   login
ANY  schedule_print 1/unit                200   200   200   200   404   200   404   200   403   403   login
ANY  schedule_print 2/other_unit          200   404   404   404   200   404   200   200   403   403   login
ANY  schedule_print 9/unit                404   404   404   404   404   404   404   404   403   403   login
ANY  visit_docx draft                     200   200   200   403   403   403   404   404   403   403   login
ANY  visit_docx sent                      200   200   200   403   403   403   404   200   403   403   login
ANY  visit_docx other_draft               200   404   404   403   403   403   200   404   403   403   login
ANY  visit_docx other_sent                200   404   404   403   403   403   200   200   403   403   login
ANY  visit_docx missing                   404   404   404   403   403   403   404   404   403   403   login
ANY  visit_xlsx draft                     200   200   200   403   403   403   404   404   403   403   login
ANY  visit_xlsx sent                      200   200   200   403   403   403   404   200   403   403   login
ANY  visit_xlsx other_draft               200   404   404   403   403   403   200   404   403   403   login
ANY  visit_xlsx other_sent                200   404   404   403   403   403   200   200   403   403   login
ANY  visit_xlsx missing                   404   404   404   403   403   403   404   404   403   403   login
ANY  visit_blank_docx -                   200   200   200   403   403   403   200   403   403   403   login
ANY  visits_zip -                         200   200   200   403   403   403   200   200   403   403   login
ANY  read_papers -                        200   200   200   200   200   200   200   302   403   403   login
ANY  read_paper read_schedule             200   404   404   200   404   404   404   403   403   403   login
ANY  read_paper other_read_schedule       200   404   404   404   200   404   404   403   403   403   login
ANY  read_paper read_visit                200   200   404   404   404   404   404   403   403   403   login
ANY  read_paper read_links                200   404   404   404   404   404   404   403   403   403   login
ANY  read_paper missing                   404   404   404   404   404   404   404   403   403   403   login
ANY  read_paper_unit read_schedule/unit   200   403   403   200   404   404   403   403   403   403   login
ANY  read_paper_unit other_read_schedule/other_unit 200   403   403   404   200   404   403   403   403   403   login
ANY  read_paper_unit other_read_schedule/unit 404   403   403   404   404   404   403   403   403   403   login
ANY  briefing -                           200   403   403   403   403   403   403   200   403   403   login
ANY  briefing_docx -                      200   403   403   403   403   403   403   200   403   403   login
GET  archives -                           200   403   403   403   403   403   403   403   403   403   login
POST archive_make -                       302   403   403   403   403   403   403   403   403   403   login
GET  archive_progress archive             200   403   403   403   403   403   403   403   403   403   login
GET  archive_progress missing             404   403   403   403   403   403   403   403   403   403   login
GET  archive_zip archive                  200   403   403   403   403   403   403   403   403   403   login
GET  archive_zip missing                  404   403   403   403   403   403   403   403   403   403   login
POST read_paper_decide read_schedule      403   404   404   302   404   404   404   403   403   403   login
POST read_paper_decide read_links         302   404   404   404   404   404   404   403   403   403   login
POST read_paper_decide read_visit         403   404   404   404   404   404   404   403   403   403   login
POST read_paper_store read_schedule       403   403   403   302   404   404   403   403   403   403   login
POST read_paper_store other_read_schedule 403   403   403   404   302   404   403   403   403   403   login
POST read_paper_links read_links          302   403   403   403   403   403   403   403   403   403   login
ANY  superior_templates -                 200   403   403   403   403   403   403   403   403   403   login
ANY  template_placeholders -              200   403   403   403   403   403   403   403   403   403   login
ANY  superior_template superior           200   403   403   403   403   403   403   403   403   403   login
ANY  superior_template missing            404   403   403   403   403   403   403   403   403   403   login
POST superior_template_replace superior   302   403   403   403   403   403   403   403   403   403   login
POST superior_template_replace missing    404   403   403   403   403   403   403   403   403   403   login
POST superior_template_rename superior    302   403   403   403   403   403   403   403   403   403   login
POST superior_template_rename missing     404   403   403   403   403   403   403   403   403   403   login
POST superior_template_withdraw superior  302   403   403   403   403   403   403   403   403   403   login
POST superior_template_withdraw missing   404   403   403   403   403   403   403   403   403   403   login
POST superior_template_restore superior   302   403   403   403   403   403   403   403   403   403   login
POST superior_template_restore missing    404   403   403   403   403   403   403   403   403   403   login
POST superior_template_fill superior      302   403   403   403   403   403   403   403   403   403   login
POST superior_template_fill missing       404   403   403   403   403   403   403   403   403   403   login
ANY  template_version_file superior_version 200   403   403   403   403   403   403   403   403   403   login
ANY  template_version_file missing        404   403   403   403   403   403   403   403   403   403   login
ANY  template_fill superior_fill          200   403   403   403   403   403   403   403   403   403   login
ANY  template_fill missing                404   403   403   403   403   403   403   403   403   403   login
ANY  template_fill_file superior_fill     200   403   403   403   403   403   403   403   403   403   login
ANY  template_fill_file missing           404   403   403   403   403   403   403   403   403   403   login
ANY  handover           -              200   403   403   403   403   403   403   403   403   403   login
POST handover           group          200   403   403   403   403   403   403   403   403   403   login
POST handover_record    group          302   403   403   403   403   403   403   403   403   403   login
POST handover_undo      handover       302   403   403   403   403   403   403   403   403   403   login
POST handover_undo      missing        302   403   403   403   403   403   403   403   403   403   login
POST handover_undo_link missing        302   403   403   403   403   403   403   403   403   403   login
GET  visit_new          -              403   200   200   403   403   403   200   403   403   403   login
POST visit_new          township       403   302   302   403   403   403   200   403   403   403   login
POST visit_new          other_township 403   200   200   403   403   403   302   403   403   403   login
POST visit_submit_new   township       403   302   403   403   403   403   200   403   403   403   login
POST visit_submit_new   other_township 403   200   403   403   403   403   302   403   403   403   login
ANY  dashboard_group    group          200   200   200   403   403   403   404   200   403   403   login
ANY  dashboard_group    other_group    200   404   404   403   403   403   200   200   403   403   login
ANY  dashboard_group    missing        404   404   404   403   403   403   404   404   403   403   login
ANY  dashboard_unit     unit           200   200   200   200   404   404   404   200   403   403   login
ANY  dashboard_unit     other_unit     200   404   404   404   200   404   200   200   403   403   login
ANY  dashboard_unit     missing        404   404   404   404   404   404   404   404   403   403   login
ANY  dashboard_township township       200   200   200   200   404   200   404   200   403   403   login
ANY  dashboard_township sibling        200   200   200   200   404   404   404   200   403   403   login
ANY  dashboard_township other_township 200   404   404   404   200   404   200   200   403   403   login
ANY  dashboard_village  village        200   200   200   200   404   200   404   200   403   403   login
ANY  dashboard_village  other_village  200   404   404   404   200   404   200   200   403   403   login
GET  township_returns   township       200   200   200   200   404   200   404   200   403   403   login
POST township_returns   township       302   403   403   302   404   302   404   403   403   403   login
GET  township_returns   sibling        200   200   200   200   404   404   404   200   403   403   login
POST township_returns   sibling        302   403   403   302   404   404   404   403   403   403   login
GET  township_returns   other_township 200   404   404   404   200   404   200   200   403   403   login
POST township_returns   other_township 302   404   404   404   302   404   403   403   403   403   login
ANY  returns_import     -              200   403   403   200   200   200   403   403   403   403   login
POST returns_import     upload         302   403   403   302   302   302   403   403   403   403   login
ANY  returns_workbook   -              200   403   403   200   200   200   403   403   403   403   login
ANY  returns_upload     upload         200   403   403   200   404   404   403   403   403   403   login
ANY  returns_upload     other_upload   200   403   403   404   200   404   403   403   403   403   login
ANY  returns_upload     missing        404   403   403   404   404   404   403   403   403   403   login
ANY  returns_upload_annotated upload       200 403 403 200 404 404 403 403 403 403 login
ANY  returns_upload_annotated other_upload 200 403 403 404 200 404 403 403 403 403 login
POST returns_upload_names upload       403   403   403   302   404   404   403   403   403   403   login
POST returns_upload_names other_upload 403   403   403   404   302   404   403   403   403   403   login
POST returns_upload_confirm upload       403 403 403 302 404 404 403 403 403 403 login
POST returns_upload_confirm other_upload 403 403 403 404 302 404 403 403 403 403 login
POST returns_upload_abandon upload       403 403 403 302 404 404 403 403 403 403 login
POST returns_upload_abandon other_upload 403 403 403 404 302 404 403 403 403 403 login
GET  schedule           1/unit         200   200   200   200   404   200   404   200   403   403   login
POST schedule           1/unit         302   403   403   302   404   302   404   403   403   403   login
GET  schedule           1/other_unit   200   404   404   404   200   404   200   200   403   403   login
POST schedule           1/other_unit   302   404   404   404   302   404   403   403   403   403   login
GET  schedule           2/unit         200   200   200   200   404   200   404   200   403   403   login
POST schedule           2/unit         302   403   403   302   404   302   404   403   403   403   login
GET  schedule           2/other_unit   200   404   404   404   200   404   200   200   403   403   login
POST schedule           2/other_unit   302   404   404   404   302   404   403   403   403   403   login
GET  schedule           3/unit         200   200   200   200   404   200   404   200   403   403   login
POST schedule           3/unit         200   403   403   200   404   200   404   403   403   403   login
ANY  schedule           9/unit         404   404   404   404   404   404   404   404   403   403   login
POST schedule_submit    1/unit         302   403   403   302   404   403   403   403   403   403   login
POST schedule_submit    1/other_unit   302   403   403   404   302   403   403   403   403   403   login
POST schedule_submit    2/unit         302   403   403   302   404   403   403   403   403   403   login
POST schedule_submit    2/other_unit   302   403   403   404   302   403   403   403   403   403   login
POST schedule_submit    3/unit         200   403   403   200   404   403   403   403   403   403   login
POST schedule_submit    9/unit         404   403   403   404   404   403   403   403   403   403   login
ANY  schedule_moved     -              200   200   200   200   200   200   200   200   403   403   login
GET  schedule_review    -              200   403   403   403   403   403   403   403   403   403   login
POST schedule_accept_many -            302   403   403   403   403   403   403   403   403   403   login
GET  schedule_rounds    -              200   403   403   403   403   403   403   403   403   403   login
POST schedule_round_add -              200   403   403   403   403   403   403   403   403   403   login
POST schedule_round     2              302   403   403   403   403   403   403   403   403   403   login
POST schedule_round     9              404   403   403   403   403   403   403   403   403   403   login
POST schedule_round_close 2            302   403   403   403   403   403   403   403   403   403   login
POST schedule_round_close 9            404   403   403   403   403   403   403   403   403   403   login
POST schedule_round_reopen 2           302   403   403   403   403   403   403   403   403   403   login
POST schedule_round_reopen 9           404   403   403   403   403   403   403   403   403   403   login
GET  schedule_read      2              200   403   403   200   200   200   403   403   403   403   login
GET  schedule_read      9              404   403   403   404   404   404   403   403   403   403   login
POST schedule_autosave  1/unit         200   403   403   200   404   200   403   403   403   403   login
POST schedule_autosave  2/other_unit   200   403   403   404   200   404   403   403   403   403   login
POST schedule_autosave  9/unit         404   403   403   404   404   404   403   403   403   403   login
POST schedule_extend    2/unit         302   403   403   403   403   403   403   403   403   403   login
POST schedule_extend    9/unit         404   403   403   403   403   403   403   403   403   403   login
POST schedule_withdraw  1/unit         403   403   403   302   404   403   403   403   403   403   login
POST schedule_withdraw  1/other_unit   403   403   403   404   302   403   403   403   403   403   login
POST schedule_withdraw  2/unit         403   403   403   302   404   403   403   403   403   403   login
POST schedule_withdraw  2/other_unit   403   403   403   404   302   403   403   403   403   403   login
POST schedule_withdraw  3/unit         403   403   403   404   404   403   403   403   403   403   login
POST schedule_withdraw  9/unit         403   403   403   404   404   403   403   403   403   403   login
POST schedule_accept    1/unit         302   403   403   403   403   403   403   403   403   403   login
POST schedule_accept    1/other_unit   302   403   403   403   403   403   403   403   403   403   login
POST schedule_accept    2/unit         302   403   403   403   403   403   403   403   403   403   login
POST schedule_accept    2/other_unit   302   403   403   403   403   403   403   403   403   403   login
POST schedule_accept    3/unit         404   403   403   403   403   403   403   403   403   403   login
POST schedule_accept    9/unit         404   403   403   403   403   403   403   403   403   403   login
POST schedule_return    1/unit         302   403   403   403   403   403   403   403   403   403   login
POST schedule_return    1/other_unit   200   403   403   403   403   403   403   403   403   403   login
POST schedule_return    2/unit         200   403   403   403   403   403   403   403   403   403   login
POST schedule_return    2/other_unit   302   403   403   403   403   403   403   403   403   403   login
POST schedule_return    3/unit         404   403   403   403   403   403   403   403   403   403   login
POST schedule_return    9/unit         404   403   403   403   403   403   403   403   403   403   login
GET  schedule_villages  township       200   200   200   200   404   200   404   200   403   403   login
POST schedule_villages  township       302   403   403   302   404   302   404   403   403   403   login
GET  schedule_villages  sibling        200   200   200   200   404   404   404   200   403   403   login
POST schedule_villages  sibling        302   403   403   302   404   404   404   403   403   403   login
GET  schedule_villages  other_township 200   404   404   404   200   404   200   200   403   403   login
POST schedule_villages  other_township 302   404   404   404   302   404   403   403   403   403   login
GET  schedule_villages  missing        404   404   404   404   404   404   404   404   403   403   login
GET  visit              draft          200   200   200   403   403   403   404   404   403   403   login
POST visit              draft          302   302   302   403   403   403   404   404   403   403   login
GET  visit              sent           200   200   200   403   403   403   404   200   403   403   login
POST visit              sent           200   200   200   403   403   403   404   403   403   403   login
GET  visit              other_draft    200   404   404   403   403   403   200   404   403   403   login
POST visit              other_draft    302   404   404   403   403   403   302   404   403   403   login
GET  visit              other_sent     200   404   404   403   403   403   200   200   403   403   login
POST visit              other_sent     200   404   404   403   403   403   200   403   403   403   login
ANY  visit_print        draft          200   200   200   403   403   403   404   404   403   403   login
ANY  visit_print        sent           200   200   200   403   403   403   404   200   403   403   login
ANY  visit_print        other_draft    200   404   404   403   403   403   200   404   403   403   login
ANY  visit_print        other_sent     200   404   404   403   403   403   200   200   403   403   login
ANY  visit_print        missing        404   404   404   403   403   403   404   404   403   403   login
ANY  visit_print_blank  -              200   200   200   403   403   403   200   403   403   403   login
POST visit_submit       draft          302   302   403   403   403   403   404   403   403   403   login
POST visit_submit       sent           200   200   403   403   403   403   404   403   403   403   login
POST visit_submit       other_draft    302   404   404   403   403   403   302   403   403   403   login
POST visit_submit       other_sent     200   404   404   403   403   403   200   403   403   403   login
POST visit_present      draft          302   302   302   403   403   403   404   403   403   403   login
POST visit_present      sent           200   200   200   403   403   403   404   403   403   403   login
POST visit_present      other_draft    302   404   404   403   403   403   302   403   403   403   login
POST visit_present      other_sent     200   404   404   403   403   403   200   403   403   403   login
POST visit_copy         draft          302   302   302   403   403   403   404   403   403   403   login
POST visit_copy         sent           302   302   302   403   403   403   404   403   403   403   login
POST visit_copy         other_draft    302   404   404   403   403   403   302   403   403   403   login
POST visit_copy         other_sent     302   404   404   403   403   403   302   403   403   403   login
GET  visit_drafts       -              403   200   200   403   403   403   200   403   403   403   login
GET  visit_drafts_list  -              403   200   200   403   403   403   200   403   403   403   login
POST visit_autosave     -              200   200   200   403   403   403   200   403   403   403   login
POST visit_withdraw     draft          403   302   302   403   403   403   404   403   403   403   login
POST visit_withdraw     sent           403   302   302   403   403   403   404   403   403   403   login
POST visit_withdraw     other_draft    403   404   404   403   403   403   302   403   403   403   login
POST visit_withdraw     other_sent     403   404   404   403   403   403   302   403   403   403   login
POST visit_accept       draft          302   403   403   403   403   403   403   403   403   403   login
POST visit_accept       sent           302   403   403   403   403   403   403   403   403   403   login
POST visit_accept       other_draft    302   403   403   403   403   403   403   403   403   403   login
POST visit_accept       other_sent     302   403   403   403   403   403   403   403   403   403   login
POST visit_return       draft          200   403   403   403   403   403   403   403   403   403   login
POST visit_return       sent           302   403   403   403   403   403   403   403   403   403   login
POST visit_return       other_draft    200   403   403   403   403   403   403   403   403   403   login
POST visit_return       other_sent     302   403   403   403   403   403   403   403   403   403   login
GET  visit_extend       draft          200   403   403   403   403   403   403   403   403   403   login
POST visit_extend       draft          302   403   403   403   403   403   403   403   403   403   login
ANY  visit_extend       sent           302   403   403   403   403   403   403   403   403   403   login
ANY  visit_extend       missing        404   403   403   403   403   403   403   403   403   403   login
ANY  reading            -              302   403   403   403   403   403   403   403   403   403   login
ANY  reading_report     draft          200   200   200   403   403   403   404   403   403   403   login
ANY  reading_report     sent           200   200   200   403   403   403   404   403   403   403   login
ANY  reading_report     other_draft    200   404   404   403   403   403   200   403   403   403   login
ANY  reading_report     other_sent     200   404   404   403   403   403   200   403   403   403   login
ANY  reading_report     missing        404   404   404   403   403   403   404   403   403   403   login
POST reading_accept     draft          302   403   403   403   403   403   403   403   403   403   login
POST reading_accept     sent           302   403   403   403   403   403   403   403   403   403   login
POST reading_return     draft          200   403   403   403   403   403   403   403   403   403   login
POST reading_return     sent           302   403   403   403   403   403   403   403   403   403   login
POST excerpt_pick       draft          302   403   403   403   403   403   403   403   403   403   login
POST excerpt_pick       sent           302   403   403   403   403   403   403   403   403   403   login
POST excerpt_pick       missing        404   403   403   403   403   403   403   403   403   403   login
POST problem_mark       draft          200   200   200   403   403   403   404   403   403   403   login
POST problem_mark       sent           302   302   302   403   403   403   404   403   403   403   login
POST problem_mark       other_sent     302   404   404   403   403   403   302   403   403   403   login
ANY  excerpts           -              200   403   403   403   403   403   403   403   403   403   login
ANY  excerpts_xlsx      -              200   403   403   403   403   403   403   403   403   403   login
ANY  excerpts_csv       -              200   403   403   403   403   403   403   403   403   403   login
POST excerpt_remove     excerpt        302   403   403   403   403   403   403   403   403   403   login
POST excerpt_remove     missing        404   403   403   403   403   403   403   403   403   403   login
POST excerpt_restore    removed        302   403   403   403   403   403   403   403   403   403   login
POST excerpt_restore    missing        404   403   403   403   403   403   403   403   403   403   login
POST visit_file_begin   draft         200   200   200   403   403   403   404   403   403   403   login
POST visit_file_begin   sent          200   200   200   403   403   403   404   403   403   403   login
POST visit_file_begin   other_draft   200   404   404   403   403   403   200   403   403   403   login
POST visit_file_begin   other_sent    200   404   404   403   403   403   200   403   403   403   login
POST visit_file_piece   draft         200   200   200   403   403   403   404   403   403   403   login
POST visit_file_piece   other_draft   200   404   404   403   403   403   200   403   403   403   login
POST visit_file_finish  draft         200   200   200   403   403   403   404   403   403   403   login
POST visit_file_finish  other_draft   200   404   404   403   403   403   200   403   403   403   login
POST visit_file_cancel  draft         200   200   200   403   403   403   404   403   403   403   login
POST visit_file_cancel  other_draft   200   404   404   403   403   403   200   403   403   403   login
GET  visit_file         draft         200   200   200   403   403   403   404   404   403   403   login
GET  visit_file         sent          200   200   200   403   403   403   404   200   403   403   login
GET  visit_file         other_draft   200   404   404   403   403   403   200   404   403   403   login
GET  visit_file         other_sent    200   404   404   403   403   403   200   200   403   403   login
POST visit_file_remove  draft         200   200   200   403   403   403   404   403   403   403   login
POST visit_file_remove  other_draft   200   404   404   403   403   403   200   403   403   403   login
POST visit_file_restore draft         200   200   200   403   403   403   404   403   403   403   login
POST visit_file_restore other_draft   200   404   404   403   403   403   200   403   403   403   login
GET  visit_scan         sent          200   200   200   403   403   403   404   200   403   403   login
GET  visit_scan         other_sent    200   404   404   403   403   403   200   200   403   403   login
POST visit_scan_remove  sent          200   200   200   403   403   403   404   403   403   403   login
POST visit_scan_remove  other_sent    200   404   404   403   403   403   200   403   403   403   login
POST visit_scan_restore sent          200   200   200   403   403   403   404   403   403   403   login
POST visit_scan_restore other_sent    200   404   404   403   403   403   200   403   403   403   login
GET  visit_file         missing       404   404   404   403   403   403   404   404   403   403   login
GET  visit_scan         missing       404   404   404   403   403   403   404   404   403   403   login
"""

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

reminder   changelist      200 200   403 403
reminder   add             403 403   403 403
reminder   change          200 403   403 403
reminder   delete          403 403   403 403
reminder   history         200 200   302 302
reminder   old             302 302   302 302

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
    "reminder": ("reminder",),
    "account": ("user",),
    "log": ("login",),
    "lock": ("failedlogin",),  # deleting one unlocks the account
}
