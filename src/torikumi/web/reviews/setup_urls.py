"""Addresses of setting a round up, and of what changes while it runs."""

from django.urls import path

from torikumi.web.reviews.views import (
    setup,
    setup_drafts,
    setup_library,
    setup_opening,
    setup_projects,
    setup_running,
)

urlpatterns = [
    # Setting up a round
    path("new/", setup.new_round, name="new"),
    path("new/file/", setup.upload_new, name="upload_new"),
    path("<number:round_id>/settings/", setup.settings, name="settings"),
    path("<number:round_id>/settings/words/", setup.words, name="settings_words"),
    path("<number:round_id>/settings/dates/", setup.dates, name="settings_dates"),
    path("<number:round_id>/settings/parts/", setup.parts, name="settings_parts"),
    path("<number:round_id>/settings/projects/", setup_projects.projects, name="settings_projects"),
    path("<number:round_id>/settings/edition/", setup.newest_edition, name="newest_edition"),
    path("<number:round_id>/settings/file/", setup.round_file, name="round_file"),
    path("<number:round_id>/settings/file/upload/", setup.upload_file, name="upload_round_file"),
    path("<number:round_id>/settings/preview/", setup_opening.preview, name="preview"),
    path("<number:round_id>/settings/open/", setup_opening.begin, name="open"),
    path("<number:round_id>/settings/cancel/", setup_opening.cancel, name="cancel"),
    # Forms, scales, chains and rules of rating
    path("library/", setup_library.library, name="library"),
    path("library/<number:setting_id>/", setup_library.setting, name="setting"),
    path("library/<number:setting_id>/file/", setup_library.setting_file, name="setting_file"),
    path("library/<number:setting_id>/change/", setup_library.change_setting, name="change_setting"),
    path("library/<number:setting_id>/retire/", setup_library.retire, name="retire_setting"),
    path("library/<number:setting_id>/restore/", setup_library.restore, name="restore_setting"),
    path(
        "library/<number:setting_id>/compare/<number:other_id>/",
        setup_library.compare_settings,
        name="compare_settings",
    ),
    path("library/new/<str:kind>/", setup_library.new_setting, name="new_setting"),
    path("library/upload/<str:kind>/", setup_library.upload_setting, name="upload_setting"),
    path("library/ready/<str:kind>/<str:name>/", setup_library.ready_made_setting, name="ready_made"),
    path("library/ready/<str:kind>/<str:name>/copy/", setup_library.copy_setting, name="copy_setting"),
    path("library/ready/<str:kind>/<str:name>/file/", setup_library.ready_made_file, name="ready_made_file"),
    path("drafts/<number:draft_id>/", setup_drafts.draft, name="draft"),
    path("drafts/<number:draft_id>/words/", setup_drafts.draft_words, name="draft_words"),
    path("drafts/<number:draft_id>/parts/new/", setup_drafts.new_part, name="new_part"),
    path("drafts/<number:draft_id>/parts/<number:place>/", setup_drafts.part, name="part"),
    path("drafts/<number:draft_id>/parts/<number:place>/move/", setup_drafts.move, name="move_part"),
    path("drafts/<number:draft_id>/publish/", setup_drafts.publish, name="publish_draft"),
    path("drafts/<number:draft_id>/discard/", setup_drafts.discard, name="discard_draft"),
    # While it runs
    path("<number:round_id>/settings/members/", setup_running.members, name="members"),
    path("<number:round_id>/settings/members/add/", setup_running.add_members, name="add_members"),
    path("sheets/<number:sheet_id>/take-out/", setup_running.take_out, name="take_out"),
    path("sheets/<number:sheet_id>/lead/", setup_running.lead, name="change_lead"),
    path("<number:round_id>/settings/extensions/", setup_running.extensions, name="extensions"),
    path("<number:round_id>/settings/notices/", setup_running.notices, name="notices"),
    path("notices/<number:notice_id>/withdraw/", setup_running.withdraw_notice, name="withdraw_notice"),
]
