"""Home says what is new since one was last here, and what becomes of what one follows."""

from datetime import timedelta

from conversation.actions import write_comment
from history import clock
from roadmap.actions import create_idea, move_stage
from tests.reading import whole


def test_what_others_did_since_one_was_last_here_is_new(cast, acting, browse):
    petra, browser = acting(cast.product_manager), browse(cast.leader)
    with clock.at(clock.now() - timedelta(days=2)):
        idea = create_idea(product=cast.product, title="Long ago", actor=petra)
        assert "New since you were last here" not in whole(browser, "/")
    with clock.at(clock.now() - timedelta(hours=3)):
        create_idea(product=cast.product, title="Since then", actor=petra)
        write_comment(idea, text="Mine", actor=acting(cast.leader))
    for _ in range(2):  # a second look is no second visit
        home = whole(browser, "/")
        news = home[home.index("New since you were last here") :]
        assert "Since then" in news
        assert "wrote down the idea" in news
        assert "Ingrid Solheim" not in news


def test_what_one_follows_shows_its_last_event_as_long_as_one_may_see_it(cast, acting, browse):
    petra = acting(cast.product_manager)
    idea = create_idea(product=cast.restricted, title="Zugvogel", actor=petra)
    write_comment(idea, text="@callum.reid", actor=petra)
    move_stage(idea, stage="discovery", actor=petra)

    def followed():
        home = whole(browse(cast.salesperson), "/")
        return home[home.index("What you follow") : home.index('id="news-head"')]

    assert "moved" in followed()
    assert followed().count("Zugvogel") == 1
    cast.restricted.memberships.filter(person=cast.salesperson).delete()
    assert "Zugvogel" not in followed()
