"""Addresses of documents: the public pages under /d, and the staff's."""

from django.urls import path

from folkmoot.site.documents import comment_desk_views, comment_views, drafting_views, staff_views, views

app_name = "documents"

urlpatterns = [
    path("d", views.everything, name="all"),
    path("d/<slug:slug>", views.document, name="document"),
    path("d/<slug:slug>/v<int:number>", views.version, name="version"),
    path("d/<slug:slug>/v<int:number>.json", views.version_json, name="version_json"),
    path("d/<slug:slug>/v<int:number>/changes", views.changes, name="changes"),
    path("d/<slug:slug>/draft/<int:number>", comment_views.draft, name="draft"),
    path("d/<slug:slug>/draft/<int:number>/comment", comment_views.comment, name="comment"),
    path("d/<slug:slug>/comments", comment_views.comments, name="comments"),
    path("staff/documents", staff_views.documents, name="staff_list"),
    path("staff/documents/new", drafting_views.choose, name="choose"),
    path("staff/documents/new/<str:kind>", drafting_views.begin, name="begin"),
    path("staff/d/<slug:slug>", staff_views.document, name="staff_document"),
    path("staff/d/<slug:slug>/outline", drafting_views.outline, name="outline"),
    path("staff/d/<slug:slug>/clauses/<str:clause>", drafting_views.clause, name="clause"),
    path("staff/d/<slug:slug>/clauses/<str:clause>/remove", drafting_views.remove_clause, name="remove_clause"),
    path("staff/d/<slug:slug>/preview", drafting_views.preview, name="preview"),
    path("staff/d/<slug:slug>/send", drafting_views.send, name="send"),
    path("staff/d/<slug:slug>/approve", drafting_views.approve, name="approve"),
    path("staff/d/<slug:slug>/discard", drafting_views.discard, name="discard"),
    path("staff/d/<slug:slug>/v<int:number>/withheld", staff_views.withheld, name="withheld"),
    path("staff/d/<slug:slug>/sign", staff_views.sign, name="sign"),
    path("staff/d/<slug:slug>/leave", staff_views.leave, name="leave"),
    path("staff/d/<slug:slug>/evidence", staff_views.evidence, name="evidence"),
    path("staff/evidence/<int:key>/take-back", staff_views.take_back, name="take_back"),
    path("staff/comments", comment_desk_views.waiting, name="comments_waiting"),
    path("staff/comments/<int:key>", comment_desk_views.comment, name="staff_comment"),
    path("staff/comments/<int:key>/look", comment_desk_views.look, name="look"),
    path("staff/comments/<int:key>/answer", comment_desk_views.answer, name="answer"),
    path("staff/comments/<int:key>/erase", comment_desk_views.erase, name="erase"),
    path("staff/quotes", comment_desk_views.quotes, name="quotes"),
    path("staff/quotes/new", comment_desk_views.add_quote, name="add_quote"),
    path("staff/quotes/<slug:slug>/withdraw", comment_desk_views.withdraw_quote, name="withdraw_quote"),
]
