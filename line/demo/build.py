"""Builds the demo organisation through the verbs, as the people who would have done it, on the days they would have."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from conversation.models import Means, Notice
from jobs.models import Job
from line.demo.making.aims import lay_aims
from line.demo.making.arrivals import lay_arrivals
from line.demo.making.canvas import lay_canvas
from line.demo.making.deals import lay_deals
from line.demo.making.evidence import lay_evidence
from line.demo.making.experiments import lay_experiments
from line.demo.making.gate import lay_gates
from line.demo.making.growth import lay_growth
from line.demo.making.habits import lay_habits
from line.demo.making.house import lay_house
from line.demo.making.leads import lay_leads
from line.demo.making.market import lay_market
from line.demo.making.order import lay_order
from line.demo.making.portal import lay_portal
from line.demo.making.promises import lay_promises
from line.demo.making.publishing import lay_publications
from line.demo.making.remarks import lay_remarks
from line.demo.making.replies import lay_replies
from line.demo.making.road import lay_road
from line.demo.making.secret import lay_secret
from line.demo.making.stage import Stage
from line.demo.making.surveys import lay_surveys
from line.demo.making.talk import lay_talk
from line.demo.making.thoughts import lay_thoughts
from line.demo.making.use import lay_features, lay_use
from line.demo.making.workflow import lay_workflow
from usage.actions.features import COUNT
from usage.actions.funnels import COUNT as COUNT_FUNNEL
from usage.funnels import count_stale_funnels
from usage.rollups import bring_up_to_date
from usage.standing import count_stale

PARTS = (
    lay_house, lay_market, lay_use, lay_thoughts, lay_features, lay_talk, lay_arrivals, lay_deals, lay_promises, lay_road,
    lay_aims, lay_evidence, lay_gates, lay_canvas, lay_secret, lay_portal, lay_replies,
    lay_surveys, lay_remarks, lay_order, lay_experiments, lay_leads, lay_publications, lay_workflow, lay_growth, lay_habits,
)  # fmt: skip


def build_demo(now: datetime | None = None) -> Stage:
    """Make everything. ``now`` is the day that the story ends on."""
    stage = Stage(now or timezone.now())
    for lay in PARTS:
        lay(stage)
    stage.play()
    count_use(stage)
    post_mail()
    return stage


def count_use(stage: Stage) -> None:
    """Count what the worker would have counted on the way, and drop the jobs that asked for it."""
    for product in stage.products.values():
        bring_up_to_date(product)
    count_stale(patience=0)
    count_stale_funnels(patience=0)
    Job.objects.unfinished().filter(task__in=(COUNT, COUNT_FUNNEL)).delete()


def post_mail() -> None:
    """No mail leaves a story: what still waits to be mailed counts as arrived. Else the first worker mails it all."""
    Job.objects.unfinished().filter(task__contains=".mail_").delete()
    Notice.objects.filter(mail=Means.MAIL, mailed_at=None).update(mailed_at=F("at"))
