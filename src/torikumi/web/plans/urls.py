"""Addresses of plans; those of projects and headings are permanent."""

from django.urls import path

from torikumi.web.plans.views import browse, checking, compare, imports, projects, readings

app_name = "plans"
urlpatterns = [
    path("", browse.plan_list, name="list"),
    path("search/", browse.search, name="search"),
    path("upload/", readings.upload, name="upload"),
    path("readings/<number:reading_id>/", readings.reading, name="reading"),
    path("readings/<number:reading_id>/stop/", readings.stop, name="stop_reading"),
    path("readings/<number:reading_id>/answer/", readings.answer, name="answer_reading"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/<number:import_id>/", imports.review, name="import"),
    path("imports/<number:import_id>/changes/", imports.changes, name="import_changes"),
    path("imports/<number:import_id>/check/<number:position>/", checking.check, name="check_reading"),
    path("imports/<number:import_id>/pages/<number:page>/", checking.page_picture, name="page_picture"),
    path(
        "imports/<number:import_id>/check/<number:position>/correct/",
        checking.correct,
        name="correct_reading",
    ),
    path("imports/<number:import_id>/corrections/undo/", checking.undo, name="undo_correction"),
    path("imports/<number:import_id>/corrections/repeat/", checking.repeat, name="repeat_corrections"),
    path("imports/<number:import_id>/corrections/take-in/", checking.take_in, name="take_in_corrections"),
    path("imports/<number:import_id>/original/", imports.original, name="original"),
    path("imports/<number:import_id>/confirm/", imports.confirm, name="confirm_import"),
    path("imports/<number:import_id>/discard/", imports.discard, name="discard_import"),
    path("imports/<number:import_id>/undo/", imports.undo, name="undo_import"),
    path("<number:series_id>/", browse.overview, name="overview"),
    path("<number:series_id>/tree/", browse.tree, name="tree"),
    path("<number:series_id>/projects/", projects.project_list, name="projects"),
    path("<number:series_id>/compare/", compare.compare, name="compare"),
    path("<number:series_id>/projects/<path:key>/", projects.project, name="project"),
    path("<number:series_id>/nodes/<path:key>/", browse.node, name="node"),
]
