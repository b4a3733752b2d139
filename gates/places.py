"""Where one can go at the gates."""

from doors import navigation
from history.actor import Role

navigation.register(
    navigation.NavEntry(
        "Pilots", "gates:pilots", "flask-conical", roles=(Role.PRODUCT, Role.SUCCESS, Role.LEADERSHIP), key="p", order=310,
        tab_for=(Role.SUCCESS,),
    )
)  # fmt: skip
