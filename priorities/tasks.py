"""Background work of priorities: asking people to rate."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from history.actor import Actor
from people.models import Person
from priorities.models import RatingRound, RoundState


@shared_task(name="priorities.mail_rater")
def mail_rater(round_pk: int, person_pk: int) -> bool:
    """Tell somebody that their rating is asked for, if it still is and they may see it."""
    person = Person.objects.active().filter(pk=person_pk).first()
    if person is None:
        return False
    asked = RatingRound.objects.waiting_for(Actor(person=person)).select_related("made_by", "product").filter(pk=round_pk).first()
    if asked is None or asked.state != RoundState.RATING:
        return False
    address = settings.PUBLIC_URL + reverse("priorities:round", args=[asked.pk])
    text = render_to_string("priorities/mail/rater.txt", {"round": asked, "person": person, "address": address})
    send_mail(f"Please rate: {asked.title}", text, None, [person.email])
    return True
