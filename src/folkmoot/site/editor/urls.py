"""Addresses of the editor."""

from django.urls import path

from folkmoot.site.editor import bank_views, begin_views, draft_views, item_views, version_views

app_name = "editor"

urlpatterns = [
    path("staff/drafts", begin_views.drafts, name="drafts"),
    path("staff/drafts/new", begin_views.begin, name="begin"),
    path("staff/drafts/file", begin_views.import_file, name="import"),
    path("staff/drafts/<int:pk>", draft_views.draft, name="draft"),
    path("staff/drafts/<int:pk>/about", draft_views.about, name="about"),
    path("staff/drafts/<int:pk>/do", draft_views.do, name="do"),
    path("staff/drafts/<int:pk>/history", draft_views.history, name="history"),
    path("staff/drafts/<int:pk>/reading", draft_views.reading, name="reading"),
    path("staff/drafts/<int:pk>/preview", draft_views.show, name="preview"),
    path("staff/drafts/<int:pk>/publish", draft_views.publish, name="publish"),
    path("staff/drafts/<int:pk>/discard", draft_views.discard, name="discard"),
    path("staff/drafts/<int:pk>/file.<str:kind>", draft_views.download, name="draft_file"),
    path("staff/drafts/<int:pk>/new-section", item_views.new_section, name="new_section"),
    path("staff/drafts/<int:pk>/sections/<slug:key>", item_views.section, name="section"),
    path("staff/drafts/<int:pk>/new-question", item_views.new_question, name="new_question"),
    path("staff/drafts/<int:pk>/questions/<slug:key>", item_views.question, name="question"),
    path("staff/instruments/<slug:slug>/<int:number>", version_views.version, name="version"),
    path("staff/instruments/<slug:slug>/<int:number>/file.<str:kind>", version_views.download, name="version_file"),
    path("staff/instruments/<slug:slug>/<int:number>/easy-read", version_views.check_easy_read, name="check_easy_read"),
    path("staff/instruments/<slug:slug>/<int:number>/bank/<slug:key>", version_views.bank, name="to_bank"),
    path("staff/bank", bank_views.bank, name="bank"),
    path("staff/bank/put", bank_views.put, name="put"),
    path("staff/bank/withdraw", bank_views.withdraw, name="withdraw"),
    path("staff/bank/questions/<path:name>", bank_views.question, name="bank_question"),
    path("staff/organisations/<slug:slug>/welsh", version_views.welsh, name="welsh"),
]
